"""What common nouns and capital words stand for: people, offices, bodies, papers, countries. From data."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Literal

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.english.inflection import base
from claimwire_schemas import EntityKind

Gender = Literal["male", "female"]


class _Nouns(TypedDict):
    kinds: dict[EntityKind, list[str]]
    generic: dict[str, list[EntityKind]]
    male: list[str]
    female: list[str]
    offices: list[str]
    people: list[str]
    plural: list[str]
    nobody: list[str]
    function_words: list[str]
    prepositions: list[str]
    epithets: list[str]
    determiners: dict[str, list[str]]
    participles: list[str]
    trades: list[str]
    companies: list[str]
    makers: list[str]
    kin: list[str]


class _Words(TypedDict):
    titles: dict[str, list[str]]
    organization: list[str]
    government: list[str]
    armed_or_political_group: list[str]
    outlet: list[str]
    place: list[str]
    joining: list[str]
    post_nominals: list[str]
    particles: list[str]
    openers: list[str]
    metonyms: dict[str, str]
    calendar: list[str]
    place_first: list[str]
    months: list[str]


class _Country(TypedDict):
    capitals: list[str]
    demonyms: list[str]


class _Countries(TypedDict):
    peoples: list[str]
    aliases: dict[str, str]
    countries: dict[str, _Country]


_NOUNS = read_json("claimwire.entities", "nouns.json", _Nouns)
_WORDS = read_json("claimwire.entities", "name_words.json", _Words)
_COUNTRIES = read_json("claimwire.entities", "countries.json", _Countries)
_GIVEN = read_json("claimwire.entities", "given_names.json", dict[Gender, list[str]])
_KINDS: dict[str, EntityKind] = {noun: kind for kind, nouns in _NOUNS["kinds"].items() for noun in nouns}
_MALE, _FEMALE = frozenset(_NOUNS["male"]), frozenset(_NOUNS["female"])
_PLURAL = frozenset(_NOUNS["plural"])
OFFICES: frozenset[str] = frozenset(_NOUNS["offices"])
PEOPLE = frozenset(_NOUNS["people"]) | _MALE | _FEMALE | OFFICES
GENERIC: dict[str, list[EntityKind]] = _NOUNS["generic"]
"""Nouns by which a text may mean a named one that it calls something else: `the company`."""

EPITHETS: frozenset[str] = frozenset(_NOUNS["epithets"])
"""Nouns by which a text may mean a person of whom it has not said that before: `the striker`."""

DEFINITE: frozenset[str] = frozenset(_NOUNS["determiners"]["definite"])
INDEFINITE: frozenset[str] = frozenset(_NOUNS["determiners"]["indefinite"])
NOBODY: frozenset[str] = frozenset(_NOUNS["nobody"])
PARTICIPLES: frozenset[str] = frozenset(_NOUNS["participles"])
MONTHS: frozenset[str] = frozenset(_WORDS["months"])
COMPANIES: frozenset[str] = frozenset(_NOUNS["companies"])
MAKERS: frozenset[str] = frozenset(_NOUNS["makers"])
"""Nouns for a firm or a person: a name of one word is a firm’s."""

KIN: frozenset[str] = frozenset(_NOUNS["kin"])
TRADES: frozenset[str] = frozenset(_NOUNS["trades"])
"""Nouns for people by which a text mostly means a company: `the supplier`."""

FUNCTION_WORDS: frozenset[str] = frozenset(_NOUNS["function_words"])
PREPOSITIONS: frozenset[str] = frozenset(_NOUNS["prepositions"])
TITLES: dict[str, str] = {title: of for of, titles in _WORDS["titles"].items() for title in titles}
POST_NOMINALS: frozenset[str] = frozenset(_WORDS["post_nominals"])
"""What stands after a person's name and is no part of it: `KC`, in lower case."""

PARTICLES: frozenset[str] = frozenset(_WORDS["particles"])
OPENERS: frozenset[str] = frozenset(_WORDS["openers"])
CALENDAR: frozenset[str] = frozenset(_WORDS["calendar"])
JOINING: frozenset[str] = frozenset(_WORDS["joining"])
"""Words that `of` goes on from within a name, beside the heads of names: `State of`."""

PLACE_FIRST: frozenset[str] = frozenset(_WORDS["place_first"])
METONYMS: dict[str, str] = {name.casefold(): of for name, of in _WORDS["metonyms"].items()}
"""Seats and streets, and the state that is meant by them."""

_HEADS: dict[str, EntityKind] = {
    word.casefold(): kind
    for kind in ("place", "organization", "outlet", "armed_or_political_group", "government")
    for word in _WORDS[kind]
}
_GENDERS = {name: gender for gender, names in _GIVEN.items() for name in names}


@cache
def countries() -> dict[str, str]:
    """Return the country of each of its names, in lower case."""
    own = {name.casefold(): name for name in _COUNTRIES["countries"]}
    return own | {alias.casefold(): name for alias, name in _COUNTRIES["aliases"].items()}


@cache
def capitals() -> dict[str, str]:
    """Return the country of each seat of government, in lower case."""
    return {
        capital.casefold(): name
        for name, country in _COUNTRIES["countries"].items()
        for capital in country["capitals"]
    }


@cache
def demonyms() -> dict[str, str]:
    """Return the country (or, of other peoples, the word) of each adjective and noun of origin."""
    of = {
        word.casefold(): name
        for name, country in _COUNTRIES["countries"].items()
        for word in country["demonyms"]
    }
    return of | {word.casefold(): word for word in _COUNTRIES["peoples"]}


@lru_cache(maxsize=1 << 12)
def demonym_country(word: str) -> str | None:
    """Return what a word of origin is of, in either number: `Syrians` gives `Syria`."""
    lower = word.casefold().replace("’", "'")
    return demonyms().get(lower) or (demonyms().get(lower[:-1]) if lower.endswith("s") else None)


def singular(word: str) -> str:
    """Return a noun's singular, in lower case; a noun that the house knows is one."""
    lower = word.casefold()
    return lower if is_known(lower) and lower not in _PLURAL else base(lower, "NNS")


def is_plural(word: str) -> bool:
    """Whether a noun is in the plural, or means several people."""
    lower = word.casefold()
    return lower in _PLURAL or singular(lower) != lower


def noun_kind(noun: str) -> EntityKind | None:
    """Return the kind of what a singular noun means; null for people and for nouns that are not known."""
    return _KINDS.get(noun)


def is_known(noun: str) -> bool:
    """Whether a singular noun is one that an entity may be described by."""
    return noun in PEOPLE or noun in _KINDS


def noun_gender(noun: str) -> Gender | None:
    """Return the gender of a singular noun for a person."""
    return "male" if noun in _MALE else "female" if noun in _FEMALE else None


def title_gender(word: str) -> Gender | None:
    """Return the gender of a title: `Mrs`."""
    of = TITLES.get(word)
    return "male" if of == "male" else "female" if of == "female" else None


def given_gender(name: str) -> Gender | None:
    """Return the gender that a given name mostly has; null where it has none or is not known."""
    return _GENDERS.get(name)


def head_kind(word: str) -> EntityKind | None:
    """Return the kind of a name by the capital word that is its head: `Front`."""
    return _HEADS.get(word.casefold())
