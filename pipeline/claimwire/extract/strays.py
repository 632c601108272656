"""Strays: words that the network gave to the wrong part of an attribution, by where they stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.extract.segments import Link, Segment

_RELATIVES = ("WDT", "WP")


def without_strays(document: Document, links: Iterable[Link]) -> list[Link]:
    """Return links whose parts are where they belong.

    A name behind its description is the source's (`the director, Ada Vane, it rains`), the `which` of `which
    alleged` is that cue's source, words within a later sentence are nobody's, and a quotation takes no cue
    without a source from the next paragraph.
    """
    apart = (_apart_from_next(document, one) for one in links)
    return [_gathered(document, _by_relative(document, _named(document, one))) for one in apart]


def _apart_from_next(document: Document, link: Link) -> Link:
    if link.cue is None or link.source is not None:
        return link
    between = document.text[link.content[-1].end : link.cue.start]
    is_quoted = all(document.quotation_at(one.start) for one in link.content)
    return replace(link, cue=None) if is_quoted and "\n" in between else link


def _named(document: Document, link: Link) -> Link:
    source, content = link.source, link.content
    if source is None or len(content) < 2 or document.text[source.end : content[0].start] != ", ":
        return link
    first = document.at(content[0].start)
    name = document.name_at(first) if first else None
    if name is None or name.kind != "person" or (name.start, name.end) != (content[0].start, content[0].end):
        return link
    return replace(link, source=replace(source, end=content[0].end), content=content[1:])


def _by_relative(document: Document, link: Link) -> Link:
    cue = document.at(link.cue.start) if link.cue else None
    subject = syntax.own_subject(document, cue) if cue else None
    if cue is None or link.source is None or subject is None or subject.form not in _RELATIVES:
        return link
    meant = syntax.antecedent(document, subject)
    told = [one for one in (subject, meant) if one and link.source.start <= one.start < link.source.end]
    if told or meant is None or subject.i + 1 != cue.i or meant.i + 1 != subject.i:
        return link
    return replace(link, source=Segment(subject.start, subject.end, "source", link.source.confidence))


def _gathered(document: Document, link: Link) -> Link:
    """Leave out content that stands unquoted in the midst of a sentence behind that of the cue."""
    cue = document.at(link.cue.start) if link.cue else None
    kept = tuple(one for one in link.content if cue is None or not _is_stray(document, one, cue))
    return replace(link, content=kept) if kept else link


def _is_stray(document: Document, part: Segment, cue: Word) -> bool:
    first = document.at(part.start)
    if first is None or first.sentence <= cue.sentence or document.quotation_at(part.start):
        return False
    before = document.words[first.i - 1]
    return before.sentence == first.sentence and before.tag not in ("PUNCT", "CCONJ")
