"""How a command runs: errors in one line, a traceback with `--debug`, Ctrl-C without one."""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

import click

from claimwire.cli.rows import printable
from claimwire.errors import ClaimwireError

R = TypeVar("R")
_INTERRUPTED = 130
_OF_THE_DESK = frozenset(
    {"aiosmtplib", "alembic", "fastapi", "psycopg", "sqlalchemy", "starlette", "uvicorn"}
)


def run(main: Coroutine[Any, Any, R]) -> R:
    """Run a command's coroutine to its end in a new event loop."""
    return asyncio.run(main)


def report(line: str) -> None:
    """Tell people something in one line, beside the output."""
    click.echo(f"claimwire: {printable(line)}", err=True)


class CommandGroup(click.Group):
    """A click group that shows a `ClaimwireError` in one line and ends with status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; without `--debug`, an error that a user can understand is one line."""
        try:
            return super().invoke(ctx)
        except ClaimwireError as error:
            if ctx.params.get("debug"):
                raise
            report(str(error))
            ctx.exit(1)
        except ModuleNotFoundError as error:
            if ctx.params.get("debug") or (error.name or "").startswith("claimwire"):
                raise
            extra = "desk" if error.name in _OF_THE_DESK else "worker"
            report(f"{error.name} is not installed: run pip install 'claimwire[{extra}]'")
            ctx.exit(1)
        except (KeyboardInterrupt, asyncio.CancelledError):
            ctx.exit(_INTERRUPTED)
