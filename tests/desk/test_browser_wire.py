"""A day at the desk in Debian's Chromium, over a real broker: watch, search, save, alert, restart."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import orjson
import pytest
from playwright.async_api import Page, Route, expect

from claimwire.settings import Settings
from claimwire.store import Store
from claimwire_schemas import EnrichedArticle
from tests.alerts.hooks import hooks
from tests.cli.wired import running
from tests.conftest import free_port
from tests.desk.conftest import Desks
from tests.desk.test_browser import opened, page, write
from tests.desk.test_consumer import WITHIN_S, publish, settings
from tests.store.articles import Said, enriched

__all__ = ["page", "settings"]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
WITHIN_MS = WITHIN_S * 1000


def story(number: int, text: str, stance: str = "asserts") -> EnrichedArticle:
    """Return an article that came just now."""
    return enriched(number, Said(text, "Petra Olund", stance), seen=datetime.now(UTC))


@asynccontextmanager
async def serving(settings: Settings, store_url: str, port: int) -> AsyncIterator[None]:
    """Run a desk of its own process at a port, and kill it at the end."""
    given = {
        "bootstrap_servers": settings.bootstrap_servers,
        "session_timeout_s": str(settings.session_timeout_s),
        "store": store_url,
        "desk_port": str(port),
        "alert_allow_private": "1",
    }
    async with running(given, "desk") as desk:
        assert desk.stderr
        await asyncio.wait_for(desk.stderr.readline(), WITHIN_S)
        yield
        desk.kill()


@pytest.mark.broker
async def test_a_wire_is_watched_searched_and_alerts_through_a_restart(
    settings: Settings, store_url: str, page: Page
) -> None:
    url, first = f"http://127.0.0.1:{(port := free_port())}", page.locator("#claims .text").first
    async with hooks() as receiver:
        async with serving(settings, store_url, port):
            await page.goto(url)
            await publish(settings, [story(1, "The ferry sails"), story(2, "The mill was unsafe", "denies")])
            await expect(page.locator("#claims > .claim")).to_have_count(2, timeout=WITHIN_MS)
            await page.fill("#q", "mill")
            await page.click("summary")
            await page.get_by_label("denies").check()
            await page.get_by_role("button", name="Apply").click()
            await expect(first).to_have_text("The mill was unsafe")
            await expect(page.locator("#claims > .claim")).to_have_count(1)
            await page.get_by_text("Save this search").click()
            await page.get_by_label("Name").fill("Mills")
            await page.get_by_label("a webhook").check()
            await page.get_by_label("URL").fill(receiver.url)
            await page.get_by_role("button", name="Save").click()
            await page.goto(f"{url}/?q=mill")
            await publish(settings, [story(3, "The mill will close", "denies")])
            await expect(first).to_have_text("The mill will close", timeout=WITHIN_MS)
        await expect(page.locator(".offline")).to_be_visible()
        await publish(settings, [story(4, "The mill was sold", "denies"), story(5, "A ferry sank")])
        async with serving(settings, store_url, port):
            await expect(first).to_have_text("The mill was sold", timeout=WITHIN_MS)
            await expect(page.locator(".offline")).to_be_hidden()
            await expect(page.locator("#claims > .claim")).to_have_count(3)
            await page.get_by_text("The mill was sold").click()
            await expect(page.locator(".m-content").first).to_contain_text("The mill was sold")
            async with asyncio.timeout(WITHIN_S):
                while len(set(receiver.ids)) < 2:  # noqa: ASYNC110
                    await asyncio.sleep(0.1)
        told = [one for post in receiver.posts for one in orjson.loads(post.body)["data"]["claims"]]
        assert {one["claim"]["text"] for one in told} == {"The mill will close", "The mill was sold"}


async def test_a_page_follows_again_after_an_answer_that_is_no_stream(
    page: Page, store: Store, desk: Desks
) -> None:
    """Such as a proxy's while the desk restarts: browsers do not ask again by themselves then."""
    answers: list[int] = []

    async def proxy(route: Route) -> None:
        answers.append(502)
        await (route.fulfill(status=502) if len(answers) < 3 else route.continue_())

    await page.route("**/api/stream*", proxy)
    await opened(page, store, desk)
    await expect(page.locator(".offline")).to_be_visible()
    write(store, 2, "The mill is on fire")
    await expect(page.locator("#claims .text").first).to_have_text("The mill is on fire", timeout=30_000)
    await expect(page.locator(".offline")).to_be_hidden()
    assert len(answers) == 3
