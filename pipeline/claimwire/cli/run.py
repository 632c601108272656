"""How commands run: one line per error, a traceback only with `--debug`, quiet on Ctrl-C."""

from __future__ import annotations

import asyncio
import errno
import os
import sys
from collections.abc import Coroutine, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeVar

import click
import orjson

from claimwire.cli.rows import printable
from claimwire.errors import ClaimwireError
from claimwire.settings import Settings

R = TypeVar("R")
_INTERRUPTED = 130
_NOT_WRITTEN = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
_OF_THE_DESK = frozenset(
    {"aiosmtplib", "alembic", "fastapi", "psycopg", "sqlalchemy", "starlette", "uvicorn"}
)


def run(main: Coroutine[Any, Any, R]) -> R:
    """Run a command's coroutine in a new event loop."""
    return asyncio.run(main)


def report(line: str, *, level: str = "info") -> None:
    """Print one line for people to standard error."""
    click.echo(told(line, level=level), err=True)


def warn(line: str) -> None:
    """Print one line about an input that is left out, or something that is tried again."""
    report(line, level="warning")


def told(line: str, *, level: str) -> str:
    """Return a line for standard error: for people, or a record where `log_format` asks for JSON.

    A terminal shows the line for people in any case: `docker compose exec` has the settings of the service.
    """
    if _log_format() != "json" or sys.stderr.isatty():
        return f"claimwire: {printable(line)}"
    now = datetime.now(UTC).isoformat().replace("+00:00", "Z")
    record = {"event": printable(line), "level": level, "logger": "claimwire.cli", "timestamp": now}
    return orjson.dumps(record).decode()


def _log_format() -> str | None:
    """Return the setting; without settings, whose error is to be told, what the environment asks for."""
    context = click.get_current_context(silent=True)
    settings = context.find_object(Settings) if context else None
    return settings.log_format if settings else os.environ.get("CLAIMWIRE_LOG_FORMAT")


def invite(paths: Sequence[str]) -> None:
    """Say how to end standard input, if it is a terminal and one of the paths."""
    if "-" in paths and sys.stdin.isatty():
        report("reading from the terminal: paste the text, then press Ctrl-D on a line of its own")


class CommandGroup(click.Group):
    """A click group that shows a `ClaimwireError` in one line and ends with status 1."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command. Without `--debug`, a `ClaimwireError` is one line."""
        try:
            return super().invoke(ctx)
        except ClaimwireError as error:
            if ctx.find_root().params.get("debug"):
                raise
            report(str(error), level="error")
            ctx.exit(1)
        except ModuleNotFoundError as error:
            if ctx.find_root().params.get("debug") or (error.name or "").startswith("claimwire"):
                raise
            extra = "desk" if error.name in _OF_THE_DESK else "worker"
            report(f"{error.name} is not installed: run pip install 'claimwire[{extra}]'", level="error")
            ctx.exit(1)
        except BrokenPipeError:
            # The reader closed the pipe.
            drop_output()
            ctx.exit(0)
        except (KeyboardInterrupt, asyncio.CancelledError):
            ctx.exit(_INTERRUPTED)

    def main(self, *args: Any, **extra: Any) -> Any:
        """Run to the end. A full disk is one error line; a closed pipe is no error."""
        try:
            return super().main(*args, **extra)
        except OSError as error:
            if error.errno not in _NOT_WRITTEN or "--debug" in sys.argv:
                raise
            drop_output()
            report(f"cannot write: {(error.strerror or str(error)).lower()}", level="error")
            sys.exit(1)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 # click's
        """Write the commands' summaries whole; click's own are cut to a line."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, one.get_short_help_str(1000)) for name, one in self.commands.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; suggest similar names for an unknown one."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            alike = get_close_matches(args[0], self.list_commands(ctx), n=3, cutoff=0.6)
            if not alike:
                raise
            names = " or ".join(alike)
            raise click.UsageError(f"No such command {args[0]!r}. Did you mean {names}?", ctx) from None


def drop_output() -> None:
    """Discard unwritten output, which Python would otherwise fail to flush at exit."""
    with suppress(OSError), Path(os.devnull).open("wb") as nowhere:  # a test's output is no file
        os.dup2(nowhere.fileno(), sys.stdout.fileno())
