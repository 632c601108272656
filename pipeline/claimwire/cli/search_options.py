"""Options of searches: the API's filters on the command line, made from the record that has them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar, get_args

import click
from pydantic import ValidationError

from claimwire.cli.times import TimeType
from claimwire.errors import InputError
from claimwire.store import Search
from claimwire_schemas import CLAIM_TYPES, STANCES, Certainty

Command = TypeVar("Command", bound=Callable[..., Any])
_CHOICES: dict[str, tuple[str, ...]] = {
    "stance": STANCES,
    "type": CLAIM_TYPES,
    "certainty": get_args(Certainty),
}
_TIMES = frozenset({"published_from", "published_until", "seen_from", "seen_until"})
_SHARES = frozenset({"min_confidence", "min_worth"})
_SEVERAL = frozenset({*_CHOICES, "language"})


def search_options(command: Command) -> Command:
    """Give a command an option for each filter; words are arguments of its own."""
    for name in reversed([name for name in Search.model_fields if name != "q"]):
        command = _option(name)(command)
    return command


def search_of(words: tuple[str, ...], given: dict[str, Any]) -> Search:
    """Return the search of words and options; raises `InputError`."""
    fields = {name: value for name, value in given.items() if value not in (None, ())}
    try:
        return Search.model_validate(fields | ({"q": " ".join(words)} if words else {}), strict=False)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = str(first["loc"][0])
        option = "WORDS" if name == "q" else f"--{name.replace('_', '-')}"
        raise InputError(f"{option}: {first['msg']}") from None


def _option(name: str) -> Callable[[Command], Command]:
    field = Search.model_fields[name]
    option, told = f"--{name.replace('_', '-')}", field.description or ""
    if name == "superseded":
        return click.option(option, is_flag=True, help=told)
    kind: Any = str
    if name in _CHOICES:
        kind = click.Choice(_CHOICES[name])
    elif name in _TIMES:
        kind = TimeType()
    elif name in _SHARES:
        kind = click.FloatRange(0, 1)
    metavar = name.upper() if name in _CHOICES else None
    return click.option(
        option, name, type=kind, multiple=name in _SEVERAL, metavar=metavar, help=told.replace("`", "")
    )
