"""How the feeds are, as far as their topics say: for the state page."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from claimwire.settings import Settings

_MOST_TOLD = 50


@dataclass(frozen=True)
class Trouble:
    """A feed that cannot be read."""

    name: str
    url: str
    reason: str


@dataclass(frozen=True)
class Health:
    """How many feeds have each status, and those in trouble."""

    statuses: tuple[tuple[str, int], ...]
    troubles: tuple[Trouble, ...]


async def feeds_health(settings: Settings) -> Health:
    """Return how the feeds are.

    Raises `ClaimwireError` if their topics do not answer, `ModuleNotFoundError` if the worker's packages
    are not installed.
    """
    # Its address parser comes with the worker's packages: without them there are no feeds either.
    from claimwire.polling.admin import Listed, listed_feeds  # noqa: PLC0415

    found: dict[str, Listed] = await listed_feeds(settings)
    statuses = Counter(one.state.status if one.state else "waiting" for one in found.values())
    troubles = (
        Trouble(one.state.name, url, f"{one.state.trouble.reason}: {one.state.trouble.detail}")
        for url, one in found.items()
        if one.state and one.state.trouble
    )
    return Health(tuple(statuses.most_common()), tuple(troubles)[:_MOST_TOLD])
