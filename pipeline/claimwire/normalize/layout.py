"""Layout: the text of an article, headline first, and its paragraphs with what each is."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence

from claimwire.normalize.characters import clean_line
from claimwire.normalize.headline import Opening
from claimwire.normalize.paragraphs import Paragraph as GivenParagraph
from claimwire.normalize.structure import Mark, find_structure
from claimwire.normalize.structure.part import Part
from claimwire_schemas import Paragraph, Speaker


def lay_out(
    opening: Opening, *, given: Sequence[GivenParagraph], marks: Sequence[Mark] | None
) -> tuple[str, tuple[Paragraph, ...]]:
    """Return the text of an article and its paragraphs.

    `given` are the paragraphs that its body was taken from; `marks` is None if they are plain text.
    """
    above = [opening.headline] if opening.headline else []
    parts = list(_parts(opening.body, given, marks or (), start=sum(len(line) + 2 for line in above)))
    paragraphs = find_structure(parts, headline=opening.headline, has_markup=marks is not None)
    return "\n\n".join([*above, *opening.body]), paragraphs


def _parts(
    body: Sequence[str], given: Sequence[GivenParagraph], marks: Sequence[Mark], *, start: int
) -> Iterator[Part]:
    ahead = iter(given)
    starts = [mark.start for mark in marks]
    for text in body:
        place = next((one.start for one in ahead if one.text == text), -1)
        at = bisect_right(starts, place) - 1
        yield _part(text, start, marks[at] if at >= 0 and place < marks[at].end else None)
        start += len(text) + 2


def _part(text: str, start: int, mark: Mark | None) -> Part:
    if mark is None:
        return Part(text, start)
    name = clean_line(mark.speaker or "")
    speaker = Speaker(name=name, span=None) if name else None
    return Part(text, start, kind=mark.kind, strong=mark.strong, speaker=speaker)
