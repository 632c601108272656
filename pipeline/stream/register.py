"""The stage of the feeder: feeds that come in, or go, are written into the book."""

from __future__ import annotations

from dataclasses import dataclass

from pipeline.errors import Refused
from pipeline.polling.book import FeedBook
from pipeline.stream.delivery import Conclude, Delivery, Outcome, StageName, decoded
from schemas import Feed


@dataclass(frozen=True)
class Register:
    """Feeds are added to the book, or removed from it by a message without a value.

    Its agent takes one message at a time: one feed's messages must not overtake each other.
    """

    book: FeedBook
    name: StageName = "register"

    async def work(self, delivery: Delivery) -> Conclude:
        """Write one feed down; raises `Refused`, or `NotDelivered` when the broker does not take it."""
        if delivery.value is None:
            await self.book.remove(
                (delivery.key or b"").decode("utf-8", "replace"), partition=delivery.partition
            )
        else:
            feed = decoded(Feed, delivery)
            if delivery.key != feed.url.encode():
                raise Refused("wrong_key", f"the key is not the feed's URL, {feed.url}")
            await self.book.add(feed, partition=delivery.partition, at=delivery.time)
        return lambda: Outcome("registered")
