"""Whether a topic is there: asked of the list of all, since to ask for one by name may create it."""

from __future__ import annotations

from collections.abc import Collection

from claimwire.errors import BrokerError
from claimwire.settings import Settings


def require_topic(name: str, present: Collection[str], settings: Settings) -> None:
    """Raise `BrokerError` for a topic that the broker does not have."""
    if name not in present:
        where = settings.bootstrap_servers
        raise BrokerError(f"topic {name} is not on {where}: run `claimwire topics create`")
