"""Roles and affiliations: what stands beside a name, before it, after it or between commas."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimwire.entities.names import Name
from claimwire.entities.nouns import FUNCTION_WORDS, PEOPLE, TITLES, demonym_country, is_plural, singular

_WINDOW = 120
_CLAUSE_START = re.compile(r"[.;:!?,—–(“”\"\n]\s*")
_CLAUSE_END = re.compile(r"[.;:!?,—–)”\"\n]")
_LEADING = re.compile(
    r"(?:(?:then|now|currently|still)\s+)?"
    r"(?:(?:the|a|an|its|his|her|their|our|my|one of (?:the|its|his|her))\s+)?"
    r"(?:(?:then|current)\s+)?",
    re.IGNORECASE,
)
_SPEAKS_FOR = re.compile(r",?\s+who\s+speaks\s+for\s+(?:the\s+)?")
_BELONGING = re.compile(r",?\s+(?:of|at|from|with)\s+(?:the\s+)?")
_OF = re.compile(r"\s+(?:of|for|at|in|with|from|to|on)\s+")
_AT = re.compile(r"\s+(?:for|at|with|of|to)\s+(?=(?:the\s+)?[A-Z])")
_OWNER = re.compile(r"^(.*?)[’']s?\s+(.*)$")
_AGE = re.compile(r",\s+(?:aged\s+)?\d{1,3}(?=,)")
NAMED = re.compile(r"\s+(?:named|called)$")
_OPENS = re.compile(r"(?<!\w)(?:the|an?|its|his|her|their|our)\s|(?<!\S)[A-Z][\w-]*[’']s\s", re.IGNORECASE)
"""Where a description may begin: at a determiner, at whose it is."""

_MOST_OPENINGS = 8
_RELATIVE = re.compile(r"\s+(?:who|whose|which|that|whom)\b.*$", re.DOTALL)


class Role(NamedTuple):
    """What somebody is, and for whom."""

    role: str | None
    affiliation: str | None
    start: int
    """Where the words before the name begin; the name's start where there are none."""


def role_of(text: str, name: Name) -> Role:
    """Return the role of the person that a name in a text is of: after it, before it, in its titles."""
    before = _before(text, name)
    after = _after(text, name) or _before_comma(text, name)
    title = text[name.start : name.bare].strip() or None
    named = [one for one in (after, before) if one is not None]
    role = next((one.role for one in named if one.role), None)
    affiliation = next((one.affiliation for one in named if one.affiliation), None)
    start = min((one.start for one in named), default=name.start)
    return Role(role or _as_role(title), affiliation or _belonging(text, name), start)


def _as_role(title: str | None) -> str | None:
    """Return a title that says what somebody does: `Mr` and `Dr` say nothing."""
    if title is None:
        return None
    words = title.split()
    return title if any(len(word.rstrip(".")) > 4 or singular(word) in PEOPLE for word in words) else None


def _after(text: str, name: Name) -> Role | None:
    """Return the role between commas after a name: `Ada Vane, the chief of police,`."""
    age = _AGE.match(text, name.end)
    start = age.end() if age else name.end
    if text[start : start + 2] != ", ":
        return None
    end = _CLAUSE_END.search(text, start + 2, start + _WINDOW)
    found = _described(text[start + 2 : end.start() if end else start + _WINDOW])
    return Role(*found, name.start) if found else None


def _before_comma(text: str, name: Name) -> Role | None:
    """Return the role that a name is put beside: `the chief of police, Ada Vane`."""
    window = text[max(0, name.start - _WINDOW) : name.start]
    if not window.endswith(", "):
        return None
    opening = [match.end() for match in _CLAUSE_START.finditer(window[:-2])]
    segment = window[opening[-1] if opening else 0 : -2]
    for start in reversed([0, *(match.start() for match in _OPENS.finditer(segment))][:_MOST_OPENINGS]):
        found = _described(segment[start:])
        if found:
            return Role(*found, name.start - 2 - len(segment) + start)
    return None


