"""Saved searches: kept, changed and deleted by those who may write."""

from __future__ import annotations

from typing import Any

import aiohttp
import pytest

from claimwire.store import Search, Store
from tests.desk.conftest import Client, Desks

READ, WRITE = "a-token-that-reads", "a-token-that-writes"
DRAFT = {"name": "The mill", "search": {"q": "mill -fire", "stance": ["denies"], "min_worth": 0.5}}


async def sent(client: Client, method: str, path: str, **options: Any) -> aiohttp.ClientResponse:
    answer = await client.session.request(method, client.url + path, **options)
    await answer.read()
    return answer


async def test_a_search_is_saved_changed_and_deleted(store: Store, desk: Desks) -> None:
    client = await desk()
    made = await sent(client, "POST", "/api/searches", json=DRAFT)
    told = await made.json()
    assert (made.status, made.headers["Location"]) == (201, f"/api/searches/{told['id']}")
    assert Search.model_validate(told["search"]) == Search.model_validate(DRAFT["search"])
    path = made.headers["Location"]
    changed = await sent(client, "PUT", path, json={"name": "Ferry", "search": {"q": "ferry"}})
    assert (changed.status, (await changed.json())["name"]) == (200, "Ferry")
    await sent(client, "POST", "/api/searches", json=DRAFT)
    assert [one["name"] for one in (await client.json("/api/searches"))["searches"]] == ["Ferry", "The mill"]
    assert (await client.json(path))["search"] == {"q": "ferry"}
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
