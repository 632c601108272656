"""Boilerplate: lines inside of a story's text that lead elsewhere, or ask the reader for something."""

from __future__ import annotations

import re

from claimwire.data import read_json

_DATA = read_json("claimwire.normalize", "data/boilerplate.json", dict[str, list[str]])
_LONGEST = 300
"""Characters; a longer line is a paragraph, however it begins."""

_FEWEST_WORDS = 5
"""Of a headline; fewer are a name."""

_BLANK_LINES = re.compile(r"\n\s*\n")
_SENTENCE_END = tuple(".!?…\"”’'")


def _any_of(kind: str) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(_DATA[kind], key=len, reverse=True))


_LEADS_AWAY = re.compile(rf"\W{{0,3}}(?:{_any_of('leads_away')})\s?(?::|\||–|—|>|»|$)", re.IGNORECASE)
_ASKS = re.compile(rf"\W{{0,3}}(?:{_any_of('asks')})(?!\w)", re.IGNORECASE)


def without_boilerplate(text: str, links: frozenset[str]) -> str:
    """Return a page's text without the lines that are none of its story; `links` are its links' texts."""
    kept = "\n".join(line for line in text.split("\n") if not _is_boilerplate(line.strip(), links))
    return _BLANK_LINES.sub("\n\n", kept)


def without_repeats(text: str, *said: str | None) -> str:
    """Return a page's text without lines below the first that only say its title or address again."""
    first, *lines = text.split("\n")
    kept = "\n".join([first, *(line for line in lines if not line or line.strip() not in said)])
    return _BLANK_LINES.sub("\n\n", kept).strip()


def _is_boilerplate(line: str, links: frozenset[str]) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    if line in links and len(line.split()) >= _FEWEST_WORDS:
        return not line.endswith(_SENTENCE_END)
    return _LEADS_AWAY.match(line) is not None or _ASKS.match(line) is not None
