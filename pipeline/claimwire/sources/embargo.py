"""What an agency's item says of its own use: whether it may be published, and from when on."""

from __future__ import annotations

from datetime import UTC, datetime

from claimwire.normalize.dates import read_moment

_EMBARGOED = "embargoed"


def not_for_use(status: str | None, embargo: str | None, *, now: datetime) -> str | None:
    """Return why an item must not be published at `now`; None where it may.

    An item whose status is "embargoed" is held until its embargo ends. A time that cannot be read keeps it
    back: whoever writes one does not want it out.
    """
    status = (status or "usable").strip().rpartition(":")[2].rpartition("/")[2].lower()
    embargo = (embargo or "").strip()
    if status != "usable" and not (status == _EMBARGOED and embargo):
        return f"its publishing status is {status[:40]}"
    if not embargo:
        return None
    until = _instant(embargo)
    if until is None:
        return f"under embargo until a time that cannot be read: {embargo[:40]}"
    return f"under embargo until {until.isoformat()}" if until > now else None


def _instant(text: str) -> datetime | None:
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        moment = read_moment(text)
        # A day alone may be all that was read of a time in a zone that is not known.
        return None if moment is None or moment.precision == "day" else moment.at
    return at if at.tzinfo else at.replace(tzinfo=UTC)
