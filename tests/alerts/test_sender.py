"""The sender on real sockets: at least once under one id, whatever the receiver does, on both engines."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import orjson
import pytest

from claimwire.alerts.channels import Channel, Failure, Receivers, WebhookChannel
from claimwire.alerts.messages import Told
from claimwire.alerts.retries import Retries
from claimwire.alerts.saved import SavedSearch
from claimwire.alerts.signing import signed_headers
from claimwire.store import Store, open_store
from claimwire.store.deliveries import DeliveryRow
from claimwire.web.client import WebClient
from claimwire.web.failures import FetchLimits
from tests.alerts.certificates import certificate
from tests.alerts.hooks import Behaviour, Hooks, drip, flood, hang_up, hooks, noise, says, silent
from tests.alerts.world import NOW, World, story
from tests.conftest import free_port

QUICK = FetchLimits(total_s=1.0, connect_s=0.5, read_s=0.5)


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


def told_at(world: World, url: str, **hook: str) -> SavedSearch:
    """Save a search that tells a receiver of mills."""
    return world.save("mill", delivery={"webhook": {"url": url, **hook}})


@asynccontextmanager
async def webhooks(
    world: World, *, allow_private: bool = True, limits: FetchLimits | None = None
) -> AsyncIterator[dict[str, Channel]]:
    """Give the channel of webhooks."""
    async with WebClient(allow_private=allow_private, limits=limits) as client:
        channel = WebhookChannel(Receivers(world.store, "http://d"), client, now=lambda: world.now)
        yield {"webhook": Channel(channel)}


def state(world: World) -> list[tuple[str, int, str]]:
    """Return what became of each message."""
    return [(row.state, row.attempts, row.trouble) for row in world.store.deliveries.listed()]


async def test_a_message_is_signed_and_says_what_was_found(world: World, receiver: Hooks) -> None:
    saved = told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    async with webhooks(world) as channels:
        assert await world.sender(channels).round() == 1
    [post] = receiver.posts
    [row] = world.store.deliveries.listed()
    assert (row.state, row.attempts) == ("sent", 1)
    assert saved.delivery.webhook
    expected = signed_headers(saved.delivery.webhook.secret, row.id, int(world.now.timestamp()), post.body)
    assert expected.items() <= post.headers.items()
    assert (post.path, post.headers["content-type"]) == ("/hook/a-secret-path", "application/json")
    told = Told.of(row, saved, desk="http://d")
    assert [item.claim.text for item in told.items] == ["The mill closes"]


@pytest.mark.parametrize(
    ("behaviour", "trouble"),
    [
        (says(500), "http_500: not taken"),
        (says(404), "http_404: not taken"),
        (says(302, "Location: http://127.0.0.1:1/elsewhere"), "http_302: a redirect, which is not followed"),
        (silent, "timeout: nothing came for 0.5 s"),
        (drip, "timeout: no answer, or not all of it, in 1 s"),
        (hang_up, "hung_up: the server hung up"),
        (noise, "damaged: its answer is not HTTP"),
    ],
)
async def test_a_receiver_that_fails_is_asked_again_under_the_same_id(
    world: World, receiver: Hooks, behaviour: Behaviour, trouble: str
) -> None:
    told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    receiver.behaviour = behaviour
    async with webhooks(world, limits=QUICK if behaviour in (silent, drip) else None) as channels:
        sender = world.sender(channels)
        assert await sender.round() == 1
        [(found, attempts, said)] = state(world)
        assert (found, attempts) == ("waiting", 1)
        assert said.startswith(trouble)
        assert "a-secret-path" not in said
        assert await sender.round() == 0, "not before its time"
        world.now += timedelta(seconds=10)
        receiver.behaviour = None
    async with webhooks(world) as channels:
        assert await world.sender(channels).round() == 1
    assert state(world) == [("sent", 2, "")]
    assert len(set(receiver.ids)) == 1
    assert len({post.body for post in receiver.posts}) == 1


async def test_an_address_that_leads_nowhere_is_not_told(world: World) -> None:
    """It may be a secret, and readers see what went wrong."""
    told_at(world, "http://a..b/a-secret-path")
    world.come(story(1, "The mill closes"))
    async with webhooks(world) as channels:
        await world.sender(channels).round()
    assert state(world) == [("waiting", 1, "not_a_url: give the search another address")]


async def test_an_answer_without_end_is_an_answer(world: World, receiver: Hooks) -> None:
    told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    receiver.behaviour = flood
    async with webhooks(world) as channels:
        await world.sender(channels).round()
    assert state(world) == [("sent", 1, "")]


async def test_a_port_that_refuses_and_a_certificate_that_is_wrong(world: World, tmp_path: Path) -> None:
    context, _ = certificate(tmp_path)
    for_another, _ = certificate(tmp_path, names="DNS:elsewhere.example")
    async with hooks(tls=context) as unknown, hooks(tls=for_another) as other:
        refused = f"http://127.0.0.1:{free_port()}/"
        urls = [unknown.url, other.url, refused]
        for url in urls:
            told_at(world, url)
        world.come(story(1, "The mill closes"))
        async with webhooks(world) as channels:
            await world.sender(channels).round()
        assert unknown.posts == other.posts == []
    said = sorted(trouble.partition(":")[0] for _, _, trouble in state(world))
    assert said == ["bad_certificate", "bad_certificate", "no_connection"]


async def test_private_addresses_are_refused_wherever_a_name_leads(world: World, receiver: Hooks) -> None:
    told_at(world, receiver.url.replace("127.0.0.1", "localhost"))
    world.come(story(1, "The mill closes"))
    async with webhooks(world, allow_private=False) as channels:
        await world.sender(channels).round()
    [(found, _, trouble)] = state(world)
    assert found == "waiting"
    assert trouble.startswith("blocked_address: ")
    assert trouble.endswith("is not a public address; CLAIMWIRE_ALERT_ALLOW_PRIVATE allows it")
    assert receiver.posts == []


async def test_an_outage_of_an_hour_loses_nothing(world: World) -> None:
    """Claims go on coming; when the receiver is back, it has them all."""
    port = free_port()
    told_at(world, f"http://127.0.0.1:{port}/hook")
    async with webhooks(world) as channels:
        sender = world.sender(channels)
        attempts = 0
        for minute in range(60):
            world.come(story(minute, f"The mill {minute:02}", seen=world.now))
            attempts += await sender.round()
            world.now += timedelta(minutes=1)
        assert 5 <= attempts <= 15, "while it is away, one asks"
        assert len(world.waiting()) == 60
        async with hooks(port=port) as back:
            while not await sender.round():
                world.now += timedelta(minutes=1)
            while await sender.round():
                pass
    told = [orjson.loads(post.body)["data"]["claims"][0]["claim"]["text"] for post in back.posts]
    assert told == [f"The mill {minute:02}" for minute in range(60)], "each once, in order"


async def test_after_a_day_it_is_dead_and_can_be_sent_again(world: World, receiver: Hooks) -> None:
    told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    receiver.behaviour = says(503)
    async with webhooks(world) as channels:
        sender = world.sender(channels)
        for _ in range(30):
            await sender.round()
            world.now += timedelta(hours=1)
        [row] = world.store.deliveries.listed(state="dead")
        assert row.trouble == "http_503: not taken"
        assert 24 <= row.attempts <= 40
        receiver.behaviour = None
        assert world.store.deliveries.again(row.id, now_ms=int(world.now.timestamp() * 1000))
        assert await sender.round() == 1
    assert state(world) == [("sent", 1, "")]
    assert set(receiver.ids) == {row.id}
    assert not world.store.deliveries.again(row.id, now_ms=0), "what was sent is not dead"


async def test_a_message_that_is_refused_holds_up_the_others_for_a_time_only(
    world: World, receiver: Hooks
) -> None:
    """It is given up long before a day, and nothing is if the receiver mends its fault within an hour."""
    told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    world.come(story(2, "The mill opens"))
    receiver.behaviour = says(413)
    async with webhooks(world) as channels:
        sender = world.sender(channels)
        for _ in range(60):
            await sender.round()
            world.now += timedelta(minutes=1)
        assert [found for found, _, _ in state(world)] == ["waiting", "waiting"]
        while not world.store.deliveries.listed(state="dead"):
            await sender.round()
            world.now += timedelta(minutes=1)
        receiver.behaviour = None
        await sender.round()
    assert sorted(found for found, _, _ in state(world)) == ["dead", "sent"]
    assert world.now - NOW < timedelta(hours=3)


async def test_one_that_is_gone_is_told_nothing_more(world: World, receiver: Hooks) -> None:
    told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    receiver.behaviour = says(410)
    async with webhooks(world) as channels:
        await world.sender(channels).round()
    assert state(world) == [("dead", 1, "http_410: not taken")]


async def test_one_that_asks_for_time_gets_it(world: World, receiver: Hooks) -> None:
    told_at(world, receiver.url)
    world.come(story(1, "The mill closes"))
    receiver.behaviour = says(429, "Retry-After: 600")
    async with webhooks(world) as channels:
        sender = world.sender(channels)
        await sender.round()
        world.now += timedelta(seconds=599)
        assert await sender.round() == 0
        world.now += timedelta(seconds=1)
        assert await sender.round() == 1


async def test_a_new_address_is_used_for_what_still_waits(world: World, receiver: Hooks) -> None:
    saved = told_at(world, f"http://127.0.0.1:{free_port()}/")
    world.come(story(1, "The mill closes"))
    async with webhooks(world) as channels:
        sender = world.sender(channels)
        await sender.round()
        body = world.store.saved()[0].body.replace(saved.delivery.webhook.url, receiver.url)  # type: ignore[union-attr]
        world.store.save(saved.id, saved.name, body)
        world.now += timedelta(minutes=1)
        await sender.round()
    assert state(world) == [("sent", 2, "")]


async def test_one_receiver_that_hangs_does_not_hold_up_the_others(world: World) -> None:
    """The others have theirs while it is waited for."""
    async with hooks() as stuck, hooks() as well:
        stuck.behaviour = silent
        told_at(world, stuck.url)
        told_at(world, well.url)
        world.come(story(1, "The mill closes"))
        async with webhooks(world) as channels:
            running = asyncio.create_task(world.sender(channels).run())
            async with asyncio.timeout(10):
                while not (stuck.posts and well.posts):  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            world.come(story(2, "The mill opens"))
            async with asyncio.timeout(10):
                while len(well.posts) < 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.01)
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)


async def test_it_ends_when_it_is_told_to_whatever_happens_at_that_moment(world: World) -> None:
    """Also as a message is settled, which wakes it."""
    for _ in range(20):
        sender = world.sender({})
        running = asyncio.create_task(sender.run())
        await asyncio.sleep(0.02)
        sender._settled.set()
        await asyncio.sleep(0)
        running.cancel()
        async with asyncio.timeout(10):
            await asyncio.gather(running, return_exceptions=True)
        assert running.cancelled()


async def test_a_fault_of_ours_is_tried_again_like_any_other(world: World) -> None:
    async def broken(_: DeliveryRow) -> Failure | None:
        raise ZeroDivisionError

    told_at(world, "http://127.0.0.1:1/")
    world.come(story(1, "The mill closes"))
    await world.sender({"webhook": Channel(broken)}).round()
    assert state(world) == [("waiting", 1, "an error of the desk: ZeroDivisionError")]


async def test_one_that_is_killed_while_it_sends_leaves_it_to_be_sent_again(world: World) -> None:
    """At least once: the receiver sees the same id twice."""
    ids: list[str] = []

    async def killed(row: DeliveryRow) -> Failure | None:
        ids.append(row.id)
        raise asyncio.CancelledError

    async def well(row: DeliveryRow) -> Failure | None:
        ids.append(row.id)
        return None

    told_at(world, "http://127.0.0.1:1/")
    world.come(story(1, "The mill closes"))
    with pytest.raises(asyncio.CancelledError):
        await world.sender({"webhook": Channel(killed)}).round()
    assert await world.sender({"webhook": Channel(well)}).round() == 0, "another desk may have it in hand"
    world.now += timedelta(seconds=60)
    assert await world.sender({"webhook": Channel(well)}).round() == 1
    assert ids[0] == ids[1]
    assert [found for found, _, _ in state(world)] == ["sent"]


@pytest.mark.parametrize("store_url", ["postgresql"], indirect=True)
async def test_several_desks_on_one_database_send_each_message_once(
    world: World, store_url: str, receiver: Hooks
) -> None:
    for _ in range(20):
        told_at(world, receiver.url)
    for number in range(10):
        world.come(story(number, f"The mill {number}"))
    others = [World(open_store(store_url)) for _ in range(3)]
    try:
        async with webhooks(world) as channels:

            async def work(one: World) -> int:
                sender, done = one.sender(channels), 0
                while world.waiting():
                    done += await sender.round()
                return done

            shares = await asyncio.gather(*map(work, others))
    finally:
        for one in others:
            one.store.close()
    assert sum(shares) == len(receiver.ids) == len(set(receiver.ids)) == 200
    assert sum(share > 0 for share in shares) > 1, "and they share the work"


def test_waits_grow_with_jitter_to_an_end() -> None:
    retries = Retries()
    assert [retries.wait_s(n, chance=1.0) for n in (1, 2, 3, 9, 10, 1000)] == [10, 20, 40, 2560, 3600, 3600]
    assert retries.wait_s(3, chance=0.0) == 20
    assert retries.wait_s(1, chance=0.0, asked_s=60) == 60
    assert retries.wait_s(1, chance=0.0, asked_s=1e9) == 3600
    assert [retries.is_over(age) for age in (86_399, 86_400)] == [False, True]
    assert not Retries(dead_after_s=None).is_over(1e12)
