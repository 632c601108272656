"""The Python client: `async for claim in subscribe(Claim)`."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable
from typing import TypeVar

from claimwire.envelope import replay_of
from claimwire.settings import Settings, load_settings
from claimwire.subscribe.positions import Start
from claimwire.subscribe.subscription import Subscription, decoded
from claimwire_schemas import DecodeError, Message
from claimwire_schemas.topics import TOPIC_OF

M = TypeVar("M", bound=Message)


async def subscribe(
    record: type[M],
    *,
    settings: Settings | None = None,
    group: str | None = None,
    start: Start = "end",
    where: Callable[[M], bool] | None = None,
    live_only: bool = False,
) -> AsyncGenerator[M, None]:
    """Yield the records of a kind as they come, without end.

    With a `group`, its members share the work, and after a restart each goes on at what was not finished: a
    record is finished when the next one is asked for, so that none is lost and the last may come twice.
    `start` tells where to begin what the group has never read. `where` chooses records, like a `Filter`;
    `live_only` passes over those that a replay or a backfill sent.

    Raises `BrokerError` when no broker answers or the topic is missing, `DecodeError` with the position of a
    message that is not such a record; a group goes on behind it when it subscribes again.

    >>> async for claim in subscribe(Claim, group="newsroom", where=Filter(stance="denies")):
    ...     print(claim.text)
    """
    topic = TOPIC_OF[record]
    async with Subscription(topic, settings or load_settings(), group=group, start=start) as subscription:
        while True:
            message = await subscription.next()
            if live_only and replay_of(message.headers):
                subscription.finish(message)
                continue
            try:
                found = decoded(record, message)
            except DecodeError:
                subscription.finish(message)  # or a group would meet it again after each restart
                raise
            if where is None or where(found):
                yield found
            subscription.finish(message)
