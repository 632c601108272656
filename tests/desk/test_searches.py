"""Saved searches: kept, changed and deleted by those who may write."""

from __future__ import annotations

import asyncio
from typing import Any

import aiohttp
import pytest

from claimwire.store import Search, Store
from tests.alerts.hooks import hooks, says
from tests.desk.conftest import Client, Desks
from tests.store.articles import Said, enriched

READ, WRITE = "a-token-that-reads", "a-token-that-writes"
DRAFT = {"name": "The mill", "search": {"q": "mill -fire", "stance": ["denies"], "min_worth": 0.5}}


async def sent(client: Client, method: str, path: str, **options: Any) -> aiohttp.ClientResponse:
    answer = await client.session.request(method, client.url + path, **options)
    await answer.read()
    return answer


async def test_a_search_is_saved_changed_and_deleted(store: Store, desk: Desks) -> None:
    client = await desk()
    made = await sent(client, "POST", "/api/searches", json=DRAFT | {"when": "denied", "suggested": True})
    told = await made.json()
    assert (told["when"], told["sources"], told["suggested"]) == ("denied", 2, True)
    assert (made.status, made.headers["Location"]) == (201, f"/api/searches/{told['id']}")
    assert Search.model_validate(told["search"]) == Search.model_validate(DRAFT["search"])
    path = made.headers["Location"]
    changed = await sent(client, "PUT", path, json={"name": "Ferry", "search": {"q": "ferry"}})
    assert (changed.status, (await changed.json())["name"]) == (200, "Ferry")
    await sent(client, "POST", "/api/searches", json=DRAFT)
    assert [one["name"] for one in (await client.json("/api/searches"))["searches"]] == ["Ferry", "The mill"]
    assert (await client.json(path))["search"] == {"q": "ferry"}
    assert (await client.json(path))["when"] == "new"
    assert [(await sent(client, "DELETE", path)).status for _ in range(2)] == [204, 404]
    assert (await sent(client, "PUT", path, json=DRAFT)).status == 404
    store.clear()
    assert len(store.saved()) == 1, "a store that is rebuilt keeps them"


@pytest.mark.parametrize(
    ("draft", "said"),
    [
        ({"name": "x", "search": {"q": "(mill"}}, "parenthesis"),
        ({"name": "", "search": {}}, "name"),
        ({"name": "x" * 201, "search": {}}, "name"),
        ({"name": "x", "search": {"stance": ["loves"]}}, "stance"),
        ({"name": "x", "search": {"unknown": 1}}, "unknown"),
        ({"name": "x"}, "search"),
        ({"name": "x", "search": {}, "when": "doubted"}, "when"),
        ({"name": "x", "search": {}, "when": "repeated", "sources": 1}, "sources"),
        ([], "dict"),
    ],
)
async def test_what_is_no_search_is_not_saved(store: Store, desk: Desks, draft: Any, said: str) -> None:
    client = await desk()
    answer = await sent(client, "POST", "/api/searches", json=draft)
    assert (answer.status, answer.content_type) == (422, "application/problem+json")
    assert said in (await answer.json(content_type=None))["detail"]
    assert store.saved() == []


async def test_a_form_of_another_site_saves_nothing(store: Store, desk: Desks) -> None:
    """What a page can send without asking first: no JSON by its type, and its own origin."""
    client = await desk()
    for headers in (
        {"Content-Type": "text/plain"},
        {"Content-Type": "application/json", "Origin": "https://evil.example"},
        {"Content-Type": "application/json", "Sec-Fetch-Site": "cross-site"},
    ):
        data = b'{"name": "x", "search": {}}'
        answer = await sent(client, "POST", "/api/searches", data=data, headers=headers)
        assert answer.status in (403, 415, 422), await answer.text()
    assert store.saved() == []


HOOK = "https://hooks.example.org/services/a-secret-path"


async def test_who_is_told_is_saved_and_its_secrets_are_told_once(store: Store, desk: Desks) -> None:
    """The address and the secret stay when it is saved anew without them; a new address has a new secret."""
    client = await desk(smtp_host="127.0.0.1")
    delivery = {"webhook": {"url": HOOK}, "emails": ["ada@desk.example"], "every": "hour"}
    made = await sent(client, "POST", "/api/searches", json=DRAFT | {"delivery": delivery})
    assert made.status == 201, await made.text()
    path, secret = made.headers["Location"], (await made.json())["secret"]
    shown = await client.json(path)
    expected = {"at": "https://hooks.example.org", "format": "standard"}
    assert shown["delivery"] == {**delivery, "webhook": expected}
    assert "secret" not in str(shown)
    again = DRAFT | {"delivery": {"webhook": {"format": "slack"}}}
    changed = await (await sent(client, "PUT", path, json=again)).json()
    assert (changed["secret"], changed["delivery"]["webhook"]["format"]) == (secret, "slack")
    assert HOOK in store.saved()[0].body
    moved = DRAFT | {"delivery": {"webhook": {"url": "https://eve.example/"}}}
    assert (await (await sent(client, "PUT", path, json=moved)).json())["secret"] != secret


