"""`claimwire feeds` as a user runs it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import orjson
import pytest

from claimwire.settings import Settings
from claimwire.stream.topics import create_topics
from tests.cli.wired import Done, claimwire, process, the_error
from tests.polling.world import item, rss
from tests.web.server import Site, misbehaving_server

pytestmark = pytest.mark.broker


@dataclass
class Desk:
    """Somebody at a terminal, with a broker and a site."""

    site: Site
    settings: dict[str, str]

    async def feeds(self, *arguments: str | Path) -> Done:
        """Run `claimwire feeds ARGUMENTS`."""
        return await asyncio.to_thread(claimwire, "feeds", *arguments, settings=self.settings)

    async def listed(self) -> dict[str, dict[str, object]]:
        lines = (await self.feeds("list", "--json")).stdout.splitlines()
        return {one["url"]: one for one in map(orjson.loads, lines)}


@pytest.fixture
async def desk(bootstrap: str) -> AsyncIterator[Desk]:
    await create_topics(Settings(bootstrap_servers=bootstrap))
    settings = {"bootstrap_servers": bootstrap, "allow_private": "true", "host_spacing_s": "0"}
    async with misbehaving_server() as site:
        yield Desk(site, settings)


async def test_a_feed_is_added_changed_listed_and_removed(desk: Desk) -> None:
    desk.site.serve("/feed", rss(item(1)))
    url = desk.site.url("/feed")
    options = ("--outlet", "Quenby Courier", "--min-interval", "60")
    added = await asyncio.to_thread(process, "feeds", "add", url, *options, settings=desk.settings)
    assert (added.returncode, added.stdout) == (0, f"added    {url}\n")
    [feed] = (await desk.listed()).values()
    assert (feed["title"], feed["outlet"], feed["min_interval_s"]) == ("Quenby Courier", "Quenby Courier", 60)
    assert feed["status"] == "waiting"
    changed = await desk.feeds("add", url, "--full-text", "never", "--no-check")
    assert changed.stdout == f"changed  {url}\n"
    assert (await desk.listed())[url]["full_text"] == "never"
    assert "waiting" in (await desk.feeds("list")).stdout
    removed = await desk.feeds("remove", url, "https://nowhere.example/")
    assert removed.returncode == 1
    assert removed.stdout == f"removed    {url}\nnot there  https://nowhere.example/\n"
    assert await desk.listed() == {}
    assert "claimwire feeds add URL" in (await desk.feeds("list")).stderr


async def test_private_addresses_are_an_option_and_outcomes_are_json(desk: Desk) -> None:
    """Without the option, what is said names it."""
    desk.site.serve("/feed", rss(item(1)))
    url, public = desk.site.url("/feed"), Desk(desk.site, desk.settings | {"allow_private": "false"})
    refused = await public.feeds("add", url)
    assert refused.returncode == 1
    assert "is not a public address: --allow-private or CLAIMWIRE_ALLOW_PRIVATE=true" in refused.stderr
    added = await public.feeds("add", url, "--allow-private", "--json")
    assert orjson.loads(added.stdout) == {"url": url, "outcome": "added"}
    assert (await public.feeds("check", "--allow-private", "--json")).returncode == 0
    removed = await public.feeds("remove", "--json", url, "https://nowhere.example/")
    outcomes = [orjson.loads(line)["outcome"] for line in removed.stdout.splitlines()]
    assert outcomes == ["removed", "not_there"]


async def test_a_site_is_asked_for_its_feed(desk: Desk) -> None:
    links = "".join(
        f'<link rel="alternate" type="application/rss+xml" href="/{name}">' for name in ("feed", "comments")
    )
    desk.site.serve("/", f"<html><head>{links}</head></html>".encode(), content_type="text/html")
    desk.site.serve("/feed", rss(item(1)))
    added = await desk.feeds("add", desk.site.url("/"))
    assert added.stdout == f"added    {desk.site.url('/feed')}\n"
    assert added.stderr == f"also there: {desk.site.url('/comments')}\n"


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (
            "ftp://courier.example/",
            "give a full address, such as https://example.org/feed, without a user or password",
        ),
        (
            "http://ana:secret@courier.example/",
            "give a full address, such as https://example.org/feed, without a user or password",
        ),
        (
            "courier.example",
            "give a full address, such as https://example.org/feed, without a user or password",
        ),
        ("http://127.0.0.1:1/feed", "no connection to"),
        ("http://[::1/", "not a URL"),
    ],
)
async def test_what_is_no_feed_is_one_line(desk: Desk, asked: str, said: str) -> None:
    assert said in the_error(await desk.feeds("add", asked))
    assert await desk.listed() == {}


async def test_check_says_what_stands_there_and_publishes_nothing(desk: Desk) -> None:
    desk.site.serve("/feed", rss(item(1), item(2, body="Short …")))
    done = await desk.feeds("check", "--json", desk.site.url("/feed"), desk.site.url("/status/404"))
    good, bad = map(orjson.loads, done.stdout.splitlines())
    assert done.returncode == 1
    assert (good["kind"], good["items"], good["with_full_text"]) == ("rss", 2, 1)
    assert bad["trouble"].startswith("http_404: ")
    await desk.feeds("add", desk.site.url("/feed"))
    assert "http://127.0.0.1" in (await desk.feeds("check")).stdout


async def test_a_list_of_feeds_goes_in_and_out(desk: Desk, tmp_path: Path) -> None:
    file = tmp_path / "feeds.opml"
    file.write_text(
        '<opml version="2.0"><body><outline text="Coast"><outline text="Courier" xmlUrl="https://courier.example/rss"/>'
        '<outline text="Echo" xmlUrl="https://echo.example/rss"/><outline xmlUrl="ftp://old.example/"/></outline>'
        "</body></opml>"
    )
    done = await desk.feeds("import", file)
    assert (done.returncode, done.stdout) == (1, "2 added, 0 there already, 1 bad\n")
    assert "ftp://old.example/" in done.stderr
    assert (await desk.feeds("import", file)).stdout == "0 added, 2 there already, 1 bad\n"
    settings = (
        "--outlet",
        "Courier & Co",
        "--language",
        "en",
        "--full-text",
        "never",
        "--min-interval",
        "90",
    )
    await desk.feeds("add", "https://courier.example/rss", "--no-check", *settings)
    listed = await desk.listed()
    file.write_text((await desk.feeds("export")).stdout)
    await desk.feeds("remove", "https://courier.example/rss")
    assert (await desk.feeds("import", file)).stdout == "1 added, 1 there already, 0 bad\n"
    assert await desk.listed() == listed
    file.write_text(file.read_text().replace('min_interval_s="90"', 'min_interval_s="soon"'))
    assert (await desk.feeds("import", file)).stdout == "0 added, 1 there already, 1 bad\n"
    await desk.feeds("add", "--no-check", "--min-interval", "20", "https://kept.example/rss")
    file.write_text("https://kept.example/rss\n")
    assert (await desk.feeds("import", file)).stdout == "0 added, 1 there already, 0 bad\n"
    kept = map(orjson.loads, (await desk.feeds("list", "--json")).stdout.splitlines())
    assert [feed["min_interval_s"] for feed in kept if feed["url"] == "https://kept.example/rss"] == [20]
    file.write_text("not a list")
    assert "not an OPML list of feeds" in the_error(await desk.feeds("import", file))
