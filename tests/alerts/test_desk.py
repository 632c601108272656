"""A whole desk on a broker, killed again and again: what matches is told, whatever happens."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import orjson
import pytest

from claimwire.settings import Settings
from claimwire.store import Store
from tests.alerts.hooks import Hooks, hang_up
from tests.alerts.world import story
from tests.cli.wired import claimwire, running
from tests.desk.test_consumer import WITHIN_S, publish, settings

__all__ = ["settings"]


def said(receiver: Hooks) -> dict[str, set[str]]:
    """Return the ids of the messages that told each claim."""
    found: dict[str, set[str]] = {}
    for post in receiver.posts:
        for item in orjson.loads(post.body)["data"]["claims"]:
            found.setdefault(item["claim"]["text"], set()).add(post.headers["webhook-id"])
    return found


@pytest.mark.broker
@pytest.mark.slow
async def test_a_desk_that_is_killed_tells_everything_under_one_id_each(
    settings: Settings, store: Store, store_url: str, receiver: Hooks
) -> None:
    given = {
        "bootstrap_servers": settings.bootstrap_servers,
        "session_timeout_s": str(settings.session_timeout_s),
        "store": store_url,
        "desk_port": "0",
        "alert_allow_private": "1",
    }
    told = ("--webhook", receiver.url)
    await asyncio.to_thread(claimwire, "alerts", "add", "Mill", "mill", *told, settings=given)
    receiver.behaviour = hang_up
    number = 0
    for _ in range(3):
        async with running(given, "desk") as desk:
            assert desk.stderr
            await asyncio.wait_for(desk.stderr.readline(), WITHIN_S)
            for _ in range(8):
                texts = (f"The mill {number}", f"The ferry {number}")
                await publish(settings, [story(number, *texts, seen=datetime.now(UTC))])
                number += 1
                await asyncio.sleep(0.2)
            desk.kill()
    receiver.behaviour = None
    expected = {f"The mill {one}" for one in range(number)}
    async with running(given, "desk"), asyncio.timeout(3 * WITHIN_S):
        while said(receiver).keys() < expected:  # noqa: ASYNC110
            await asyncio.sleep(0.2)
    assert said(receiver).keys() == expected
    assert all(len(ids) == 1 for ids in said(receiver).values())
