"""The stage of the feeder: adds feeds to the states of feeds, and removes them."""

from __future__ import annotations

from dataclasses import dataclass

from pydantic import TypeAdapter

from claimwire.errors import Refused
from claimwire.polling.states import FeedStates
from claimwire.stream.delivery import Delivery, Outcome, StageName, decoded
from claimwire_schemas import Feed
from claimwire_schemas.feeds import FeedUrl

_FEED_URL: TypeAdapter[str] = TypeAdapter(FeedUrl)


@dataclass(frozen=True)
class Register:
    """Feeds are added to the states, or removed by a message without a value.

    Its agent takes one message at a time: one feed's messages must not overtake each other.
    """

    states: FeedStates
    name: StageName = "register"

    async def work(self, delivery: Delivery) -> None:
        """Write one feed down; raises `Refused`, or `NotDelivered` when the broker does not take it."""
        if delivery.value is None:
            await self.states.remove(url_in(delivery.key), partition=delivery.partition)
        else:
            feed = decoded(Feed, delivery)
            if delivery.key != feed.url.encode():
                raise Refused("wrong_key", f"the key is not the feed's URL, {feed.url}")
            await self.states.add(feed, partition=delivery.partition, at=delivery.time)

    def conclude(self, _: Delivery, __: None) -> Outcome:
        """Nothing is left to decide."""
        return Outcome("registered")


def url_in(key: bytes | None) -> str:
    """Return the feed's URL that a key is; raises `Refused` (`wrong_key`) for any other key."""
    try:
        return _FEED_URL.validate_python((key or b"").decode("ascii"))
    except ValueError:  # of the decoding, or of pydantic
        raise Refused("wrong_key", "the key of a message without a value is not the URL of a feed") from None
