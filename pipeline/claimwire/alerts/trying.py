"""Trying: what a saved search would send, sent now."""

from __future__ import annotations

from claimwire.alerts.alerting import Shown, json_of
from claimwire.alerts.saved import SavedSearch
from claimwire.errors import InputError
from claimwire.store import Store
from claimwire.store.alerting import Notice
from claimwire.store.words import now_ms


def put_trial(store: Store, search: SavedSearch, shown: Shown) -> list[str]:
    """Put the newest claim that a search finds, if any, into the outbox for each receiver; return the ids.

    Raises `InputError` if it tells nobody.
    """
    if not search.delivery.targets:
        raise InputError("the search has no receiver: give it a webhook or an e-mail address")
    rows = store.claims(search.search, limit=1).rows
    claims = [json_of(shown(row)) for row in rows]
    at_ms = now_ms()
    notices = [
        Notice(search.id, channel, target, claims, at_ms) for channel, target in search.delivery.targets
    ]
    return store.deliveries.put(notices, now_ms=at_ms)
