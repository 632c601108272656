"""The store: claims and articles in SQLite or PostgreSQL, to be searched, counted and followed."""

from __future__ import annotations

from claimwire.store.actors import ActorRow, ActorRows, ActorShelf, ChangeRow
from claimwire.store.answers import Counts, Day, Name, Names, Revision, Saved
from claimwire.store.events import MatchEvent
from claimwire.store.groups import MemberRow, StoryRow
from claimwire.store.links import LinkRow, StatementRow
from claimwire.store.matching import MatchAlert, Matching
from claimwire.store.outgoing import OutgoingRow
from claimwire.store.reading import Page
from claimwire.store.rows import ArticleRow, ClaimRow
from claimwire.store.search import Plan, Search, plan_articles, plan_claims
from claimwire.store.standing import LinkState
from claimwire.store.store import Store, open_store
from claimwire.store.words import key_of
from claimwire.store.writing import Offset, Written

__all__ = [
    "ActorRow",
    "ActorRows",
    "ActorShelf",
    "ArticleRow",
    "ChangeRow",
    "ClaimRow",
    "Counts",
    "Day",
    "LinkRow",
    "LinkState",
    "MatchAlert",
    "MatchEvent",
    "Matching",
    "MemberRow",
    "Name",
    "Names",
    "Offset",
    "OutgoingRow",
    "Page",
    "Plan",
    "Revision",
    "Saved",
    "Search",
    "StatementRow",
    "Store",
    "StoryRow",
    "Written",
    "key_of",
    "open_store",
    "plan_articles",
    "plan_claims",
]
