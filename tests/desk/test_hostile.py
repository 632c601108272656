"""Every parameter of the document, with every odd value: answered or refused, and never a fault of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest
from prometheus_client import CollectorRegistry

from claimwire.desk.app import desk_app
from claimwire.desk.consumer import Consumer
from claimwire.desk.metrics import Metrics
from claimwire.settings import load_settings
from claimwire.store import Search, Store
from tests.desk.conftest import Client, Desks
from tests.store.articles import Said, enriched

ODD = [
    "",
    "\0",
    "' OR 1=1 --",
    '") OR rowid > 0 --',
    "%",
    "a" * 1_000,
    "-1",
    "1e400",
    "NaN",
    "99999999999999999999",
    "0001-01-01T00:00:00Z",
    "9999-12-31T23:59:59-23:59",
    "2026-03-04T09:30:00",
    "<script>alert(1)</script>",
    "../../etc/passwd",
    "🌉\u202e\ud7ff",
    "true",
    "mill",
]


def requests(document: dict[str, Any]) -> Iterator[tuple[str, dict[str, str]]]:
    """Give a path and parameters for each odd value in each place."""
    for path, methods in document["paths"].items():
        if "get" not in methods or path == "/api/stream":
            continue
        for parameter in methods["get"].get("parameters", []):
            for value in ODD:
                if parameter["in"] == "path":
                    yield path.replace(f"{{{parameter['name']}}}", quote(value, safe="")), {}
                elif "{" not in path:
                    yield path, {parameter["name"]: value}


@pytest.mark.slow
async def test_no_value_makes_the_desk_fail(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The mill will close"))])
    client: Client = await desk(desk_requests_per_s=100_000)
    document = await client.json("/api/openapi.json")
    every = list(requests(document))
    assert len(every) > 1_000
    failed: list[tuple[int, str, dict[str, str]]] = []
    places = asyncio.Semaphore(8)

    async def ask(path: str, params: dict[str, str]) -> None:
        async with places:
            answer = await client.get(path, params=params)
        if answer.status not in (200, 404, 422) or "json" not in answer.content_type:
            failed.append((answer.status, path, params))

    await asyncio.gather(*(ask(path, params) for path, params in every))
    assert failed == []
    assert len(store.claims(Search()).rows) == 1


def writes(store: Store) -> list[tuple[str, str]]:
    """Return the method and path of each change: of the app itself, so that none is forgotten."""
    consumer = Consumer(load_settings(), store, None)  # type: ignore[arg-type]
    app = desk_app(store, None, consumer, Metrics(CollectorRegistry()))  # type: ignore[arg-type]
    routers = [getattr(one, "original_router", None) for one in app.routes]
    routes = [route for one in routers if one for route in one.routes]
    every = [(method, str(route.path)) for route in routes for method in route.methods]
    return sorted((method, path) for method, path in every if method not in ("GET", "HEAD", "OPTIONS"))


async def test_no_write_is_open(store: Store, desk: Desks) -> None:
    """Without a token, with one that reads, from another site, or in a session without its CSRF token."""
    read, write = "a-token-that-reads", "a-token-that-writes"
    store.write([enriched(1, Said("The mill will close"))])
    claim_id = store.claims(Search()).rows[0].claim_id
    client: Client = await desk(desk_read_token=read, desk_write_token=write, desk_requests_per_s=10_000)
    async with client.session.post(
        client.url + "/login", data={"token": write}, allow_redirects=False
    ) as signed:
        session = signed.headers["Set-Cookie"].partition(";")[0]
    every = [one for one in writes(store) if one[1] != "/login"]
    assert {path for _, path in every} >= {"/logout", "/api/searches", "/claims/{claim_id}/feedback"}
    assert len(every) > 10
    bodies: tuple[dict[str, Any], ...] = (
        {"json": {"name": "Mine", "search": {}, "verdict": "right"}},
        {"data": {"name": "Mine", "verdict": "right"}},
        {},
    )
    for method, path in every:
        url = client.url + path.replace("{claim_id}", claim_id).replace("{search_id}", claim_id)
        for status, headers in (
            (401, {}),
            (401, {"Authorization": "Bearer a-token-that-is-none"}),
            (403, {"Authorization": f"Bearer {read}"}),
            (403, {"Authorization": f"Bearer {write}", "Origin": "https://evil.example"}),
            (403, {"Authorization": f"Bearer {write}", "Sec-Fetch-Site": "cross-site"}),
            (403, {"Cookie": session}),
            (403, {"Cookie": session, "X-CSRF-Token": "0" * 64}),
        ):
            for body in bodies:
                async with client.session.request(method, url, headers=headers, **body) as answer:
                    assert answer.status == status, (method, path, headers, await answer.text())
    assert (store.saved(), list(store.feedback.every())) == ([], [])


async def test_a_query_of_ten_thousand_terms_costs_nothing(store: Store, desk: Desks) -> None:
    """It is refused before it is read, wherever it is sent."""
    store.write([enriched(1, Said("The mill will close"))])
    client: Client = await desk()
    for query in (" OR ".join(f"w{n}" for n in range(10_000)), "(" * 10_000, '"' * 10_000, "a* " * 10_000):
        assert (await client.problem("/api/claims", params={"q": query}))[0] == 414
        for field in ("q", "claimant", "entity"):
            draft = {"name": "Long", "search": {field: query}}
            async with client.session.post(client.url + "/api/searches", json=draft) as answer:
                assert answer.status in (413, 422), await answer.text()
        for field in ("filters", "name"):
            form = {"name": "Long", "filters": "q=mill"} | {field: f"q={query}"}
            async with client.session.post(client.url + "/searches", data=form) as answer:
                assert answer.status in (413, 422), await answer.text()
    for query in ("w " * 1_000, "(" * 2_000, "-" * 2_000, "a* " * 600, "NOT " * 500, '"a b" ' * 333):
        assert (await client.problem("/api/claims", params={"q": query}))[:2] == (422, "bad_search"), query
    assert store.saved() == []
