"""Each page in Debian's Chromium under axe-core: no barrier that WCAG's level AA knows."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Page

from claimwire.store import Search, Store
from tests.desk.conftest import Desks
from tests.desk.test_browser import page
from tests.store.articles import Said, enriched

__all__ = ["page"]
AXE = Path(__file__).parents[1] / "axe/node_modules/axe-core/axe.min.js"
RUN = """async () => (await axe.run(document, {
  runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
})).violations.map((one) => [one.impact, one.id, one.nodes.map((node) => node.html.slice(0, 200))])"""
READ = "a-token-that-reads"
pytestmark = [pytest.mark.slow, pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)]


async def barriers(page: Page, url: str) -> list[Any]:
    """Return what axe-core finds on a page, with the page it was found on.

    In CI, a missing axe-core fails the test; elsewhere it skips it.
    """
    if not AXE.is_file():
        (pytest.fail if "CI" in os.environ else pytest.skip)("no axe-core: npm ci --prefix tests/axe")
    await page.goto(url)
    await page.evaluate(AXE.read_text())
    found = await page.evaluate(RUN)
    return [(url, page.url, *one) for one in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_no_page_has_a_barrier(page: Page, store: Store, desk: Desks, scheme: Any) -> None:
    doubted = Said("The ferry is late", stance="accuses", accused="Jon Vane", confidence=0.3)
    store.write([enriched(1, Said("The bridge is closed"), doubted), enriched(2, Said("The ferry runs"))])
    store.write([enriched(1, Said("The bridge is open"), revision=2)])
    client, locked = await desk(), await desk(desk_read_token=READ)
    await page.emulate_media(color_scheme=scheme)
    row = store.claims(Search(), limit=1).rows[0]
    paths = [
        "/", "/?q=bridge&stance=asserts", "/?q=nothing+such", "/?q=(", "/speakers", "/outlets", "/state",
        "/none", f"/claims/{row.claim_id}", f"/articles/{row.article_id}", f"/speakers/{row.claimant_key}",
        f"/outlets/{row.outlet_key}",
    ]  # fmt: skip
    urls = [client.url + path for path in paths] + [f"{locked.url}/login"]
    assert [one for url in urls for one in await barriers(page, url)] == []
