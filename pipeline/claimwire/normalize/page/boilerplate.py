"""Boilerplate: lines inside of a story's text that lead elsewhere, or ask the reader for something."""

from __future__ import annotations

import re
from collections.abc import Collection

from claimwire.data import read_json
from claimwire.normalize.sentence_end import ends_sentence

_DATA = read_json("claimwire.normalize", "data/boilerplate.json", dict[str, list[str]])
_LONGEST = 300
"""Characters; a longer line is a paragraph, however it begins."""

_LONGEST_HEADING = 60
_FEWEST_WORDS = 5
"""Of a headline; fewer are a name."""

_BLANK_LINES = re.compile(r"\n\s*\n")


def _any_of(kind: str) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(_DATA[kind], key=len, reverse=True))


_LEADS_AWAY = re.compile(rf"\W{{0,3}}(?:{_any_of('leads_away')})\s?(?::|\||–|—|>|»|$)", re.IGNORECASE)
_ASKS = re.compile(rf"\W{{0,3}}(?:{_any_of('asks')})(?!\w)", re.IGNORECASE)
_HEADS_AWAY = re.compile(rf"\W{{0,3}}(?:{_any_of('heads_away')})(?!\w)", re.IGNORECASE)
_HEADS_LINKS = re.compile(rf"\W{{0,3}}(?:{_any_of('heads_links')})(?!\w)", re.IGNORECASE)
_FOLLOW = re.compile(rf"\W{{0,3}}follow [^.,:]{{1,60}} on (?:{_any_of('networks')})(?!\w)", re.IGNORECASE)


def without_boilerplate(text: str, links: frozenset[str]) -> str:
    """Return a page's text without the lines that are none of its story; `links` are its links' texts."""
    kept = "\n".join(line for line in text.split("\n") if not _is_boilerplate(line.strip(), links))
    return _BLANK_LINES.sub("\n\n", kept)


def without_repeats(text: str, *, title: str | None, said: Collection[str | None]) -> str:
    """Return a page's text without lines that only say again what is said of it, such as its address.

    Its title stays as the first line, but not below.
    """
    first, *lines = text.split("\n")
    known = {title, *said}
    opening = [] if first.strip() in known - {title} else [first]
    kept = "\n".join([*opening, *(line for line in lines if not line or line.strip() not in known)])
    return _BLANK_LINES.sub("\n\n", kept).strip()


def _is_boilerplate(line: str, links: frozenset[str]) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    if line in links and len(line.split()) >= _FEWEST_WORDS:
        return not ends_sentence(line)
    if _is_heading(line, _HEADS_AWAY):
        return True
    return any(lead.match(line) for lead in (_LEADS_AWAY, _ASKS, _FOLLOW))


def may_head_links(line: str) -> bool:
    """Tell whether a line may head links to other stories, or else a part of this one.

    >>> may_head_links("More on the harbour"), may_head_links("The harbour today")
    (True, False)
    """
    return _is_heading(line, _HEADS_LINKS)


def _is_heading(line: str, opening: re.Pattern[str]) -> bool:
    """Tell whether a line is a heading that opens so."""
    return len(line) <= _LONGEST_HEADING and not ends_sentence(line) and opening.match(line) is not None
