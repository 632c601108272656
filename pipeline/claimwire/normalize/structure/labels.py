"""Labels: the words at a paragraph's start, before a colon or in double brackets, that may name a speaker."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimwire.data import read_json, read_lines

_DATA = read_json("claimwire.normalize", "data/structure.json", dict[str, list[str]])
_ASKERS = frozenset(_DATA["askers"])
_KNOWN = _ASKERS | frozenset(_DATA["answerers"]) | frozenset(_DATA["speakers"])
"""Labels that are speakers' in any transcript."""
_UNNAMED = frozenset(_DATA["unnamed"])
_NO_SPEAKERS = frozenset(_DATA["no_speakers"])
_CAPTIONS = frozenset(_DATA["captions"])
"""Last words of what stands before the maker of a picture: `Ada Vane Image: Odo Lund`."""

_TITLES = frozenset(_DATA["titles"])
_PARTICLES = "|".join(read_lines("claimwire.normalize", "data/name_particles.txt"))
_WORD = r"[^\W\d_](?:[^\W\d_]|['’-])*\.?"
_UPPER = rf"(?!(?:{_PARTICLES})\b){_WORD}"
_NAME = rf"{_UPPER}(?:\s(?:{_WORD}|of|the)){{0,5}}"
_AND = re.compile(r"\s(?:and|AND|&)\s")
_ASIDE = r"(?:\s?\([^()]{1,60}\)){0,2}|,\s[^:.?!“”\"]{1,60}"
_LABEL = re.compile(
    rf"(?P<open>\*\*|__|\(\()?(?P<label>(?P<name>{_NAME}(?:{_AND.pattern}{_NAME})?)(?:{_ASIDE})?)"
    r"\s?(?(open)(?:\*\*:|:\*\*|__:|:__|\)\):?)|:)(?=\s|$)"
)
# A quotation after a name and a colon is reported speech.
_SPEECH = re.compile(r"\s[^\w“\"]{0,3}[^\W\d_]")


class Label(NamedTuple):
    """A label: its place in the paragraph, the keys of whom it names, and whether they surely speak.

    They do if each is in capitals, has a title, or is a role. Other labels need more to tell.
    """

    start: int
    end: int
    keys: tuple[str, ...]
    is_sure: bool

    @property
    def key(self) -> str:
        """Its key among labels."""
        return " and ".join(self.keys)

    @property
    def is_unnamed(self) -> bool:
        """Whether it only tells question from answer."""
        return self.key in _UNNAMED

    @property
    def is_initials(self) -> bool:
        """Whether it may be short for a name: `AV` of `Ada Vane`."""
        return self.is_sure and self.end - self.start == len(self.key) and len(self.key) in (2, 3)

    @property
    def is_asker(self) -> bool:
        """Whether it is the label of whoever asks."""
        return self.key in _ASKERS


def label_of(text: str) -> Label | None:
    """Return the label that a paragraph opens with, if its words may be a speaker's.

    >>> label_of("Mr HALE: The bill is wrong.").key, label_of("((Ida Boyd)) It is right.").key
    ('hale', 'boyd')
    >>> label_of("Price: 4 crowns") is None
    True
    """
    match = _LABEL.match(text)
    names = _AND.split(match["name"]) if match else []
    if match is None or not all(map(_all_upper, names)):
        return None
    wholes = [" ".join(name.replace(".", "").casefold().split()) for name in names]
    if not _NO_SPEAKERS.isdisjoint(wholes) or wholes[-1].rpartition(" ")[2] in _CAPTIONS:
        return None
    is_sure = all(map(_is_sure, names, wholes))
    if not is_sure and not _SPEECH.match(text, match.end()):
        return None
    return Label(*match.span("label"), tuple(map(_key, wholes)), is_sure)


def _is_sure(name: str, whole: str) -> bool:
    first, _, rest = whole.partition(" ")
    return whole in _KNOWN or (first in _TITLES and rest != "") or (name.isupper() and len(whole) > 1)


def _key(whole: str) -> str:
    words = whole.split()
    return (
        whole if whole in _KNOWN else [word for word in words if word not in _TITLES or word == words[-1]][-1]
    )


def _all_upper(name: str) -> bool:
    small = {*_PARTICLES.split("|"), "of", "the"}
    return all(word[0].isupper() or word in small for word in name.split())
