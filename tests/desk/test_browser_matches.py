"""Matches in Debian's Chromium: links are settled without script, and pages fit every screen."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.async_api import Page, expect

from claimwire.store import Store
from tests.desk.conftest import Desks
from tests.desk.test_axe import barriers
from tests.desk.test_browser import page
from tests.desk.test_match_pages import lately, match_paths
from tests.desk.test_matches import a_world
from tests.store.articles import Said

__all__ = ["page"]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


async def test_a_link_is_rejected_and_restored(page: Page, store: Store, desk: Desks) -> None:
    assert page.context.browser
    rows = a_world(store)
    client = await desk()
    plain = await page.context.browser.new_page(java_script_enabled=False)
    await plain.goto(f"{client.url}/claims/{rows['closes'].claim_id}")
    updated = plain.get_by_role("heading", name="Updated by")
    await expect(updated).to_be_visible()
    june = plain.locator("li.claim", has_text=rows["june"].text)
    await june.get_by_role("button", name="This link is wrong").click()
    await expect(updated).to_have_count(0)
    await plain.get_by_text("Rejected links: 1").click()
    await june.get_by_role("button", name="Undo what was said of this link").click()
    await expect(updated).to_be_visible()
    assert [one.verdict for one in store.feedback.every()] == ["link_wrong", "link_undone"]


async def test_the_front_page_is_in_the_navigation(page: Page, store: Store, desk: Desks) -> None:
    lately(store, 1, Said("It was he", stance="accuses", accused="Cy Marr"), hours=30)
    client = await desk()
    await page.goto(client.url)
    await page.get_by_role("link", name="Front page").click()
    await expect(page.get_by_text("Run claimwire match")).to_be_visible()
    await page.get_by_role("link", name="7 days").click()
    await expect(page.get_by_role("link", name="Cy Marr")).to_be_visible()


async def test_the_pages_fit_and_keep_to_the_policy(page: Page, store: Store, desk: Desks) -> None:
    said, paths = list[str](), match_paths(store)
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    client = await desk()
    for width in (320, 768, 1280):
        await page.set_viewport_size({"width": width, "height": 800})
        for path in paths:
            await page.goto(client.url + path)
            assert await page.evaluate("document.documentElement.scrollWidth") == width, path
    assert said == []


@pytest.mark.slow
@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_of_matches_has_a_barrier(page: Page, store: Store, desk: Desks, scheme: Any) -> None:
    paths = match_paths(store)
    client = await desk()
    await page.emulate_media(color_scheme=scheme)
    found = [one for path in paths for one in await barriers(page, client.url + path)]
    assert not found, "\n".join(map(str, found))
