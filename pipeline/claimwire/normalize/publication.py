"""Publication: when an article was published, from the most trusted of what says so."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Literal

from claimwire.normalize.dates import Moment, read_moment
from claimwire_schemas import Publication

_EARLIEST = datetime(1700, 1, 1, tzinfo=UTC)
_AHEAD = timedelta(days=2)
"""How far after its receipt an article may be dated: zones and embargoes, not mistakes."""

Origin = Literal["raw", "page", "url", "dateline"]

_EPOCHS = frozenset((datetime(1970, 1, 1, tzinfo=UTC), datetime(1980, 1, 1, tzinfo=UTC)))
"""From which Unix and DOS count: the dates of what has none."""

_URL_DAY = re.compile(
    r"/(?P<year>(?:19|20)\d\d)(?P<mark>[/-]|)(?P<month>[01]\d|(?<=/)[a-z]{3}(?=/))(?P=mark)(?P<day>[0-3]\d)"
    r"(?![\d])"
)


def read_publication(
    *,
    raw: str | None,
    page: Iterable[str],
    url: str | None,
    dateline: str | None,
    received_at: datetime,
    language: str | None = None,
) -> Publication | None:
    """Return when an article was published: the first statement that is a date and not nonsense, or None.

    A date before 1700, the epoch itself, and a date two days after `received_at` are nonsense. Any after
    `received_at` gives way to the page's: feeds often write local time as if it were Greenwich's.
    """
    found = [
        Publication(at=moment.at, utc_offset=moment.utc_offset, precision=moment.precision, origin=origin)
        for origin, text in _statements(raw, page, url, dateline)
        if (moment := read_moment(text, language=language)) is not None and _is_credible(moment, received_at)
    ]
    if not found:
        return None
    past = (other for other in found if other.origin == "page" and other.at <= received_at)
    return next(past, found[0]) if found[0].at > received_at else found[0]


def _statements(
    raw: str | None, page: Iterable[str], url: str | None, dateline: str | None
) -> Iterator[tuple[Origin, str]]:
    if raw is not None:
        yield "raw", raw
    for text in page:
        yield "page", text
    if url is not None and (match := _URL_DAY.search(url)):
        yield "url", _day_in_url(match)
    if dateline is not None:
        yield "dateline", dateline


def _day_in_url(match: re.Match[str]) -> str:
    year, month, day = match["year"], match["month"], match["day"]
    return f"{year}-{month}-{day}" if month.isdecimal() else f"{day} {month} {year}"


def _is_credible(moment: Moment, received_at: datetime) -> bool:
    return moment.at not in _EPOCHS and _EARLIEST <= moment.at <= received_at + _AHEAD
