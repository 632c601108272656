"""Quantities: the numbers in a text with their units, their bounds, and what they count."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from typing_extensions import TypedDict

from claimwire.claims.counted import counted_by, is_of_name, is_plural, is_round_number, is_superlative
from claimwire.claims.numerals import Numeral, any_of, numerals_in, scaled, value_of
from claimwire.claims.time_words import time_places
from claimwire.data import read_json
from claimwire.english.document import Document
from claimwire_schemas import Span
from claimwire_schemas.claims import Bound, Quantity

BEFORE = 40
"""Characters before a number that are looked at."""

OLDEST = 120
FRACTION = "fraction"
LASTING = {"second", "minute", "hour", "day", "week", "month", "year", "decade", "century"}
Place = tuple[int, int]


class _Units(TypedDict):
    words: dict[str, list[str]]
    attached: dict[str, str]
    attached_only: list[str]
    metre_words: list[str]


class _Bounds(TypedDict):
    before: dict[str, Bound]
    after: dict[str, Bound]
    before_a_part: list[str]
    after_a_part: list[str]
    names_before: list[str]
    streets: list[str]
    one_idioms: list[str]
    one_after: list[str]
    scores_before: list[str]
    kin: list[str]


_UNITS = read_json("claimwire.claims", "units.json", _Units)
_BOUNDS = read_json("claimwire.claims", "bounds.json", _Bounds)
_UNIT_OF = {word: unit for unit, words in _UNITS["words"].items() for word in words} | _UNITS["attached"]
_APART = any_of(set(_UNIT_OF) - set(_UNITS["attached_only"]) - set(_UNITS["attached"]))
_CLOSE = any_of(
    [*_UNITS["attached_only"], *(word for word in _UNIT_OF if not word[-1:].isalpha() or len(word) < 4)]
)
UNIT = re.compile(
    rf"(?:[\s-](?P<apart>{_APART})(?!\w)|\s?(?P<sign>%)(?!\w)|(?P<close>{_CLOSE})(?!\w)|\s(?P<metre>m)(?!\w))"
)
AFTER = re.compile(rf"\s?(?P<after>{any_of(_BOUNDS['after'])})(?!\w)")
METRES = re.compile(rf"(?!\s[a-z])|\s(?:{any_of(_UNITS['metre_words'])})\b")
AGE_BEFORE = re.compile(
    rf"\b(?:[A-Z][\w’'.-]*|{any_of(_BOUNDS['kin'])})(?:,\s|\s\()$|\b(?:dies|died) at\s$"
    r"|\b(?i:he|she|who|I)(?:\s(?:is|was|am|turns|turned)|['’]s|['’]m)(?:\s(?:only|just|now))?\s$"
)
AGED = re.compile(r"\b(?:aged?|ages|age of)\s(?:between\s|just\s|only\s|about\s|under\s|over\s)?$")
AGE_ASIDE = re.compile(r"\b[a-z]+,\s$")
AGE_AFTER = re.compile(r"[,.;:)]|\s?$")
CLOCK = re.compile(r"[:.][0-5][0-9](?![0-9%])|\s?[ap]\.?m\b|\s(?:GMT|BST|ET|o['’]clock|hours\sGMT)\b")
ATTACHED = re.compile(r"\w|[-/:=@+]\w|['’]\w|′")
CODE_BEFORE = re.compile(r"(?=\S*[A-Za-z])[\w-]+-$")
SHARED = re.compile(r"\w+\s(?!(?:in|out)\b)([a-z]+)\s(?:in|out)\s.*")
POINT = re.compile(r"[\s-]points?\b")
PART_AFTER = re.compile(rf"\s(?:{any_of(_BOUNDS['after_a_part'])})\b")
PHONE = re.compile(r"\s[0-9]{3,}(?![0-9,.]*[0-9%])")
PHONE_BEFORE = re.compile(r"[0-9]{3,}\s$")
NAME_BEFORE = re.compile(r"[^\s.!?:“\"‘(,;]\s[A-Z][\w’'-]*\s$")
STREET = re.compile(rf"\s(?:[NSEW]\.?\s)?(?:[A-Z][\w.’'-]*\s){{1,3}}?(?:{any_of(_BOUNDS['streets'])})(?!\w)")
GOES_ON = re.compile(r"(?:,|\s(?:and|to|against|with)\b|,\sand)[^.;:!?0-9]{1,60}")
NAMES_ON = re.compile(r",\s|,?\s(?:and|or|to)\s|\s?[-–]\s?")
SEVERAL = re.compile(rf"(?:{NAMES_ON.pattern})[0-9]")
STOPS = re.compile(r"[,.;)]|$")
MARK = re.compile(r".*[^\w’'-]")
ABBREVIATIONS = {word for word in (*_BOUNDS["before"], *_BOUNDS["names_before"]) if word.endswith(".")}
LEADING_ZERO = re.compile(r"0[0-9]")
SCORE = re.compile(r"\s?[-–]\s?|-")
JOINED = re.compile(r"\s?[-–]\s?|\s(?:to|and|or)\s")


@dataclass(frozen=True, slots=True)
class _Measure:
    """A number with what was found around it."""

    numeral: Numeral
    unit: str | None
    start: int
    end: int
    bound: Bound = "exactly"
    counted: Place | None = None


def quantities_in(document: Document, spans: Sequence[Span]) -> tuple[Quantity, ...]:
    """Return the quantities in some places of a document, in order.

    Years, dates, clock times, ordinals, scores and numbers in names are none, nor are those of a time (`two
    years ago`). Of `at least nine soldiers`, the span is `at least nine`, and `soldiers` is counted.
    """
    return tuple(
        _quantity(document.text, one) for span in spans for one in _measures(document, span.start, span.end)
    )


def _quantity(text: str, one: _Measure) -> Quantity:
    return Quantity(
        span=Span.of(text, one.start, one.end),
        low=float(one.numeral.low),
        high=float(one.numeral.high),
        bound=one.bound,
        unit=one.unit,
        counted=Span.of(text, *one.counted) if one.counted else None,
    )


def _measures(document: Document, start: int, end: int) -> Iterator[_Measure]:
    text = document.text
    found = [_measured(document, numeral, end) for numeral in _numerals(text, start, end)]
    before = named = None
    for one in _ranges(document, start, end, found):
        whole = _bounded(text, start, end, one)
        if before is not None and _goes_on(text, before, whole, end):
            whole = replace(whole, unit=before.unit)
        if named is not None and _names_on(text, named, whole):
            named = whole
        elif _is_quantity(document, start, end, whole):
            yield whole
            before, named = whole, None
        else:
            named = whole if _are_names(text, whole, _words_before(text, start, whole.start)) else None


def _goes_on(text: str, before: _Measure, one: _Measure, end: int) -> bool:
    """Whether a bare number is in the per cent of the one before it: `Reds 43 per cent and the Greens 39`."""
    if before.unit != "percent" or one.unit is not None or one.counted is not None or one.numeral.high > 100:
        return False
    return bool(GOES_ON.fullmatch(text, before.end, one.start) and STOPS.match(text, one.end, end))


def _names_on(text: str, named: _Measure, one: _Measure) -> bool:
    """Whether a bare number is a name as the one before it is: `junctions 7 and 9`."""
    is_bare = one.unit is None and one.counted is None and one.bound == "exactly"
    return is_bare and NAMES_ON.fullmatch(text, named.end, one.start) is not None


def _numerals(text: str, start: int, end: int) -> Iterator[Numeral]:
    """Give the numerals that are in no time."""
    places = iter(time_places(text, start, end))
    place = next(places, None)
    for numeral in numerals_in(text, start, end):
        while place is not None and place[1] <= numeral.start:
            place = next(places, None)
        if place is None or numeral.end <= place[0]:
            yield numeral


def _measured(document: Document, numeral: Numeral, end: int) -> _Measure:
    """Return a number with its unit and with what it counts."""
    text = document.text
    numeral = _without_metres(text, numeral, end)
    unit = _unit_match(text, numeral, end)
    stop = unit.end() if unit else numeral.end
    name = numeral.currency or (_unit_name(unit) if unit else None)
    if name is None and numeral.shape == "fraction":
        point = POINT.match(text, stop, end)
        name, stop = ("percentage_point", point.end()) if point else (FRACTION, stop)
    elif name is None and _is_age(text, numeral, end):
        name = "year"
    bound: Bound = "about" if numeral.shape == "round" else "exactly"
    measure = _Measure(numeral, name, numeral.start, stop, bound)
    return replace(measure, counted=_counted(document, measure, end))


def _is_age(text: str, numeral: Numeral, end: int) -> bool:
    if numeral.shape not in ("digits", "words") or not 0 <= numeral.low <= OLDEST:
        return False
    before = text[max(0, numeral.start - BEFORE) : numeral.start]
    if AGED.search(before):
        return True
    if not AGE_AFTER.match(text, numeral.end, end):
        return False
    aside = numeral.shape == "digits" and text.startswith(", ", numeral.end)
    return bool(AGE_BEFORE.search(before) or (aside and AGE_ASIDE.search(before)))


def _without_metres(text: str, numeral: Numeral, end: int) -> Numeral:
    """Take the `m` of `60m high` off the number; that of `1.2m people` is a million."""
    attached = text[numeral.end - 1] == "m" and text[numeral.end - 2].isdigit()
    if not attached or numeral.currency or not METRES.match(text, numeral.end, end):
        return numeral
    bare = scaled(numeral, 1)
    return replace(bare, low=numeral.low / 1e6, high=numeral.high / 1e6, end=numeral.end - 1)


def _unit_match(text: str, numeral: Numeral, end: int) -> re.Match[str] | None:
    match = UNIT.match(text, numeral.end, end)
    if match is None or ((match["close"] or match["metre"]) and numeral.shape != "digits"):
        return None
    if match["metre"] and (numeral.currency or not METRES.match(text, match.end(), end)):
        return None
    return match


def _unit_name(match: re.Match[str]) -> str:
    return _UNIT_OF[match["apart"] or match["sign"] or match["close"] or match["metre"]]


def _counted(document: Document, one: _Measure, end: int) -> Place | None:
    thing = SHARED.fullmatch(document.text, one.start, one.end) if one.unit == FRACTION else None
    if thing is not None:
        return thing.span(1)
    found = counted_by(document, one.start, one.end, is_measure=one.unit not in (None, FRACTION))
    return found if found and found[1] <= end else None


def _ranges(document: Document, start: int, end: int, found: list[_Measure]) -> Iterator[_Measure]:
    """Give the measures with those that are two ends of one range as one; scores are left out."""
    text = document.text
    i = 0
    while i < len(found):
        one, other = found[i], found[i + 1] if i + 1 < len(found) else None
        gap = text[one.end : other.start] if other and other.start - one.end <= 5 else None
        if other is None or gap is None or not JOINED.fullmatch(gap):
            yield one
            i += 1
        elif merged := _range(document, start, end, one, other):
            yield merged
            i += 2
        else:
            i += 2 if SCORE.fullmatch(gap) else 1
            if not SCORE.fullmatch(gap):
                yield one


def _range(document: Document, start: int, end: int, one: _Measure, other: _Measure) -> _Measure | None:
    """Return one measure of two numbers with a dash, `to`, `or`, or `between` and `and` about them."""
    text, first, last = document.text, _same_scale(one, other), other.numeral
    word = text[one.end : other.start].strip()
    before = _words_before(text, start, one.start)
    if first.high >= last.low or not _same_unit(one, other) or "fraction" in (first.shape, last.shape):
        return None
    opens = one.start - len("between ") if word == "and" else one.start
    numeral = replace(first, end=last.end, high=last.high)
    whole = _Measure(numeral, other.unit or one.unit, opens, other.end)
    whole = replace(whole, counted=_counted(document, replace(whole, start=one.start), end))
    return whole if _joins(document, word, before, whole, other.numeral.low - first.high) else None


def _joins(document: Document, word: str, before: list[str], whole: _Measure, width: float) -> bool:
    if word == "and":
        return before[-1:] == ["between"]
    if word == "to":
        return before[-1:] != ["from"]
    if word == "or":
        return width <= max(10.0, whole.numeral.low)
    is_several = whole.counted is not None and is_plural(document, whole.counted)
    return bool(whole.unit or is_several) and not set(before[-3:]) & set(_BOUNDS["scores_before"])


def _same_unit(one: _Measure, other: _Measure) -> bool:
    if one.end == one.numeral.end and other.unit is None:  # `$3-4bn`, `aged 5 to 11`
        is_money = one.numeral.currency is not None and other.counted is None
        return is_money or one.unit in (None, "year")
    return one.unit == other.unit or one.unit is None


def _same_scale(one: _Measure, other: _Measure) -> Numeral:
    """Return the first number of `3 to 4 million` with the magnitude of the second."""
    if one.numeral.shape == "digits" and one.numeral.scale == 1 and other.numeral.scale > 1:
        return scaled(one.numeral, other.numeral.scale)
    return one.numeral


def _bounded(text: str, start: int, end: int, one: _Measure) -> _Measure:
    """Return a measure with the words before or after it that make a bound of it."""
    if one.start > start and text[one.start - 1] == "~":
        return replace(one, start=one.start - 1, bound="about")
    words = _words_before(text, start, one.start)
    for count in range(min(4, len(words)), 0, -1):
        bound = _BOUNDS["before"].get(" ".join(words[-count:]))
        if bound is not None and not (one.unit in LASTING and words[-count:] == ["over"]):
            opens = _start_of_words(text, one.start, count)
            return replace(one, start=opens, bound=bound) if opens >= start else one
    after = AFTER.match(text, one.end, end)
    return replace(one, end=after.end(), bound=_BOUNDS["after"][after["after"]]) if after else one


def _words_before(text: str, start: int, place: int) -> list[str]:
    """Return the words just before a place, in lower case, back to a mark that closes what is before them."""
    words: list[str] = []
    for word in reversed(text[max(start, place - BEFORE) : place].lower().split()):
        if word not in ABBREVIATIONS and (mark := MARK.search(word)):
            words += filter(None, [word[mark.end() :]])
            break
        words.append(word)
    return words[::-1]


def _start_of_words(text: str, place: int, count: int) -> int:
    for _ in range(count):
        place = len(text[max(0, place - BEFORE) : place].rstrip()) + max(0, place - BEFORE)
        while (
            place > 0
            and not text[place - 1].isspace()
            and (text[place - 1].isalnum() or text[place - 1] in "-’'.")
        ):
            place -= 1
    return place


def _is_quantity(document: Document, start: int, end: int, one: _Measure) -> bool:
    """Whether a number says how much, not which, when or nothing."""
    text = document.text
    if ATTACHED.match(text, one.end, end) or LEADING_ZERO.match(text, one.numeral.start):
        return False
    if CODE_BEFORE.search(text[max(start, one.start - BEFORE) : one.start].rpartition(" ")[2]):
        return False
    words = _words_before(text, start, one.start)
    if one.numeral.shape == "fraction":
        return _is_part(text, end, one, words)
    if one.unit == "day" and one.bound == "exactly" and text[one.start : one.end].lower() == "one day":
        return False
    if text[one.start : one.end].lower() == "scores":
        return is_round_number(document, one.start, one.end)
    return one.unit is not None or one.bound != "exactly" or not _is_label(document, end, one, words)


def _is_part(text: str, end: int, one: _Measure, words: list[str]) -> bool:
    """Whether `half`, `a third` is a part of something: what is around it says so."""
    exact = text[one.numeral.start : one.numeral.end].lower()
    if exact in ("half a", "half an"):
        return one.unit != FRACTION
    many = not exact.startswith(("a ", "an ", "one", "half"))
    if many or one.unit != FRACTION or one.bound != "exactly" or " in " in exact or " out of " in exact:
        return True
    return PART_AFTER.match(text, one.end, end) is not None or _last(words) in _BOUNDS["before_a_part"]


def _is_one(document: Document, one: _Measure, words: list[str]) -> bool:
    """Whether `one` counts: `one soldier`, but not `the one`, `one day`."""
    if one.counted is None or _last(words) in _BOUNDS["one_after"] or is_superlative(document, one.counted):
        return False
    first, *_ = document.text[slice(*one.counted)].lower().split()
    return first not in _BOUNDS["one_idioms"]


def _is_label(document: Document, end: int, one: _Measure, words: list[str]) -> bool:
    """Whether a number without unit is a name's, a clock's or a telephone's."""
    text = document.text
    if _is_name(text, one, words) or CLOCK.match(text, one.end, end) or _is_address(text, end, one):
        return True
    if (
        one.numeral.low == one.numeral.high == 1
        and one.numeral.shape == "words"
        and not _is_one(document, one, words)
    ):
        return True
    if one.counted is None and _last(words) == "at" and one.numeral.high <= 12:
        return True
    before = text[max(0, one.start - BEFORE) : one.start]
    if one.numeral.shape == "digits" and (PHONE.match(text, one.end, end) or PHONE_BEFORE.search(before)):
        return True
    is_named = NAME_BEFORE.search(before) is not None or is_of_name(document, one.start, one.end)
    return one.counted is None and is_named


def _is_name(text: str, one: _Measure, words: list[str]) -> bool:
    """Tell whether a number is the name of what is before it: `junction 7`, `junctions 7 and 9`."""
    if _last(words) in _BOUNDS["names_before"]:
        return True
    return one.counted is None and _are_names(text, one, words)


def _are_names(text: str, one: _Measure, words: list[str]) -> bool:
    """Tell whether a number is the first of several names: one alone counts, as in `in two days 40 died`."""
    *_, before, things = ("", "", *words)
    if things[-1:] != "s" or things[:-1] not in _BOUNDS["names_before"]:
        return False
    is_several = one.numeral.low < one.numeral.high or SEVERAL.match(text, one.end) is not None
    return is_several and not (value_of(before) or before.isdecimal())


def _is_address(text: str, end: int, one: _Measure) -> bool:
    """Tell whether a number is a house's: `14 Elm Street`, but not `14 Elm Street shops`."""
    street = STREET.match(text, one.end, end) if one.numeral.shape == "digits" else None
    return street is not None and (one.counted is None or one.counted[1] <= street.end())


def _last(words: list[str]) -> str:
    return words[-1] if words else ""
