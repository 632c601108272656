"""The gold articles' entities, claimants and claims: `NAME.claims.json` beside the attributions."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import AwareDatetime, Field, model_validator

from claimwire_schemas.claims import Bound, Certainty, ClaimType, Day, Stance
from claimwire_schemas.entities import EntityKind, Resolution
from claimwire_schemas.message import Value
from tests.eval.corpus import BETWEEN, GOLD, located

Place = tuple[int, int]
Form = Literal["proposition", "quotation", "report", "none"]
"""How a claim is worded; `none` where nothing is claimed, as by speech withheld."""

Worth = Annotated[int, Field(ge=0, le=3)]
"""From 0, what nobody would check or follow, to 3, what a fact-checker would check first."""


class NotedTime(Value):
    """A time, by its words; `last_day` is left out where it is the first."""

    text: str
    first_day: Day | None
    last_day: Day | None = None

    @property
    def days(self) -> tuple[Day | None, Day | None]:
        """The first and the last day."""
        return self.first_day, self.last_day if "last_day" in self.model_fields_set else self.first_day


class NotedQuantity(Value):
    """A number, by its words with the unit; `high` is left out where it is `low`."""

    text: str
    low: float
    high: float | None = None
    bound: Bound = "exactly"
    unit: str | None = None
    counted: str | None = None


class NotedEntity(Value):
    """An entity; a mention is every occurrence of its words, or those of one paragraph: `["He", 4]`."""

    name: str
    kind: EntityKind
    role: str | None = None
    affiliation: str | None = None
    mentions: tuple[str | tuple[str, int], ...]


class NotedClaim(Value):
    """The claim of one note, by its place among those of the article's attributions; entities are named."""

    attribution: int
    claimant: str | None
    resolution: Resolution
    chain: tuple[str, ...] = ()
    stance: Stance | None
    accused: str | None = None
    type: ClaimType = "event"
    negated: bool = False
    certainty: Certainty = "certain"
    medium: str | None = None
    said: NotedTime | None = None
    quantities: tuple[NotedQuantity, ...] = ()
    times: tuple[NotedTime, ...] = ()
    form: Form
    texts: tuple[str, ...]
    splits: tuple[str, ...] = ()
    worth: Worth

    @model_validator(mode="after")
    def _worded(self) -> Self:
        if (self.form == "none") == bool(self.texts) or (self.splits and not self.texts):
            raise ValueError(f"attribution {self.attribution}: no texts go with form none, and only with it")
        return self


class NotedOwn(Value):
    """A sentence of the outlet's own that should become a claim, and how that may be worded."""

    sentence: str
    texts: Annotated[tuple[str, ...], Field(min_length=1)]
    type: ClaimType
    worth: Worth


class Notes(Value):
    """A `.claims.json`: when the article was published, and what is in it."""

    published: AwareDatetime
    entities: tuple[NotedEntity, ...]
    claims: tuple[NotedClaim, ...]
    outlet: tuple[str, ...]
    own: tuple[NotedOwn, ...]


@dataclass(frozen=True)
class GoldClaim:
    """A noted claim, the attribution that it belongs to, and the places of its quantities and times."""

    note: NotedClaim
    attribution: dict[str, Any]
    quantities: tuple[Place, ...]
    times: tuple[Place, ...]


@dataclass(frozen=True)
class GoldArticle:
    """An article with its notes found in its text."""

    name: str
    text: str
    notes: Notes
    mentions: dict[str, tuple[Place, ...]]
    """By the entity's name, in order of the text."""

    claims: tuple[GoldClaim, ...]
    outlet: tuple[Place, ...]
    own: tuple[Place, ...]


@dataclass(frozen=True)
class GoldClaims:
    """The articles that have notes of claims, and the digest of the notes and of what they refer to."""

    articles: tuple[GoldArticle, ...]
    digest: str


