"""Options of searches: the API's filters on the command line, made from the record that has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click
from pydantic import ValidationError
from pydantic.fields import FieldInfo

from claimwire.cli.times import TimeType
from claimwire.errors import InputError
from claimwire.store import Search
from claimwire.store.match_search import ClusterSearch, LinkSearch
from claimwire_schemas import CLAIM_TYPES, LINK_KINDS, STANCES, Certainty, LinkTier
from claimwire_schemas.message import Value

Command = TypeVar("Command", bound=Callable[..., Any])
M = TypeVar("M", bound=Value)
_CHOICES: dict[str, tuple[str, ...]] = {
    "stance": STANCES,
    "type": CLAIM_TYPES,
    "certainty": get_args(Certainty),
    "kind": LINK_KINDS,
    "tier": get_args(LinkTier),
}
_TIMES = frozenset({"published_from", "published_until", "seen_from", "seen_until"})
_SHARES = frozenset({"min_confidence", "min_worth"})
_LONG = frozenset({"stance", "type", "certainty"})
_SEVERAL = frozenset({*_CHOICES, "language"} - {"tier"})


def search_options(command: Command) -> Command:
    """Give a command an option for each filter; words are arguments of its own."""
    return _options(Search)(command)


def link_options(command: Command) -> Command:
    """Give a command an option for each filter of links."""
    return _options(LinkSearch)(command)


def cluster_options(command: Command) -> Command:
    """Give a command an option for each filter of clusters."""
    return _options(ClusterSearch)(command)


def _options(model: type[Value]) -> Callable[[Command], Command]:
    def decorate(command: Command) -> Command:
        for name, field in reversed(model.model_fields.items()):
            command = command if name == "q" else _option(name, field)(command)
        return command

    return decorate


def search_of(words: tuple[str, ...], given: dict[str, Any]) -> Search:
    """Return the search of words and options; raises `InputError`."""
    return checked(Search, given | ({"q": " ".join(words)} if words else {}))


def checked(model: type[M], given: dict[str, Any]) -> M:
    """Return the model of options; raises `InputError`."""
    fields = {name: value for name, value in given.items() if value not in (None, ())}
    try:
        return model.model_validate(fields, strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0])
        option = "WORDS" if name == "q" else f"--{name.replace('_', '-')}"
        raise InputError(f"{option}: {first['msg']}") from None


def _option(name: str, field: FieldInfo) -> Callable[[Command], Command]:
    option, told = f"--{name.replace('_', '-')}", field.description or ""
    if field.annotation is bool:
        return click.option(option, is_flag=True, help=told)
    kind: Any = str
    if name in _CHOICES:
        kind = click.Choice(_CHOICES[name])
    elif name in _TIMES:
        kind = TimeType()
    elif name in _SHARES:
        kind = click.FloatRange(0, 1)
    elif field.annotation is int:
        kind = click.IntRange(1, 10_000)
    metavar = name.upper() if name in _LONG else None
    return click.option(
        option, name, type=kind, multiple=name in _SEVERAL, metavar=metavar, help=told.replace("`", "")
    )
