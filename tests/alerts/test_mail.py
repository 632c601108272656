"""E-mail by a real mail server that fails in every way."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from claimwire.alerts.channels import Channel, MailChannel, Receivers
from claimwire.alerts.mail import MailServer
from claimwire.store import Store
from tests.alerts.certificates import certificate
from tests.alerts.mails import Mails, Mood, mail_server
from tests.alerts.world import World, story

FROM = "desk@claimwire.example"


@pytest.fixture
def world(store: Store) -> World:
    return World(store)


async def mailed(world: World, server: MailServer | None, *, number: int = 1) -> list[tuple[str, str]]:
    """Save a search, have a claim come, send; return what became of each message."""
    saved = world.save("mill", delivery={"emails": ["ada@desk.example", "bo@desk.example"]})
    world.come(story(number, "The mill closes\u202e"))
    channel = MailChannel(Receivers(world.store, "http://d"), server, FROM)
    world.now += timedelta(minutes=1)
    await world.sender({"email": Channel(channel)}).round()
    return [(row.state, row.trouble) for row in world.store.deliveries.listed(search_id=saved.id)]


def plain(site: Mails, **given: object) -> MailServer:
    """Return the server without encryption."""
    fields = {"security": "none"} | given
    return MailServer("127.0.0.1", site.port, **fields)  # type: ignore[arg-type]


async def test_each_address_has_a_mail_of_its_own(world: World) -> None:
    async with mail_server() as site:
        found = await mailed(world, plain(site, username="desk", password="secret"))
    assert found == [("sent", ""), ("sent", "")]
    assert sorted(to for to, _ in site.mails) == ["ada@desk.example", "bo@desk.example"]
    assert len(site.logins) == 2
    _, mail = site.mails[0]
    assert mail["Subject"] == "Mill: 1 new claim"
    assert (mail["From"], mail["Auto-Submitted"]) == (FROM, "auto-generated")
    ids = {row.id for row in world.store.deliveries.listed()}
    assert {one["Message-ID"].strip("<>").partition("@")[0] for _, one in site.mails} == ids
    body = mail.get_content()
    assert "Petra Olund asserted: The mill closes\r\n" in body
    assert "http://d/claims/" in body
    assert "\u202e" not in body


@pytest.mark.parametrize(
    ("mood", "said"),
    [
        ("refuses", "554"),
        ("busy", "421"),
        ("unknown_user", "550"),
        ("full", "452"),
        ("hangs", "timeout|Timed out|Timeout"),
        ("drips", "timeout|Timed out|Timeout|took"),
        ("floods", "smtp|timeout"),
        ("hangs_up", "smtp"),
        ("noise", "smtp"),
    ],
)
async def test_a_mail_server_that_fails_is_asked_again(world: World, mood: Mood, said: str) -> None:
    async with mail_server() as site:
        site.mood = mood
        times = {"step_s": 0.5, "total_s": 2.0} if mood in ("hangs", "drips", "floods") else {}
        found = await mailed(world, plain(site, **times))
        assert {state for state, _ in found} == {"waiting"}
        assert any(word in trouble for _, trouble in found for word in said.split("|")), found
        assert site.mails == []


async def test_encryption_is_required_unless_it_is_switched_off(
    store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No certificate that we trust, none for this name, no STARTTLS: nothing is sent."""
    context, trusted = certificate(tmp_path)
    world = World(store)
    async with mail_server(tls=context) as site:
        server = plain(site, security="starttls")
        assert "certificate" in (await mailed(world, server))[0][1]
        monkeypatch.setenv("SSL_CERT_FILE", str(trusted))
        site.mood = "no_tls"
        assert "STARTTLS" in (await mailed(world, server, number=2))[0][1]
        assert site.mails == []
        site.mood = "well"
        assert await mailed(world, server, number=3) == [("sent", ""), ("sent", "")]
    assert set(site.was_encrypted) == {True}


async def test_an_address_that_was_taken_off_gets_nothing_more(world: World) -> None:
    saved = world.save("mill", delivery={"emails": ["ada@desk.example"]})
    world.come(story(1, "The mill closes"))
    world.store.save(saved.id, saved.name, '{"search": {}}')
    channel = MailChannel(Receivers(world.store, None), None, FROM)
    world.now += timedelta(minutes=1)
    await world.sender({"email": Channel(channel)}).round()
    assert [row.state for row in world.store.deliveries.listed()] == ["dead"]
