"""Names as they are compared: `Mayor Ada B. Vane Jr.` by `ada vane`, `the Wend Salt Co.` by `wend salt`."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.entities.clusters import initials
from claimwire.entities.nouns import FUNCTION_WORDS, JOINING, PEOPLE, TITLES, head_kind, singular

_MOST_CHARACTERS = 120
"""Of a name; what is longer is a sentence."""

_MOST_WORDS = 8
_MOST_OF_PERSON = 5
_STEM = 4
"""Letters that two spellings of a word have in common."""


class _Words(TypedDict):
    legal: list[str]
    trades: list[str]
    states: dict[str, list[str]]
    suffixes: list[str]
    nicknames: dict[str, list[str]]


_WORDS = read_json("claimwire.match.actors", "words.json", _Words)
_LEGAL, _TRADES = frozenset(_WORDS["legal"]), frozenset(_WORDS["trades"])
_SUFFIXES = frozenset(_WORDS["suffixes"])
_STATES = {
    tuple(name.split()): state.split()[-1] for state, names in _WORDS["states"].items() for name in names
}
_LONGEST_STATE = max(map(len, _STATES))
_GIVEN: dict[str, frozenset[str]] = {}
for _full, _short in _WORDS["nicknames"].items():
    for _name in (_full, *_short):
        _GIVEN[_name] = _GIVEN.get(_name, frozenset()) | {_full}

_WORD = re.compile(r"[^\W_]+(?:[.&'-][^\W_]+)*\.?")
_OWNED = re.compile(r"['’]s?(?=\s)")
_LATER = re.compile(r",\s|\s\(|\(|\swho\s|\swhich\s|\sthat\s")
_IN_BRACKETS = re.compile(r"\(([A-Z][A-Za-z.&-]{1,9})\)?")


@dataclass(frozen=True)
class Name:
    """A name in words of lower case, without what changes from one article to the next."""

    words: tuple[str, ...]
    acronym: bool = False
    """Whether it is written in capitals throughout, in one word."""

    suffix: str | None = None
    """Of a person: `jr`."""

    written: str = field(default="", compare=False)
    """As the article has it, without titles and descriptions."""

    @property
    def key(self) -> str:
        """Its words in one."""
        return " ".join(self.words)


def spoken(name: str) -> tuple[str, ...]:
    """Return a name's words in lower case, without accents and full stops: `U.S. Erdoğan` as `us erdogan`."""
    flat = unicodedata.normalize("NFKD", name[:_MOST_CHARACTERS].casefold().replace("’", "'"))
    letters = "".join(it for it in flat if not unicodedata.combining(it))
    words = (re.sub(r"'s?$", "", word.replace(".", "")) for word in _WORD.findall(letters))
    return tuple(word for word in words if word)


def bracketed(name: str) -> str | None:
    """Return the abbreviation that stands behind a name: `WPB` of `Wend Port Board (WPB)`."""
    found = _IN_BRACKETS.search(name)
    return found[1] if found else None


@lru_cache(20_000)
def person_name(name: str) -> Name | None:
    """Return a person's name without titles, roles and suffix; None if nothing is left."""
    words = _after_role(_bare(name).split())
    suffix, written = None, " ".join(words)
    while len(words) > 1 and (last := words[-1].strip(".,").casefold()) in _SUFFIXES:
        suffix, words = _suffix(last), words[:-1]
    if not words or len(words) > _MOST_OF_PERSON or not words[-1][:1].isupper():
        return None
    told = spoken(" ".join(words))
    return Name(told, suffix=suffix, written=written) if told else None


@lru_cache(20_000)
def body_name(name: str) -> Name | None:
    """Return a body's name without its article, what it is called before it, and its legal form."""
    bare = _bare(name)
    words = _after_description(bare.split())
    if not words or len(words) > _MOST_WORDS or not any(it.isupper() for it in bare):
        return None
    told = _with_states(spoken(" ".join(words)))
    core = _without_legal(told)
    single = words[0] if len(words) == 1 else ""
    acronym = len(single) > 1 and single.replace(".", "").isupper()
    return Name(core, acronym, written=" ".join(words)) if core else None


def _bare(name: str) -> str:
    name = name[: 2 * _MOST_CHARACTERS].strip(" ,.;:()“”\"'")
    cut = _LATER.search(name)
    name = name[: cut.start()] if cut and cut.start() > 0 else name
    return "" if len(name) > _MOST_CHARACTERS else re.sub(r"^(?:the|an?)\s+", "", name, flags=re.IGNORECASE)


def _after_role(words: Sequence[str]) -> list[str]:
    """Return what follows the last title or office; nothing if it is a description: `the head of Wend`."""
    first = 0
    for at, word in enumerate(words[:-1]):
        if word in FUNCTION_WORDS - _PARTICLES:
            return []
        if word.casefold() not in _PARTICLES and (word[:1].islower() or _is_role(word.rstrip(".,"))):
            first = at + 1
    rest = list(words[first:])
    return [] if len(rest) == 1 and _is_role(rest[0].rstrip(".")) else rest


_PARTICLES = frozenset(
    ("al", "bin", "da", "de", "del", "der", "di", "dos", "du", "el", "la", "le", "van", "von")
)


def _is_role(word: str) -> bool:
    return word in TITLES or singular(word) in PEOPLE


