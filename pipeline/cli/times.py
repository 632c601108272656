"""Times on the command line."""

from __future__ import annotations

from datetime import UTC, datetime

import click

BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


class TimeType(click.ParamType):
    """A time as ISO 8601, UTC where no zone is given; `beginning` is before all."""

    name = "time"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> datetime:
        """Return the time."""
        if isinstance(value, datetime):
            return value
        try:
            at = BEGINNING if value == "beginning" else datetime.fromisoformat(str(value))
        except ValueError:
            self.fail(f"{value!r} is no time such as 2026-03-04T09:30Z", param, ctx)
        return at if at.tzinfo else at.replace(tzinfo=UTC)
