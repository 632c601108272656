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
    """Yield the records of a kind as they arrive, endlessly.

    Members of a `group` share the work and continue after a restart. A record is finished when you ask for
    the next one, so none is lost and the last may repeat. `start` is where a new group begins. `where`
    selects records, for example a `Filter`; `live_only` skips replayed and backfilled records.

    Raises `BrokerError` if no broker answers or the topic is missing. Raises `DecodeError` with the position
    of an invalid message; the group continues after it when it subscribes again.

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
