"""Saved searches and feedback in Debian's Chromium, without script."""

from __future__ import annotations

import pytest
from playwright.async_api import Page, expect

from claimwire.store import Search, Store
from tests.alerts.hooks import hooks
from tests.desk.conftest import Desks
from tests.desk.test_browser import page, write

__all__ = ["page"]
pytestmark = pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)


async def test_a_search_is_saved_tried_and_removed(page: Page, store: Store, desk: Desks) -> None:
    assert page.context.browser
    write(store, 1, "The mill closes", "The ferry sails")
    client = await desk(alert_allow_private=True)
    plain = await page.context.browser.new_page(
        java_script_enabled=False, viewport={"width": 320, "height": 640}
    )
    async with hooks() as receiver:
        await plain.goto(f"{client.url}/?q=mill")
        await plain.get_by_text("Save this search").click()
        await plain.get_by_label("Name").fill("Mills")
        await plain.get_by_label("a webhook").check()
        await plain.get_by_label("URL").fill(receiver.url)
        await plain.get_by_role("button", name="Save").click()
        await expect(plain.get_by_role("heading", level=1)).to_have_text("Mills")
        await expect(plain.get_by_role("status")).to_contain_text("whsec_")
        await plain.get_by_role("link", name="Done").click()
        await plain.get_by_role("button", name="Send a test").click()
        await expect(plain.locator("table tr").nth(1)).to_contain_text("webhook")
        path = plain.url
        for one in (path, f"{client.url}/searches", f"{client.url}/searches/new?q=mill"):
            await plain.goto(one)
            width = await plain.evaluate("document.documentElement.scrollWidth")
            assert width == 320, one
        await plain.goto(path)
        await plain.get_by_role("button", name="Remove this search").click()
        await expect(plain.get_by_text("No search is saved")).to_be_visible()
    assert store.saved() == []


async def test_a_reader_says_what_is_wrong(page: Page, store: Store, desk: Desks) -> None:
    assert page.context.browser
    write(store, 1, "The mill closes")
    client = await desk()
    plain = await page.context.browser.new_page(java_script_enabled=False)
    await plain.goto(f"{client.url}/claims/{store.claims(Search()).rows[0].claim_id}")
    await plain.get_by_label("Note").fill("Her deputy said it")
    await plain.get_by_role("button", name="Wrong speaker").click()
    await expect(plain.locator("#feedback li")).to_contain_text("Wrong speaker: Her deputy said it")
    assert [one.note for one in store.feedback.every()] == ["Her deputy said it"]
