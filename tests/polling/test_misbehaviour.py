"""Whatever a server does, a poll ends in articles, in nothing new, or in a named trouble."""

from __future__ import annotations

import asyncio
import re

import pytest

from claimwire.sources.reader import DocumentReader
from claimwire.web.failures import FetchLimits
from tests.polling.world import SmallWorld, item, new_world, rss
from tests.web.server import BEHAVIOURS

INWARD = {"/to/metadata"}
"""Not followed where private addresses are allowed, as they are here: tests talk to this machine only."""


async def test_a_server_that_misbehaves_is_named_and_left_alone_for_a_while(
    documents: DocumentReader,
) -> None:
    """All of them at once, each as a host of its own, as a feeder meets them."""
    paths = sorted(BEHAVIOURS.keys() - INWARD)
    async with new_world(documents, limits=FetchLimits(connect_s=5, read_s=2, total_s=8)) as world:
        feeds = [world.feed(path, host=f"127.0.1.{number}") for number, path in enumerate(paths, 1)]
        states = await asyncio.gather(*(world.poll(feed) for feed in feeds))
    assert world.wire.sent == []
    assert len(states) == len(paths) > 90
    for state in states:
        assert state.polls == 1
        assert (state.trouble is None) == (state.status == "healthy"), state.feed.url
        if state.trouble is None:
            continue
        assert state.status in ("failing", "retired")
        assert re.fullmatch(r"[a-z0-9_]+", state.trouble.reason)
        assert state.trouble.reason != "unexpected_error", state.trouble
        assert 0 < len(state.trouble.detail) <= 500
        assert state.next_at is None or (state.next_at - world.clock[0]).total_seconds() >= 600


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\x00" * 1000,
        b"<rss>",
        b"<rss version='2.0'><channel><item><title>cut",
        b'<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><rss>&b;</rss>',
        b"{",
        b"[]",
        b"%PDF-1.7",
        b"<html><body>Sign in",
        "<rss version='2.0' encoding='latin-1'><channel><title>é</title></channel></rss>".encode("latin-1"),
        rss(item(1)).replace(b"2026", b"9026"),
        rss(*["<item>" + "<a>" * 200 for _ in range(200)]),
    ],
    ids=range(12),
)
async def test_whatever_stands_there_ends_in_articles_or_a_named_trouble(
    world: SmallWorld, body: bytes
) -> None:
    world.site.serve("/feed", body)
    state = await world.poll(world.feed("/feed"))
    assert state.status in ("healthy", "failing")
    assert (state.trouble is None) == (state.status == "healthy")
    again = await world.poll_when_due(state)
    assert again.polls == 2


async def test_a_server_that_is_busy_is_left_alone_as_long_as_it_asks(world: SmallWorld) -> None:
    state = await world.poll(world.feed("/busy/seconds"))
    assert state.trouble
    assert state.trouble.reason == "http_429"


async def test_a_server_that_recovers_is_healthy_again(world: SmallWorld) -> None:
    state = await world.poll(world.feed("/recovers"))
    assert (state.status, state.strikes) == ("failing", 1)
    state = await world.poll_when_due(state)
    assert state.trouble is None or state.trouble.reason.startswith("document_")
    assert state.polls == 2
