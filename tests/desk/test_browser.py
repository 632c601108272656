"""The pages in Debian's Chromium: what arrives, what waits, keys, and nothing that the policy stops."""

from __future__ import annotations

import os
import shutil
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page, async_playwright, expect

from claimwire.store import Search, Store
from claimwire_schemas import Language
from tests.desk.conftest import Client, Desks
from tests.store.articles import Said, enriched

START = datetime.now(UTC) - timedelta(hours=3)
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    """A page of a browser; in CI its absence fails the test, elsewhere it skips it."""
    chromium = shutil.which("chromium")
    if chromium is None:
        (pytest.fail if "CI" in os.environ else pytest.skip)("no chromium: apt-get install chromium")
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield await browser.new_page(viewport={"width": 1000, "height": 700})
        await browser.close()


def write(store: Store, number: int, *texts: str, speaker: str = "Petra Olund") -> None:
    said = [Said(text, speaker) for text in texts]
    store.write([enriched(number, *said, seen=START + timedelta(seconds=number))])


async def opened(page: Page, store: Store, desk: Desks, path: str = "/") -> Client:
    """Open the wire over twenty claims, and wait until it follows the stream."""
    write(store, 1, *(f"Bridge {number} is closed" for number in range(20)))
    client: Client = await desk()
    async with page.expect_response(lambda answer: "/api/stream" in answer.url):
        await page.goto(client.url + path)
    return client


async def test_new_claims_arrive_above(page: Page, store: Store, desk: Desks) -> None:
    await opened(page, store, desk, "/?claimant=olund")
    write(store, 2, "The mill is on fire", "The alarms were off")
    await expect(page.locator("#claims .text").first).to_have_text("The mill is on fire")
    await expect(page.locator("#claims .text").nth(1)).to_have_text("The alarms were off")
    write(store, 3, "The mill is safe", speaker="Jon Vane")
    write(store, 4, "The mill is lost")
    await expect(page.locator("#claims .text").first).to_have_text("The mill is lost")
    await expect(page.get_by_text("The mill is safe")).to_have_count(0)
    await expect(page.locator("#claims > .claim")).to_have_count(23)
    await expect(page.locator(".fresh")).to_be_hidden()


async def test_what_arrives_waits_while_the_list_is_read(page: Page, store: Store, desk: Desks) -> None:
    await opened(page, store, desk)
    first, fresh = page.locator("#claims .text").first, page.locator(".fresh")
    await page.locator("#claims > .claim").nth(1).hover()
    write(store, 2, "The mill is on fire", "The alarms were off")
    await expect(fresh).to_have_text("2 new")
    await expect(first).to_have_text("Bridge 0 is closed")
    await page.mouse.move(5, 5)
    await expect(first).to_have_text("The mill is on fire")
    await page.evaluate("scrollTo(0, 600)")
    write(store, 3, "The mill is lost")
    await expect(fresh).to_have_text("1 new")
    await expect(first).to_have_text("The mill is on fire")
    await fresh.click()
    await expect(first).to_have_text("The mill is lost")
    assert await page.evaluate("scrollY") == 0


async def test_more_than_a_page_that_arrives_at_once_leaves_no_gap(
    page: Page, store: Store, desk: Desks
) -> None:
    await opened(page, store, desk)
    write(store, 2, *(f"Road {number} is closed" for number in range(120)))
    await expect(page.locator("#claims .text").first).to_have_text("Road 0 is closed")
    await expect(page.locator("#claims > .claim")).to_have_count(50)
    await page.get_by_text("Older claims").click()
    await expect(page.locator("#claims .text").first).to_have_text("Road 50 is closed")


async def test_keys_go_from_claim_to_claim(page: Page, store: Store, desk: Desks) -> None:
    client = await opened(page, store, desk)
    await page.keyboard.press("/")
    await expect(page.locator("#q")).to_be_focused()
    await page.keyboard.type("jk")
    await expect(page.locator("#q")).to_have_value("jk")
    await page.keyboard.press("Escape")
    for key in "jjk":
        await page.keyboard.press(key)
    await expect(page.locator("#claims a.open").first).to_be_focused()
    await page.keyboard.press("o")
    claim = store.claims(Search(), limit=1).rows[0]
    await page.wait_for_url(f"{client.url}/claims/{claim.claim_id}")


async def test_a_search_works_without_script(page: Page, store: Store, desk: Desks) -> None:
    assert page.context.browser
    client = await opened(page, store, desk)
    plain = await page.context.browser.new_page(java_script_enabled=False)
    await plain.goto(client.url)
    await plain.fill("#q", '"bridge 7"')
    await plain.click("summary")
    await plain.get_by_label("asserts").check()
    await plain.get_by_role("button", name="Apply").click()
    await expect(plain.locator("#claims > .claim")).to_have_count(1)
    await plain.get_by_text("Bridge 7 is closed").click()
    await expect(plain.locator(".m-content").first).to_have_text("“Bridge 7 is closed,”")


async def test_nothing_is_stopped_by_the_policy_or_wider_than_a_phone(
    page: Page, store: Store, desk: Desks
) -> None:
    said: list[str] = []
    asked: set[str] = set()
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.add(request.url))
    client = await opened(page, store, desk)
    write(store, 2, "A" * 300, speaker="B" * 90)
    german = enriched(3, language=Language(tag="de", confidence=0.99))
    store.write([german.model_copy(update={"status": "language_not_supported"})])
    await page.set_viewport_size({"width": 320, "height": 640})
    row = store.claims(Search(), limit=1).rows[0]
    paths = (
        "/",
        f"/claims/{row.claim_id}",
        f"/articles/{row.article_id}",
        "/articles",
        "/state",
        "/speakers",
    )
    for path in (*paths, "/outlets", f"/speakers/{row.claimant_key}", f"/outlets/{row.outlet_key}"):
        await page.goto(client.url + path)
        assert await page.evaluate("document.documentElement.scrollWidth") == 320, path
    assert said == []
    assert all(url.startswith(client.url) for url in asked)