def read_gold_claims(folder: Path = GOLD) -> GoldClaims:
    """Read the notes of a folder.

    Raises `ValueError` for a note that is not as it should be: words that are not in the text, a name that
    is no entity's, an attribution without its claim.
    """
    files = sorted(folder.glob("*.claims.json"))
    articles = tuple(_article(path) for path in files)
    read = [(one.text, [claim.attribution for claim in one.claims]) for one in articles]
    known = json.dumps([read, [path.read_text("utf-8") for path in files]])
    return GoldClaims(articles, sha256(known.encode()).hexdigest())


def _article(path: Path) -> GoldArticle:
    name = path.name.removesuffix(".claims.json")
    text = path.with_name(f"{name}.txt").read_text("utf-8").rstrip("\n")
    noted = json.loads(path.with_name(f"{name}.json").read_text("utf-8"))
    attributions = located(text, (one for one in noted if "invented" not in one))
    notes = Notes.model_validate_json(path.read_text("utf-8"))
    _check(name, notes, len(attributions))
    claims = (_claim(text, note, one) for note, one in zip(notes.claims, attributions, strict=True))
    return GoldArticle(
        name,
        text,
        notes,
        mentions_in(text, notes.entities),
        tuple(claims),
        tuple(_places(text, notes.outlet)),
        tuple(_places(text, (one.sentence for one in notes.own))),
    )


def _check(name: str, notes: Notes, attributions: int) -> None:
    if [one.attribution for one in notes.claims] != list(range(attributions)):
        raise ValueError(f"{name}: each of the {attributions} attributions needs its claim, in their order")
    names = [entity.name for entity in notes.entities]
    used = {who for one in notes.claims for who in (one.claimant, one.accused, *one.chain) if who}
    if len(names) != len(set(names)) or used - set(names):
        raise ValueError(f"{name}: entities named twice, or none of these: {used - set(names)}")


def _claim(text: str, note: NotedClaim, attribution: dict[str, Any]) -> GoldClaim:
    def places(words: Iterable[str]) -> tuple[Place, ...]:
        return tuple(_places(text, words, within=attribution["content"]))

    quantities = places(one.text for one in note.quantities)
    return GoldClaim(note, attribution, quantities, places(one.text for one in note.times))


def _places(text: str, words: Iterable[str], within: Sequence[Place] | None = None) -> Iterator[Place]:
    """Give the place of each of some words, one after the other in the order of the text."""
    least = 0
    for one in words:
        parts = within or [(0, len(text))]
        found = (place for part in parts for place in _occurrences(text, one, part) if place[0] >= least)
        place = next(found, None)
        if place is None:
            raise ValueError(f"substring not found: {one!r}")
        least = place[1]
        yield place


def mentions_in(text: str, entities: Iterable[NotedEntity]) -> dict[str, tuple[Place, ...]]:
    """Return the places of each entity's mentions; of two forms of it that overlap, the longer stands."""
    return {entity.name: _mentions(text, entity) for entity in entities}


def _mentions(text: str, entity: NotedEntity) -> tuple[Place, ...]:
    found: set[Place] = set()
    for mention in entity.mentions:
        words, part = (mention, (0, len(text))) if isinstance(mention, str) else _in_paragraph(text, *mention)
        places = set(_occurrences(text, words, part))
        if not places:
            raise ValueError(f"substring not found: {words!r}")
        found |= places
    return tuple(sorted(one for one in found if not any(_inside(one, other) for other in found)))


def _in_paragraph(text: str, words: str, paragraph: int) -> tuple[str, Place]:
    breaks = [0, *(match.end() for match in re.finditer(r"\n\n", text)), len(text)]
    return words, list(pairwise(breaks))[paragraph]


def _inside(one: Place, other: Place) -> bool:
    return one != other and other[0] <= one[0] and one[1] <= other[1]


def _occurrences(text: str, words: str, part: Place) -> Iterator[Place]:
    for match in re.compile(rf"{BETWEEN}{re.escape(words)}{BETWEEN}").finditer(text, *part):
        yield match.span()
