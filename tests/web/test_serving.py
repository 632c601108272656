"""Serving: whatever comes in, the answer has our headers, and the log nothing of what was sent."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator
from http import HTTPStatus

import pytest
import structlog
from aiohttp import web

from claimwire.errors import SettingsError
from claimwire.web import serving as serving_module
from claimwire.web.serving import HEADERS, serving

SECRET = "for-nobody-s-eyes"
ASK = f"POST /never-read HTTP/1.1\r\nHost: x\r\nAuthorization: {SECRET}\r\n".encode()
MALFORMED = {
    "a token with a carriage return": f"GET / HTTP/1.1\r\nHost: x\r\nA: {SECRET}\r\r\n\r\n".encode(),
    "a header with a zero": f"GET / HTTP/1.1\r\n{SECRET}\0: x\r\n\r\n".encode(),
    "a path without end": f"GET /{SECRET}{'a' * 20_000} HTTP/1.1\r\n\r\n".encode(),
    "no length": ASK + b"Content-Length: nine\r\n\r\n",
    "a chunk without size": ASK + f"Transfer-Encoding: chunked\r\n\r\n{SECRET}\r\n\r\n".encode(),
    "no method": f"{SECRET}\r\n\r\n".encode(),
    "TLS": b"\x16\x03\x01\x02\x00\x01\x00" + f"{SECRET}\r\n\r\n".encode(),
}


@pytest.fixture
async def port() -> AsyncIterator[int]:
    async def broken(_: web.Request) -> web.Response:
        raise KeyError("a fault of ours")

    async def damaged(_: web.Request) -> web.Response:
        raise web.RequestPayloadError(SECRET)

    async def never_read(_: web.Request) -> web.Response:
        return web.Response(text="no\n", status=401)

    app = web.Application()
    app.add_routes([web.get("/broken", broken), web.get("/damaged", damaged)])
    app.add_routes([web.post("/never-read", never_read)])
    async with serving(app, at=("127.0.0.1", 0), setting="http_port", refusal=refusal) as port:
        yield port


def refusal(status: int) -> web.Response:
    return web.Response(text=f"refused: {HTTPStatus(status).phrase}\n", status=status)


async def said(port: int, data: bytes) -> tuple[int, dict[str, str], str]:
    """Return the status, the headers and the text that a connection answers to some bytes."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(data)
    async with asyncio.timeout(30):
        head, _, text = (await reader.read()).decode().partition("\r\n\r\n")
    writer.close()
    status, *lines = head.split("\r\n")
    return int(status.split()[1]), dict(line.split(": ", 1) for line in lines), text


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """Catch what we log, and what aiohttp and asyncio do."""
    ours = structlog.wrap_logger(
        logging.getLogger("claimwire"),
        processors=[structlog.processors.format_exc_info, structlog.processors.KeyValueRenderer()],
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    monkeypatch.setattr(serving_module, "log", ours)
    caplog.set_level("DEBUG")
    return caplog


def told(log: pytest.LogCaptureFixture) -> list[tuple[str, str]]:
    """Return the lines of the log, in which nothing of the request is."""
    assert SECRET not in log.text
    return [(record.name, record.getMessage()) for record in log.records if record.name != "asyncio"]


@pytest.mark.parametrize("data", MALFORMED.values(), ids=MALFORMED)
async def test_what_is_no_request_is_refused_like_others(
    port: int, log: pytest.LogCaptureFixture, data: bytes
) -> None:
    """One line says so, without a traceback, and the answer quotes nothing."""
    status, headers, text = await said(port, data)
    assert (status, text) == (400, "refused: Bad Request\n")
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    [(name, line)] = told(log)
    assert (name, "event='request_malformed'" in line, "\n" in line) == ("claimwire", True, False)


async def test_a_damaged_body_is_no_fault_of_ours(port: int, log: pytest.LogCaptureFixture) -> None:
    """What aiohttp raises of one, which quotes it, is told in a line too."""
    await said(port, b"GET /damaged HTTP/1.1\r\nHost: x\r\n\r\n")
    [(name, line)] = told(log)
    assert (name, "event='request_malformed'" in line, "\n" in line) == ("claimwire", True, False)


async def test_a_fault_of_ours_has_the_headers_and_a_traceback_in_the_log(
    port: int, log: pytest.LogCaptureFixture
) -> None:
    status, headers, text = await said(port, b"GET /broken HTTP/1.1\r\nHost: x\r\n\r\n")
    assert (status, text) == (500, "refused: Internal Server Error\n")
    assert {name: headers.get(name) for name in HEADERS} == HEADERS
    [(name, line)] = told(log)
    assert (name, "event='answer_failed'" in line, "a fault of ours" in line) == ("claimwire", True, True)


async def test_an_expectation_that_nobody_meets_has_the_headers(port: int) -> None:
    status, headers, _ = await said(port, ASK + b"Connection: close\r\nExpect: much\r\n\r\n")
    assert status == 417
    assert {name: headers.get(name) for name in HEADERS} == HEADERS


async def test_a_taken_port_names_its_setting(port: int) -> None:
    again = serving(web.Application(), at=("127.0.0.1", port), setting="http_port", refusal=refusal)
    with pytest.raises(SettingsError, match=rf"http_port: 127.0.0.1:{port}: .*set CLAIMWIRE_HTTP_PORT"):
        async with again:
            pass


async def test_a_default_port_gives_way_to_a_free_one_and_says_so(
    port: int, log: pytest.LogCaptureFixture
) -> None:
    again = serving(
        web.Application(), at=("127.0.0.1", port), setting="http_port", refusal=refusal, or_free=True
    )
    async with again as other:
        assert other not in (0, port)
    assert "port_taken" in log.text
