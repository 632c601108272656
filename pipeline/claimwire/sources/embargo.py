"""What an agency's item says of its own use: whether it may be published, and from when on."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

from claimwire.normalize.dates import DAY_PATTERN, read_moment

_EMBARGOED = "embargoed"
_DAY = re.compile(DAY_PATTERN, re.IGNORECASE)
_ZONELESS = re.compile(r"(?<![+-]\d\d:\d)(?<![+-]\d{3})\d(?:\s?[ap]\.?m\.?)?\Z", re.IGNORECASE)
"""The end of a time without a zone."""

_LAST_ZONE = timezone(timedelta(hours=-12))
"""Where a day begins last: an embargo that names no zone has then ended everywhere."""


def not_for_use(status: str | None, embargo: str | None, *, now: datetime) -> str | None:
    """Return why an item must not be published at `now`; None where it may.

    An item whose status is "embargoed" is held until its embargo ends; if that names no time zone, until it
    has ended everywhere. A time that cannot be read keeps it back: whoever writes one does not want it out.
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
        return at if at.tzinfo else _everywhere(at)
    except OverflowError:
        return None
    except ValueError:
        moment = read_moment(text)
    if moment is None:
        return None
    if moment.precision == "day":  # it may be all that was read of a time in a zone that is not known
        return _everywhere(moment.at) if _DAY.fullmatch(text) else None
    return _everywhere(moment.at) if _ZONELESS.search(text) else moment.at


def _everywhere(at: datetime) -> datetime:
    return at.replace(tzinfo=_LAST_ZONE).astimezone(UTC)
