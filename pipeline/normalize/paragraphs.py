"""Paragraphs: where plain text starts a new one, whether its lines are wrapped or not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise

from pipeline.normalize.characters import clean_line

WIDEST_COLUMN = 160
"""Characters; longer lines are taken for whole paragraphs, not for wrapped ones."""

_LINE_END = re.compile("\r\n|[\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028]")
_SENTENCE_END = tuple(".!?:…\"”’')]")


@dataclass(frozen=True)
class _Line:
    text: str
    indented: bool

    @property
    def ends_sentence(self) -> bool:
        return self.text.endswith(_SENTENCE_END)

    @property
    def starts_lower(self) -> bool:
        return self.text[:1].islower()

    @property
    def first_word(self) -> str:
        return self.text.split(maxsplit=1)[0]


def split_paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`, each one clean line.

    A blank line ends a paragraph. A single line break ends one too, unless the text is wrapped in a column
    or the next line goes on in lower case.
    """
    blocks = list(_blocks(text))
    column = _column(blocks)
    joined = (" ".join(lines) for block in blocks for lines in _merge(block, column))
    return [paragraph for lines in joined if (paragraph := clean_line(lines))]


def _blocks(text: str) -> list[list[_Line]]:
    blocks: list[list[_Line]] = [[]]
    for raw in _LINE_END.sub("\n", text).replace("\u2029", "\n\n").split("\n"):
        line = raw.strip()
        if line:
            blocks[-1].append(_Line(line, indented=raw.startswith(("  ", "\t", "\u3000"))))
        elif blocks[-1]:
            blocks.append([])
    return [block for block in blocks if block]


def _column(blocks: list[list[_Line]]) -> int | None:
    """Return the width that lines are wrapped at, or None where lines are paragraphs."""
    inner = [line for block in blocks for line in block[:-1]]
    if not inner:
        return None
    widths = sorted(len(line.text) for line in inner)
    width = widths[len(widths) * 9 // 10]
    broken = sum(not line.ends_sentence for line in inner)
    return width if width <= WIDEST_COLUMN and broken * 5 >= len(inner) * 2 else None


def _merge(block: list[_Line], column: int | None) -> list[list[str]]:
    merged = [[block[0].text]]
    for line, following in pairwise(block):
        if _breaks(line, following, column):
            merged.append([following.text])
        else:
            merged[-1].append(following.text)
    return merged


def _breaks(line: _Line, following: _Line, column: int | None) -> bool:
    if column is None:
        return line.ends_sentence or not following.starts_lower
    if following.indented and not line.indented:
        return True
    with_next_word = len(line.text) + 1 + len(following.first_word)
    if line.ends_sentence:
        return with_next_word <= column
    return with_next_word <= column * 0.7 and not following.starts_lower
