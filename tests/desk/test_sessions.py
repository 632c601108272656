"""Sessions: a browser shows a token once; what it may not do is refused, each for a reason of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Any

import aiohttp
import pytest
from starlette.datastructures import Headers

from claimwire.desk.login import local
from claimwire.desk.sessions import COOKIE, LIFETIME_S, NAME_LENGTH, Sessions, set_cookie
from claimwire.store import Store
from claimwire_schemas import Language
from tests.desk.conftest import Client, Desks
from tests.store.articles import Said, enriched
from tests.store.matched import claim_of, linked

READ, WRITE = "a-token-that-reads", "a-token-that-writes"
NOW = [1_800_000_000.0]
SESSIONS = Sessions(READ, WRITE, clock=lambda: NOW[0])
DRAFT = {"name": "Bridges", "search": {"q": "bridge"}}
BROWSER = {"Accept": "text/html"}


def headers(value: str) -> Headers:
    return Headers({"cookie": f"a=b; {COOKIE}={value}"})


def test_a_token_has_a_role_and_others_have_none() -> None:
    assert [SESSIONS.role_of(one) for one in (READ, WRITE, "", READ + "x", "ä")] == [
        "read", "write", None, None, None,
    ]  # fmt: skip
    assert Sessions(READ, None).role_of("") is None


def test_a_session_lasts_until_it_expires_or_a_token_changes() -> None:
    value = SESSIONS.begin("read")
    assert SESSIONS.of(headers(value)) == SESSIONS.of(headers(value))
    later = replace(SESSIONS, clock=lambda: NOW[0] + LIFETIME_S)
    assert later.of(headers(value)) is None
    assert replace(SESSIONS, read_token=READ + "2").of(headers(value)) is None
    assert replace(SESSIONS, write_token=None).of(headers(value)) is None


@pytest.mark.parametrize(
    "value",
    [
        "",
        "x",
        "read.1.2.3",
        'read"',
        "write.99999999999.{nonce}..{sign}",
        "read.99999999999.{nonce}..{sign}",
        "read.{until}.{nonce}.QWRh.{sign}",
        "ä" * 9,
    ],
)
def test_a_forged_cookie_is_no_session(value: str) -> None:
    """Neither noise nor a session of one's own whose role or expiry was changed."""
    _, until, nonce, _, sign = SESSIONS.begin("read").split(".")
    assert SESSIONS.of(headers(value.format(until=until, nonce=nonce, sign=sign))) is None


@pytest.mark.parametrize("name", [None, "Ada Byron", "Žofie ✍ " * 10, "😀" * NAME_LENGTH])
def test_a_session_remembers_a_name(name: str | None) -> None:
    found = SESSIONS.of(headers(SESSIONS.begin("read", name)))
    assert found is not None
    assert found.name == name


def test_a_cookie_is_kept_from_scripts_and_from_other_sites() -> None:
    plain = set_cookie("v", Headers({}))
    assert {"HttpOnly", "SameSite=Strict", "Path=/"} <= set(plain.split("; "))
    assert "Secure" in set_cookie("v", Headers({"x-forwarded-proto": "https"})).split("; ")


@pytest.mark.parametrize(
    "to",
    [
        "//evil.example",
        "https://evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "x",
        "",
        "//[",
        "/" * 3,
    ],
)
def test_signing_in_leads_nowhere_else(to: str) -> None:
    assert local(to) == "/"


@pytest.fixture
async def client(store: Store, desk: Desks) -> Client:
    """A desk with tokens, and a browser that has no session yet."""
    store.write([enriched(1, Said("The bridge is closed"))])
    found: Client = await desk(desk_read_token=READ, desk_write_token=WRITE)
    return found


async def post(client: Client, path: str, **more: Any) -> aiohttp.ClientResponse:
    answer = await client.session.post(client.url + path, allow_redirects=False, **more)
    await answer.read()
    return answer


