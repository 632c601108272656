"""Push: who may, what is taken, what is refused and why; nothing that is sent makes the server fail."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import AsyncIterator
from contextlib import suppress
from typing import Any

import aiohttp
import pytest
from aiokafka.errors import KafkaTimeoutError, MessageSizeTooLargeError
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from prometheus_client import CollectorRegistry

from claimwire.errors import SettingsError
from claimwire.normalize import raw_article_id
from claimwire.push import push_server
from claimwire.settings import Settings
from claimwire.web.serving import HEADERS
from claimwire_schemas import RawArticle
from tests.push.conftest import TOKEN, Client, Held, Servers
from tests.strategies import examples

ONE = b'{"body": "The weir is safe, she said.", "url": "https://q.example/1"}'
TWO = b'{"body": "The mill reopens, he said."}'
MANY = "application/x-ndjson"


async def reason(response: aiohttp.ClientResponse) -> tuple[int, str]:
    problem = await response.json(content_type="application/problem+json")
    assert problem["status"] == response.status
    assert problem["detail"]
    return response.status, problem["reason"]


async def test_an_article_is_taken_under_its_id(serve: Servers, held: Held) -> None:
    client = await serve(held)
    response = await client.post(ONE)
    name = raw_article_id(RawArticle.decode(ONE))
    assert (response.status, await response.json()) == (202, {"article_id": name})
    (message,) = held.sent
    assert (message.key, RawArticle.decode(message.value or b"")) == (name.encode(), RawArticle.decode(ONE))
    assert client.counted("articles_total", outcome="delivered") == 1
    assert client.counted("requests_total", status="202") == 1


async def test_lines_are_taken_one_by_one(serve: Servers, held: Held) -> None:
    """Bad ones are named by their number, and do not keep the others back."""
    client = await serve(held)
    response = await client.post(ONE + b'\n\nnonsense\r\n{"body": 7}\n' + TWO, MANY)
    answer = await response.json()
    assert response.status == 207
    assert (answer["delivered"], answer["refused"], len(held.sent)) == (2, 2, 2)
    assert [result["line"] for result in answer["articles"]] == [1, 3, 4, 5]
    assert [result.get("detail", "")[:15] for result in answer["articles"]] == [
        "",
        "bad_json: not J",
        "invalid_record:",
        "",
    ]
    assert (await client.post(ONE + b"\n" + TWO, MANY)).status == 202


@pytest.mark.parametrize(
    ("data", "kind", "headers", "expected"),
    [
        (ONE, "application/json", {"Authorization": ""}, (401, "unauthorized")),
        (ONE, "application/json", {"Authorization": f"Basic {TOKEN}"}, (401, "unauthorized")),
        (ONE, "application/json", {"Authorization": f"Bearer {TOKEN}x"}, (401, "unauthorized")),
        (ONE, "application/json", {"Authorization": "Bearer é"}, (401, "unauthorized")),
        (ONE, "text/plain", {}, (415, "unsupported_media_type")),
        (ONE, "application/json; charset=latin-1", {}, (415, "unsupported_media_type")),
        (ONE, "text/html; charset*", {}, (415, "unsupported_media_type")),
        (ONE, "application/json", {"Content_Encoding": "br"}, (415, "unsupported_encoding")),
        (ONE, "application/json", {"Content_Encoding": "gzip"}, (422, "bad_encoding")),
        (
            gzip.compress(ONE, mtime=0)[:-4],
            "application/json",
            {"Content_Encoding": "gzip"},
            (422, "bad_encoding"),
        ),
        (b"x" * 2001, "application/json", {}, (413, "too_large")),
        (gzip.compress(b"x" * 900_000), "application/json", {"Content_Encoding": "gzip"}, (413, "too_large")),
        (b"\n" * 101, MANY, {}, (413, "too_many_lines")),
        (b"", "application/json", {}, (422, "invalid_article")),
        (b"[]", "application/json", {}, (422, "invalid_article")),
        (ONE + TWO, "application/json", {}, (422, "invalid_article")),
        (b"", MANY, {}, (422, "invalid_articles")),
        (b"{}\n[]", MANY, {}, (422, "invalid_articles")),
        (ONE, "application/json", {"Idempotency_Key": "k" * 256}, (400, "bad_idempotency_key")),
    ],
)
async def test_what_is_not_taken_says_why(
    serve: Servers, held: Held, data: bytes, kind: str, headers: dict[str, str], expected: tuple[int, str]
) -> None:
    client = await serve(held, body_bytes=2000, lines=100)
    response = await client.post(data, kind, **headers)
    assert await reason(response) == expected
    assert held.sent == []
    assert ("WWW-Authenticate" in response.headers) is (response.status == 401)
    assert (await client.post(ONE)).status == 202


async def test_a_gzip_body_and_one_of_no_told_length_are_taken(serve: Servers, held: Held) -> None:
    async def pieces() -> Any:
        yield ONE[:9]
        yield ONE[9:]

    client = await serve(held)
    assert (await client.post(gzip.compress(ONE), Content_Encoding="gzip")).status == 202
    assert (await client.post(pieces())).status == 202


async def test_a_body_of_no_told_length_is_cut_off(serve: Servers, held: Held) -> None:
    async def endless() -> Any:
        while True:
            yield b" " * 10_000

    client = await serve(held, body_bytes=50_000)
    status = 413
    with suppress(aiohttp.ClientError):  # the server hangs up; its answer may come too late
        status = (await client.post(endless())).status
    assert status == 413
    assert client.counted("requests_total", status="413") == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [("GET", "/articles", 405), ("OPTIONS", "/articles", 405), ("POST", "/", 404)],
)
async def test_nothing_else_is_there(serve: Servers, held: Held, method: str, path: str, status: int) -> None:
    client = await serve(held)
    url = client.url.removesuffix("/articles") + path
    async with client.session.request(method, url) as response:
        assert (await reason(response))[0] == status
        assert not [name for name in response.headers if name.startswith("Access-Control")]


async def test_answers_say_nothing_of_the_server_and_are_not_stored(serve: Servers, held: Held) -> None:
    client = await serve(held)
    for response in (await client.post(ONE), await client.post(b"x", Authorization="")):
        assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


async def test_the_same_key_gives_the_same_answer(serve: Servers, held: Held) -> None:
    client = await serve(held)
    first = await client.post(ONE, Idempotency_Key='"k1"')
    again = await client.post(ONE, Idempotency_Key="k1")
    assert await first.json() == await again.json()
    assert (again.status, again.headers["Idempotency-Replayed"]) == (202, "true")
    assert len(held.sent) == 1
    assert await reason(await client.post(TWO, Idempotency_Key="k1")) == (422, "idempotency_key_reused")
    assert (await client.post(TWO, Idempotency_Key="k2")).status == 202


async def test_a_key_that_failed_may_be_tried_again(serve: Servers, held: Held) -> None:
    client = await serve(held)
    held.error = KafkaTimeoutError()
    assert await reason(await client.post(ONE, Idempotency_Key="k")) == (503, "not_delivered")
    held.error = None
    assert (await client.post(ONE, Idempotency_Key="k")).status == 202


async def until(held: Held, sent: int) -> None:
    async with asyncio.timeout(10):
        while len(held.waiting) < sent:  # noqa: ASYNC110 # a list sets no event
            await asyncio.sleep(0.01)


async def test_nothing_is_answered_before_the_broker_has_it(serve: Servers, held: Held) -> None:
    """A second request of the same key is told to wait."""
    held.hold = True
    client = await serve(held)
    first = asyncio.create_task(client.post(ONE, Idempotency_Key="k"))
    await until(held, 1)
    assert await reason(await client.post(ONE, Idempotency_Key="k")) == (409, "in_progress")
    assert not first.done()
    assert client.counted("in_flight_bytes") == len(ONE)
    held.let_go()
    assert (await first).status == 202
    assert client.counted("in_flight_bytes") == 0


@pytest.mark.parametrize("limits", [{"in_flight_requests": 1}, {"in_flight_bytes": len(ONE) + 5}])
async def test_what_is_too_much_at_a_time_is_asked_to_come_again(
    serve: Servers, held: Held, limits: dict[str, float]
) -> None:
    held.hold = True
    client = await serve(held, **limits)
    first = asyncio.create_task(client.post(ONE))
    await until(held, 1)
    refused = await client.post(TWO)
    assert await reason(refused) == (429, "busy")
    assert int(refused.headers["Retry-After"]) > 0
    held.let_go()
    assert (await first).status == 202
    assert (await client.post(TWO)).status == 202


async def test_a_broker_that_says_nothing_is_503(serve: Servers, held: Held) -> None:
    held.hold = True
    client = await serve(held, deliver_s=0.2)
    response = await client.post(ONE)
    assert await reason(response) == (503, "not_delivered")
    assert "Retry-After" in response.headers


async def test_what_the_broker_refuses_for_itself_is_the_articles_fault(serve: Servers, held: Held) -> None:
    held.error = MessageSizeTooLargeError()
    assert await reason(await (await serve(held)).post(ONE)) == (422, "invalid_article")


async def test_a_slow_client_is_hung_up_on(serve: Servers, held: Held) -> None:
    client = await serve(held, read_s=0.3)
    reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
    head = f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
    writer.write(f"{head}Content-Type: application/json\r\nContent-Length: 9\r\n\r\n{{".encode())
    async with asyncio.timeout(10):
        answer = await reader.read()
    assert answer.startswith(b"HTTP/1.1 408")
    writer.close()


async def test_nothing_is_kept_of_what_follows_a_gzip_member(serve: Servers, held: Held) -> None:
    """It is refused as it comes, however much more there would be."""
    sent = 0

    async def pieces() -> AsyncIterator[bytes]:
        nonlocal sent
        yield gzip.compress(ONE)
        while sent < 1000:
            sent += 1
            yield bytes(64 * 1024)

    client = await serve(held, body_bytes=100_000_000)
    sent_as = {
        "Authorization": f"Bearer {TOKEN}",
        "Content-Type": "application/json",
        "Content-Encoding": "gzip",
    }
    answer = client.session.post(client.url, data=pieces(), headers=sent_as)
    with suppress(aiohttp.ClientError):  # it is hung up on while it still sends
        assert (await answer).status == 422
    assert sent < 1000


async def test_a_request_that_is_none_is_a_problem_without_its_token(
    serve: Servers, held: Held, caplog: pytest.LogCaptureFixture
) -> None:
    """A token from a file with other line ends has a control character, and no header may."""
    caplog.set_level("DEBUG")
    client = await serve(held)
    for line in (f"Authorization: Bearer {TOKEN}\r", "Content-Length: nine"):
        reader, writer = await asyncio.open_connection("127.0.0.1", client.port)
        writer.write(f"POST /articles HTTP/1.1\r\nHost: x\r\n{line}\r\n\r\n".encode())
        answer = await reader.read()
        assert answer.startswith(b"HTTP/1.0 400 ")
        assert b"\r\nContent-Type: application/problem+json\r\n" in answer
        assert b"\r\nServer: claimwire\r\n" in answer
        writer.close()
        assert TOKEN not in caplog.text + answer.decode()


async def test_what_was_counted_is_told_to_those_who_have_the_token(serve: Servers, held: Held) -> None:
    client = await serve(held)
    await client.post(ONE)
    page = client.url.replace("/articles", "/metrics")
    async with client.session.get(page) as refused:
        assert refused.status == 401
    async with client.session.get(page, headers={"Authorization": f"Bearer {TOKEN}"}) as answer:
        assert 'claimwire_push_articles_total{outcome="delivered"} 1.0' in await answer.text()


async def test_a_stop_waits_for_what_is_in_flight(held: Held) -> None:
    held.hold = True
    chosen = Settings(push_token=TOKEN, push_port=0)
    async with aiohttp.ClientSession() as session:
        async with push_server(chosen, held, registry=CollectorRegistry()) as port:
            client = Client(session, port, CollectorRegistry())
            first = asyncio.create_task(client.post(ONE))
            await until(held, 1)
            asyncio.get_running_loop().call_later(0.2, held.let_go)
        assert (await first).status == 202


async def test_without_a_token_there_is_no_server(held: Held) -> None:
    with pytest.raises(SettingsError, match="set CLAIMWIRE_PUSH_TOKEN"):
        async with push_server(Settings(push_port=0), held, registry=CollectorRegistry()):
            pass


@pytest.mark.parametrize("data", [b"5\r\nhello\r\nzz\r\n\r\n", b"ffffffffffffffffff\r\nx"])
async def test_damaged_chunks_do_not_hurt(serve: Servers, held: Held, data: bytes) -> None:
    client = await serve(held)
    _, writer = await asyncio.open_connection("127.0.0.1", client.port)
    head = f"POST /articles HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {TOKEN}\r\n"
    writer.write(
        f"{head}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n".encode() + data
    )
    await writer.drain()
    writer.close()
    assert (await client.post(ONE)).status == 202


LINES = st.lists(st.sampled_from([ONE, TWO, b"", b"{}", b'{"uri": "x"}', b"\xff"]) | st.binary(max_size=40))


@settings(examples(25), suppress_health_check=list(HealthCheck))
@given(
    st.binary(max_size=80) | LINES.map(b"\n".join),
    st.sampled_from(["application/json", MANY]),
    st.sampled_from(["identity", "gzip"]),
    st.booleans(),
)
def test_any_body_is_answered_and_never_a_fault(data: bytes, kind: str, encoding: str, packed: bool) -> None:  # noqa: FBT001
    async def push() -> int:
        registry, held = CollectorRegistry(), Held()
        chosen = Settings(push_token=TOKEN, push_port=0)
        async with push_server(chosen, held, registry=registry) as port, aiohttp.ClientSession() as session:
            sent = gzip.compress(data) if packed else data
            return (await Client(session, port, registry).post(sent, kind, Content_Encoding=encoding)).status

    assert asyncio.run(push()) in (202, 207, 422)
