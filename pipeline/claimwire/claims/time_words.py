"""The words for dates and times in a text, and whether they speak of what is ahead."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from typing_extensions import TypedDict

from claimwire.claims.days import SEASONS
from claimwire.claims.glance import FIGURES, last_words, tokens_at
from claimwire.claims.numerals import SMALL, any_of
from claimwire.data import read_json
from claimwire.english.closed_class import FUNCTION_WORDS, MONTHS, WEEKDAYS
from claimwire.english.inflection import base

BEFORE, AFTER = 160, 80
"""Characters around a time in which a word may say that it is ahead."""

FAR, MOST_BACK = 2_000, 5
"""Characters and places in which a weekday that stands alone is looked for before it."""

Place = tuple[int, int]


class _Future(TypedDict):
    before: list[str]
    not_after: list[str]
    after: list[str]


class _Data(TypedDict):
    months_that_are_words: list[str]
    names_before_weekday: list[str]
    prepositions: list[str]
    opening: list[str]
    starting: list[str]
    closing: list[str]
    preceding: list[str]
    following: list[str]
    edges: list[str]
    dayparts: list[str]
    deictic: dict[str, int | None]
    feasts: dict[str, str]
    which: dict[str, int]
    vague_which: list[str]
    past: list[str]
    coming: list[str]
    recent: list[str]
    hedged: list[str]
    hedges: list[str]
    purposes: list[str]
    vague_counts: list[str]
    not_after_years: list[str]
    not_before_years: list[str]
    future: _Future
    boundaries: list[str]


class Found(NamedTuple):
    """A time in a text before it is counted from any day."""

    start: int
    end: int
    form: str
    parts: dict[str, str]
    """The words that the form is made of, by name; `prep` and `edge` are those before it."""


DATA = read_json("claimwire.claims", "times.json", _Data)

_YEAR = r"(?:1[5-9]|20)[0-9]{2}(?![0-9]|[.,][0-9])"
_MONTH = any_of(map(str.title, MONTHS))
_WEEKDAY = any_of(day.title() for day in WEEKDAYS if day.endswith("day"))
_WHICH = any_of(DATA["which"])
_SEASON = any_of(SEASONS)
_PART = any_of(DATA["dayparts"])
_COUNT = rf"(?:{SMALL}|[0-9]{{1,4}}|an?|(?:a\s)?(?:{any_of(DATA['vague_counts'])}))"
_UNITS = ("hour", "day", "week", "weekend", "month", "quarter", "year", "decade")
_UNIT = rf"(?:{'|'.join(_UNITS)})s?|centuries|century"
_NTH = r"[0-9]{1,2}(?:st|nd|rd|th)"
_NUMBER = r"[0-3]?[0-9](?![0-9%:]|[.,][0-9])"
_TO = (
    r"(?:\s?[-–]\s?|\sto\s"
    r"|(?:(?<=\b(?i:between)\s[0-9])|(?<=\b(?i:between)\s[0-9]{2}))\sand\s)"
)
_FORMS = {
    "iso": r"(?P<iso>[12][0-9]{3}-[01][0-9]-[0-3][0-9])(?![0-9])",
    "dotted": rf"(?P<dotted>[0-3]?[0-9]\.[01]?[0-9]\.{_YEAR}"
    r"|[0-3][0-9]\.[01][0-9]\.[0-9]{2}(?![0-9]|\.[0-9]))",
    "slashed": rf"(?P<slashed>[0-3]?[0-9]/[0-3]?[0-9]/{_YEAR})",
    "day": rf"(?:(?:{_WEEKDAY}),?\s)?"
    rf"(?:(?P<d1>{_NUMBER})(?:st|nd|rd|th)?(?:{_TO}(?P<to1>{_NUMBER})(?:st|nd|rd|th)?)?\s(?:of\s)?(?P<m1>{_MONTH})\b|(?P<m2>{_MONTH})\.?\s(?P<d2>{_NUMBER})(?:st|nd|rd|th)?"
    rf"(?:\s?[-–]\s?(?P<to2>{_NUMBER}))?)(?:,?\s(?P<day_year>{_YEAR}))?",
    "month": rf"(?:(?P<month_which>(?i:last|next|this))\s)?(?P<month>{_MONTH})\b"
    rf"(?:\.?(?:\sof)?,?\s(?P<month_year>{_YEAR})|\s(?:of\s)?(?P<which_year>last|this|next)\syear)?",
    "between": rf"(?<=\b(?i:between)\s)(?P<between>{_YEAR})\sand\s(?P<and>{_YEAR})",
    "years": rf"(?P<year>{_YEAR})"
    rf"(?:(?:\s?[-–/]\s?|\s(?:to|until)\s)(?P<to>{_YEAR}|(?<=[-–/])[0-9]{{2}}(?![0-9])))?",
    "decade": r"(?P<decade>(?:1[5-9]|20)[0-9]0)['’]?s",
    "century": rf"(?P<c1>{_NTH})(?:\s?(?:to|and|-|–)\s?(?:the\s)?(?P<c2>{_NTH}))?[-\s]centur(?:y|ies)",
    "weekday": rf"(?:(?P<day_which>(?i:{_WHICH}))\s)?(?P<weekday>{_WEEKDAY})(?P<often>s)?(?:\s(?:{_PART})s?)?"
    r"(?:\s(?:of\s)?(?P<week_which>last|this|next)\sweek)?",
    "season": rf"(?:(?P<season_which>(?i:{_WHICH}))\s)?(?P<season>{_SEASON})"
    rf"(?:\s(?:of\s)?(?P<season_year>{_YEAR})(?:[-–/](?P<season_to>{_YEAR}|[0-9]{{2}}(?![0-9])))?)?",
    "deictic": rf"(?i:(?P<deictic>{any_of(DATA['deictic'])})(?:\s(?:{_PART}))?)",
    "weekend": r"(?i:the\sweekend)",
    "feast": rf"(?P<feast>{any_of(DATA['feasts'])})(?:,?\s(?P<feast_year>{_YEAR}))?",
    "ago": rf"(?i:(?:(?P<ago_count>{_COUNT})\s)?(?P<ago_unit>{_UNIT})\s"
    r"(?P<ago>ago|earlier|later|previously))",
    "named": rf"(?i:(?P<which>{_WHICH}|{any_of(DATA['vague_which'])}|the)"
    r"\s(?P<named>week|weekend|month|quarter|year|decade|century))",
    "lasting": rf"(?i:(?P<lasting>{any_of([*DATA['past'], *DATA['coming'], *DATA['recent']])})"
    rf"\s(?:(?P<count>{_COUNT})\s)?(?P<unit>{_UNIT}))",
    "part": r"(?i:(?P<nth>first|second|third|fourth|final)[\s-](?P<nth_unit>quarter|half))"
    rf"\sof\s(?P<nth_year>{_YEAR})",
    "coded": rf"(?P<coded>Q[1-4]|H[12])\s(?:of\s)?(?P<coded_year>{_YEAR})",
}
TIME = re.compile(
    r"(?<![\w.,/£$€+-])(?=\w)"
    rf"(?:(?P<prep>(?i:{any_of(DATA['prepositions'])}))\s)?"
    rf"(?:(?P<edge>(?i:(?:the\s)?(?:end|start|beginning|middle|turn)\sof|{any_of(DATA['edges'])}))[\s-](?:(?i:in)\s)?)?"
    rf"(?P<the>(?i:the)\s)?(?:{'|'.join(f'(?P<{name}_>{form})' for name, form in _FORMS.items())})(?!\w)"
)
HEDGED = re.compile(
    rf"\b(?P<prep>(?i:{any_of(DATA['hedged'])}))\s(?:the\s)?(?:{any_of(DATA['hedges'])})\s(?:the\s)?\Z"
)
"""A preposition that a word or two part from its time: `until at least 2021`."""

LONGEST_HEDGE = 30
NEEDED = last_words(
    [*MONTHS, *WEEKDAYS, *SEASONS, *DATA["deictic"], *DATA["feasts"]],
    known=[*FIGURES, *_UNITS, *(f"{unit}s" for unit in _UNITS), "century", "centuries"],
) | {f"{day}s" for day in WEEKDAYS}
"""Words and figures of which every time has one."""

BARE = {"day", "month", "years", "weekday", "between", "decade", "century", "season"}
"""Forms that are a time without the article before them."""

BOUNDARY = re.compile("|".join(DATA["boundaries"]))
FUTURE = re.compile(
    rf"['’]ll\b|(?<!\w)(?:{'|'.join(DATA['future']['before'])})(?!\w)"
    rf"(?!\s(?:{any_of(DATA['future']['not_after'])})\b)"
)
FUTURE_AFTER = re.compile(rf"\b(?:{any_of(DATA['future']['after'])})\b")
PAST = re.compile(r"\b(?:was|were|had|did)\b")
OPENING = re.compile(r"(?:^|[.!?][”’\"')\]]*|\n|[“\"‘])\s*$")
ALONE = re.compile(r"\s*(?:$|\n|[.!?])")
NO_YEAR = re.compile(rf"\s?(?:%|(?:{any_of(DATA['not_after_years'])})\b)")
NO_YEAR_BEFORE = re.compile(rf"\b(?:{any_of(DATA['not_before_years'])})\s$")
WEEKDAY_NAME = re.compile(rf"\b(?:{any_of(DATA['names_before_weekday'])})\s$")
PURPOSE = re.compile(rf"\b(?:{any_of(DATA['purposes'])})\s$")
"""What is `built for the last century` was not built throughout it."""

WORDS_AFTER = re.compile(r"(?:\s[a-z]+){1,2}")
NAME_AFTER = re.compile(r"\s[A-Z][a-z]")


def time_places(text: str, start: int, end: int) -> Iterator[Place]:
    """Give the places of the times in `text[start:end]`, in order."""
    return ((one.start, one.end) for one in found_in(text, start, end))


@lru_cache(maxsize=64)
def found_in(text: str, start: int, end: int) -> tuple[Found, ...]:
    """Return the times in `text[start:end]` as words; numbers and times ask for the same places in turn."""
    return tuple(_found_in(text, start, end))


def _found_in(text: str, start: int, end: int) -> Iterator[Found]:
    if NEEDED.isdisjoint(tokens_at(text, start, end)):
        return
    for match in TIME.finditer(text, start, end):
        form = (match.lastgroup or "_")[:-1]
        one = _without_preposition(text, _found(match, form))
        if _is_time(text, one, end):
            yield one


def _found(match: re.Match[str], form: str) -> Found:
    parts = {name: words for name, words in match.groupdict().items() if words is not None}
    core = match.start(form + "_")
    hedged = None if "prep" in parts else HEDGED.search(match.string, max(0, core - LONGEST_HEDGE), core)
    if hedged is not None and form in BARE:
        return Found(hedged.start(), match.end(), form, parts | {"prep": hedged["prep"]})
    bare = form in BARE and "prep" not in parts and "edge" not in parts
    return Found(core if bare else match.start(), match.end(), form, parts)


def _without_preposition(text: str, one: Found) -> Found:
    """Take off a preposition of another word: `after Monday’s raid`, `handed in next week`."""
    prep = one.parts.get("prep")
    if prep is None:
        return one
    at = prep.lower() == "at" and one.form != "weekend" and "edge" not in one.parts
    particle = prep.lower() in ("in", "on") and one.form == "named" and "edge" not in one.parts
    if not (at or particle) and text[one.end : one.end + 2] not in ("'s", "’s"):
        return one
    parts = {name: words for name, words in one.parts.items() if name != "prep"}
    return one._replace(start=one.start + len(prep) + 1, parts=parts)


def _is_time(text: str, one: Found, end: int) -> bool:
    parts = one.parts
    led = "prep" in parts or "edge" in parts
    before = text[max(0, one.start - 20) : one.start]
    if one.form == "month":
        alone = not (led or "month_which" in parts or "month_year" in parts or "which_year" in parts)
        return not (
            alone and (parts["month"] in DATA["months_that_are_words"] or NAME_AFTER.match(text, one.end))
        )
    if one.form == "season":
        told = "season_which" in parts or "season_year" in parts
        return told or (led and "the" in parts)
    if one.form == "weekday":
        newspaper = "the" in parts and NAME_AFTER.match(text, one.end)
        return not newspaper and WEEKDAY_NAME.search(before) is None
    if one.form in ("lasting", "named"):
        return not (parts.get("prep", "").lower() == "for" and PURPOSE.search(before)) and _is_told(one)
    return one.form != "years" or _is_year(text, one, end, before)


def _is_told(one: Found) -> bool:
    """Tell whether a stretch says which it is: `the last six weeks`, `next year`, `the end of the year`."""
    parts = one.parts
    if one.form == "named":
        return parts["which"].lower() != "the" or "edge" in parts
    return parts["lasting"].lower() != "last" or "the" in parts or "prep" in parts


def _is_year(text: str, one: Found, end: int, before: str) -> bool:
    """Whether four digits are a year: no unit after them, and nothing that 2000 could count."""
    if NO_YEAR.match(text, one.end, end) or text[one.end : one.end + 1] in ("-", ":"):
        return False
    if NO_YEAR_BEFORE.search(before):
        return False
    is_round = int(one.parts["year"]) % 100 == 0
    return not (is_round and "prep" not in one.parts and _counts(text, one.end, end))


def _counts(text: str, start: int, end: int) -> bool:
    """Whether a plural stands at a place, after an adjective at most: `2000 armed men`."""
    words = WORDS_AFTER.match(text, start, end)
    for word in words[0].split() if words else ():
        if word in FUNCTION_WORDS:
            return False
        if base(word, "NNS") != word:
            return True
    return False


def named_before(text: str, one: Found) -> Found | None:
    """Return the same weekday's last time before one that stands alone: `one word: “Saturday.”`."""
    day, place = one.parts["weekday"], one.start
    if not _is_alone(text, one):
        return None
    for _ in range(MOST_BACK):
        place = text.rfind(day, max(0, one.start - FAR), place)
        if place < 0:
            return None
        found = found_in(text, max(0, place - BEFORE), place + len(day))[-1:]
        if found and found[0].form == "weekday" and not _is_alone(text, found[0]):
            return found[0]
    return None


def _is_alone(text: str, one: Found) -> bool:
    """Tell whether nothing else is said in the sentence or quotation of a time."""
    opens = OPENING.search(text, max(0, one.start - BEFORE), one.start)
    return opens is not None and ALONE.match(text, one.end) is not None


def is_ahead(text: str, one: Found) -> bool:
    """Whether a word of its clause says that a time is ahead of the publication."""
    window = text[max(0, one.start - BEFORE) : one.start]
    clause = BOUNDARY.split(window)[-1]
    if FUTURE.search(clause):
        return True
    until = (*DATA["closing"], *DATA["preceding"])
    if one.parts.get("prep", "").lower() in until and not PAST.search(clause):
        return True
    if OPENING.search(window) is None:
        return False
    after = BOUNDARY.split(text[one.end : one.end + AFTER].lstrip(" ,"))[0]
    return FUTURE_AFTER.search(after) is not None
