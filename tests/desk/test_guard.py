"""Who may ask: tokens, names, rates, and writes that another site's page sends."""

from __future__ import annotations

import pytest
from aiohttp import ClientResponse
from starlette.datastructures import Headers

from claimwire.desk.guard import Access, Rates, access_of, is_loopback
from claimwire.errors import SettingsError
from claimwire.settings import load_settings
from tests.desk.conftest import Client, Desks

READ, WRITE = "a-token-that-reads", "a-token-that-writes"
_OF_THE_MOMENT = frozenset({"Date", "ETag", "Transfer-Encoding"})
TOKENS = Access(READ, WRITE, frozenset())
OPEN = Access(None, None, frozenset({"localhost", "127.0.0.1", "::1"}))


@pytest.mark.parametrize(
    ("method", "headers", "status"),
    [
        ("GET", {}, 401),
        ("GET", {"authorization": READ}, 401),
        ("GET", {"authorization": f"Basic {READ}"}, 401),
        ("GET", {"authorization": "Bearer "}, 401),
        ("GET", {"authorization": f"Bearer {READ}x"}, 401),
        ("GET", {"authorization": f"Bearer {READ}"}, None),
        ("GET", {"authorization": f"bearer  {WRITE}"}, None),
        ("POST", {"authorization": f"Bearer {READ}"}, 403),
        ("DELETE", {"authorization": f"Bearer {READ}"}, 403),
        ("POST", {}, 401),
        ("POST", {"authorization": f"Bearer {WRITE}"}, None),
        ("POST", {"authorization": f"Bearer {WRITE}", "origin": "https://evil.example", "host": "d"}, 403),
        ("POST", {"authorization": f"Bearer {WRITE}", "origin": "null", "host": "d"}, 403),
        ("POST", {"authorization": f"Bearer {WRITE}", "origin": "https://d", "host": "d"}, None),
        ("POST", {"authorization": f"Bearer {WRITE}", "sec-fetch-site": "cross-site"}, 403),
    ],
)
def test_reading_and_writing_have_tokens_apart(
    method: str, headers: dict[str, str], status: int | None
) -> None:
    refusal = TOKENS.refusal(method, Headers(headers))
    assert (refusal and refusal[0]) == status


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost:8082", None),
        ("127.0.0.1", None),
        ("[::1]:8082", None),
        ("[::1]", None),
        ("rebound.example:8082", 421),
        ("localhost.evil.example", 421),
        ("", 421),
        ("[", 421),
    ],
)
def test_without_tokens_this_machine_answers_to_its_own_names_alone(host: str, status: int | None) -> None:
    """A page whose name was made to point here would read it otherwise: DNS rebinding."""
    refusal = OPEN.refusal("GET", Headers({"host": host}))
    assert (refusal and refusal[0]) == status


