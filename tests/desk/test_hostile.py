"""Every parameter of the document, with every odd value: answered or refused, and never a fault of ours."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

import pytest

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
