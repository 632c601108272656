"""Options that several commands share, so that one name means one thing."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from pydantic import SecretStr

from claimwire.cli.times import TimeType
from claimwire.settings import SUFFIX, Settings

if TYPE_CHECKING:
    from claimwire.store import Store

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object per line.")
until_option = click.option("--until", type=TimeType(), help="Only before this time.")


def _allow_private(ctx: click.Context, _: click.Parameter, given: bool) -> None:  # noqa: FBT001 # click's
    if given:
        ctx.obj = ctx.obj.model_copy(update={"allow_private": True, "alert_allow_private": True})


def _use_store(ctx: click.Context, _: click.Parameter, url: str | None) -> None:
    if url:
        ctx.obj = ctx.obj.model_copy(update={"store": SecretStr(url)})


@contextmanager
def opened(settings: Settings, *, read_only: bool = False, fills: bool = False) -> Iterator[Store]:
    """Give the desk's store, and close it; raises `StoreError` if it cannot be opened.

    A command that `fills` a store takes its own; others take that of `claimwire up` where it is the only one.
    """
    from claimwire.store import open_store  # noqa: PLC0415 - SQLAlchemy takes a moment, and may be missing
    from claimwire.store.places import filled_store_url, store_url  # noqa: PLC0415 - as above

    url = store_url(settings) if fills else filled_store_url(settings)
    store = open_store(url, read_only=read_only)
    try:
        yield store
    finally:
        store.close()


class SuffixType(click.ParamType):
    """A suffix of topics' names: `.next`."""

    name = "suffix"

    def convert(self, value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the suffix; raises `UsageError` for a wrong one."""
        if not re.fullmatch(SUFFIX, value):
            self.fail(f"{value!r}: give a dot, then a-z, 0-9 or hyphens, such as .next", param, ctx)
        return value


private_option = click.option(
    "--allow-private",
    is_flag=True,
    expose_value=False,
    callback=_allow_private,
    help="Allow private addresses, such as your own network's.",
)
store_option = click.option(
    "--store",
    metavar="URL",
    expose_value=False,
    callback=_use_store,
    help="The desk's database: sqlite:///PATH or postgresql://USER@HOST/DATABASE.",
)
