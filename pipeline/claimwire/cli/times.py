"""Times on the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import click

_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def time_of(text: str) -> datetime:
    """Return a time as ISO 8601, UTC where no zone is given; raises `ValueError`."""
    at = datetime.fromisoformat(text)
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class TimeType(click.ParamType):
    """A time as ISO 8601, UTC where no zone is given; `beginning` is before all."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time."""
        if isinstance(value, datetime):
            return value
        try:
            return _BEGINNING if value == "beginning" else time_of(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time such as 2026-03-04T09:30Z", param, ctx)
