"""Hits: the claims that a saved search tells of, each with the match that it tells of, if it asks for one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import orjson

from claimwire.alerts.saved import SavedSearch
from claimwire.store import ClaimRow, MatchEvent, Store, plan_claims
from claimwire.store.doubts import doubts
from claimwire.store.words import instant
from claimwire_schemas import ClaimCluster

Shown = Callable[[ClaimRow], Mapping[str, Any]]
"""Returns a claim as messages have it."""
Notes = frozenset[tuple[str, str]]
"""Ids with the search's: what was told of."""
_DENIALS = frozenset(("denies", "doubts"))
_NEWEST_LINKS, _NEWEST_CLUSTERS, _MEMBERS = 200, 100, 20
"""Looked through for the newest hits of a search."""


@dataclass(frozen=True)
class Match:
    """Why a claim is told of that is not new: what happened, and the other claim."""

    event: MatchEvent
    by: ClaimRow
    cluster_id: str | None
    """The cluster of the claim, which is its own while nobody says the same."""

    def item(self, search: SavedSearch, shown: Shown) -> dict[str, Any]:
        """Return it as messages have it."""
        return {
            "when": search.when,
            "suggested": not self.event.is_sure,
            "sources": search.sources if search.when == "repeated" else None,
            "link_id": self.event.link_id,
            "cluster_id": self.event.cluster_id,
            "claim": shown(self.by),
        }


@dataclass(frozen=True)
class Hit:
    """A claim that a search tells of; `match` is None if that is because the claim is new."""

    search: SavedSearch
    row: ClaimRow
    match: Match | None = None

    @property
    def id(self) -> str:
        """What tells it from others of the search: the same whenever it is found again.

        Of claims that are repeated, that is their cluster: an earlier one of them may come later.
        """
        repeated = self.match.event.cluster_id if self.match else None
        return self._id_of(repeated or self.row.claim_id)

    @property
    def at(self) -> datetime:
        """When it came to be."""
        return instant(self.match.event.at_ms) if self.match else self.row.seen

    @property
    def notes(self) -> Notes:
        """What is noted with it. It is not told of if any of this was noted before.

        Of claims that say the same, and of a claim that a revision repeats, only the first is told of.
        """
        ids = {self.row.claim_id}
        if self.match:
            before = self.row.replaces if self.row.change == "same" else None
            members = self.match.event.claims if self.match.event.cluster_id else ()
            ids |= {one for one in (self.match.cluster_id, before) if one}
            ids |= {one.claim_id for one in members}
        return frozenset((self._id_of(one), self.search.id) for one in ids)

    def json(self, shown: Shown) -> str:
        """Return it as the outbox has it."""
        why = {"why": self.match.item(self.search, shown)} if self.match else {}
        return orjson.dumps({**shown(self.row), **why}, option=orjson.OPT_UTC_Z).decode()

    def _id_of(self, claim_id: str) -> str:
        if self.match is None:
            return claim_id
        asked = self.search.sources if self.search.when == "repeated" else ""
        return str(uuid5(UUID(claim_id), f"{self.search.when}\n{asked}"))


Choice = Sequence[Hit]
"""What a search may tell of, of which it tells the first that is news; all of it is known then."""


@dataclass(frozen=True)
class Finder:
    """Finds what searches tell of events, by the claims of these that are in the store."""

    wanting: Callable[[ClaimRow], Iterable[SavedSearch]]
    """Returns the searches that want a claim."""
    rows: Mapping[str, ClaimRow]
    clusters: Mapping[str, str]
    """The cluster of each claim."""
    families: Mapping[str, str]
    """The family of each article."""

    def hits(self, event: MatchEvent) -> list[Choice]:
        """Return what each search may tell of an event: of one claim that it wants."""
        found, rows = dict[str, list[Hit]](), self._present(event)
        for row in rows:
            for search in self.wanting(row):
                by = self._other(row, rows)
                if by and _asks(search, event, row, by):
                    hit = Hit(search, row, Match(event, by, self.clusters.get(row.claim_id)))
                    found.setdefault(search.id, []).append(hit)
        # Of claims that say the same, each would be told of in place of the others.
        return [hits[:1] if event.cluster_id else hits for hits in found.values()]

    def _other(self, row: ClaimRow, rows: Sequence[ClaimRow]) -> ClaimRow | None:
        """Return the last of the other claims, from another text than the first if there is one."""
        others = [one for one in reversed(rows) if one.claim_id != row.claim_id]
        return max(others, key=lambda one: self._family(one) != self._family(row), default=None)

    def _family(self, row: ClaimRow) -> str:
        return self.families.get(row.article_id, row.article_id)

    def _present(self, event: MatchEvent) -> list[ClaimRow]:
        found = (self.rows[one.claim_id] for one in event.claims if one.claim_id in self.rows)
        return sorted(found, key=lambda row: (row.published or row.seen, row.position))


def may_ask(search: SavedSearch, event: MatchEvent) -> bool:
    """Tell whether a search asks for events of a sort, whatever its claims are."""
    if search.when == "repeated":
        return search.sources in event.reached
    return event.link_id is not None and (event.is_sure or search.suggested)


def newest(store: Store, search: SavedSearch, *, limit: int) -> list[Hit]:
    """Return what a search finds at present, the newest first: for tests, and for its feed.

    Of matches, only the newest are looked through.
    """
    if search.when == "new":
        return [Hit(search, row) for row in store.claims(search.search, limit=limit).rows]
    events = sorted(_newest_events(store, search), key=lambda one: one.at_ms)
    linked = {one.claim_id: one.article.article_id for event in events for one in event.claims}
    plan = plan_claims(search.search)
    finder = Finder(
        lambda row: [search] if plan.matches(row) else [],
        store.claims_at(linked),
        store.groups.clusters_with(list(linked)),
        store.groups.families_with(set(linked.values())),
    )
    return news(choice for event in events for choice in finder.hits(event))[: -limit - 1 : -1]


def notes_of(choices: Iterable[Choice]) -> set[tuple[str, str]]:
    """Return what is noted with all of the hits."""
    return {note for choice in choices for hit in choice for note in hit.notes}


def news(choices: Iterable[Choice], known: Set[tuple[str, str]] = frozenset()) -> list[Hit]:
    """Return of each choice the first hit that tells neither what is known nor what one before tells."""
    told, found = set(known), list[Hit]()
    for choice in choices:
        found += [hit for hit in choice if told.isdisjoint(hit.notes)][:1]
        told |= notes_of([choice])
    return found


def _newest_events(store: Store, search: SavedSearch) -> Iterator[MatchEvent]:
    if search.when == "repeated":
        for body in store.groups.latest(families=search.sources, limit=_NEWEST_CLUSTERS):
            cluster = ClaimCluster.decode(body.encode())
            yield MatchEvent.growth(cluster.model_copy(update={"members": cluster.members[:_MEMBERS]}))
    else:
        only_sure = not search.suggested
        links = store.links.latest("contradicts", only_sure=only_sure, limit=_NEWEST_LINKS)
        yield from (MatchEvent.contradiction(link) for link in links)


def _asks(search: SavedSearch, event: MatchEvent, row: ClaimRow, by: ClaimRow) -> bool:
    is_denied = by.stance in _DENIALS and row.stance not in _DENIALS
    is_clear = event.is_sure or not any((*doubts(row), *doubts(by)))
    return may_ask(search, event) and is_clear and (search.when != "denied" or is_denied)
