"""Options that several commands share, so that one name means one thing."""

from __future__ import annotations

import re

import click

from claimwire.cli.times import TimeType
from claimwire.settings import SUFFIX

json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON, one object per line.")
until_option = click.option("--until", type=TimeType(), help="Only before this time.")


def _allow_private(ctx: click.Context, _: click.Parameter, given: bool) -> None:  # noqa: FBT001 # click's
    if given:
        ctx.obj = ctx.obj.model_copy(update={"allow_private": True, "alert_allow_private": True})


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
