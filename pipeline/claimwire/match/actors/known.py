"""Known people and bodies, from a list in CSV: it says what their names are, and wins over rules."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID, uuid5

from claimwire.entities.nouns import given_gender, head_kind
from claimwire.errors import InputError
from claimwire.match.actors.actor import name_of, shown, uncounted
from claimwire.match.actors.names import is_trade
from claimwire_schemas import Actor, ActorName, ActorSort, EntityKind
from claimwire_schemas.ids import NAMESPACE

MOST_BYTES = 64 * 1024 * 1024
_MOST_NAMES = 64
_MOST_CHARACTERS = 120
_COLUMNS = frozenset(("id", "names"))
_OTHERS = frozenset(("wikidata", "kind"))
_KINDS: dict[str, tuple[ActorSort, EntityKind]] = {
    "person": ("person", "person"),
    "organization": ("body", "organization"),
    "government": ("body", "government"),
    "armed_or_political_group": ("body", "armed_or_political_group"),
    "outlet": ("body", "outlet"),
}
_WIKIDATA = re.compile(r"Q[1-9][0-9]{0,11}")


def read_known(data: bytes, *, name: str, at: datetime) -> list[Actor]:
    """Return the actors of a list with the columns `id`, `names` by `|`, and maybe `wikidata` and `kind`.

    A kind that is not given is told by the first name. Raises `InputError` with the line of what is wrong.
    """
    if len(data) > MOST_BYTES:
        raise InputError(f"{name}: {len(data):,} bytes; a list may have {MOST_BYTES:,}")
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""), strict=True)
        columns = frozenset(reader.fieldnames or ())
        if not columns >= _COLUMNS or columns - _COLUMNS - _OTHERS:
            raise InputError(f"{name}: its first line must be id,names,wikidata or id,names,wikidata,kind")
        return list(_actors(reader, name, at))
    except UnicodeDecodeError:
        raise InputError(f"{name}: it is not UTF-8") from None
    except csv.Error as error:
        raise InputError(f"{name}: it is no CSV: {error}") from None


def _actors(reader: csv.DictReader[str], name: str, at: datetime) -> Iterator[Actor]:
    seen = set[str]()
    for row in reader:
        where = f"{name}, line {reader.line_num}"
        if None in row or None in row.values():
            raise InputError(f"{where}: it has not as many cells as the first line")
        actor = _actor(row, where, at)
        if actor.actor_id in seen:
            raise InputError(f"{where}: the id {row['id']!r} is there twice")
        seen.add(actor.actor_id)
        yield actor


def _actor(row: dict[str, str], where: str, at: datetime) -> Actor:
    names = tuple(dict.fromkeys(" ".join(one.split()) for one in row["names"].split("|") if one.strip()))
    sort, kind = _kind(row.get("kind", "").strip(), names, where)
    wikidata = row.get("wikidata", "").strip() or None
    if not row["id"].strip():
        raise InputError(f"{where}: it has no id")
    if not names or len(names) > _MOST_NAMES or max(map(len, names)) > _MOST_CHARACTERS:
        raise InputError(f"{where}: 1 to {_MOST_NAMES} names of up to {_MOST_CHARACTERS} characters, by |")
    if not all(_is_name(one, sort) for one in names):
        raise InputError(f"{where}: {next(one for one in names if not _is_name(one, sort))!r} is no name")
    if wikidata is not None and not _WIKIDATA.fullmatch(wikidata):
        raise InputError(f"{where}: {wikidata[:40]!r} is no Wikidata id, such as Q42")
    called = tuple(ActorName(name=one, mentions=0) for one in names)
    actor = uncounted(_id(row["id"].strip()), sort, called, kind=kind, at=at)
    name = shown(called, sort) if sort == "person" else names[0]
    return actor.model_copy(update={"name": name, "known": True, "wikidata": wikidata})


def _is_name(name: str, sort: ActorSort) -> bool:
    return name.isprintable() and name_of(name, sort) is not None


def _kind(told: str, names: tuple[str, ...], where: str) -> tuple[ActorSort, EntityKind]:
    if told and told not in _KINDS:
        raise InputError(f"{where}: {told[:40]!r} is no kind: {', '.join(_KINDS)}")
    return _KINDS[told or ("person" if names and _is_person(names[0].split()) else "organization")]


def _is_person(words: Sequence[str]) -> bool:
    """Tell whether a name is more likely a person's: by its given name, or as two words without a trade."""
    of_two = len(words) == 2 and head_kind(words[-1]) is None and not is_trade(words[-1])
    return given_gender(words[0]) is not None or of_two


def _id(told: str) -> str:
    """Return an actor's own id, or the one that is made of an id of the list's."""
    try:
        return str(UUID(told))
    except ValueError:
        return str(uuid5(NAMESPACE, f"known actor\n{told}"))


def listed(known: Actor, old: Actor | None) -> Actor:
    """Return an actor as the list has it, with what articles have told of it."""
    if old is None:
        return known
    counted = {one.name: one.mentions for one in old.names}
    names = tuple(ActorName(name=one.name, mentions=counted.get(one.name, 0)) for one in known.names)
    told = {"names": names, "name": known.name, "sort": known.sort, "known": True, "wikidata": known.wikidata}
    return old.model_copy(update=told | ({} if old.kinds else {"kind": known.kind}))
