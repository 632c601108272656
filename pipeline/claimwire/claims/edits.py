"""Edits: how a claim's text departs from its content, and the text that they make."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from claimwire_schemas import Edit, EditReason, Span

SPACE = re.compile(r"\s+")


def edit(
    article: str, place: tuple[int, int], reason: EditReason, text: str = "", entity_id: str | None = None
) -> Edit:
    """Return the edit that puts some text for the words at a place of the article."""
    return Edit(span=Span.of(article, *place), text=text, reason=reason, entity_id=entity_id)


def without(article: str, content: Iterable[Span], left_out: Iterable[Span]) -> tuple[Span, ...]:
    """Return some content without spans that begin or end one of it."""
    kept = list(content)
    for out in left_out:
        cut = [
            (span.start, out.start) if out.end == span.end and out.start > span.start else (out.end, span.end)
            for span in kept
            if out.start < span.end and span.start < out.end
        ]
        apart = [(span.start, span.end) for span in kept if span.end <= out.start or out.end <= span.start]
        kept = [Span.of(article, *place) for place in sorted([*apart, *cut]) if place[0] < place[1]]
    return tuple(kept)


def replayed(content: Iterable[Span], edits: Sequence[Edit]) -> str:
    """Return what edits, in order of the text, make of some content: a claim's `text`."""
    parts, i = list[str](), 0
    for span in content:
        at = span.start
        while i < len(edits) and edits[i].span.start < span.end:
            parts += [span.exact[at - span.start : edits[i].span.start - span.start], edits[i].text]
            at, i = edits[i].span.end, i + 1
        parts += [span.exact[at - span.start :], " "]
    return SPACE.sub(" ", "".join(parts)).strip()
