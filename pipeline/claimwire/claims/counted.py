"""What a number counts: the noun phrase after it, by the words that may not be in one. No parser."""

from __future__ import annotations

import re
from typing import NamedTuple

from typing_extensions import TypedDict

from claimwire.claims.numerals import DIGITS, SMALL
from claimwire.data import read_json

MOST_WORDS = 7
CLOSING = ("”", '"')
WORD = re.compile(r"\s([^\W\d_][\w’'.-]*[\w’']|[^\W\d_])")
OF = re.compile(r"\sof\b")
NUMBER = re.compile(rf"\s(?:(?i:{SMALL})|{DIGITS})\b")
SUPERLATIVES = ("most", "least", "est")
POSSESSIVE = ("'s", "’s", "s'", "s’")


class _Data(TypedDict):
    determiners: list[str]
    stops: list[str]
    plurals: list[str]
    not_plural: list[str]


class _Word(NamedTuple):
    lower: str
    start: int
    end: int


_DATA = read_json("claimwire.claims", "noun_phrases.json", _Data)
_DETERMINERS = frozenset(_DATA["determiners"])
_STOPS = frozenset(_DATA["stops"])
_PLURALS = frozenset(_DATA["plurals"])
_NOT_PLURAL = frozenset(_DATA["not_plural"])

Place = tuple[int, int]


def counted_things(text: str, start: int, end: int) -> Place | None:
    """Return the place of the plural noun phrase at `start`, before `end`: `Syrian soldiers and clerks`.

    It ends with its last plural noun; after `of` it stands without determiner and number.
    """
    of = OF.match(text, start, end)
    words = _words(text, _after_determiners(text, of.end(), end) if of else start, end)
    last = _last_plural(words)
    if last is None:
        return None
    joined = _conjunct(words[last + 1 :])
    return words[0].start, words[joined + last + 1].end if joined is not None else words[last].end


def counted_thing(text: str, start: int, end: int) -> Place | None:
    """Return the place of the singular noun phrase at `start`, of three words at most: `Iraqi soldier`."""
    words: list[_Word] = []
    for word in _words(text, start, end)[:3]:
        if (words and _is_verb(word)) or is_plural(word.lower) or word.lower.endswith("ly"):
            break
        words.append(word)
    return (words[0].start, words[-1].end) if words and not _is_verb(words[-1]) else None


def one_of_things(text: str, start: int, end: int) -> Place | None:
    """Return the place of what one is of: `flight recorders` after `one of the two`, not `most of all`."""
    found = counted_things(text, start, end) if OF.match(text, start, end) else None
    first = text[slice(*found)].lower().partition(" ")[0] if found else ""
    return None if first.endswith(SUPERLATIVES) else found


def measured_thing(text: str, start: int, end: int) -> Place | None:
    """Return the place of what a measure is of: `grain` after `1.2m tonnes of`, `voters` after `40 % of`."""
    of = OF.match(text, start, end)
    if of is None:
        return None
    after = _after_determiners(text, of.end(), end)
    return counted_things(text, after, end) or counted_thing(text, after, end)


def shared_thing(text: str, start: int, end: int) -> Place | None:
    """Return the place of what a part is of: `voters` after `half the`, `a third of the`."""
    of = OF.match(text, start, end)
    if of is not None:
        return measured_thing(text, start, end)
    return counted_things(text, _after_determiners(text, start, end), end)


def is_plural(lower: str) -> bool:
    """Whether a word in lower case looks like a plural noun."""
    if lower in _PLURALS or lower.endswith(("people", "men", "women")):
        return True
    return (
        len(lower) > 2
        and lower.endswith("s")
        and not lower.endswith(("ss", "us", "is", *POSSESSIVE))
        and lower not in _NOT_PLURAL
    )


def _after_determiners(text: str, start: int, end: int) -> int:
    for _ in range(3):
        word = WORD.match(text, start, end)
        if word is not None and word[1].lower() in _DETERMINERS:
            start = word.end()
        elif number := NUMBER.match(text, start, end):
            start = number.end()
        else:
            break
    return start


def _words(text: str, start: int, end: int) -> list[_Word]:
    """Return the words from a place on that only white space parts, up to one that is in no noun phrase."""
    words: list[_Word] = []
    start += text.startswith(CLOSING, start)
    while len(words) < MOST_WORDS and (match := WORD.match(text, start, end)):
        lower = match[1].lower().rstrip(".")
        if lower in _STOPS and lower not in ("and", "or", "dead"):
            break
        stop = match.end() - (1 if match[1].endswith(".") else 0)
        words.append(_Word(lower, match.start(1), stop))
        start = match.end()
    while words and words[-1].lower in ("and", "or"):
        words.pop()
    return [] if words and words[0].lower in ("and", "or") else words


def _last_plural(words: list[_Word]) -> int | None:
    last = None
    for i, word in enumerate(words):
        if word.lower in ("and", "or") or (last is not None and not is_plural(word.lower)):
            break
        if is_plural(word.lower):
            last = i
    return last


def _conjunct(words: list[_Word]) -> int | None:
    """Return where `and state employees` ends: an `and`, no verb, then up to three words, the last plural."""
    if len(words) < 2 or words[0].lower not in ("and", "or") or _is_verb(words[1]):
        return None
    last = _last_plural(words[1:4])
    return None if last is None else last + 1


def _is_verb(word: _Word) -> bool:
    return word.lower in _STOPS or word.lower.endswith(("ed", "ing"))
