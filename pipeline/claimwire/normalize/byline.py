"""Bylines: the line that says who wrote the story, and nothing else."""

from __future__ import annotations

import re
from typing import Literal

from claimwire.data import read_json, read_lines
from claimwire.english.closed_class import MONTHS, NUMBERS, WEEKDAYS
from claimwire.normalize.agencies import agency_named
from claimwire.normalize.dates import DAY_PATTERN, WEEKDAY_PATTERN

_LONGEST = 160
"""Characters of a byline."""

_PARTICLES = frozenset(read_lines("claimwire.normalize", "data/name_particles.txt"))
_WORD = r"[^\W\d_](?:[^\W\d_]|[.'’-])*"
_NAME = rf"{_WORD}(?: {_WORD}){{1,10}}"
_BYLINE = re.compile(
    rf"(?:By|BY|by|Written by|Words by):? (?P<who>{_NAME}(?:(?:,| &) {_NAME}){{0,5}})"
    r"(?P<role>(?:,| \||  ?[-–—]) ?[^.!?]{2,60})?"
)
_NO_NAMES = frozenset(read_lines("claimwire.normalize", "data/no_names.txt"))
_ADDRESS = re.compile(r"(?:mailto:)?[^\s@<>()]+@[^\s@<>()]+")
_ADDRESSED = re.compile(rf"{_ADDRESS.pattern} \((?P<after>[^()]*)\)|(?P<before>[^<>@]*)<{_ADDRESS.pattern}>")
_ROLES = frozenset(read_lines("claimwire.normalize", "data/byline_roles.txt"))
_BETWEEN = re.compile(r"\s*[,;|•·]\s*|\s+[-–—]\s+|\s+(?:and|&)\s+")
_HANDLE = re.compile(r"\s*[(<]?[\w.-]*@[\w.-]+[)>]?")
_DATED = re.compile(
    rf"\s(?:(?:published|posted|updated):?\s)?(?:{WEEKDAY_PATTERN},?\s)?{DAY_PATTERN}[^|•]*", re.IGNORECASE
)
_LABELS = "|".join(map(re.escape, read_lines("claimwire.normalize", "data/byline_labels.txt")))
_LABEL = re.compile(rf"\A(?P<label>{_LABELS})(?::\s*|\s+)(?=\w)", re.IGNORECASE)
_ALSO_NAMES = frozenset(("par", "vom", "von"))
"""Labels that begin names: `Von Diaz`, `Par Lindh`, but not `Von Ana Diaz` and `Von dpa`."""

_NO_PERSON = read_json(
    "claimwire.normalize", "data/no_person.json", dict[Literal["opens", "closes"], list[str]]
)
"""Words that open or close what pages offer (`More Stories`); `Ann More` and `Herbert Read` are people."""

_ALONE_NO_NAMES = frozenset((*MONTHS, *WEEKDAYS, *NUMBERS))
"""Words that are no name by themselves; `May Chen` is one."""

_BEHIND = re.compile(
    rf"\s*\b(?:{'|'.join(map(re.escape, read_lines('claimwire.normalize', 'data/byline_ends.txt')))})\b.*",
    re.IGNORECASE,
)
_PICTURED = re.compile(
    r"(?:photo|picture|image|illustration|video)(?:s|graph|graphs|graphy)?\s+by\b", re.IGNORECASE
)
_LOOSE = re.compile(r"\s+(?:on|in|at|last|for|by)\Z|[\s\-–—|/,;:·•(]+\Z|\A[\s\-–—|/,;:·•)]+")
"""What is left at the ends where a date, a place or an outlet was taken off."""

_MOST_NAME_WORDS = 8
_LOGIN = re.compile(r"[a-z][a-z0-9]*(?:[._][a-z0-9]+)+|[A-Z]{2,4}(?:[-/][A-Z]{2,4})+")
"""What an editing system calls its users: `reed.tom`, `ABC-DE`."""

_DOMAIN = re.compile(r"\.(?:com|org|net|co\.uk)$")
_INITIAL = re.compile(r"([^\W\d_])([^\W\d_]+)")
_PREFIX = re.compile(r"(?:(?:written|words|reported|story|analysis)\s+)?by:?\s+", re.IGNORECASE)


def written_by(line: str) -> str | None:
    """Return who wrote the story where `line` is a byline, else None.

    >>> written_by("By Ana Kovač and Tom Reed, Health Correspondent")
    'Ana Kovač and Tom Reed, Health Correspondent'
    """
    if len(line) > _LONGEST:
        return None
    match = _BYLINE.fullmatch(line)
    if match is None or not _all_capitalized(match["who"]) or not _any_name(match["who"]):
        return None
    return without_prefix(line)


def without_prefix(byline: str) -> str:
    """Return a byline without its `By`.

    >>> without_prefix("By Ana Kovač")
    'Ana Kovač'
    """
    return _PREFIX.sub("", byline, count=1) if _PREFIX.match(byline) else byline


