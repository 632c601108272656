"""Alerting: the claims of a batch through the saved searches, into the outbox, in the batch's transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Literal

import orjson
import structlog
from sqlalchemy import Connection

from claimwire.alerts.matcher import Matcher
from claimwire.alerts.saved import Every, SavedSearch, readable
from claimwire.errors import InputError
from claimwire.store import ClaimRow, Saved, plan_claims
from claimwire.store.alerting import (
    MOST_CLAIMS,
    Notice,
    first_hits,
    put_notices,
    saved_searches,
    searches_version,
)
from claimwire.store.words import milliseconds

log = structlog.get_logger(__name__)

Shown = Callable[[ClaimRow], Mapping[str, Any]]
"""Returns a claim as messages have it."""


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Alerting:
    """What a desk's writer calls with the claims that it has stored."""

    shown: Shown
    digest_hour: int = 6
    """Of the day in UTC, at which daily messages are due."""
    count: Callable[[int], None] = lambda _: None
    """Called with the number of claims told."""
    now: Callable[[], datetime] = _utc_now
    _version: int | None = None
    _matcher: Matcher[SavedSearch] = field(default_factory=Matcher)

    def __call__(self, connection: Connection, rows: Sequence[ClaimRow]) -> None:
        """Put what these claims are to tell into the outbox."""
        self._refresh(connection)
        found: dict[str, tuple[SavedSearch, list[ClaimRow]]] = {}
        for row in rows:
            for search in self._wanted(row):
                found.setdefault(search.id, (search, []))[1].append(row)
        if not found:
            return
        now = self.now()
        pairs = [(row.claim_id, search.id) for search, some in found.values() for row in some]
        fresh = first_hits(connection, pairs, now_ms=milliseconds(now))
        told = [
            (search, [row for row in some if (row.claim_id, search.id) in fresh])
            for search, some in found.values()
        ]
        put_notices(connection, self._notices(told, now), now_ms=milliseconds(now))
        self.count(len(fresh))

    def _wanted(self, row: ClaimRow) -> Iterable[SavedSearch]:
        if row.change == "same":
            return ()
        return (search for search in self._matcher.matched(row) if row.seen_ms >= search.since_ms)

    def _refresh(self, connection: Connection) -> None:
        """Read the saved searches again if one was changed, by whomever."""
        version = searches_version(connection)
        if version != self._version:
            self._matcher = matcher_of(saved_searches(connection))
            self._version = version

    def _notices(self, told: Iterable[tuple[SavedSearch, list[ClaimRow]]], now: datetime) -> Iterable[Notice]:
        shown: dict[int, str] = {}
        for search, rows in told:
            for row in rows:
                if row.position not in shown:
                    shown[row.position] = json_of(self.shown(row))
            claims = [shown[row.position] for row in rows]
            for receiver in search.delivery.targets:
                yield from self._to(search, receiver, claims, now)

    def _to(
        self, search: SavedSearch, receiver: tuple[str, str], claims: Sequence[str], now: datetime
    ) -> Iterable[Notice]:
        """Give what one receiver is told."""
        channel, target = receiver
        # A broad search would fill a mailbox.
        is_mail_at_once = channel == "email" and search.delivery.every == "at_once"
        when: Every | Literal["minute"] = "minute" if is_mail_at_once else search.delivery.every
        at = due(when, now, digest_hour=self.digest_hour)
        # What gathers counts what is too much; what goes out at once has all of it, in more messages.
        size = MOST_CLAIMS if at == now else max(len(claims), 1)
        for start in range(0, len(claims), size):
            some = claims[start : start + size]
            yield Notice(search.id, channel, target, some, milliseconds(at), gathers=at > now)


def matcher_of(every: Iterable[Saved]) -> Matcher[SavedSearch]:
    """Return a matcher of the saved searches that tell somebody."""
    matcher: Matcher[SavedSearch] = Matcher()
    for search in readable(every):
        try:
            if search.delivery.targets:
                matcher.add(plan_claims(search.search), search)
        except InputError:  # another version's syntax
            log.warning("alert_search_unreadable", search=search.id)
    return matcher


def due(every: Every | Literal["minute"], now: datetime, *, digest_hour: int) -> datetime:
    """Return when what is found now is told: at once, at the next full minute or hour, or once a day."""
    if every == "at_once":
        return now
    if every == "minute":
        return now.replace(second=0, microsecond=0) + timedelta(minutes=1)
    hour = now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    if every == "hour":
        return hour
    return hour + timedelta(hours=(digest_hour - hour.hour) % 24)


def json_of(fields: Mapping[str, Any]) -> str:
    """Return a claim as the outbox has it."""
    return orjson.dumps(fields, option=orjson.OPT_UTC_Z).decode()
