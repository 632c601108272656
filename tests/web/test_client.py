"""Feeds on the web: a server can be slow, large, lying or turned inward, and the user gets one line."""

from __future__ import annotations

import asyncio
import gzip
import socket
import tracemalloc
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from aiohttp import web
from aiohttp.test_utils import TestServer
from pipeline.feed.web import BlockedAddress, fetch_feed, is_public, public_socket

from pipeline.errors import InputError
from tests.conftest import free_port

MIB = 1024 * 1024
Answer = Callable[[web.Request], Awaitable[web.StreamResponse]]


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True),
        ("2606:2800:220:1::1", True),
        ("127.0.0.1", False),
        ("127.8.8.8", False),
        ("0.0.0.0", False),
        ("10.1.2.3", False),
        ("172.16.0.1", False),
        ("192.168.1.1", False),
        ("100.64.0.1", False),
        ("169.254.169.254", False),
        ("168.63.129.16", False),
        ("224.0.0.1", False),
        ("239.1.1.1", False),
        ("240.0.0.1", False),
        ("255.255.255.255", False),
        ("::", False),
        ("::1", False),
        ("fe80::1%eth0", False),
        ("fc00::1", False),
        ("fd00:ec2::254", False),
        ("ff0e::1", False),
        ("::ffff:127.0.0.1", False),
        ("::ffff:93.184.216.34", True),
        ("2002:7f00:1::", False),
        ("64:ff9b::7f00:1", False),
        ("64:ff9b::a9fe:a9fe", False),
        ("64:ff9b::5db8:d822", True),
        ("2001:0:7f00:1::1", False),
    ],
)
def test_only_public_addresses_are_public_however_they_are_wrapped(address: str, *, public: bool) -> None:
    assert is_public(address) is public


def test_no_socket_is_made_for_a_private_address() -> None:
    with pytest.raises(BlockedAddress, match=r"10\.0\.0\.1 is not a public address"):
        public_socket((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("10.0.0.1", 80)))


async def plain(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"<rss/>", content_type="application/rss+xml")


async def echo(request: web.Request) -> web.StreamResponse:
    return web.json_response(dict(request.headers))


async def missing(request: web.Request) -> web.StreamResponse:
    raise web.HTTPNotFound


async def large(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"x" * (2 * MIB))


async def bomb(request: web.Request) -> web.StreamResponse:
    return web.Response(body=BOMB, headers={"Content-Encoding": "gzip"})


async def damaged(request: web.Request) -> web.StreamResponse:
    return web.Response(body=b"not gzip at all", headers={"Content-Encoding": "gzip"})


async def cut_short(request: web.Request) -> web.StreamResponse:
    response = web.StreamResponse(headers={"Content-Length": "1000"})
    await response.prepare(request)
    await response.write(b"<rss>")
    assert request.transport
    request.transport.close()
    return response


async def drip(request: web.Request) -> web.StreamResponse:
    """Send a byte now and then: each in time, all of them never."""
    response = web.StreamResponse()
    await response.prepare(request)
    for _ in range(100):
        await response.write(b"x")
        await asyncio.sleep(0.05)
    return response


async def silent(request: web.Request) -> web.StreamResponse:
    await asyncio.sleep(5)
    return web.Response()


