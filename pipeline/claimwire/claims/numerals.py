"""Numerals: where numbers stand in a text, in digits and in words, and what they say."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from math import prod
from typing import Literal

from typing_extensions import TypedDict

from claimwire.claims.glance import FIGURES, tokens_at
from claimwire.data import read_json
from claimwire.english.closed_class import MAGNITUDES, NUMBERS
from claimwire.english.currencies import CURRENCIES, SIGN_PATTERN

Shape = Literal["digits", "words", "round", "fraction"]


class _Data(TypedDict):
    suffixes: dict[str, int]
    rounds: dict[str, tuple[int, int]]
    round_magnitudes: dict[str, int]
    few: tuple[int, int]
    fractions: dict[str, int]
    vulgar: dict[str, float]


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number in a text: its place, and the least and the most that it says."""

    start: int
    end: int
    low: float
    high: float
    shape: Shape
    scale: int = 1
    """The magnitude after its digits: 1,000,000 in `2.1m`."""

    currency: str | None = None


DATA = read_json("claimwire.claims", "numerals.json", _Data)


def any_of(words: Iterable[str]) -> str:
    """Return a pattern of these words, the longest first."""
    return "|".join(sorted(map(re.escape, words), key=lambda word: (-len(word), word)))


_ONES = any_of(word for word, value in NUMBERS.items() if 0 < value < 10)
_TENS = any_of(word for word, value in NUMBERS.items() if value >= 20)
_TEENS = any_of(word for word, value in NUMBERS.items() if value in (0, *range(10, 20)))
_BIG = any_of(word for word in MAGNITUDES if word != "hundred")
_MAGNITUDE = any_of(MAGNITUDES)
_SCALES = rf"(?:{_MAGNITUDE}|lakhs|lacs|crores)(?:\s(?:{_MAGNITUDE}|crores))?"
"""One magnitude, or two: `lakh crore`."""

SMALL = rf"(?:(?:{_TENS})(?:[-\s](?:{_ONES})\b)?|{_TEENS}|{_ONES})"
"""A number in words below a hundred, as a pattern in lower case without groups."""

_HUNDRED = rf"(?:(?:{SMALL}|an?)[\s-]hundred(?:\s(?:and\s)?{SMALL}\b)?|{SMALL})"
_MORE = rf"[\s-](?:(?:hundred[\s-])?(?:{_BIG}))\b"
_WORDS = rf"(?:{_HUNDRED}\b|an?(?={_MORE}))(?:{_MORE}(?:\s(?:and\s)?{_HUNDRED}(?={_MORE}))?)*"
DIGITS = (
    r"(?:(?:[0-9]{1,3}(?:,[0-9]{3}){1,4}|[0-9]{1,2}(?:,[0-9]{2}){1,6},[0-9]{3}|[0-9]{1,15})(?:\.[0-9]{1,6})?)"
    r"(?![0-9])"
)
"""A number in digits, as a pattern without groups, grouped as in India too: `1,25,000`."""

_ROUND = rf"(?:{any_of(DATA['rounds'])})(?:\sof\s(?:{any_of(DATA['round_magnitudes'])}))*"
_PART = (
    rf"(?:an?|{SMALL})[\s-](?:{any_of(DATA['fractions'])}|quarters?(?=\s(?:of|points?)\b))|half(?:\san?\b)?"
)
_SMALL_OR_DIGITS = rf"(?:{SMALL}\b|[0-9]{{1,6}}(?![0-9]))"
NUMERAL = re.compile(
    r"(?<![\w.,/:#&+@=^’'])(?=\S)(?:(?<!-)|(?<=[0-9%]-)|(?<=[0-9][mk]-)|(?<=[0-9]bn-))(?:"
    rf"(?P<share>(?i:(?P<some>{_SMALL_OR_DIGITS})(?:\s(?P<thing>[a-z]+))?"
    rf"\s(?P<told>out\sof(?:\severy)?|in\severy|in)\s(?P<all>{_SMALL_OR_DIGITS}))"
    rf"(?![-\w]|[.,][0-9]|\s(?:{_MAGNITUDE})))"
    rf"|(?P<few>(?i:(?:a\s)?(?:few|several)\s(?:{_MAGNITUDE})))\b"
    rf"|(?P<halved>(?i:(?:half|(?:an?|three)[\s-]quarters?\sof)[\s-](?:an?[\s-])?(?:{_MAGNITUDE})))\b"
    rf"|(?P<half_more>(?i:(?:an?|{SMALL})(?:\s(?:{_BIG}))?\sand\sa\shalf(?:\s(?:{_BIG})\b)?))(?!\w)"
    rf"|(?P<round>(?i:{_ROUND}))\b"
    rf"|(?P<part>(?i:{_PART}))\b"
    rf"|(?P<words>(?i:{_WORDS}))\b"
    rf"|(?:(?P<currency>{SIGN_PATTERN})[ \u00a0]?)?"
    rf"(?:(?P<digits>{DIGITS})(?P<vulgar>[½¼¾])?|(?P<bare>[½¼¾⅓⅔]))"
    rf"(?P<scale>[\s-]?(?i:{_SCALES})\b|\s?(?:bn|bln|tn|trn|mn|mln|cr)\b|\s[mb](?:\.(?=\s[a-z])|n\.)|[mkbKMB]\b)?"
    r")"
)
NEEDED = FIGURES.union(
    NUMBERS,
    MAGNITUDES,
    *(DATA[kind] for kind in ("rounds", "fractions")),
    ("quarter", "quarters"),
)
"""Words and figures of which every number has one."""

