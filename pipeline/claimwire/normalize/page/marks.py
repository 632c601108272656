"""Marks: what the markup of a page says of each line of its main text.

Extractors give back text. Their lines are looked up among the page's own lines, in order, by their letters:
so the kind of a line is known whichever extractor found it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from lxml import etree

from claimwire.data import read_json
from claimwire.normalize.structure import Mark
from claimwire.normalize.structure.posts import signature
from claimwire_schemas import ParagraphKind

_ELEMENTS = read_json("claimwire.normalize", "data/elements.json", dict[str, list[str]])
_UNSEEN = frozenset({"script", "style", "noscript", "template", "nav", "svg", "select", "head", "iframe"})
_ENDS_LINE = frozenset(_ELEMENTS["blocks"]) | frozenset(_ELEMENTS["breaks"])
_STRONG = frozenset({"b", "strong"})
_BLOCKS_IN_CELLS = frozenset({"p", "div"})
"""In a cell, they tell of a table that lays out the page."""
_KINDS = read_json("claimwire.normalize", "data/marks.json", dict[str, dict[str, ParagraphKind]])

_NOT_LETTER = re.compile(r"[\W_]+")
_LONGEST_SIGNATURE = 200


class _Line(NamedTuple):
    """A line of the page, by its letters."""

    key: str
    kind: ParagraphKind
    strong: bool
    author: str | None


class _Place(NamedTuple):
    """Where the walk through the page is: what holds of the text there."""

    kind: ParagraphKind = "text"
    strong: bool = False
    author: str | None = None


def page_lines(tree: etree._Element) -> list[_Line]:
    """Return the lines of a page, or a fragment, before an extractor changes it."""
    found: list[_Line] = []
    pieces: list[tuple[str, _Place]] = []
    for text, place in _pieces(tree):
        if text is not None:
            if text and not text.isspace():
                pieces.append((text, place))
        elif pieces:
            found += _line(pieces)
            pieces = []
    return found + _line(pieces)


def is_post(element: etree._Element) -> bool:
    """Tell whether an element is an embedded post."""
    return _kind(element, "") == "embedded_post"


def find_marks(text: str, lines: list[_Line]) -> tuple[Mark, ...]:
    """Return the marks of the lines of `text` that the page sets apart."""
    places: defaultdict[str, list[int]] = defaultdict(list)
    for index, line in enumerate(lines):
        places[line.key].append(index)
    found: list[Mark] = []
    last = -1
    for match in re.finditer(r"[^\n]+", text):
        indexes = places.get(_letters(match[0]))
        if not indexes:
            continue
        following = bisect_right(indexes, last)
        last = indexes[following] if following < len(indexes) else indexes[-1]
        _, kind, strong, author = lines[last]
        if kind != "text" or strong:
            found.append(Mark(start=match.start(), end=match.end(), kind=kind, strong=strong, speaker=author))
    return tuple(found)


def _line(pieces: list[tuple[str, _Place]]) -> list[_Line]:
    key = _letters("".join([text for text, _ in pieces]))
    if not key:
        return []
    place = pieces[0][1]
    return [
        _Line(
            key, place.kind, all(place.strong or not _letters(text) for text, place in pieces), place.author
        )
    ]


def _pieces(tree: etree._Element) -> Iterator[tuple[str | None, _Place]]:
    """Yield each text with what holds of it, and None wherever a line ends."""
    within = [_Place()]
    walker = etree.iterwalk(tree, events=("start", "end"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if tag in _ENDS_LINE:
            yield None, within[-1]
        if event == "start":
            within.append(_inside(element, tag, within[-1]))
            if tag in _UNSEEN:
                walker.skip_subtree()
            else:
                yield element.text or "", within[-1]
        else:
            within.pop()
            yield element.tail or "", within[-1]


def _inside(element: etree._Element, tag: str, around: _Place) -> _Place:
    strong = around.strong or tag in _STRONG
    kind = _kind(element, tag)
    if around.kind == "table_row" and tag in _BLOCKS_IN_CELLS:
        return _Place(kind or "text", strong)
    quoted = around.kind == "block_quotation" and kind != "embedded_post"
    if kind is None or quoted or around.kind == "embedded_post":
        return around._replace(strong=strong)
    return _Place(kind, strong, _author(element, kind))


def _kind(element: etree._Element, tag: str) -> ParagraphKind | None:
    for name in (element.get("class") or "").lower().split():
        if name in _KINDS["classes"]:
            return _KINDS["classes"][name]
    return _KINDS["elements"].get(tag)


def _author(element: etree._Element, kind: ParagraphKind) -> str | None:
    if kind == "embedded_post":
        text = " ".join("".join(element.itertext()).split())[-_LONGEST_SIGNATURE:]
        place = signature(text)
        return text[slice(*place)] if place else None
    if kind == "block_quotation":
        cited = next(element.iter("cite", "footer"), None)
        text = "" if cited is None else " ".join("".join(cited.itertext()).split()).strip("—–- ")
        return text if 0 < len(text) <= _LONGEST_SIGNATURE else None
    return None


def _letters(text: str) -> str:
    return _NOT_LETTER.sub("", text)