def stated_byline(text: str, *, outlet: str | None = None) -> str | None:
    """Return who wrote the story where a source's field for that says it, else None.

    A field may hold an address, as RSS asks for, or what a system puts there.

    >>> stated_byline("noreply@echo.example (By Ana Kovač)")
    'Ana Kovač'
    """
    if match := _ADDRESSED.fullmatch(text):
        text = match["after"] or match["before"] or ""
    name = without_prefix(_without_label(text.strip(" \"'"), outlet))
    name = _without_loose(_BEHIND.sub("", name))
    is_system = name.casefold() in _NO_NAMES or "://" in name or _PICTURED.match(name)
    return None if is_system or _ADDRESS.fullmatch(name) or _LOGIN.fullmatch(name) else name or None


def _without_loose(name: str) -> str:
    """Return a name without what is left at its ends; nothing if there is no letter in it."""
    while (bare := _LOOSE.sub("", name)) != name:
        name = bare
    return name if any(map(str.isalpha, name)) else ""


def _without_label(text: str, outlet: str | None) -> str:
    match = _LABEL.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    first = _BETWEEN.split(rest)[0]
    is_name = match["label"].casefold() in _ALSO_NAMES and " " not in first and not _is_body(first, outlet)
    return text if is_name and ":" not in match[0] else rest


def _is_body(name: str, outlet: str | None) -> bool:
    """Tell whether a name is an agency's, the outlet's or a role's."""
    is_outlet = outlet is not None and _bare(name) == _bare(outlet)
    return is_outlet or name.casefold() in _ROLES or agency_named(name) is not None


def reads_as_names(text: str) -> bool:
    """Tell whether `text` is hardly anything but names: a few words in capitals, and no number.

    >>> reads_as_names("Von Ana Kovač"), reads_as_names("More Stories"), reads_as_names("Share this story")
    (True, False, False)
    """
    names = stated_byline(text) or ""
    words = [word for word in names.replace("&", " ").split() if word not in ("and", "und", "et", "y")]
    return (
        0 < len(words) <= _MOST_NAME_WORDS
        and not any(map(str.isdigit, names))
        and all(word[0].isupper() or word in _PARTICLES for word in words)
        and _any_name(names, after_by=_PREFIX.match(text) is not None)
    )


def _any_name(names: str, *, after_by: bool = True) -> bool:
    return any(_is_name(name) and (after_by or not _is_offer(name)) for name in _BETWEEN.split(names))


def _is_offer(name: str) -> bool:
    """Tell whether a name may be what pages offer: `More Stories`, but also `Tim Story` and `In Sook Kim`."""
    words = name.casefold().split()
    return words[0] in _NO_PERSON["opens"] or words[-1] in _NO_PERSON["closes"]


def _is_name(name: str) -> bool:
    """Tell whether a name is more than days, numbers and what they count: `Friday Evening`, `Week Twelve`."""
    words = name.casefold().split()
    opens, closes = words[:1], words[1:][-1:]
    counted = {*opens} & {*_NO_PERSON["opens"]} | {*closes} & {*_NO_PERSON["closes"]}
    return not (_ALONE_NO_NAMES | counted).issuperset(words)


def names_in(byline: str, *, outlet: str | None) -> str | None:
    """Return a byline without roles, the outlet, handles, dates and times to read; names in capitals are not.

    >>> names_in("ABBY LYBYE, Senior Reporter | Tarn Gazette", outlet="Tarn Gazette")
    'Abby Lybye'
    """
    byline = byline.replace(" ,", ",")
    bare = _DATED.sub("", _HANDLE.sub("", byline))
    parts = _BETWEEN.split(bare)
    told = [part for part in parts if part and not _is_junk(part, outlet)]
    names = [part for part in told if _ROLES.isdisjoint(part.casefold().split()) and _is_name(part)] or told
    whole = (
        byline
        if len(names) == len(parts) and byline.endswith(parts[-1]) and "@" not in byline
        else ", ".join(names)
    )
    for name in names:
        if name.isupper() and " " in name and "NEWS" not in name.split():
            whole = whole.replace(name, _INITIAL.sub(lambda word: word[1] + word[2].lower(), name))
    return whole or None


def _is_junk(part: str, outlet: str | None) -> bool:
    is_outlet = outlet is not None and _is_of(_bare(part), _bare(outlet))
    return is_outlet or "://" in part or any(map(str.isdigit, part))


def _is_of(one: str, other: str) -> bool:
    """Tell whether one of two names is the other, or its beginning: a department or an edition."""
    return one == other or one.startswith(f"{other} ") or other.startswith(f"{one} ")


def _bare(name: str) -> str:
    return _DOMAIN.sub("", name.casefold().removeprefix("the ").strip())


def _all_capitalized(names: str) -> bool:
    words = (word for word in names.replace("&", " ").split() if word.strip(",") not in _PARTICLES)
    return all(word[0].isupper() for word in words)
