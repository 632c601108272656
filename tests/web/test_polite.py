"""Politeness over real sockets: robots.txt, turns along redirects, and Retry-After."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from claimwire.web.answers import FetchError
from claimwire.web.client import Ask, WebClient
from claimwire.web.polite import PoliteClient
from claimwire.web.turns import Turns
from tests.web.clock import Clock
from tests.web.server import CALM, Site, Talk


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def polite(clock: Clock) -> AsyncIterator[PoliteClient]:
    async with WebClient(allow_private=True) as client:
        yield PoliteClient(client, turns=Turns(spacing_s=2, clock=clock, sleep=clock.sleep))


async def test_a_site_is_asked_what_it_allows_once_and_first(site: Site, polite: PoliteClient) -> None:
    for _ in range(2):
        assert (await polite.ask(Ask(site.url("/calm")))).data == CALM
    assert [path for path, _ in site.asked] == ["/robots.txt", "/calm", "/calm"]


async def test_what_is_forbidden_is_not_asked_for(site: Site, polite: PoliteClient) -> None:
    site.serve("/robots.txt", b"User-agent: claimwire\nDisallow: /calm\nSitemap: /news.xml")
    with pytest.raises(FetchError, match="forbids it") as caught:
        await polite.ask(Ask(site.url("/calm", user="ann:secret@")))
    assert caught.value.reason == "robots"
    assert "secret" not in str(caught.value)
    assert site.count("/calm") == 0
    assert await polite.sitemaps(site.url("/")) == ("/news.xml",)


async def test_a_redirect_to_what_is_forbidden_is_not_followed(site: Site, polite: PoliteClient) -> None:
    site.serve("/robots.txt", b"User-agent: *\nDisallow: /calm")
    with pytest.raises(FetchError) as caught:
        await polite.ask(Ask(site.url("/moved")))
    assert caught.value.reason == "robots"
    assert [path for path, _ in site.asked] == ["/robots.txt", "/moved"]


async def test_each_redirect_takes_its_hosts_turn(site: Site, polite: PoliteClient, clock: Clock) -> None:
    """Three requests to the first host, robots.txt with them, wait twice; another host is not waited for."""
    assert (await polite.ask(Ask(site.url("/moved/twice")))).data == CALM
    assert clock.now == 1006
    await polite.ask(Ask(site.url("/moved/host")))
    assert clock.now == 1010


async def test_many_at_once_ask_one_host_one_by_one(site: Site, polite: PoliteClient, clock: Clock) -> None:
    await asyncio.gather(*(polite.ask(Ask(site.url("/calm"))) for _ in range(10)))
    assert site.count("/robots.txt") == 1
    assert clock.now == 1020


async def test_the_delay_that_a_site_asks_for_is_kept(site: Site, polite: PoliteClient, clock: Clock) -> None:
    site.serve("/robots.txt", b"User-agent: *\nCrawl-delay: 30")
    for _ in range(3):
        await polite.ask(Ask(site.url("/calm")))
    assert clock.now == 1002 + 30 + 30


@pytest.mark.parametrize("path", ["/busy/seconds", "/busy/date"])
async def test_a_host_that_asks_for_it_is_left_alone(
    site: Site, polite: PoliteClient, clock: Clock, path: str
) -> None:
    answer = await polite.ask(Ask(site.url(path)))
    assert answer.retry_after_s
    before = clock.now
    await polite.ask(Ask(site.url("/calm")))
    assert clock.now - before >= answer.retry_after_s - 1


async def test_a_host_that_asks_for_hours_is_not_waited_for(site: Site, polite: PoliteClient) -> None:
    async def closed(talk: Talk) -> None:
        talk.say(503, b"", **{"Retry-After": "7200"})

    site.pages["/closed"] = closed
    await polite.ask(Ask(site.url("/closed")))
    with pytest.raises(FetchError) as caught:
        await polite.ask(Ask(site.url("/calm")))
    assert caught.value.reason == "held"
    assert site.count("/calm") == 0


async def test_a_host_that_asks_for_weeks_is_asked_again_after_a_day(
    site: Site, polite: PoliteClient, clock: Clock
) -> None:
    async def closed(talk: Talk) -> None:
        talk.say(503, b"", **{"Retry-After": "2000000"})

    site.pages["/closed"] = closed
    await polite.ask(Ask(site.url("/closed")))
    clock.now += 86_000
    with pytest.raises(FetchError, match="wait another 400 s"):
        await polite.ask(Ask(site.url("/calm")))
    clock.now += 400
    assert (await polite.ask(Ask(site.url("/calm")))).data == CALM


@pytest.mark.parametrize("path", ["/reset", "/bomb/members", "/self", "/to/file"])
async def test_a_turn_ends_also_when_the_request_fails(site: Site, polite: PoliteClient, path: str) -> None:
    with pytest.raises(FetchError):
        await polite.ask(Ask(site.url(path)))
    assert (await polite.ask(Ask(site.url("/calm")))).data == CALM


async def test_a_site_that_cannot_say_what_it_allows_is_not_read(site: Site, polite: PoliteClient) -> None:
    async def failing(talk: Talk) -> None:
        talk.say(500)

    site.pages["/robots.txt"] = failing
    for _ in range(2):
        with pytest.raises(FetchError, match="could not be fetched"):
            await polite.ask(Ask(site.url("/calm")))
    assert [path for path, _ in site.asked] == ["/robots.txt"]
