"""Paragraphs: where plain text starts a new one, whether its lines are wrapped or not."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from claimwire.normalize.characters import clean_line
from claimwire.normalize.sentence_end import ends_in_pause, ends_sentence
from claimwire.normalize.structure.lines import is_entry_time, item_mark

_WIDEST_COLUMN = 160
"""Characters; longer lines are taken for whole paragraphs, not for wrapped ones."""

_NARROWEST_COLUMN = 24
"""Characters; shorter lines are a list."""

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029]")
_BLANK_LINE = "\u2029"
_CLOSING = (":", ")", "]")


class Paragraph(NamedTuple):
    """A paragraph as one clean line, and where it stands in the text as it was given (code points)."""

    text: str
    start: int
    end: int


@dataclass(frozen=True)
class _Line:
    text: str
    start: int
    indented: bool

    @property
    def ends_sentence(self) -> bool:
        return ends_sentence(self.text) or self.text.endswith(_CLOSING)

    @property
    def starts_lower(self) -> bool:
        return self.text[:1].islower()

    @property
    def first_word(self) -> str:
        return self.text.split(maxsplit=1)[0]


def find_paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of `text`, each one clean line, with its place there.

    A blank line ends a paragraph. A single line break ends one too, unless the text is wrapped in a column
    or the next line goes on in lower case.
    """
    blocks = _blocks(text)
    column = _column(blocks)
    found = (_paragraph(lines) for block in blocks for lines in _merge(block, column))
    return [paragraph for paragraph in found if paragraph.text]


def _paragraph(lines: list[_Line]) -> Paragraph:
    text = clean_line(" ".join(line.text for line in lines))
    return Paragraph(text, lines[0].start, lines[-1].start + len(lines[-1].text))


def _blocks(text: str) -> list[list[_Line]]:
    blocks: list[list[_Line]] = [[]]
    for start, end in _lines(text):
        raw = text[start:end]
        line = raw.strip()
        if line:
            indented = raw.startswith(("  ", "\t", "\u3000"))
            blocks[-1].append(_Line(line, start + raw.index(line[0]), indented))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line_end in _LINE_END.finditer(text):
        yield start, line_end.start()
        start = line_end.end()
        if line_end[0] == _BLANK_LINE:
            yield start, start
    yield start, len(text)


def _column(blocks: list[list[_Line]]) -> int | None:
    """Return the width that lines are wrapped at, or None where lines are paragraphs."""
    inner = [line for block in blocks for line in block[:-1]]
    if not inner:
        return None
    widths = sorted(len(line.text) for line in inner)
    width = widths[len(widths) * 9 // 10]
    broken = sum(not line.ends_sentence for line in inner)
    ends = [block[-2:] for block in blocks if block[1:]]
    above = sum(len(last.text) > width and not ends_in_pause(line.text) for line, last in ends)
    if 2 * above > len(ends):
        return None  # the short lines are headings
    is_column = _NARROWEST_COLUMN <= width <= _WIDEST_COLUMN
    return width if is_column and broken * 5 >= len(inner) * 2 else None


def _merge(block: list[_Line], column: int | None) -> list[list[_Line]]:
    merged = [[block[0]]]
    marks = Counter(mark for line in block if (mark := item_mark(line.text)))
    for line, following in pairwise(block):
        mark = item_mark(following.text)
        if mark == "sure" or (mark and marks[mark] > 1) or _breaks(line, following, column):
            merged.append([following])
        else:
            merged[-1].append(following)
    return merged


def _breaks(line: _Line, following: _Line, column: int | None) -> bool:
    if is_entry_time(line.text) or is_entry_time(following.text):
        return True
    if column is None:
        return line.ends_sentence or not following.starts_lower
    if following.indented and not line.indented:
        return True
    with_next_word = len(line.text) + 1 + len(following.first_word)
    if line.ends_sentence:
        return with_next_word <= column
    return with_next_word <= column * 0.7 and not following.starts_lower
