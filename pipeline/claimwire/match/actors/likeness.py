"""Likeness: how strongly names speak for a sighting being of an actor."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from itertools import product

from claimwire.match.actors.actor import names_of, offices_of, usual_names_of
from claimwire.match.actors.names import (
    Name,
    are_alike,
    is_acronym,
    is_regional,
    is_same_person,
    is_short_body,
)
from claimwire.match.actors.sightings import Sighting
from claimwire_schemas import Actor


class Strength(IntEnum):
    """What speaks for a join; the stronger first."""

    LISTED = 7
    """A list of known actors has the name."""

    NAME = 6
    """The same full name."""

    SHARED = 5
    """A name in common, and fuller names that may be one's."""

    ACRONYM = 4
    """The one has the other's initials, or a short name that is not its usual one."""

    SHORT = 3
    """The one is the other without its trade or state, or a person's last name alone."""

    ALONE = 2
    """A last name alone, of which no more is known."""

    OFFICE = 1
    """Only an office, of which the actor was said before."""


def strength(sighting: Sighting, actor: Actor) -> Strength | None:
    """Return how strongly names speak for a sighting being of an actor; None if they speak against it."""
    forms = [one.name for one in sighting.forms if one.name.key not in actor.split_off]
    names = names_of(actor)
    if not forms:
        return Strength.OFFICE if not sighting.forms and _holds_office(sighting, actor) else None
    if actor.known and any(one.key == name.key for one, name in product(forms, names)):
        return Strength.LISTED
    if sighting.sort != actor.sort:
        return _across(forms, names)
    usual = usual_names_of(actor)
    if sighting.sort == "body" and sighting.usual in usual and sighting.usual in forms[1:]:
        return Strength.SHARED
    return _person(forms, names, usual) if sighting.sort == "person" else _body(forms, names, usual)


def _holds_office(sighting: Sighting, actor: Actor) -> bool:
    return sighting.office is not None and sighting.office in offices_of(actor)


def _across(forms: Sequence[Name], names: Sequence[Name]) -> Strength | None:
    """A tag may take a lone name of a person's for a body's, or the other way round."""
    alone = len(forms) == 1 and len(forms[0].words) == 1
    return Strength.SHORT if alone and any(forms[0].words == one.words for one in names) else None


def _person(forms: Sequence[Name], names: Sequence[Name], usual: Sequence[Name]) -> Strength | None:
    full = [one for one in forms if len(one.words) > 1]
    others = [one for one in names if len(one.words) > 1]
    if full and others:
        differs = any(not is_same_person(full[0], one) for one in usual if len(one.words) > 1)
        return (
            Strength.NAME
            if not differs and any(is_same_person(*it) for it in product(full, others))
            else None
        )
    if not full and not others:
        return Strength.ALONE if any(one.words == it.words for one, it in product(forms, names)) else None
    last, alone = full or others, names if full else forms
    return Strength.SHORT if any(one.words[-1:] == it.words for one, it in product(last, alone)) else None


def _body(forms: Sequence[Name], names: Sequence[Name], usual: Sequence[Name]) -> Strength | None:
    fullest = forms[0]
    if any(fullest.words == one.words for one in names if len(one.words) > 1 or one in usual):
        return Strength.NAME
    shared = any(one.words == it.words for one, it in product(forms, names))
    if shared and len(fullest.words) > 1 and any(_may_be_one(fullest, one) for one in names):
        return Strength.SHARED
    acronyms = (is_acronym(one, it) or is_acronym(it, one) for one, it in product(forms, names))
    if ((shared and len(fullest.words) == 1) or any(acronyms)) and not _conflict(fullest, names):
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
    """Tell whether either name begins the other, by at least two words, or is it without trade or state."""
    short, full = sorted((fullest, other), key=lambda one: len(one.words))
    begins = len(short.words) > 1 and full.words[: len(short.words)] == short.words
    return begins or short.words == full.words or is_short_body(short, full) or is_regional(fullest, other)


def _conflict(fullest: Name, names: Iterable[Name]) -> bool:
    full = [one for one in names if len(one.words) > 1]
    return len(fullest.words) > 1 and bool(full) and not any(_is_part(fullest, one) for one in full)
