"""Alerting: claims and match events through the saved searches, into the outbox, in their transaction."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Literal

import structlog
from sqlalchemy import Connection

from claimwire.alerts.hits import Choice, Finder, Hit, Shown, may_ask, news, notes_of
from claimwire.alerts.matcher import Matcher
from claimwire.alerts.saved import Every, SavedSearch, readable
from claimwire.errors import InputError
from claimwire.store import ClaimRow, MatchEvent, Matching, plan_claims
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


def _utc_now() -> datetime:
    return datetime.now(UTC)


@dataclass
class Alerting:
    """What a desk's writer and a matcher call with what they have stored and found."""

    shown: Shown
    digest_hour: int = 6
    """Of the day in UTC, at which daily messages are due."""
    count: Callable[[int], None] = lambda _: None
    """Called with the number of claims told."""
    now: Callable[[], datetime] = _utc_now
    _version: int | None = None
    _of_new: Matcher[SavedSearch] = field(default_factory=Matcher)
    _of_matches: Matcher[SavedSearch] = field(default_factory=Matcher)
    _asking: tuple[SavedSearch, ...] = ()
    """The searches that ask for matches."""

    def __call__(self, connection: Connection, rows: Sequence[ClaimRow]) -> None:
        """Put what new claims are to tell into the outbox."""
        self._refresh(connection)
        self._tell(
            connection,
            [
                [Hit(search, row)]
                for row in rows
                for search in (() if row.change == "same" else self._of_new.matched(row))
                if row.seen_ms >= search.since_ms
            ],
        )

    def matched(self, matching: Matching, events: Sequence[MatchEvent]) -> int:
        """Put what match events are to tell into the outbox; return how many claims that is."""
        self._refresh(matching.connection)
        asked = [one for one in events if any(may_ask(search, one) for search in self._asking)]
        rows = matching.claims(claim for one in asked for claim in one.claims)
        clusters = {one.claim_id: one.cluster_id for one in matching.links.statements(rows)}
        families = matching.groups.families_of({row.article_id for row in rows.values()})
        finder = Finder(self._of_matches.matched, rows, clusters, families)
        choices = [
            choice for one in asked for choice in finder.hits(one) if one.at_ms >= choice[0].search.since_ms
        ]
        return self._tell(matching.connection, choices)

    def _refresh(self, connection: Connection) -> None:
        """Read the saved searches again if one was changed, by whomever."""
        version = searches_version(connection)
        if version != self._version:
            telling = [one for one in readable(saved_searches(connection)) if one.delivery.targets]
            self._asking = tuple(one for one in telling if one.when != "new")
            self._of_matches = matcher_of(self._asking)
            self._of_new = matcher_of(one for one in telling if one.when == "new")
            self._version = version

    def _tell(self, connection: Connection, choices: Sequence[Choice]) -> int:
        """Put what was not told before into the outbox; return how many claims that is."""
        if not choices:
            return 0
        now = self.now()
        notes = notes_of(choices)
        fresh = first_hits(connection, sorted(notes), now_ms=milliseconds(now))
        hits = news(choices, notes - fresh)
        put_notices(connection, self._notices(hits, now), now_ms=milliseconds(now))
        self.count(len(hits))
        return len(hits)

    def _notices(self, hits: Sequence[Hit], now: datetime) -> Iterable[Notice]:
        of_search: dict[str, list[Hit]] = {}
        for hit in hits:
            of_search.setdefault(hit.search.id, []).append(hit)
        for some in of_search.values():
            search, claims = some[0].search, [hit.json(self.shown) for hit in some]
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


def matcher_of(searches: Iterable[SavedSearch]) -> Matcher[SavedSearch]:
    """Return a matcher of saved searches."""
    matcher: Matcher[SavedSearch] = Matcher()
    for search in searches:
        try:
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
