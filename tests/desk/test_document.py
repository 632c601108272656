"""The OpenAPI document, tried out by Schemathesis: what it promises is what a desk answers."""

from __future__ import annotations

import asyncio
import sys
from asyncio.subprocess import PIPE, STDOUT
from pathlib import Path
from typing import Any

import pytest

from claimwire.store import Search, Store
from tests.desk.conftest import Client, Desks
from tests.desk.test_matches import a_world
from tests.store.articles import Said, enriched

WRITE = "a-token-that-writes"
CHECKS = (
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
    "unsupported_method",
)
STREAM = "/api/stream"
"""It does not end."""


@pytest.fixture
async def client(store: Store, desk: Desks) -> Client:
    a_world(store)
    store.write([enriched(number, Said(f"The mill {number} will close")) for number in range(20, 40)])
    made: Client = await desk(
        desk_read_token="a-token-that-reads", desk_write_token=WRITE, desk_requests_per_s=100_000
    )
    made.session.headers["Authorization"] = f"Bearer {WRITE}"
    return made


async def test_every_operation_tells_of_problems_as_they_are(client: Client) -> None:
    document: dict[str, Any] = await client.json("/api/openapi.json")
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            statuses = set(operation["responses"])
            assert {status for status in statuses if status > "3"} == {"default"}, (method, path)
            assert list(operation["responses"]["default"]["content"]) == ["application/problem+json"]
    assert not [name for name in document["components"]["schemas"] if "ValidationError" in name]


@pytest.mark.slow
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_schemathesis_finds_nothing(client: Client, store: Store, tmp_path: Path) -> None:
    arguments = (
        *("--header", f"Authorization: Bearer {WRITE}", "--exclude-path", STREAM),
        *("--checks", ",".join(CHECKS), "--phases", "examples,fuzzing,stateful"),
        *("--max-examples", "20", "--max-time", "120", "--seed", "1", "--request-timeout", "30"),
    )
    entry = "from schemathesis.cli import schemathesis; schemathesis()"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", entry, "run", f"{client.url}/api/openapi.json", *arguments),
        stdout=PIPE,
        stderr=STDOUT,
        cwd=tmp_path,
    )
    said, _ = await asyncio.wait_for(process.communicate(), 300)
    assert process.returncode == 0, said.decode()[-6_000:]
    assert len(store.claims(Search()).rows) == 25
