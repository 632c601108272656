"""Boilerplate: lines inside of a story's text that lead elsewhere, or ask the reader for something."""

from __future__ import annotations

import re
from collections.abc import Collection

from claimwire.data import read_json
from claimwire.normalize.page.parts import is_link

_DATA = read_json("claimwire.normalize", "data/boilerplate.json", dict[str, list[str]])
_LONGEST = 300
"""Characters; a longer line is a paragraph, however it begins."""

_LONGEST_HEADING = 60
_FEWEST_WORDS = 5
"""Of a headline; fewer are a name."""

_BLANK_LINES = re.compile(r"\n\s*\n")
_SENTENCE_END = tuple(".!?…\"”’'")


def _any_of(kind: str) -> str:
    return "|".join(re.escape(phrase) for phrase in sorted(_DATA[kind], key=len, reverse=True))


_LEADS_AWAY = re.compile(rf"\W{{0,3}}(?:{_any_of('leads_away')})\s?(?::|\||–|—|>|»|$)", re.IGNORECASE)
_ASKS = re.compile(rf"\W{{0,3}}(?:{_any_of('asks')})(?!\w)", re.IGNORECASE)
_HEADS_AWAY = re.compile(rf"\W{{0,3}}(?:{_any_of('heads_away')})(?!\w)", re.IGNORECASE)
_HEADS_LINKS = re.compile(rf"\W{{0,3}}(?:{_any_of('heads_links')})(?!\w)", re.IGNORECASE)
"""What heads links to other stories, or a part of this one: `More on the harbour`."""

_FOLLOW = re.compile(rf"\W{{0,3}}follow [^.,:]{{1,60}} on (?:{_any_of('networks')})(?!\w)", re.IGNORECASE)


def without_boilerplate(text: str, *, paragraphs: frozenset[str], links: frozenset[str]) -> str:
    """Return a page's text without the lines that are none of its story.

    `links` are the texts of its links, `paragraphs` those that may be all of a paragraph.
    """
    kept: list[str] = []
    leads_away = True
    for line in reversed(text.split("\n")):
        told = line.strip()
        is_kept = not (_is_boilerplate(told, paragraphs) or (leads_away and _is_heading(told, _HEADS_LINKS)))
        if is_kept:
            kept.append(line)
        if told:
            leads_away = not is_kept or is_link(told, links)
    return _BLANK_LINES.sub("\n\n", "\n".join(reversed(kept)))


def without_repeats(text: str, *, title: str | None, said: Collection[str | None]) -> str:
    """Return a page's text without lines that only say again what is said of it, such as its address.

    Its title stays as the first line, but not below.
    """
    first, *lines = text.split("\n")
    known = {title, *said}
    opening = [] if first.strip() in known - {title} else [first]
    kept = "\n".join([*opening, *(line for line in lines if not line or line.strip() not in known)])
    return _BLANK_LINES.sub("\n\n", kept).strip()


def _is_boilerplate(line: str, paragraphs: frozenset[str]) -> bool:
    if not line or len(line) > _LONGEST:
        return False
    if line in paragraphs and len(line.split()) >= _FEWEST_WORDS:
        return not line.endswith(_SENTENCE_END)
    if _is_heading(line, _HEADS_AWAY):
        return True
    return any(lead.match(line) for lead in (_LEADS_AWAY, _ASKS, _FOLLOW))


def _is_heading(line: str, opening: re.Pattern[str]) -> bool:
    """Tell whether a line is a heading that opens so."""
    is_short = 0 < len(line) <= _LONGEST_HEADING and not line.endswith(_SENTENCE_END)
    return is_short and opening.match(line) is not None
