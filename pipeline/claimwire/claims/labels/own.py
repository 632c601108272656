"""The outlet's own sentences: whole ones in which nobody else is the one who speaks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimwire.claims.labels.said import Said
from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire_schemas import Article, Attribution

_KINDS = frozenset(("text", "list_item"))
"""Of paragraphs: the outlet tells its story there."""

_LONGEST = 1200
"""Characters; what is longer is a list or a table, not a sentence."""

_FEWEST = 4
"""Words of a sentence that says something."""

_MOST_QUOTED = 6
"""Words in quotation marks that a sentence of the outlet's may have: a title, a word held off."""

_MOST_SHARED = 0.7
"""Share of a sentence that attributions may have whose cue is not its verb."""

_DOUBTFUL = 0.5
"""Attributions less likely than this do not keep a sentence from being the outlet's."""

_MINUTES = frozenset(("'", "’", "′", "min", "mins", "+"))
"""What follows the number that opens a report minute by minute: `45' Goal!`."""

_STOPS = frozenset(".!…")
_CLOSING = "”’\"')] "


def own_sentences(
    article: Article, document: Document, attributions: Iterable[Attribution]
) -> Iterator[Said]:
    """Give the body's sentences that the outlet may say itself, in order of the text."""
    taken = _taken(document, attributions)
    for words in _sentences(article, document):
        found = [taken[one.i] for one in words if one.i in taken]
        shared = len(found) / len(words)
        if _may_be_own(words, taken, shared) and _is_told(document, words):
            yield Said(document, (), (), words, None, is_attributed=False, shared=shared)


def _taken(document: Document, attributions: Iterable[Attribution]) -> Mapping[int, float]:
    """Return the words that attributions have, by their indexes, with the likeliest one's confidence."""
    taken: dict[int, float] = {}
    for one in attributions:
        spans = [*one.content, *(one.cue.spans if one.cue else ()), *([one.source] if one.source else [])]
        for word in (word for span in spans for word in document.within(span.start, span.end)):
            taken[word.i] = max(one.confidence, taken.get(word.i, 0.0))
    return taken


def _may_be_own(words: Sequence[Word], taken: Mapping[int, float], shared: float) -> bool:
    """Tell whether no attribution is likely to be what a sentence is for."""
    if all(taken.get(one.i, 0.0) < _DOUBTFUL for one in words):
        return True
    inside = {one.i for one in words}
    root = next((one for one in words if one.head not in inside), words[0])
    return root.i not in taken and shared <= _MOST_SHARED


def _is_told(document: Document, words: Sequence[Word]) -> bool:
    """Tell whether a sentence tells something, and is of no speaker."""
    if len(words) < _FEWEST or words[-1].end - words[0].start > _LONGEST:
        return False
    quoted = sum(document.quotation_at(one.start) is not None for one in words)
    return quoted <= _MOST_QUOTED and not any(map(_is_first_person, words))


def _is_first_person(word: Word) -> bool:
    pronoun = PRONOUNS.get(word.lower) if word.tag == "PRON" else None
    return pronoun is not None and pronoun["person"] == 1


def _sentences(article: Article, document: Document) -> Iterator[Sequence[Word]]:
    """Give the words of each sentence that has a mark at its end; the dateline is no part of one."""
    for paragraph in article.paragraphs:
        if paragraph.kind not in _KINDS or paragraph.role or paragraph.language:
            continue
        start = paragraph.start
        if article.dateline and article.dateline.span.start == start:
            start = article.dateline.span.end
        found: list[Word] = []
        inside = document.within(start, paragraph.end)
        if len(inside) > 1 and inside[0].tag == "NUM" and inside[1].lower in _MINUTES:
            continue
        for word in inside:
            if found and word.sentence != found[-1].sentence:
                yield from _whole(found)
                found = []
            found.append(word)
        yield from _whole(found)


def _whole(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    if words and words[-1].text.rstrip(_CLOSING)[-1:] in _STOPS:
        yield words