def _after_description(words: Sequence[str]) -> list[str]:
    """Return what follows the last common noun and whose it is: `Airtam` of `Quay's rival Airtam`."""
    first = 0
    for at, word in enumerate(words[:-1]):
        if word[:1].islower() and word.casefold() not in FUNCTION_WORDS | _PARTICLES:
            first = at + 1
    return list(words[first:])


def _with_states(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return words with one form for states that have many: `united states army` as `us army`."""
    found, at = list[str](), 0
    while at < len(words):
        size = next((n for n in range(_LONGEST_STATE, 0, -1) if words[at : at + n] in _STATES), 0)
        whole = size == len(words)
        found += words[at : at + 1] if not size or whole else [_STATES[words[at : at + size]]]
        at += size if size and not whole else 1
    return tuple(found)


def _without_legal(words: tuple[str, ...]) -> tuple[str, ...]:
    words = tuple(word for word in words if word != "and")
    while len(words) > 1 and words[-1] in _LEGAL:
        words = words[:-1]
    return words


def _suffix(word: str) -> str:
    return {"junior": "jr", "senior": "sr"}.get(word, word)


def given_may_be(one: str, other: str) -> bool:
    """Tell whether two given names may be the same one's: `Bill` and `William`, `J` and `Jane`."""
    if one == other:
        return True
    if min(len(one), len(other)) == 1:
        return one[0] == other[0]
    return not _GIVEN.get(one, frozenset((one,))).isdisjoint(_GIVEN.get(other, frozenset((other,))))


def is_same_person(one: Name, other: Name) -> bool:
    """Tell whether two names of at least two words may be one person's, whatever their middle names."""
    if (
        len(one.words) < 2
        or len(other.words) < 2
        or (one.suffix and other.suffix and one.suffix != other.suffix)
    ):
        return False
    if one.words == other.words:
        return True
    same_last = one.words[-1] == other.words[-1]
    return same_last and given_may_be(one.words[0], other.words[0]) and _middle_may_be(one, other)


def _middle_may_be(one: Name, other: Name) -> bool:
    middle, others = one.words[1:-1], other.words[1:-1]
    return not middle or not others or all(given_may_be(*pair) for pair in zip(middle, others, strict=False))


def is_short_body(short: Name, full: Name) -> bool:
    """Tell whether a name is another without its trade: `Quay` of `Quay Computers`."""
    words = full.words
    if len(short.words) >= len(words) or words[: len(short.words)] != short.words:
        return False
    return all(word in _TRADES or word in _LEGAL for word in words[len(short.words) :])


def without_trade(name: Name) -> tuple[str, ...]:
    """Return a name's words without trades at its end: `quay` of `quay motors`."""
    words = name.words
    while len(words) > 1 and is_trade(words[-1]):
        words = words[:-1]
    return words


def letters_of(name: Name) -> tuple[str, ...]:
    """Return the letters that a person's given name may begin with: `b` and `w` of `bill`."""
    given = name.words[0]
    return tuple(sorted({one[0] for one in (given, *_GIVEN.get(given, ()))}))


def is_trade(word: str) -> bool:
    """Tell whether a word says what a body does or is in law: `Motors`, `Inc`."""
    return word.casefold().rstrip(".") in _TRADES | _LEGAL


def is_regional(one: Name, other: Name) -> bool:
    """Tell whether names differ by a state before one of them: `us air guard`, `air guard`."""
    short, full = sorted((one.words, other.words), key=len)
    return len(short) > 1 and len(full) == len(short) + 1 and full[1:] == short and (full[0],) in _STATES


def is_acronym(short: Name, full: Name) -> bool:
    """Tell whether a name has the initials of another: `wpb` of `wend port board`."""
    return short.acronym and len(full.words) > 1 and short.key in initials_of(full)


def initials_of(name: Name) -> tuple[str, ...]:
    """Return the initials of a name, without and with those of words such as `of`."""
    return tuple(dict.fromkeys((initials(name.words), "".join(word[0] for word in name.words))))


def without_state(name: Name) -> tuple[str, ...]:
    """Return a name's words without a state before them: `air guard` of `us air guard`."""
    return name.words[1:] if len(name.words) > 2 and name.words[:1] in _STATES else name.words


def are_alike(one: Name, other: Name) -> bool:
    """Tell whether most words of two names are the same, or spelled in two ways: `harbour`, `harbor`."""
    common = sum(any(_same_word(word, it) for it in other.words) for word in one.words)
    return 2 * common > len(one.words) + len(other.words) - common


def _same_word(one: str, other: str) -> bool:
    return one == other or (min(len(one), len(other)) > _STEM and one[:_STEM] == other[:_STEM])


def is_form_of_person(short: Name, fullest: Name) -> bool:
    """Tell whether a name that an article has for a person goes with the fullest one."""
    return is_same_person(short, fullest) or (len(short.words) == 1 and short.words[0] in fullest.words)


def is_form_of_body(short: Name, fullest: Name) -> bool:
    """Tell whether an article's name for a body goes with the fullest one; `the House` alone is any house."""
    if short.acronym:
        return short.key[0] in {word[0] for word in fullest.words}
    if len(short.words) == 1:
        is_common = head_kind(short.key) is not None or short.written in JOINING
        return not is_common and fullest.words[0].startswith(short.key)
    begins = fullest.words[: len(short.words)] == short.words
    return begins or is_regional(short, fullest) or are_alike(short, fullest)
