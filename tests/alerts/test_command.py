"""`claimwire alerts`: searches saved, listed, tried and removed on the store, and what is dead sent again."""

from __future__ import annotations

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path

import orjson
import pytest

from claimwire.store import Search, Store
from claimwire.store.alerting import Notice
from tests.alerts.hooks import hooks, says
from tests.alerts.mails import mail_server
from tests.cli.wired import Done, claimwire
from tests.store.articles import Said, enriched

HOOK = "https://hooks.example.org/services/a-secret-path"


async def run(store_url: str, *arguments: str, **settings: str) -> Done:
    """Run the command on a store, while servers of the test go on."""
    return await asyncio.to_thread(
        claimwire, "alerts", *arguments, settings={"store": store_url, **settings}, cwd=Path("/")
    )


async def test_a_search_is_saved_with_the_filters_of_the_api(store: Store, store_url: str) -> None:
    options = ["--stance", "denies", "--stance", "accuses", "--min-worth", "0.5", "--claimant", "ministry"]
    times = ["--seen-from", "2026-03-04T09:30"]
    told = ["--webhook", HOOK, "--every", "day", "--format", "slack"]
    done = await run(store_url, "add", "Mill", "mill", "-fire", *options, *times, *told)
    assert done.returncode == 2, "an option that there is not"
    done = await run(store_url, "add", "Mill", "mill -fire", *options, *times, *told)
    assert done.returncode == 0, done.stderr
    assert re.search(r"^secret whsec_\S{44}$", done.stdout, re.MULTILINE)
    [saved] = store.saved()
    assert Search.model_validate(orjson.loads(saved.body)["search"], strict=False) == Search.model_validate(
        {
            "q": "mill -fire",
            "stance": ["denies", "accuses"],
            "min_worth": 0.5,
            "claimant": "ministry",
            "seen_from": "2026-03-04T09:30:00Z",
        }
    )
    listed = (await run(store_url, "list")).stdout
    assert saved.id[:8] in listed
    assert "https://hooks" in listed
    assert "a-secret" not in listed
    [line] = (await run(store_url, "list", "--json")).stdout.splitlines()
    assert orjson.loads(line)["delivery"]["every"] == "day"
    shown = orjson.loads((await run(store_url, "show", saved.id[:6])).stdout)
    assert (shown["name"], shown["deliveries"]) == ("Mill", [])
    removed = await run(store_url, "remove", saved.id[:8])
    assert removed.stdout == f"removed  {saved.id}  Mill\n"
    assert store.saved() == []


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_matches_are_told_by_the_matcher(store: Store, store_url: str) -> None:
    """What `claimwire match` finds waits for the desk, which sends it."""
    asked = ["--when", "repeated", "--sources", "3", "--suggested"]
    done = await run(store_url, "add", "Dam", "dam", *asked, "--webhook", HOOK)
    assert done.returncode == 0, done.stderr
    listed = (await run(store_url, "list", "--json")).stdout
    saved = orjson.loads(listed)
    assert (saved["when"], saved["sources"], saved["suggested"]) == ("repeated", 3, True)
    assert "repeated in 3 texts" in (await run(store_url, "list")).stdout
    for number in range(3):
        text = "The Tarn Valley dam will be closed for repairs in April"
        seen = datetime.now(UTC)
        store.write([enriched(number, Said(text, f"Ida{number} Holm"), seen=seen, outlet=f"Outlet {number}")])
        settings = {"store": store_url}
        matched = await asyncio.to_thread(claimwire, "match", "--once", settings=settings)
        assert matched.returncode == 0, matched.stderr
        assert len(store.deliveries.listed(state="waiting")) == (number == 2)
    [row] = store.deliveries.listed()
    assert orjson.loads(row.body)["why"]["claim"]["claim"]["claimant"]["name"] == "Ida2 Holm"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_what_is_wrong_is_said_in_one_line(store: Store, store_url: str) -> None:
    for arguments, said in (
        (("add", "x", "(mill"), "parenthesis"),
        (("add", "x", "--claimant", ""), "--claimant: "),
        (("add", "x" * 201, "mill"), "name: "),
        (("add", "x", "mill", "--webhook", "http://10.0.0.1/"), "CLAIMWIRE_ALERT_ALLOW_PRIVATE"),
        (("add", "x", "mill", "--webhook", HOOK, "--secret", "hunter2"), "whsec_"),
        (("add", "x", "mill", "--email", "a@b.example"), "CLAIMWIRE_SMTP_HOST"),
        (("add", "x", "mill", "--email", "a b"), "emails.0: "),
        (("show", "1234"), "1234: no such id"),
        (("remove", ""), "no such id"),
        (("dead", "1234", "--again"), "no such id"),
    ):
        done = await run(store_url, *arguments)
        assert done.returncode == 1, arguments
        assert done.stderr.count("\n") == 1
        assert said in done.stderr, arguments
    assert store.saved() == []


async def test_a_search_is_tried_and_the_answers_are_told(store: Store, store_url: str) -> None:
    store.write([enriched(1, Said("The mill closes"))])
    async with hooks() as receiver, mail_server() as mails:
        settings = {
            "alert_allow_private": "1",
            "smtp_host": "127.0.0.1",
            "smtp_port": str(mails.port),
            "smtp_security": "none",
        }
        told = ["--webhook", receiver.url, "--email", "ada@desk.example"]
        await run(store_url, "add", "Mill", "mill", *told, **settings)
        search_id = store.saved()[0].id
        done = await run(store_url, "test", search_id, **settings)
        assert (done.returncode, done.stderr.count(": taken\n")) == (0, 2), done.stderr
        assert b"The mill closes" in receiver.posts[0].body
        assert mails.mails[0][0] == "ada@desk.example"
        receiver.behaviour = says(404)
        done = await run(store_url, "test", search_id, **settings)
        assert done.returncode == 1
        assert f"claimwire: http://127.0.0.1:{receiver.port}: http_404: not taken\n" in done.stderr
    assert store.deliveries.listed() == [], "tried, not queued"


async def test_what_is_dead_is_listed_and_sent_again(store: Store, store_url: str) -> None:
    await run(store_url, "add", "Mill", "mill", "--webhook", HOOK)
    saved = store.saved()[0]
    ids = store.deliveries.put(
        [Notice(saved.id, "webhook", target, ["{}"], 1) for target in ("", "x")], now_ms=1
    )
    for row in store.deliveries.take(now_ms=2, until_ms=3, most=9):
        store.deliveries.given_up(row, "http_503: not taken", now_ms=4)
    listed = (await run(store_url, "dead")).stdout
    assert all(one[:8] in listed for one in ids)
    assert "http_503: not taken" in listed
    assert len((await run(store_url, "dead", "--json")).stdout.splitlines()) == 2
    assert (await run(store_url, "dead", ids[0], "--again")).stdout == "1 to be sent again\n"
    assert (await run(store_url, "dead", "--again")).stdout == "1 to be sent again\n"
    assert {row.state for row in store.deliveries.listed()} == {"waiting"}
