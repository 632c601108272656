"""Requests: a server can be slow, large, lying or turned inward; it gets an answer or one line, in time."""

from __future__ import annotations

import re
import ssl
import subprocess
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.web.answers import Answer, FetchError
from claimwire.web.client import Ask, WebClient, user_agent
from claimwire.web.failures import FetchLimits
from tests.conftest import free_port
from tests.strategies import examples
from tests.web.server import BEHAVIOURS, CALM, MIB, Site, Talk, misbehaving_server

SLOW = ("/silent", "/drip", "/stall", "/status/1xx", "/endless")
HASTY = FetchLimits(total_s=0.6, read_s=0.3)

STATUSES = {
    **{path: int(path.rpartition("/")[2]) for path in BEHAVIOURS if re.fullmatch(r"/status/\d+", path)},
    "/busy/seconds": 429,
    "/busy/words": 429,
    "/busy/date": 503,
    "/recovers": 500,
    **{f"/hops/{hop}": 404 for hop in range(4, 9)},
    "/moved/away": 404,
    "/to/bytes": 404,
    "/to/nowhere": 302,
    "/status/zero": 0,
    "/upgrade": 101,
}
"""What ends in an answer without content."""
CALM_PATHS = """
    /calm /early /until-closed /header/long /charset/unknown /type/none /type/noise /type/star /etag/noise
    /moved /moved/twice /moved/once /moved/host /lent /lent/then/moved /to/loopback /to/mapped /to/password
"""
CONTENT = """
    /packed /packed/raw /packed/zlib /packed/padded /charset/lies /echo /echo/moved /echo/elsewhere
"""
REASONS = {
    "timeout": "/silent /drip /drip/head /stall /status/1xx/endless",
    "too_large": "/endless /endless/nothing /large /large/said /bomb/gzip /bomb/deflate",
    "damaged": """
        /endless/headers /endless/header /endless/status /bomb/members /short /long /long/closed /length/words
        /length/negative /length/two /chunk/size /chunk/end /packed/short /packed/not /packed/unasked /304
        /304/body /noise /banner /version /status/none /status/words /header/bad /header/nul /reset/body
    """,
    "hung_up": "/hang-up /hang-up/status /hang-up/head /reset",
    "too_many_redirects": "/circle /circle/2 /self /hops/0 /hops/1 /hops/2 /hops/3 /to/nothing",
    "not_a_url": "/to/noise /to/far",
    "not_http": "/to/file /to/script /to/data",
}
ELSEWHERE = {"/endless/chunked", "/to/metadata", "/to/loopback6"}
"""Tested apart: slow or too large, as it comes; and what is never to be reached."""


def outcomes() -> dict[str, str | int | bytes | None]:
    failing = {path: reason for reason, paths in REASONS.items() for path in paths.split()}
    return {
        **STATUSES,
        **dict.fromkeys(CALM_PATHS.split(), CALM),
        **dict.fromkeys(CONTENT.split()),
        **failing,
    }


async def get(site: Site, path: str, **conditions: str) -> Answer:
    limits = HASTY if path.startswith(SLOW) else FetchLimits()
    async with WebClient(allow_private=True, limits=limits) as client:
        return await client.ask(Ask(site.url(path), max_bytes=MIB, **conditions))


def test_every_behaviour_has_its_outcome() -> None:
    assert set(outcomes()) | ELSEWHERE == set(BEHAVIOURS)


@pytest.mark.parametrize(("path", "outcome"), outcomes().items())
async def test_each_ends_in_an_answer_or_an_error_with_a_reason(
    site: Site, path: str, outcome: str | int | bytes | None
) -> None:
    found = await ended(site, path)
    if isinstance(found, FetchError):
        assert found.reason == outcome
        assert str(found).startswith(f"{site.url(path)}: ")
        assert str(found).isprintable()
    elif isinstance(outcome, int):
        assert (found.status, found.data) == (outcome, b"")
    else:
        assert found.data == outcome or (outcome is None and found.data)


async def ended(site: Site, path: str) -> Answer | FetchError:
    try:
        return await get(site, path)
    except FetchError as error:
        return error


async def test_an_endless_answer_ends(site: Site) -> None:
    with pytest.raises(FetchError) as caught:
        await get(site, "/endless/chunked")
    assert caught.value.reason in {"timeout", "too_large"}


async def test_what_a_server_has_is_fetched(site: Site) -> None:
    assert await get(site, "/moved") == Answer(
        url=site.url("/moved"),
        base=site.url("/calm"),
        status=200,
        data=CALM,
        content_type="application/rss+xml",
        charset="utf-8",
        etag='"calm"',
        moved_to=site.url("/calm"),
    )