@pytest.mark.parametrize(
    ("delivery", "said"),
    [
        ({"webhook": {}}, "a URL"),
        ({"webhook": {"url": "ftp://hooks.example.org/"}}, "http"),
        ({"webhook": {"url": "http://xn--/secret"}}, "not a URL"),
        ({"webhook": {"url": "http://127.0.0.1:9/x"}}, "not a public address"),
        ({"webhook": {"url": "http://[::ffff:10.0.0.1]/"}}, "not a public address"),
        ({"webhook": {"url": "http://169.254.169.254/latest"}}, "not a public address"),
        ({"webhook": {"url": "http://localhost/"}}, "not a public address"),
        ({"webhook": {"url": HOOK, "secret": "whsec_short"}}, "24 to 64 bytes"),
        ({"emails": ["ada@desk.example"]}, "CLAIMWIRE_SMTP_HOST"),
        ({"emails": ["ada@desk.example\r\nBcc: eve@evil.example"]}, "emails"),
        ({"emails": ["a@b.example"] * 21}, "emails"),
        ({"every": "minute"}, "every"),
    ],
)
async def test_receivers_that_are_refused(store: Store, desk: Desks, delivery: Any, said: str) -> None:
    client = await desk()
    answer = await sent(client, "POST", "/api/searches", json=DRAFT | {"delivery": delivery})
    assert answer.status == 422
    assert said in (await answer.json(content_type=None))["detail"]
    assert store.saved() == []


async def test_a_test_is_delivered_and_a_dead_message_is_sent_again(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The mill closes", stance="denies"))])
    client = await desk(alert_allow_private=True)
    async with hooks() as receiver:
        receiver.behaviour = says(410)
        draft = DRAFT | {"delivery": {"webhook": {"url": receiver.url}}}
        path = (await sent(client, "POST", "/api/searches", json=draft)).headers["Location"]
        assert (await sent(client, "POST", f"{path}/test")).status == 202
        [dead] = await delivered(client, "dead")
        assert (dead["claims"], dead["attempts"], dead["trouble"]) == (1, 1, "http_410: not taken")
        receiver.behaviour = None
        again = f"/api/deliveries/{dead['id']}/again"
        assert (await sent(client, "POST", again)).status == 202
        [well] = await delivered(client, "sent")
        assert well["id"] == dead["id"] == receiver.ids[0] == receiver.ids[1]
        assert (await sent(client, "POST", again)).status == 404
        assert b"The mill closes" in receiver.posts[0].body
    nobody = (await sent(client, "POST", "/api/searches", json=DRAFT)).headers["Location"]
    assert (await sent(client, "POST", f"{nobody}/test")).status == 422
    assert (await sent(client, "DELETE", path)).status == 204
    assert await client.json("/api/deliveries") == {"deliveries": []}


async def delivered(client: Client, state: str) -> list[Any]:
    """Wait for messages in a state."""
    async with asyncio.timeout(30):
        while not (found := (await client.json(f"/api/deliveries?state={state}"))["deliveries"]):  # noqa: ASYNC110
            await asyncio.sleep(0.1)
    return list(found)


async def test_a_body_that_is_too_large_is_not_read(store: Store, desk: Desks) -> None:
    client = await desk()
    answer = await sent(client, "POST", "/api/searches", json={"name": "x" * 100_000, "search": {}})
    assert (answer.status, store.saved()) == (413, [])


async def test_writing_wants_the_write_token(store: Store, desk: Desks) -> None:
    client = await desk(desk_read_token=READ, desk_write_token=WRITE)
    for token, status in ((None, 401), (READ, 403), (WRITE, 201)):
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        answer = await sent(client, "POST", "/api/searches", json=DRAFT, headers=headers)
        assert answer.status == status
    [saved] = store.saved()
    answer = await sent(
        client, "DELETE", f"/api/searches/{saved.id}", headers={"Authorization": f"Bearer {READ}"}
    )
    assert (answer.status, len(store.saved())) == (403, 1)
