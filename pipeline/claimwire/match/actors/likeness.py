"""Likeness: how strongly names speak for a sighting being of an actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import product

from claimwire.match.actors.actor import names_of, offices_of
from claimwire.match.actors.names import (
    Name,
    are_alike,
    is_acronym,
    is_regional,
    is_same_person,
    is_short_body,
)
from claimwire.match.actors.sightings import Form, Sighting
from claimwire_schemas import Actor


class Strength(IntEnum):
    """What speaks for a join; the stronger first."""

    LISTED = 6
    """A list of known actors has the name."""

    NAME = 5
    """The same full name."""

    SHARED = 4
    """A name in common, and fuller names that may be one's."""

    ACRONYM = 3
    """The one has the other's initials."""

    SHORT = 2
    """The one is the other without its trade or state, or a person's last name alone."""

    OFFICE = 1
    """Only an office, of which the actor was said before."""


def strength(sighting: Sighting, actor: Actor) -> Strength | None:
    """Return how strongly names speak for a sighting being of an actor; None if they speak against it."""
    forms = [one for one in sighting.forms if one.name.key not in actor.split_off]
    names = names_of(actor)
    if not forms:
        return Strength.OFFICE if not sighting.forms and _holds_office(sighting, actor) else None
    if actor.known and any(one.name.key == name.key for one, name in product(forms, names)):
        return Strength.LISTED
    if sighting.sort != actor.sort:
        return _across(forms, names)
    return _person(forms, names) if sighting.sort == "person" else _body(forms, names)


def _holds_office(sighting: Sighting, actor: Actor) -> bool:
    return sighting.office is not None and sighting.office in offices_of(actor)


def _across(forms: Sequence[Form], names: Sequence[Name]) -> Strength | None:
    """A tag may take a lone name of a person's for a body's, or the other way round."""
    alone = len(forms) == 1 and len(forms[0].name.words) == 1
    return Strength.SHORT if alone and any(forms[0].name.words == one.words for one in names) else None


def _person(forms: Sequence[Form], names: Sequence[Name]) -> Strength | None:
    full = [one.name for one in forms if len(one.name.words) > 1]
    others = [one for one in names if len(one.words) > 1]
    if full and others:
        return Strength.NAME if any(is_same_person(*pair) for pair in product(full, others)) else None
    if not full and not others:
        return (
            Strength.SHARED if any(one.name.words == it.words for one, it in product(forms, names)) else None
        )
    last, alone = full or others, [one.name for one in forms] if not full else list(names)
    return Strength.SHORT if any(one.words[-1:] == it.words for one, it in product(last, alone)) else None


def _body(forms: Sequence[Form], names: Sequence[Name]) -> Strength | None:
    fullest = forms[0].name
    if any(fullest.words == one.words for one in names):
        return Strength.NAME
    shared = any(one.name.words == it.words for one, it in product(forms, names))
    if shared and any(_may_be_one(fullest, one) for one in names if len(one.words) > 1 or not one.acronym):
        return Strength.SHARED
    acronyms = (is_acronym(one.name, it) or is_acronym(it, one.name) for one, it in product(forms, names))
    if any(acronyms) and not _conflict(fullest, names):
        return Strength.ACRONYM
    if any(
        is_short_body(fullest, it) or is_short_body(it, fullest) or is_regional(fullest, it) for it in names
    ):
        return Strength.SHORT
    return None


def _may_be_one(fullest: Name, other: Name) -> bool:
    """Tell whether full names that have a short one in common may be one's."""
    return _is_part(fullest, other) or is_acronym(fullest, other) or are_alike(fullest, other)


def _is_part(fullest: Name, other: Name) -> bool:
    """Tell whether either name begins the other, or is it without a state."""
    short, full = sorted((fullest.words, other.words), key=len)
    return full[: len(short)] == short or is_regional(fullest, other)


def _conflict(fullest: Name, names: Iterable[Name]) -> bool:
    full = [one for one in names if len(one.words) > 1]
    return len(fullest.words) > 1 and bool(full) and not any(_is_part(fullest, one) for one in full)