async def sign_in(client: Client, token: str, *, name: str = "", **more: Any) -> aiohttp.ClientResponse:
    # The jar keeps no cookie of an address by default: this sends it as a browser does.
    answer = await post(client, "/login", data={"token": token, "next": "/state", "name": name}, **more)
    if "Set-Cookie" in answer.headers:
        client.session.headers["Cookie"] = answer.headers["Set-Cookie"].partition(";")[0]
    return answer


async def csrf_of(client: Client) -> str:
    page = await (await client.get("/", headers=BROWSER)).text()
    (found,) = re.findall(r'name="csrf" value="(\w+)"', page)
    return str(found)


async def test_a_browser_is_led_to_the_login_page_and_back(client: Client) -> None:
    answer = await client.get("/?q=bridge", headers=BROWSER, allow_redirects=False)
    assert (answer.status, answer.headers["Location"]) == (303, "/login?next=%2F%3Fq%3Dbridge")
    form = await client.get(answer.headers["Location"], headers=BROWSER)
    assert 'name="next" value="/?q=bridge"' in await form.text()
    signed = await sign_in(client, READ)
    assert (signed.status, signed.headers["Location"]) == (303, "/state")
    assert "closed" in await (await client.get("/", headers=BROWSER)).text()
    assert (await client.get("/api/claims")).status == 200


async def test_a_program_is_not_led_anywhere(client: Client) -> None:
    assert (await client.problem("/api/claims", headers=BROWSER))[0] == 401
    assert (await client.problem("/"))[0] == 401


async def test_a_wrong_token_is_told_and_tries_are_few(client: Client) -> None:
    tried = [await sign_in(client, "a-token-that-is-wrong") for _ in range(6)]
    assert [one.status for one in tried] == [401] * 5 + [429]
    assert "This token is wrong" in await tried[0].text()
    assert int(tried[5].headers["Retry-After"]) >= 1
    assert (await sign_in(client, READ)).status == 429


async def test_another_site_signs_nobody_in(client: Client) -> None:
    answer = await sign_in(client, READ, headers={"Origin": "https://evil.example"})
    assert (answer.status, "Set-Cookie" in answer.headers) == (403, False)


async def test_a_change_wants_the_sessions_csrf_token(client: Client) -> None:
    await sign_in(client, WRITE)
    csrf, path = await csrf_of(client), "/api/searches"
    for given in ({}, {"X-CSRF-Token": ""}, {"X-CSRF-Token": csrf[::-1]}):
        refused = await post(client, path, json=DRAFT, headers=given)
        assert (refused.status, (await refused.json(content_type=None))["reason"]) == (403, "csrf")
    saved = await post(client, path, json=DRAFT, headers={"X-CSRF-Token": csrf})
    assert saved.status == 201
    other = await post(client, path, json=DRAFT, headers={"X-CSRF-Token": csrf, "Origin": "null"})
    assert other.status == 403


async def test_every_form_of_a_page_has_the_token(client: Client, store: Store) -> None:
    store.write([enriched(2, Said("The bridge is shut"))])
    one, other = (claim_of(store, f"The bridge is {it}") for it in ("closed", "shut"))
    link = linked(store, "agrees", one, other)
    await sign_in(client, WRITE)
    csrf = await csrf_of(client)
    made = await post(client, "/api/searches", json=DRAFT, headers={"X-CSRF-Token": csrf})
    claims = await (await client.get("/api/claims")).json()
    claim = f"/claims/{claims['claims'][0]['claim']['claim_id']}"
    for path in (claim, "/searches/new?q=bridge", f"/searches/{(await made.json())['id']}"):
        page = await (await client.get(path, headers=BROWSER)).text()
        forms = re.findall(r'<form[^>]*method="post".*?</form>', page, re.DOTALL)
        assert len(forms) == (3 if path == claim else len(forms)) > 1
        assert all(f'name="csrf" value="{csrf}"' in form for form in forms)
    assert (await post(client, f"{claim}/feedback", data={"verdict": "right"})).status == 403
    assert (await post(client, f"{claim}/feedback", data={"verdict": "right", "csrf": csrf})).status == 303
    settled = {"verdict": "link_wrong"}
    assert (await post(client, f"{claim}/links/{link}", data=settled)).status == 403
    assert (await post(client, f"{claim}/links/{link}", data=settled | {"csrf": csrf})).status == 303


