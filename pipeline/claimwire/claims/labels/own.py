"""The outlet's own sentences: whole ones that no attribution, no quotation and no first person is in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence

from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS
from claimwire_schemas import Article, Attribution, Span

_KINDS = frozenset(("text", "list_item"))
"""Of paragraphs: the outlet tells its story there."""

_LONGEST = 1200
"""Characters; what is longer is a list or a table, not a sentence."""

_FEWEST = 4
"""Words of a sentence that says something."""

_MINUTES = frozenset(("'", "’", "′", "min", "mins", "+"))
"""What follows the number that opens a report minute by minute: `45' Goal!`."""

_STOPS = frozenset(".!…")
_CLOSING = "”’\"')] "


def own_sentences(
    article: Article, document: Document, attributions: Iterable[Attribution]
) -> Iterator[Span]:
    """Give the body's sentences that the outlet may say itself, in order of the text."""
    places = sorted((span.start, span.end) for one in attributions for span in _spans(one))
    starts, furthest = [start for start, _ in places], _furthest(places)
    for words in _sentences(article, document):
        start, end = words[0].start, words[-1].end
        before = bisect_right(starts, end - 1)
        if not (before and furthest[before - 1] > start) and _is_own(words):
            yield Span.of(article.text, start, end)


def _is_own(words: Sequence[Word]) -> bool:
    if len(words) < _FEWEST or words[-1].end - words[0].start > _LONGEST:
        return False
    if words[0].tag == "NUM" and words[1].lower in _MINUTES:
        return False
    return not any(one.text in MARKS or _is_first_person(one) for one in words)


def _is_first_person(word: Word) -> bool:
    pronoun = PRONOUNS.get(word.lower)
    return pronoun is not None and pronoun["person"] == 1


def _spans(one: Attribution) -> Iterator[Span]:
    yield from one.content
    yield from one.cue.spans if one.cue else ()
    if one.source:
        yield one.source


def _furthest(places: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each place where it, or one before it, ends at the latest."""
    found, end = list[int](), 0
    for place in places:
        end = max(end, place[1])
        found.append(end)
    return found


def _sentences(article: Article, document: Document) -> Iterator[Sequence[Word]]:
    """Give the words of each sentence that has a mark at its end; the dateline is no part of one."""
    for paragraph in article.paragraphs:
        if paragraph.kind not in _KINDS or paragraph.role:
            continue
        start = paragraph.start
        if article.dateline and article.dateline.span.start == start:
            start = article.dateline.span.end
        found: list[Word] = []
        for word in document.within(start, paragraph.end):
            if found and word.sentence != found[-1].sentence:
                yield from _whole(found)
                found = []
            found.append(word)
        yield from _whole(found)


def _whole(words: Sequence[Word]) -> Iterator[Sequence[Word]]:
    if words and words[-1].text.rstrip(_CLOSING)[-1:] in _STOPS:
        yield words
