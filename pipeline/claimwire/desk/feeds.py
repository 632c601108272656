"""How the feeds are, as far as their topics say: for the state page."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import dataclass, field
from time import monotonic

from aiokafka.errors import KafkaError

from claimwire.errors import ClaimwireError
from claimwire.settings import Settings

_KEPT_S = 30.0
_WITHIN_S = 5.0
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


@dataclass
class Feeds:
    """Reads the feeds' topics when somebody asks, and not again for a while."""

    settings: Settings
    _known: Health | None = None
    _until: float = 0.0
    _asking: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def health(self) -> Health | None:
        """Return how the feeds are; None where that cannot be told."""
        async with self._asking:
            if monotonic() >= self._until:
                self._known = await self._ask()
                self._until = monotonic() + _KEPT_S
            return self._known

    async def _ask(self) -> Health | None:
        try:
            # Its address parser comes with the worker's packages: without them there are no feeds either.
            from claimwire.polling.admin import Listed, listed_feeds  # noqa: PLC0415

            async with asyncio.timeout(_WITHIN_S):
                found: dict[str, Listed] = await listed_feeds(self.settings)
        except (ClaimwireError, KafkaError, ModuleNotFoundError, TimeoutError):
            return None
        statuses = Counter(one.state.status if one.state else "waiting" for one in found.values())
        troubles = (
            Trouble(one.state.name, url, f"{one.state.trouble.reason}: {one.state.trouble.detail}")
            for url, one in found.items()
            if one.state and one.state.trouble
        )
        return Health(tuple(statuses.most_common()), tuple(troubles)[:_MOST_TOLD])