async def around(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/around")


async def to_file(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("file:///etc/hostname")


async def moved(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound("/plain")


async def inward(request: web.Request) -> web.StreamResponse:
    raise web.HTTPFound(f"http://127.0.0.1:{request.url.port}/plain")


BOMB = gzip.compress(b"\0" * (200 * MIB))
ANSWERS: list[Answer] = [
    plain,
    echo,
    missing,
    large,
    bomb,
    damaged,
    cut_short,
    drip,
    silent,
    around,
    to_file,
    moved,
    inward,
]


@pytest.fixture
async def server() -> AsyncIterator[TestServer]:
    app = web.Application()
    app.add_routes([web.get(f"/{answer.__name__}", answer) for answer in ANSWERS])
    running = TestServer(app, host="0.0.0.0")
    async with running:
        yield running


async def fetch(server: TestServer, path: str, **options: float) -> bytes:
    url = f"http://127.0.0.1:{server.port}/{path}"
    fetched = await fetch_feed(url, allow_private=True, max_bytes=MIB, timeout_s=options.get("timeout_s", 10))
    return fetched.data


async def test_what_a_server_has_is_fetched(server: TestServer) -> None:
    fetched = await fetch_feed(f"http://127.0.0.1:{server.port}/moved", allow_private=True)
    assert (fetched.data, fetched.content_type) == (b"<rss/>", "application/rss+xml")
    assert fetched.url.endswith("/moved")
    assert fetched.base.endswith("/plain")


async def test_we_say_who_we_are(server: TestServer) -> None:
    assert b'"User-Agent": "claimwire/' in await fetch(server, "echo")


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("missing", "HTTP status 404 Not Found"),
        ("large", "larger than 1,048,576 bytes"),
        ("bomb", "larger than 1,048,576 bytes"),
        ("damaged", "damaged or incomplete"),
        ("cut_short", "damaged or incomplete"),
        ("around", "more than 5 redirects"),
        ("to_file", "not an http or https URL"),
    ],
)
async def test_what_is_wrong_is_said_in_one_line(server: TestServer, path: str, message: str) -> None:
    with pytest.raises(InputError, match=message) as caught:
        await fetch(server, path)
    assert f"/{path}: " in str(caught.value)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize("path", ["drip", "silent"])
async def test_the_time_is_of_the_whole_answer(server: TestServer, path: str) -> None:
    with pytest.raises(InputError, match=r"not all of it, in 0\.3 s"):
        await fetch(server, path, timeout_s=0.3)


async def test_a_compressed_bomb_is_never_unpacked(server: TestServer) -> None:
    """200 MiB of zeros arrive as 200 kB; memory stays near the limit of 1 MiB."""
    tracemalloc.start()
    try:
        with pytest.raises(InputError):
            await fetch(server, "bomb")
        assert tracemalloc.get_traced_memory()[1] < 16 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]"])
async def test_this_machine_is_not_reached_under_any_name(server: TestServer, host: str) -> None:
    with pytest.raises(InputError, match="is not a public address: --allow-private allows it"):
        await fetch_feed(f"http://{host}:{server.port}/plain")


async def test_a_redirect_inward_is_not_followed(server: TestServer, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first address passes for public here, so that the second one is what is refused."""
    monkeypatch.setattr("pipeline.feed.web.is_public", lambda address: address == "127.0.0.2")
    assert (await fetch_feed(f"http://127.0.0.2:{server.port}/moved")).data == b"<rss/>"
    with pytest.raises(InputError, match=r"127\.0\.0\.1 is not a public address"):
        await fetch_feed(f"http://127.0.0.2:{server.port}/inward")


@pytest.mark.parametrize(
    ("url", "message"),
    [
        ("ftp://quenby.example/feed", "not an http or https URL"),
        ("file:///etc/hostname", "not an http or https URL"),
        ("quenby.example/feed", "not an http or https URL"),
        ("http://2130706433/", "not a canonical IPv4 address"),
        ("http://", "not an http or https URL"),
        ("http://[::1", "not a URL"),
        ("http://quenby.example:99999/", "not a URL"),
        ("http://no-such-name.invalid/feed", "the name no-such-name.invalid is not known"),
    ],
)
async def test_a_url_that_leads_nowhere_is_said(url: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        await fetch_feed(url)


async def test_a_closed_port_is_said() -> None:
    with pytest.raises(InputError, match=r"no connection to 127\.0\.0\.1"):
        await fetch_feed(f"http://127.0.0.1:{free_port()}/", allow_private=True)


async def test_a_password_is_used_and_never_shown(server: TestServer) -> None:
    fetched = await fetch_feed(f"http://ann:secret@127.0.0.1:{server.port}/echo", allow_private=True)
    assert b"Basic" in fetched.data
    assert "secret" not in fetched.url + fetched.base
    with pytest.raises(InputError) as caught:
        await fetch_feed(f"http://ann:secret@127.0.0.1:{server.port}/missing", allow_private=True)
    assert "secret" not in str(caught.value)
