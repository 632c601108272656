"""Keys: what an actor is found by, so that few others are compared with a sighting.

An actor has `n` for each of its names, `s` for a body's names without trade or state, `i` for their initials,
`p` for a person's first letter and last name, `l` for a last name, `o` for an office.
"""

from __future__ import annotations

from collections.abc import Iterator

from claimwire.match.actors.actor import names_of, offices_of
from claimwire.match.actors.names import Name, initials_of, letters_of, without_state, without_trade
from claimwire.match.actors.sightings import Sighting
from claimwire_schemas import Actor


def keys_of_actor(actor: Actor) -> Iterator[str]:
    """Give the keys under which an actor is found."""
    for name in names_of(actor):
        yield f"n {name.key}"
        yield from _of_person(name) if actor.sort == "person" else _of_body(name)
    yield from (f"o {office}" for office in offices_of(actor))


def _of_person(name: Name) -> Iterator[str]:
    if len(name.words) > 1:
        yield f"l {name.words[-1]}"
        yield from (f"p {letter} {name.words[-1]}" for letter in letters_of(name))


def _of_body(name: Name) -> Iterator[str]:
    for words in (without_state(name), without_trade(name)):
        if words != name.words:
            yield f"s {' '.join(words)}"
    if len(name.words) > 1:
        yield from (f"i {short}" for short in initials_of(name))


def keys_of_sighting(sighting: Sighting) -> Iterator[str]:
    """Give the keys under which a sighting's actor may be found."""
    for form in sighting.forms:
        yield f"n {form.name.key}"
        yield from _for_person(form.name) if sighting.sort == "person" else _for_body(form.name)
    if sighting.forms and len(sighting.fullest.words) == 1:
        yield f"l {sighting.fullest.key}"
    if not sighting.forms:
        yield f"o {sighting.office}"


def _for_person(name: Name) -> Iterator[str]:
    if len(name.words) > 1:
        yield f"n {name.words[-1]}"
        yield from (f"p {letter} {name.words[-1]}" for letter in letters_of(name))


def _for_body(name: Name) -> Iterator[str]:
    yield f"s {name.key}"
    yield from (f"n {' '.join(words)}" for words in (without_state(name), without_trade(name)))
    if name.acronym:
        yield f"i {name.key}"
    if len(name.words) > 1:
        yield from (f"n {short}" for short in initials_of(name))
