"""What an agency's item says of its own use: whether it may be published, and from when on."""

from __future__ import annotations

from datetime import UTC, datetime


def not_for_use(status: str | None, embargo: str | None, *, now: datetime) -> str | None:
    """Return why an item must not be published at `now`; None where it may.

    A time that cannot be read keeps it back: whoever writes one does not want it out.
    """
    status = (status or "usable").strip().rpartition(":")[2].rpartition("/")[2].lower()
    if status != "usable":
        return f"its publishing status is {status[:40]}"
    if not embargo or not embargo.strip():
        return None
    try:
        until = datetime.fromisoformat(embargo.strip())
        until = until if until.tzinfo else until.replace(tzinfo=UTC)
        return f"under embargo until {until.isoformat()}" if until > now else None
    except (ValueError, OverflowError):
        return f"under embargo until a time that cannot be read: {embargo.strip()[:40]}"