ROUND_TENTHS = {10, 20, 50, 100, 1000, 10_000, 100_000, 1_000_000}


def numerals_in(text: str, start: int, end: int) -> Iterator[Numeral]:
    """Give the numbers in `text[start:end]`, in order; years, clock times and ordinals among them."""
    if NEEDED.isdisjoint(tokens_at(text, start, end)):
        return
    while match := NUMERAL.search(text, start, end):
        numeral = _read(match)
        if numeral is not None:
            yield numeral
        start = numeral.end if numeral else match.end()


def value_of(words: str) -> int:
    """Return the number that words in lower case say.

    >>> value_of("two hundred and five thousand")
    205000
    """
    total, current = 0, 0
    for word in re.split(r"[\s-]", words):
        magnitude = MAGNITUDES.get(word)
        if word in ("hundred", "dozen"):
            current = max(current, 1) * MAGNITUDES[word]
        elif magnitude is not None:
            total, current = _scaled(total, current, magnitude)
        else:
            current += NUMBERS.get(word, 0)
    return total + current


def _scaled(total: int, current: int, magnitude: int) -> tuple[int, int]:
    """Return the sum and its open part after a magnitude: `nine thousand million` multiplies both."""
    if current == 0 and total:
        return total * magnitude, 0
    return total + max(current, 1) * magnitude, 0


def _read(match: re.Match[str]) -> Numeral | None:
    kind = match.lastgroup
    start, end = match.span()
    if kind == "share":
        return _share(match)
    if kind in ("few", "round"):
        low, high = _few(match[0]) if kind == "few" else _round(match[0])
        return Numeral(start, end, low, high, "round")
    if kind == "part":
        part = _part(match[0].lower())
        return None if part is None else Numeral(start, end, part, part, "fraction")
    if kind in ("halved", "half_more", "words"):
        value = _worded(kind, match[0].lower())
        return Numeral(start, end, value, value, "words")
    return _digits(match)


def _worded(kind: str, words: str) -> float:
    if kind == "halved":
        share = 0.5 if words.startswith("half") else 0.75 if words.startswith("three") else 0.25
        return MAGNITUDES[re.split(r"[\s-]", words)[-1]] * share
    if kind == "words":
        return value_of(words)
    whole, _, after = words.partition(" and a half")
    count, _, magnitude = whole.partition(" ")
    scale = MAGNITUDES.get((after or magnitude).strip(), 1)
    return (value_of(count) or 1) * scale + scale / 2


def _share(match: re.Match[str]) -> Numeral:
    """Return a share, `one in five`, or where it cannot be one (`two in six years`) its first number."""
    few, many = _plain(match["some"]), _plain(match["all"])
    told = match["told"].lower() != "in"
    likely = (many - few == 1 or many in ROUND_TENTHS) and not match["thing"]
    if 0 < few < many and (told or few == 1 or likely):
        return Numeral(match.start(), match.end(), few / many, few / many, "fraction")
    shape: Shape = "digits" if match["some"].isdecimal() else "words"
    return Numeral(match.start(), match.end("some"), few, few, shape)


def _plain(words: str) -> int:
    return int(words) if words.isdecimal() else value_of(words.lower())


def _few(words: str) -> tuple[float, float]:
    scale = MAGNITUDES[words.lower().split()[-1]]
    return DATA["few"][0] * scale, DATA["few"][1] * scale


def _round(words: str) -> tuple[float, float]:
    first, *others = words.lower().split()[::2]
    low, high = DATA["rounds"][first]
    for other in others[:3]:
        scale = DATA["round_magnitudes"][other]
        low, high = low * scale, (high + 1) * scale - 1
    return low, high


def _part(words: str) -> float | None:
    """Return what a fraction in words says: `three-fifths` is 0.6, `half` 0.5."""
    if words.startswith("half"):
        return 0.5
    count, part = re.split(r"[\s-]", words)[0], re.split(r"[\s-]", words)[-1]
    share = (value_of(count) or 1) / DATA["fractions"].get(part, 4)
    return share if share <= 1 else None


def _digits(match: re.Match[str]) -> Numeral:
    value = float(match["digits"].replace(",", "")) if match["digits"] else 0.0
    value += DATA["vulgar"].get(match["vulgar"] or match["bare"] or "", 0.0)
    words = re.findall(r"[a-z]+", (match["scale"] or "").lower())
    scale = prod(MAGNITUDES.get(word.removesuffix("s")) or DATA["suffixes"][word] for word in words)
    currency = CURRENCIES.get(match["currency"] or "")
    shape: Shape = "fraction" if match["bare"] and not words else "digits"
    numeral = Numeral(match.start(), match.end(), value, value, shape, currency=currency)
    return scaled(numeral, scale) if scale != 1 else numeral


def scaled(numeral: Numeral, scale: int) -> Numeral:
    """Return a number in digits with the magnitude that stands after it."""
    low, high = (round(value * scale, 6) for value in (numeral.low, numeral.high))
    return replace(numeral, low=low, high=high, scale=scale)