@pytest.mark.parametrize(
    ("path", "to"),
    [
        ("/moved", "/calm"),
        ("/moved/twice", "/calm"),
        ("/moved/once", "/lent"),
        ("/lent", None),
        ("/lent/then/moved", None),
        ("/moved/away", None),
        ("/calm", None),
    ],
)
async def test_only_permanent_redirects_from_the_start_on_are_to_be_remembered(
    site: Site, path: str, to: str | None
) -> None:
    assert (await get(site, path)).moved_to == (to and site.url(to))


async def test_what_has_not_changed_is_not_sent_again(site: Site) -> None:
    site.serve("/feed", CALM, etag='"7"')
    first = await get(site, "/feed")
    assert first.etag == '"7"'
    assert (await get(site, "/feed", etag=first.etag)).status == 304
    assert (await get(site, "/feed", etag='"6"')).data == CALM
    since = await get(site, "/echo", last_modified="Wed, 04 Mar 2026 12:00:00 GMT")
    assert b"if-modified-since: Wed, 04 Mar 2026 12:00:00 GMT" in since.data


async def test_validators_that_no_header_can_hold_are_not_sent(site: Site) -> None:
    answer = await get(site, "/echo", etag='"a"\r\nX-Evil: 1', last_modified="é")
    assert b"evil" not in answer.data.lower()
    assert b"if-" not in answer.data


async def test_a_304_that_nobody_asked_for_is_a_lie(site: Site) -> None:
    assert (await get(site, "/304", etag='"calm"')).status == 304
    with pytest.raises(FetchError, match="304 Not Modified to an unconditional request"):
        await get(site, "/304")


async def test_when_to_come_back_is_said_in_seconds(site: Site) -> None:
    assert (await get(site, "/busy/seconds")).retry_after_s == 120
    assert 60 < ((await get(site, "/busy/date")).retry_after_s or 0) <= 120
    assert (await get(site, "/busy/words")).retry_after_s is None


async def test_a_server_that_failed_once_answers_the_next_time(site: Site) -> None:
    assert [(await get(site, "/recovers")).status for _ in range(2)] == [500, 200]


@pytest.mark.parametrize("path", ["/bomb/gzip", "/bomb/deflate", "/endless", "/endless/header"])
async def test_what_swells_is_never_held(site: Site, path: str) -> None:
    """200 MiB of zeros arrive as 200 kB; memory stays near the limit of 1 MiB."""
    tracemalloc.start()
    try:
        with pytest.raises(FetchError):
            await get(site, path)
        assert tracemalloc.get_traced_memory()[1] < 8 * MIB
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "0.0.0.0", "[::ffff:127.0.0.1]", "[::1]"])
async def test_this_machine_is_not_reached_under_any_name(site: Site, host: str) -> None:
    async with WebClient() as client:
        with pytest.raises(FetchError, match="is not a public address") as caught:
            await client.ask(Ask(site.url("/calm", host=host)))
    assert caught.value.reason == "blocked_address"
    assert not site.asked