def _described(phrase: str) -> tuple[str | None, str | None] | None:
    """Return role and affiliation of `the chief of police in Wend`; null where its head is no person."""
    phrase = _RELATIVE.sub("", phrase).strip()
    owner = _OWNER.match(phrase)
    if owner is not None and len(owner[1].split()) <= 5 and not _OF.search(owner[1]):
        inner = _described(owner[2])
        return (inner[0], _LEADING.sub("", owner[1], count=1)) if inner else None
    phrase = phrase[_LEADING.match(phrase).end() :]  # type: ignore[union-attr]
    place = _OF.search(phrase)
    core = phrase[: place.start()] if place else phrase
    words = core.split()
    if not words or len(words) > 7 or singular(words[-1]) not in PEOPLE or is_plural(words[-1]):
        return None
    if not {word.casefold() for word in words[:-1]} <= _content_words(words):
        return None
    return _with_affiliation(phrase, core, place)


def _content_words(words: list[str]) -> set[str]:
    return {word.casefold() for word in words if word.casefold() not in FUNCTION_WORDS or word == "and"}


def _with_affiliation(phrase: str, core: str, place: re.Match[str] | None) -> tuple[str, str | None]:
    at = _AT.search(phrase, len(core))
    if at is not None:
        head = phrase[: at.start()] if at.start() > len(core) else core
        return head, re.sub(r"^the\s+", "", phrase[at.end() :]).strip()
    if place is not None and place[0].strip() in ("of", "for"):
        return core, re.sub(r"^(?:the|a|an)\s+", "", phrase[place.end() :]).strip()
    return core, None


def _before(text: str, name: Name) -> Role | None:
    """Return the role right before a name: `Tarn Rovers manager Rory Vane`, `a driver named Ibo Vane`."""
    window = text[max(0, name.start - _WINDOW) : name.start]
    if not window.endswith(" "):
        return None
    opening = [match.end() for match in _CLAUSE_START.finditer(window)]
    segment = NAMED.sub("", window[opening[-1] if opening else 0 : -1])
    words = segment.split(" ")
    if singular(words[-1]) not in PEOPLE or is_plural(words[-1]):
        return None
    first = _first_of_role(words)
    role = " ".join(words[first:])
    start = (
        name.start
        - 1
        - len(window[opening[-1] if opening else 0 : -1])
        + len(" ".join(words[:first]))
        + (first > 0)
    )
    return Role(role, _owner(words[:first]), start - len(_owner_words(words[:first])))


def _first_of_role(words: list[str]) -> int:
    """Return where the small words that end with a role begin."""
    first = len(words) - 1
    while first > 0 and len(words) - first < 4:
        word = words[first - 1]
        if not word or word.casefold() in FUNCTION_WORDS - {"and"} or word.endswith(("’s", "'s", "’", "'")):
            break
        if word[0].isupper() and word not in TITLES and demonym_country(word) is None:
            break
        first -= 1
    while words[first] == "and":
        first += 1
    return first


def _owner_words(words: list[str]) -> str:
    """Return the capital words that stand at the end of some words, with the space after them."""
    first = len(words)
    while first > 0 and words[first - 1] and words[first - 1][0].isupper() and len(words) - first < 4:
        first -= 1
    while first < len(words) and words[first].casefold() in FUNCTION_WORDS:
        first += 1
    return " ".join(words[first:]) + " " if first < len(words) else ""


def _owner(words: list[str]) -> str | None:
    owner = _owner_words(words).strip()
    return re.sub(r"[’']s?$", "", owner) or None


def _belonging(text: str, name: Name) -> str | None:
    """Return what stands after `of`, `at` or `who speaks for`: `Lali Vane of Tamar Capital`."""
    match = _BELONGING.match(text, name.end) or _SPEAKS_FOR.match(text, name.end)
    if match is None:
        return None
    end = _CLAUSE_END.search(text, match.end(), match.end() + _WINDOW)
    words = text[match.end() : end.start() if end else match.end() + _WINDOW].split(" ")
    count = 0
    while count < len(words) and (words[count][:1].isupper() or words[count] in ("of", "for", "&", "the")):
        count += 1
    kept = " ".join(words[:count]).strip()
    return re.sub(r"(?:\s+(?:of|for|&|the))+$", "", kept) if kept[:1].isupper() else None
