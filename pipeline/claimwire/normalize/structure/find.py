"""`find_structure`: what each paragraph of a body is, one look after the other."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from claimwire.normalize.structure.interview import with_questions
from claimwire.normalize.structure.lines import (
    is_correction,
    is_entry_time,
    item_mark,
    reads_as_heading,
)
from claimwire.normalize.structure.part import Part
from claimwire.normalize.structure.posts import with_posts
from claimwire.normalize.structure.release import with_boilerplate
from claimwire.normalize.structure.turns import with_turns
from claimwire_schemas import Paragraph


def find_structure(parts: Sequence[Part], *, headline: str | None, has_markup: bool) -> tuple[Paragraph, ...]:
    """Return the paragraphs that the parts of a body are; `has_markup` if the body is HTML.

    Markup counts before shape. In plain text, a short line above a longer one is a heading.
    """
    found = _with_items(with_posts([_by_shape(part) for part in parts]))
    found = with_boilerplate(_with_headings(found, has_markup=has_markup))
    found = with_questions(with_turns(found, headline=headline or ""))
    return tuple(part.paragraph() for part in found)


def _by_shape(part: Part) -> Part:
    if part.kind not in {"text", "heading"}:
        return part
    if is_entry_time(part.text):
        return part.as_kind("entry_time")
    return part.as_kind("correction") if is_correction(part.text) else part


def _with_items(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with list items by their marks; a dash or a number needs another beside it."""
    marks = [item_mark(part.text) if part.is_plain else None for part in parts]
    around = [None, *marks, None]
    return [
        part.as_kind("list_item") if mark == "sure" or (mark and mark in {before, after}) else part
        for part, mark, before, after in zip(parts, marks, around, around[2:], strict=False)
    ]


def _with_headings(parts: Sequence[Part], *, has_markup: bool) -> list[Part]:
    return [
        part.as_kind("heading")
        if part.is_plain and (part.strong or not has_markup) and _is_above(part, following)
        else part
        for part, following in pairwise(parts)
    ] + list(parts[-1:])


def _is_above(part: Part, following: Part) -> bool:
    above = following.kind == "list_item" or len(following.text) > len(part.text)
    return above and following.kind != "entry_time" and reads_as_heading(part.text)