@pytest.mark.parametrize("path", ["/to/loopback", "/to/loopback6", "/to/metadata", "/to/mapped"])
async def test_a_redirect_inward_is_not_followed(
    site: Site, path: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first address passes for public here, so that the second one is what is refused."""
    monkeypatch.setattr("claimwire.web.addresses.is_public", lambda address: address == "127.0.0.2")
    async with WebClient() as client:
        assert (await client.ask(Ask(site.url("/moved", host="127.0.0.2")))).data == CALM
        with pytest.raises(FetchError) as caught:
            await client.ask(Ask(site.url(path, host="127.0.0.2")))
    assert caught.value.reason == "blocked_address"
    assert site.asked[-1][0] == path


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("ftp://quenby.example/feed", "not_http"),
        ("file:///etc/hostname", "not_http"),
        ("javascript:alert(1)", "not_http"),
        ("quenby.example/feed", "not_http"),
        ("", "not_http"),
        ("http://", "not_http"),
        ("http://quenby.example:0/", "not_http"),
        ("http://2130706433/", "not_a_url"),
        ("http://[::1", "not_a_url"),
        ("http://quenby.example:99999/", "not_a_url"),
        ("http://quenby.example/" + "x" * 5000, "not_a_url"),
        ("http://" + "x" * 300 + ".example/", "not_a_url"),
        ("http://\ud800.example/", "not_a_url"),
        ("http://no-such-name.invalid/feed", "unknown_host"),
    ],
)
async def test_a_url_that_leads_nowhere_is_said(url: str, reason: str) -> None:
    async with WebClient() as client:
        with pytest.raises(FetchError) as caught:
            await client.ask(Ask(url))
    assert caught.value.reason == reason
    assert str(caught.value).isprintable()


async def test_a_closed_port_is_said() -> None:
    async with WebClient(allow_private=True) as client:
        with pytest.raises(FetchError, match=r"no connection to 127\.0\.0\.1") as caught:
            await client.ask(Ask(f"http://127.0.0.1:{free_port()}/"))
    assert caught.value.reason == "no_connection"


async def test_a_password_is_used_and_never_shown(site: Site) -> None:
    async with WebClient(allow_private=True) as client:
        answer = await client.ask(Ask(site.url("/echo/moved", user="ann:secret@")))
        assert b"authorization: Basic YW5uOnNlY3JldA==" in answer.data
        assert "secret" not in answer.url + answer.base + (answer.moved_to or "")
        with pytest.raises(FetchError) as caught:
            await client.ask(Ask(site.url("/reset", user="ann:secret@")))
    assert "secret" not in str(caught.value)


async def test_a_password_is_not_sent_on_to_another_host(site: Site) -> None:
    async with WebClient(allow_private=True) as client:
        answer = await client.ask(Ask(site.url("/echo/elsewhere", user="ann:secret@")))
    assert [("authorization" in headers) for _, headers in site.asked] == [True, False]
    assert b"authorization" not in answer.data


async def test_a_server_cannot_make_us_use_a_password(site: Site) -> None:
    answer = await get(site, "/to/password")
    assert "authorization" not in site.asked[-1][1]
    assert "stolen" not in answer.base


@pytest.mark.parametrize(
    "url",
    ["http://ann:secret@[::1", "http://ann:sec/secret@x/", "ftp://ann:secret@x/", "http://a:secret@x:0/"],
)
async def test_a_password_in_what_is_no_url_is_not_shown(url: str) -> None:
    async with WebClient() as client:
        with pytest.raises(FetchError) as caught:
            await client.ask(Ask(url))
    assert "secret" not in str(caught.value)


async def test_we_say_who_we_are_and_whom_to_ask(site: Site) -> None:
    async with WebClient(allow_private=True, contact="https://quenby.example/bots") as client:
        answer = await client.ask(Ask(site.url("/echo")))
    assert re.search(rb"user-agent: claimwire/\S+ \(\+https://quenby\.example/bots\)", answer.data)


@pytest.mark.parametrize("contact", ["", "a\r\nX: 1", "é@quenby.example", "x" * 201])
def test_a_contact_that_no_header_can_hold_is_refused(contact: str) -> None:
    with pytest.raises(InputError, match="a contact is 1 to 200 plain ASCII"):
        user_agent(contact)


async def test_cookies_are_neither_kept_nor_sent(site: Site) -> None:
    async def baking(talk: Talk) -> None:
        talk.say(200, CALM, **{"Set-Cookie": "who=me; Path=/"})

    site.pages["/bakery"] = baking
    async with WebClient(allow_private=True) as client:
        for _ in range(2):
            await client.ask(Ask(site.url("/bakery")))
    assert not any("cookie" in headers for _, headers in site.asked)


def self_signed(folder: Path) -> ssl.SSLContext:
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    make = "req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=localhost"
    files = ["-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", *make.split(), *files], check=True, capture_output=True)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate, key)
    return tls


async def test_a_certificate_that_nobody_signed_is_refused(tmp_path: Path) -> None:
    async with misbehaving_server(tls=self_signed(tmp_path)) as site, WebClient(allow_private=True) as client:
        with pytest.raises(FetchError) as caught:
            await client.ask(Ask(site.url("/calm", host="localhost")))
    assert caught.value.reason == "bad_certificate"


async def test_what_does_not_speak_tls_is_said(site: Site) -> None:
    async with WebClient(allow_private=True) as client:
        with pytest.raises(FetchError) as caught:
            await client.ask(Ask(site.url("/calm").replace("http:", "https:")))
    assert caught.value.reason == "no_connection"


PIECES = (
    b"HTTP/1.1 ",
    b"200 OK",
    b"301 Moved",
    b"304 X",
    b"\r\n",
    b"\n",
    b"\r\n\r\n",
    b"Location: ",
    b"//",
    b":",
    b"Content-Length: 6",
    b"Transfer-Encoding: chunked",
    b"Content-Encoding: gzip",
    b"\x1f\x8b\x08",
    b"ETag: ",
    b"Retry-After: ",
    b"Content-Type: text/xml; charset=",
    b"<rss/>",
)


@examples(50)
@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=20), max_size=25))
async def test_whatever_bytes_come_there_is_an_answer_or_an_error(pieces: list[bytes]) -> None:
    async def writing(talk: Talk) -> None:
        talk.raw(b"".join(pieces))

    async with misbehaving_server() as site:
        site.pages["/any"] = writing
        found = await ended(site, "/any")
    assert (
        str(found).isprintable() if isinstance(found, FetchError) else found.status == 200 or not found.data
    )
