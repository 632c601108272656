"""Texts to learn from: annotated articles, unannotated ones, and variations of both."""

from __future__ import annotations

import calendar
import json
import random
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from claimwire.english.quotations import Quotation, find_quotations
from claimwire.extract.pieces import Ints

STYLES = (('"', '"'), ("“", "”"), ("‘", "’"), ("'", "'"), ("«", "»"))
RESTYLED = 0.5
"""Share of articles whose quotation marks are replaced."""

CALENDAR = frozenset(
    word.lower() for word in (*calendar.day_name, *calendar.month_name, *calendar.month_abbr) if word
)
NAME = re.compile(r"[A-Z]\w{2,}")

Stretch = tuple[int, int, str]
"""Start, end (code points, end exclusive) and label."""


@dataclass(frozen=True)
class Trees:
    """Parsed sentences, a column each, a row for each word."""

    starts: Ints
    ends: Ints
    heads: Ints
    """Numbers of words in the text; -1 at a sentence's root."""

    relations: Ints
    """As numbers in `RELATIONS`, like `TAGS` and `FORMS` below."""

    tags: Ints
    forms: Ints
    sentences: Ints
    """Number of the sentence that a word is in."""


@dataclass(frozen=True)
class Text:
    """An article, with what is known of it."""

    name: str
    text: str
    roles: tuple[Stretch, ...] | None
    """Sources, cues and contents; none where nobody annotated them."""

    entities: tuple[Stretch, ...] | None = ()
    trees: Trees | None = None


def read_annotated(path: Path) -> list[Text]:
    """Read JSON lines of `doc_id`, `text` and `attributions`."""
    lines = path.read_text("utf-8").split("\n")
    return [_annotated(json.loads(line)) for line in lines if line.strip()]


def _annotated(row: dict[str, object]) -> Text:
    stretches = {
        (start, end, role)
        for one in row["attributions"]  # type: ignore[attr-defined]
        for role in ("source", "cue", "content")
        for start, end in one[role]
    }
    return Text(str(row["doc_id"]), str(row["text"]), tuple(sorted(stretches)))


def read_plain(folder: Path) -> list[Text]:
    """Read the `.txt` files of a folder; a line is a paragraph."""
    files = sorted(folder.rglob("*.txt"))
    return [Text(path.stem, path.read_text("utf-8-sig", "replace"), None) for path in files]


def read_lines(path: Path) -> list[Text]:
    """Read JSON lines of `url` and `text`, without annotations."""
    rows = [json.loads(line) for line in path.read_text("utf-8").split("\n") if line.strip()]
    return [Text(row["url"], row["text"], None) for row in rows]


def restyled(one: Text, random_: random.Random) -> Text:
    """Return a text, as long as before, half of the time with its outer quotations in another style."""
    if random_.random() > RESTYLED:
        return one
    letters = list(one.text)
    opening, closing = random_.choice(STYLES)
    for quotation in find_quotations(one.text):
        _restyle(letters, quotation, opening, closing)
    return replace(one, text="".join(letters))


def _restyle(letters: list[str], quotation: Quotation, opening: str, closing: str) -> None:
    if letters[quotation.start] in "\"“‘'«":
        letters[quotation.start] = opening
    if quotation.closed and letters[quotation.end - 1] in "\"”’'»":
        letters[quotation.end - 1] = closing


def names_of(texts: Iterable[Text]) -> list[str]:
    """Return the capitalized words that no text writes in lower case, the calendar's left out."""
    words = Counter(word for one in texts for word in re.findall(r"\w+", one.text))
    return sorted(
        word
        for word in words
        if NAME.fullmatch(word) and word.lower() not in words and word.lower() not in CALENDAR
    )
