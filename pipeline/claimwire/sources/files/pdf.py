"""PDF: the lines of a press release, in paragraphs, without what stands on top and foot of every page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from itertools import pairwise
from statistics import median, median_low
from typing import Any

from pypdf import PageObject, PdfReader
from pypdf.errors import DependencyError, PyPdfError

from claimwire.normalize.sentence_end import ends_sentence
from claimwire.sources.fields import clean, line
from claimwire.sources.files.dated import stated_date
from claimwire.sources.files.garbled import is_garbled
from claimwire.sources.items import DocumentError, Item

_MOST_PAGES = 200
_MOST_CHARACTERS = 1_000_000
_SAME_LINE = 0.4
"""Of the size of type: higher or lower by more is another line."""

_GAP = 1.35
"""Of the usual distance of lines: more is a new paragraph."""

_LARGER = 1.15
_HYPHEN = re.compile(r"(?<=[a-z])[-\u00ad]$")
_FURNITURE = re.compile(r"^(?:page\s+)?\d+(?:\s*(?:/|of)\s*\d+)?$", re.IGNORECASE)


@dataclass
class _Line:
    text: str
    y: float
    size: float
    page: int


def read_pdf(data: bytes) -> Item:
    """Return the text of a PDF; its headline is what is in the largest type of its first page.

    Raises `DocumentError`: for one that cannot be read, has a password, or is pictures of pages.
    """
    read, written = _read(data)
    lines = _without_furniture(read)
    if not any(one.text for one in lines):
        raise DocumentError("empty", "no text in the PDF: its pages may be scanned pictures")
    if is_garbled(" ".join(one.text for one in lines)):
        raise DocumentError(
            "empty", "no readable text in the PDF: its fonts do not say which letters they show"
        )
    headline = _headline(lines)
    title = " ".join(one.text for one in headline)
    return Item(
        headline=line(title),
        body=clean("\n\n".join(_paragraphs([one for one in lines if one not in headline]))),
        published_at=stated_date([title, *_joined(one for one in read if one not in headline)]) or written,
        extent="full",
    )


def _joined(lines: Iterable[_Line]) -> Iterator[str]:
    """Yield paragraphs as one line each: a date inside of a wrapped sentence is in no short line."""
    return (" ".join(text.split()) for text in _paragraphs(list(lines)))


def _read(data: bytes) -> tuple[list[_Line], str | None]:
    """Return the lines of a PDF, and when it was made."""
    try:
        reader = _opened(data)
        return list(_lines(reader.pages)), _made(reader)
    except DocumentError:
        raise
    except MemoryError:
        raise  # what is left of the process is not to be trusted
    except DependencyError:
        raise DocumentError("malformed", "an encrypted PDF: save it without encryption") from None
    except Exception as error:  # noqa: BLE001 # damaged files make it raise anything
        raise DocumentError("malformed", f"not a readable PDF: {str(error)[:200]}") from None


def _opened(data: bytes) -> PdfReader:
    reader = PdfReader(BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise DocumentError("malformed", "a PDF with a password")
    return reader


def _made(reader: PdfReader) -> str | None:
    try:
        made = reader.metadata.creation_date if reader.metadata else None
    except (PyPdfError, AttributeError, LookupError, OverflowError, TypeError, ValueError):
        return None  # damaged, or no date: the text is read all the same
    return None if made is None else made.isoformat()


def _lines(pages: Sequence[PageObject]) -> Iterator[_Line]:
    characters = 0
    for number, page in enumerate(pages):
        if number >= _MOST_PAGES or characters > _MOST_CHARACTERS:
            raise DocumentError("too_large", f"more than {_MOST_PAGES} pages, or as much text")
        for one in _page_lines(page, number):
            characters += len(one.text)
            yield one


def _page_lines(page: PageObject, number: int) -> list[_Line]:
    """Return the lines of a page in the order of its text; what has no size keeps the one before."""
    found: list[_Line] = []

    def visit(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        height = abs(size * (tm[3] or tm[1] or 1) * (cm[3] or 1)) or 10.0
        y = tm[4] * cm[1] + tm[5] * cm[3] + cm[5]
        for index, piece in enumerate(text.split("\n")):
            moved = not found or abs(found[-1].y - y) > _SAME_LINE * height
            if piece.strip() and (moved or index or not found):
                found.append(_Line(piece, y, height, number))
            elif piece and found:
                found[-1].text += piece

    page.extract_text(visitor_text=visit)
    for one in found:
        one.text = " ".join(one.text.split())
    return [one for one in found if one.text]


def _without_furniture(lines: list[_Line]) -> list[_Line]:
    """Return lines without page numbers and what is on half of the pages or more, unless that is all."""
    pages = {one.page for one in lines}
    seen = Counter(text for text, _ in {(_numberless(one.text), one.page) for one in lines})
    often = max(3, len(pages) / 2)
    written = [one for one in lines if not _FURNITURE.match(one.text)]
    return [one for one in written if seen[_numberless(one.text)] < often] or written


def _numberless(text: str) -> str:
    return re.sub(r"\d+", "0", text)


def _headline(lines: list[_Line]) -> list[_Line]:
    """Return the lines in the largest type on the first page, where that is larger than the text."""
    first = [one for one in lines if one.page == lines[0].page]
    usual = median(one.size for one in lines)
    wordy = [one for one in first if len(one.text.split()) > 2 and one.size > _LARGER * usual]
    if not wordy:
        return []
    largest = max(one.size for one in wordy)
    chosen = [one for one in first if abs(one.size - largest) < 0.5]
    return chosen if sum(len(one.text) for one in chosen) <= 300 else []


def _paragraphs(lines: list[_Line]) -> list[str]:
    gaps = [a.y - b.y for a, b in pairwise(lines) if a.page == b.page and a.y > b.y]
    usual = median_low(gaps) if gaps else 0.0
    found: list[str] = []
    for before, one in zip([None, *lines], lines, strict=False):
        if before is None or _is_new(before, one, usual):
            found.append(one.text)
        elif _HYPHEN.search(found[-1]) and one.text[:1].islower():
            found[-1] = _HYPHEN.sub("", found[-1]) + one.text
        else:
            found[-1] += "\n" + one.text
    return found


def _is_new(before: _Line, one: _Line, usual: float) -> bool:
    if before.page != one.page:
        return ends_sentence(before.text) or before.text.endswith(":")
    if abs(before.size - one.size) > 0.1 * before.size:
        return True
    return usual > 0 and not 0 <= before.y - one.y <= _GAP * usual
