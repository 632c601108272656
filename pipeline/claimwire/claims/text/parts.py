"""Parts of a content: each is the matter of a claim of its own."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, pairwise

from claimwire.claims.text.said import Said
from claimwire.english import syntax
from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire_schemas import Span

_LONG = 40
"""Words of a content from which its sentences are parts."""

_LONG_SENTENCE = 40
"""Words of a sentence from which its coordinated clauses are parts."""

_STOPS = frozenset((".", "?", "!", "…", "..."))

_ALL = frozenset(("all", "any", "every", "everybody", "everyone", "many"))
Part = tuple[Span, ...]


def parts_of(document: Document, said: Said) -> tuple[Part, ...]:
    """Return the statements of a content: its sentences, and the coordinated clauses of long ones.

    A sentence without a clause of its own goes with the one before it.
    """
    parts, is_statement = list[list[Word]](), False
    for sentence in _sentences(document, said.content):
        for words in _clauses(document, sentence):
            subject = _first_subject(document, words)
            is_apart = bool(parts) and _is_mixed(document, (parts[-1], words))
            if parts and not is_apart and (not is_statement or subject is None or _goes_on(subject)):
                parts[-1] += words
                is_statement = is_statement or subject is not None
            else:
                parts.append(words)
                is_statement = subject is not None
    if len(parts) < 2 or (sum(map(len, parts)) < _LONG and not _is_mixed(document, parts)):
        return (said.content,)
    return tuple(_spans(document, said.content, words) for words in parts)


def _is_mixed(document: Document, parts: Iterable[Sequence[Word]]) -> bool:
    """Tell whether some statements are quoted from their first word on, and others not."""
    return len({document.quotation_at(words[0].start) is None for words in parts}) > 1


def _goes_on(subject: Word) -> bool:
    """Tell whether a subject is an `it` of a statement before it."""
    return subject.lower in PRONOUNS and syntax.person(subject) == 3


def _first_subject(document: Document, words: Sequence[Word]) -> Word | None:
    inside = {word.i for word in words}
    subjects = (subject_of(document, word) for word in words if syntax.is_finite(document, word))
    return next((one for one in subjects if one is not None and one.i in inside), None)


def subject_of(document: Document, verb: Word) -> Word | None:
    """Return the subject beside a verb, `there` too."""
    return syntax.own_subject(document, verb) or syntax.child(document, verb, "expl")


def _sentences(document: Document, content: Sequence[Span]) -> Iterator[list[Word]]:
    """Give the words of each sentence of a content.

    One also ends at a full stop before a capital, and at a colon between a topic and a quotation.
    """
    sentence = list[Word]()
    for span in content:
        for word in document.within(span.start, span.end):
            if sentence and (
                word.sentence != sentence[-1].sentence
                or _follows_stop(sentence, word)
                or _follows_topic(document, content, sentence, word)
            ):
                yield sentence
                sentence = []
            sentence.append(word)
    if sentence:
        yield sentence


def _follows_topic(document: Document, content: Sequence[Span], sentence: Sequence[Word], word: Word) -> bool:
    """Tell whether a quotation begins behind a colon and a topic: `spoke of the mill: “It leaks.”`.

    It has a verb, the topic has none, and nothing follows it.
    """
    around = document.quotation_at(word.start)
    if around is None or around.start != word.start or document.words[word.i - 1].text != ":":
        return False
    rest = document.within(around.end, content[-1].end) if around.end < content[-1].end else ()
    has_verb = any(syntax.is_finite(document, one) for one in document.within(around.start, around.end))
    return (
        has_verb
        and all(one.tag == "PUNCT" for one in rest)
        and not any(syntax.is_finite(document, one) for one in sentence)
    )


def _follows_stop(sentence: Sequence[Word], word: Word) -> bool:
    last = sentence[-2:] if sentence[-1].text == "]" else sentence[-1:]
    return last[0].text in _STOPS and word.text[:1].isupper() and word.start > sentence[-1].end


def _clauses(document: Document, words: list[Word]) -> Iterator[list[Word]]:
    """Give the coordinated main clauses of a long sentence, else all of it."""
    inside = {word.i for word in words}
    tops = [word for word in words if word.head not in inside and word.relation != "punct"]
    starts = [words[0].i]
    if len(words) >= _LONG_SENTENCE and len(tops) == 1:
        joined = syntax.children(document, tops[0], "conj", "parataxis")
        starts += [
            first
            for one in joined
            if syntax.is_finite(document, one) and subject_of(document, one)
            for first in [syntax.subtree(document, one)[0].i]
            if first in inside and first > words[0].i
        ]
    for first, after in pairwise([*sorted(set(starts)), words[-1].i + 1]):
        clause = [word for word in words if first <= word.i < after]
        if clause:
            yield clause


def _spans(document: Document, content: Sequence[Span], words: Sequence[Word]) -> Part:
    """Return the places of some words in a content, without what stands between them and its edges."""
    ends = [span.end for span in content]
    found = []
    for i, group in groupby(words, key=lambda word: bisect_right(ends, word.start)):
        own, span = list(group), content[i]
        found.append(Span.of(document.text, max(span.start, own[0].start), min(span.end, own[-1].end)))
    return tuple(found)


def not_before(document: Document, source: Sequence[Word]) -> Word | None:
    """Return the `not` that stands before who says something and takes some out: `not everyone agreed`."""
    before = document.words[source[0].i - 1] if source and source[0].i else None
    is_of_all = source[0].lower in _ALL if source else False
    return before if before is not None and before.lower == "not" and is_of_all else None
