"""Headlines: forms in which a line says who speaks without a verb of saying."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from claimwire.data import read_json
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS
from claimwire.extract.segments import Link, Segment
from claimwire_schemas import Span

_NO_SPEAKERS = read_json("claimwire.extract", "headlines.json", dict[str, frozenset[str]])["no_speakers"]
_BY = re.compile(r"\s(?P<cue>[–—-])\s(?P<source>[^–—:;?!]{2,60})\Z")
_MOST_WORDS = 5
"""Of who is named behind a dash."""

_SURE = 0.8


def by_headline(document: Document, headline: Span | None, links: Iterable[Link]) -> list[Link]:
    """Return links with what the form of the headline gives to speakers.

    `Drought to last until May – forecaster` is the forecaster's; `‘We were lied to’: families demand inquiry`
    is a quotation and a demand.
    """
    if headline is None:
        return list(links)
    inside = [one for one in links if one.content[0].start < headline.end]
    below = [one for one in links if one.content[0].start >= headline.end]
    named = [] if inside else list(_named_behind(document, headline))
    return [*(part for one in inside for part in _parted(document.text, one)), *named, *below]


def _named_behind(document: Document, headline: Span) -> Iterator[Link]:
    found = _BY.search(headline.exact)
    if found is None:
        return
    start = headline.start + found.start("source")
    source = document.within(start, headline.end)
    before = document.within(headline.start, headline.start + found.start())
    speaks = {word.lower for word in source}.isdisjoint(_NO_SPEAKERS) and len(source) <= _MOST_WORDS
    if speaks and not any(word.tag in ("VERB", "AUX", "NUM") for word in source) and _has_verb(before):
        content = Segment(before[0].start, before[-1].end, "content", _SURE)
        cue = Segment(headline.start + found.start("cue"), headline.start + found.end("cue"), "cue", _SURE)
        yield Link(Segment(start, headline.end, "source", _SURE), cue, (content,))


def _has_verb(words: Sequence[Word]) -> bool:
    return any(word.tag in ("VERB", "AUX") for word in words)


def _parted(text: str, one: Link) -> tuple[Link, ...]:
    """Return a quotation before a colon apart from what its speaker says or wants besides."""
    first = one.content[0]
    colon = text[first.end : first.end + 1] == ":"
    if len(one.content) < 2 or not colon or text[first.start] not in MARKS:  # a pair
        return (one,)
    cue = Segment(first.end, first.end + 1, "cue", _SURE)
    return replace(one, cue=cue, content=(first,)), replace(one, content=one.content[1:])