def test_no_token_no_others() -> None:
    assert access_of(load_settings()) == Access(None, None, OPEN.hosts)
    for host in ("0.0.0.0", "::", "192.0.2.1", "desk.example"):
        with pytest.raises(SettingsError, match="CLAIMWIRE_DESK_READ_TOKEN"):
            access_of(load_settings(desk_host=host))
    given = load_settings(desk_host="0.0.0.0", desk_read_token=READ)
    assert access_of(given).refusal("POST", Headers({"authorization": f"Bearer {READ}"}))
    assert [is_loopback(host) for host in ("127.0.0.1", "::1", "localhost", "10.0.0.1", "example")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_an_address_asks_so_often_and_no_more() -> None:
    now = [0.0]
    rates = Rates(2, clock=lambda: now[0])
    assert [rates.take("a") for _ in range(10)] == [0.0] * 10
    assert rates.take("a") == 0.5
    assert rates.take("b") == 0.0, "others are not held up"
    now[0] = 0.5
    assert (rates.take("a"), rates.take("a") > 0) == (0.0, True)
    for number in range(20_000):
        rates.take(str(number))
    assert len(rates._left) <= 10_000


async def test_every_path_but_health_wants_the_token(desk: Desks) -> None:
    client = await desk(desk_read_token=READ)
    for path in ("/api/claims", "/api/stream", "/api/openapi.json", "/api/nothing", "/"):
        status, reason, _ = await client.problem(path)
        assert (status, reason) == (401, "unauthorized")
    answer = await client.get("/api/claims")
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    known = {"Authorization": f"Bearer {READ}"}
    assert (await client.get("/api/claims", headers=known)).status == 200
    assert (await client.get("/healthz")).status == 200
    async with client.session.post(client.url + "/api/claims", headers=known) as refused:
        assert refused.status == 403
    assert READ not in str(client.session.headers)


async def test_who_asks_too_often_is_told_when_to_come_again(desk: Desks) -> None:
    client = await desk(desk_requests_per_s=1)
    statuses = [(await client.get("/api/state")).status for _ in range(8)]
    assert (statuses[:5], 429 in statuses) == ([200] * 5, True)
    answer = await client.get("/api/state")
    assert int(answer.headers["Retry-After"]) >= 1
    assert (await client.get("/healthz")).status == 200


async def test_a_name_that_points_here_is_not_answered(desk: Desks) -> None:
    client = await desk()
    status, reason, _ = await client.problem("/api/claims", headers={"Host": "rebound.example"})
    assert (status, reason) == (421, "misdirected")


async def test_a_browser_is_refused_by_a_page_and_a_program_by_a_problem(desk: Desks) -> None:
    client = await desk(desk_requests_per_s=2)
    browser = {"Accept": "text/html,application/xhtml+xml"}
    evil = {"Origin": "https://evil.example"}

    async def asked(method: str, path: str, **headers: str) -> tuple[int, str, str]:
        named = {**browser, **headers}
        async with client.session.request(method, client.url + path, headers=named) as answer:
            return answer.status, answer.content_type, await answer.text()

    for method, path, headers, status, told in (
        ("GET", "/", {"Host": "rebound.example"}, 421, "This is not its name."),
        ("POST", "/searches", evil, 403, "It comes from a page of another site."),
        ("GET", "/?q=" + "x" * 9_000, {}, 414, "The address has more than 8,192 bytes."),
        ("GET", "/claims/x", {}, 404, "There is no such page."),
        ("GET", "/speakers?cursor=x", {}, 422, "."),
    ):
        said = await asked(method, path, **headers)
        assert said[:2] == (status, "text/html"), said
        assert "<h1>" in said[2]
        assert told in said[2]
    assert (await asked("POST", "/api/searches", **evil))[:2] == (403, "application/problem+json")
    answers = [await asked("GET", "/") for _ in range(12)]
    refused = [text for status, kind, text in answers if (status, kind) == (429, "text/html")]
    assert "Ask less often." in refused[0]


async def _got(client: Client, path: str) -> tuple[int, dict[str, str]]:
    async with client.session.get(client.url + path) as answer:
        return answer.status, _lasting(answer)


async def _headed(client: Client, path: str) -> tuple[int, dict[str, str]]:
    answer = await client.session.head(client.url + path)
    assert await answer.read() == b"", path
    return answer.status, _lasting(answer)


def _lasting(answer: ClientResponse) -> dict[str, str]:
    return {name: value for name, value in answer.headers.items() if name not in _OF_THE_MOMENT}


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_head_answers_as_get_without_a_body(desk: Desks) -> None:
    """Streams and exports too: they end at once, and the connection can be used again."""
    client = await desk()
    api = ("/api/claims", "/api/claims?limit=0", "/api/stream", "/api/export/claims")
    for path in ("/", "/state", "/healthz", *api):
        for _ in range(3):  # a page changes once: it tells when the broker is lost
            expected = await _got(client, path)
            told = [await _headed(client, path) for _ in range(5)]
            if expected == await _got(client, path):
                break
        assert told == [expected] * 5, path
    assert (await client.session.head(f"{client.url}/nothing")).status == 404
    measured = await (await client.get("/metrics")).text()
    assert "\nclaimwire_desk_streams 0.0\n" in measured


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_head_needs_a_token_as_get_does(desk: Desks) -> None:
    client = await desk(desk_read_token=READ)
    assert (await client.session.head(f"{client.url}/api/claims")).status == 401
    sent = await client.session.head(f"{client.url}/", headers={"Accept": "text/html"}, allow_redirects=False)
    assert (sent.status, sent.headers["Location"]) == (303, "/login?next=%2F")
