"""Trying: what a saved search would send, sent now."""

from __future__ import annotations

from claimwire.alerts.hits import Shown, newest
from claimwire.alerts.saved import SavedSearch
from claimwire.errors import InputError
from claimwire.store import Store
from claimwire.store.alerting import Notice
from claimwire.store.words import now_ms


def put_trial(store: Store, search: SavedSearch, shown: Shown) -> list[str]:
    """Put the newest claim that a search tells of, if any, into the outbox for each receiver; return the ids.

    Raises `InputError` if it tells nobody.
    """
    if not search.delivery.targets:
        raise InputError("the search has no receiver: give it a webhook or an e-mail address")
    claims = [hit.json(shown) for hit in newest(store, search, limit=1)]
    at_ms = now_ms()
    notices = [
        Notice(search.id, channel, target, claims, at_ms) for channel, target in search.delivery.targets
    ]
    return store.deliveries.put(notices, now_ms=at_ms)
