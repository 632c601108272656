"""Prints: eight bytes by which an item is known again, and the ones that a feed has had."""

from __future__ import annotations

from collections.abc import Iterable
from hashlib import blake2b

from claimwire.normalize.canonical_url import canonical_url
from claimwire.sources.items import Item

SIZE = 8
_LEAST_KEPT = 500
MOST_KEPT = 25_000
"""Prints of a feed: 200 KB, and more than the most items of a document."""


def print_of(item: Item) -> bytes:
    """Return an item's print: of its identity and of what would make a new revision of its article.

    Two items of one GUID at two addresses are two; what only tracks readers in an address does not count. A
    summary does not count either, since feeds change it without a change of the article.
    """
    address = (canonical_url(item.url) or item.url) if item.url else ""
    named = bool(item.guid or address)
    parts = [item.guid or "", address, item.headline or "", item.updated_at or item.published_at or ""]
    if item.extent == "full" or not named:
        parts.append(item.body)
    return blake2b("\0".join(parts).encode("utf-8", "replace"), digest_size=SIZE).digest()


def unpacked(seen: bytes) -> dict[bytes, None]:
    """Return the prints in a feed's state, the oldest first."""
    return dict.fromkeys(seen[place : place + SIZE] for place in range(0, len(seen) - SIZE + 1, SIZE))


def packed(prints: Iterable[bytes], *, current: int) -> bytes:
    """Return prints for a feed's state: the newest, twice as many as its document has items now."""
    kept = list(prints)[-min(max(2 * current, _LEAST_KEPT), MOST_KEPT) :]
    return b"".join(kept)