async def test_feedback_is_given_by_whom_the_session_names(client: Client, store: Store) -> None:
    await sign_in(client, WRITE, name="  Ada\u202e \n Byron " + "x" * 100)
    csrf = await csrf_of(client)
    claims = (await (await client.get("/api/claims")).json())["claims"]
    path = f"/claims/{claims[0]['claim']['claim_id']}"
    given = {"verdict": "right", "csrf": csrf, "given_by": "Somebody Else"}
    assert (await post(client, f"{path}/feedback", data=given)).status == 303
    page = await (await client.get(path, headers=BROWSER)).text()
    assert 'name="given_by"' not in page
    [kept] = store.feedback.every()
    assert kept.given_by == "Ada Byron " + "x" * 70
    assert f", {kept.given_by}" in page


async def test_who_reads_changes_nothing_but_signs_out(client: Client) -> None:
    await sign_in(client, READ)
    csrf = await csrf_of(client)
    refused = await post(client, "/api/searches", json=DRAFT, headers={"X-CSRF-Token": csrf})
    assert refused.status == 403
    for form in ({}, {"csrf": "0" * 64}, {"csrf": csrf, "more": "x" * 70_000}):
        assert (await post(client, "/logout", data=form)).status == 403
    out = await post(client, "/logout", data={"csrf": csrf})
    assert (out.status, out.headers["Location"]) == (303, "/login")
    assert f"{COOKIE}=; " in out.headers["Set-Cookie"]
    assert "Max-Age=0" in out.headers["Set-Cookie"]


async def test_the_login_page_loads_its_style_and_nothing_else_is_open(client: Client) -> None:
    form = await (await client.get("/login")).text()
    (style,) = re.findall(r'href="(/static/desk\.css[^"]*)"', form)
    assert (await client.get(style)).status == 200
    for path in ("/new?after=0", "/state", "/speakers", "/api/openapi.json", "/loginx", "/static"):
        assert (await client.get(path)).status == 401


async def test_where_there_are_no_tokens_there_is_nothing_to_sign_in_to(store: Store, desk: Desks) -> None:
    open_desk = await desk()
    assert (await open_desk.get("/login", allow_redirects=False)).headers["Location"] == "/"
    assert "Sign out" not in await (await open_desk.get("/", headers=BROWSER)).text()


async def test_articles_in_other_languages_are_counted_and_listed(store: Store, desk: Desks) -> None:
    german = Language(tag="de", confidence=0.99)
    foreign = enriched(2, language=german).model_copy(update={"status": "language_not_supported"})
    store.write([enriched(1, Said("The bridge is closed")), foreign])
    client = await desk()
    assert (await client.json("/api/state"))["languages"] == [
        {"language": "de", "articles": 1},
        {"language": "en", "articles": 1},
    ]
    assert 'href="/articles?language=de"' in await (await client.get("/state", headers=BROWSER)).text()
    listed = await (await client.get("/articles?language=de", headers=BROWSER)).text()
    assert ("Story 2" in listed, "not in English" in listed, "Story 1" in listed) == (True, True, False)
    every = await (await client.get("/articles", headers=BROWSER)).text()
    assert every.index("Story 2") < every.index("Story 1")
    refused = await client.get("/articles?limit=many", headers=BROWSER)
    assert refused.status == 422


async def test_the_state_page_tells_what_is_stored_and_what_is_waited_for(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The bridge is closed"), Said("The ferry runs"))])
    page = await (await (await desk()).get("/state", headers=BROWSER)).text()
    assert re.search(r'class="number">1</td><td class="number">2</td>', page)
    assert "nothing is stored at present" in page
    assert "Their topics do not answer" in page
