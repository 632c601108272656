"""Words: where each word of a text starts and ends, as Universal Dependencies divides English.

`don't` is `do` and `n't`, `Marrow's` is `Marrow` and `'s`, `15-year` is `15`, `-` and `year`; `non-human`,
`U.S.`, `3,000.50` and a web address are one word each; a punctuation mark is a word of its own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, pairwise

from typing_extensions import TypedDict

from claimwire.data import read_json

Place = tuple[int, int]
"""Start and end, in code points, the end exclusive."""


class _Data(TypedDict):
    fused: dict[str, int]
    """Two words without a mark between them, and where the second starts."""

    prefixes: list[str]
    """Those that stay with their word in spite of the hyphen."""

    abbreviations: dict[str, list[str]]
    """Words that keep their full stop, by kind."""

    capitalized: list[str]
    """Those that without a capital are words: `Ill.`, but `fell ill.`"""

    numbering: list[str]
    """Those that keep it before a figure: `No. 10`."""

    units: list[str]
    """What may follow a figure at once: `£2bn` is three words."""


_DATA = read_json("claimwire.english", "words.json", _Data)


def _any_of(words: Iterable[str]) -> str:
    return "|".join(map(re.escape, words))


_APOSTROPHE = "['’`]"
_CLITIC = re.compile(rf"(?:n{_APOSTROPHE}t|{_APOSTROPHE}(?:s|m|d|re|ve|ll))\Z", re.IGNORECASE)
_FUSED = _DATA["fused"]
_ABBREVIATIONS = _any_of(chain.from_iterable(_DATA["abbreviations"].values()))
_MOST_PARTS = 3
_WORD = re.compile(
    rf"""
      [^\W\d_]+(?=[\s,])                                              # most, found soonest
    | (?:https?://|www\.)[^\s<>"“”]*[^\s<>"“”.,;:!?)\]'’]             # an address of the web
    | [\w.+-]{{1,64}}@\w[\w-]{{0,62}}(?:\.\w[\w-]{{0,62}})+             # of mail
    | [@\#]\w+                                                        # a handle, a hashtag
    | \w[\w-]{{0,62}}(?:\.\w[\w-]{{0,62}}){{0,3}}\.(?:com|org|net|edu|gov|co\.uk|info)\b
    | (?:[^\W\d_]\.){{2,}}(?:[^\W\d_](?!\w))?                         # U.S.
    | (?:{_ABBREVIATIONS})\.(?!\w)
    | (?=(?:{_any_of(_DATA["capitalized"])})\.)(?-i:[A-Z])\w*\.(?!\w)
    | (?:{_any_of(_DATA["numbering"])})\.(?=\s?\d)
    | [^\W\d_]\.(?=\s+(?-i:[A-Z]))(?<!i\.)                            # an initial
    | [ap]\.?m\.
    | \d+(?:[-/]\d+){{2,}}                                            # a date, a telephone number
    | \d+/\d+
    | \d+(?:[.,:]\d+)*(?=(?:{_any_of(_DATA["units"])})(?!\w))
    | \d+(?:[.,:]\d+)*\w*
    | ['’]\d\ds?(?!\w)                                                # '90s
    | (?:{_any_of(_DATA["prefixes"])})-\w+
    | [^\W_](?:&[^\W_])+(?!\w)                                        # R&D
    | \w(?:[\w\u00ad\u0300-\u036f]|{_APOSTROPHE}(?=\w))*(?!\w)         # with soft hyphens, marks over letters
    | \.{{2,}} | -{{2,}} | ([!?*=_~])[!?*=_~]* | '' | ``
    | \S
    """,
    re.VERBOSE | re.IGNORECASE,
)


def words(text: str) -> list[Place]:
    """Return the places of a text's words, in order."""
    places: list[Place] = []
    for found in _WORD.finditer(text):
        places += _parts(found[0], found.start())
    return places


def _parts(word: str, start: int) -> Iterable[Place]:
    """Divide `don't`, `Marrow's` and `cannot`; `wouldn't've` has as many parts as any word."""
    if word.isalpha() and word.lower() not in _FUSED:
        return ((start, start + len(word)),)
    cuts = [0, len(word)]
    while len(cuts) < _MOST_PARTS + 1 and (cut := _cut(word[: cuts[1]])):
        cuts.insert(1, cut)
    return ((start + low, start + high) for low, high in pairwise(cuts))


def _cut(word: str) -> int:
    clitic = _CLITIC.search(word, max(0, len(word) - 3))
    return clitic.start() if clitic else _FUSED.get(word.lower(), 0)
