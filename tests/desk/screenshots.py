"""Pictures of the desk over the sample articles: `python -m tests.desk.screenshots FOLDER`.

The README has one of them, and docs/match.md that of the front page.
"""

from __future__ import annotations

import re
import shutil
import sys
import tempfile
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from tests.up.test_machine import Running, machine

_SAMPLES = Path(__file__).parents[2] / "pipeline/claimwire/samples"
_ARTICLES = 14
_SIZE = {"width": 1100, "height": 720}


def main() -> None:
    """Run a machine over the samples, and take a picture of each kind of page."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as data, sync_playwright() as playwright:
        (Path(data) / "in").mkdir()
        for file in sorted(_SAMPLES.glob("*.*")):
            if file.suffix in (".txt", ".html", ".jsonl"):
                shutil.copy(file, Path(data) / "in")
        with machine(Path(data), desk_port="0") as running:
            running.until(lambda: bool(running.url) and _articles(running) >= _ARTICLES, "no articles")
            running.until(lambda: b'"more"' in _asked(running, "front"), "no matches")
            browser = playwright.chromium.launch(
                executable_path=shutil.which("chromium"), args=["--no-sandbox"]
            )
            _shoot(browser.new_page(viewport=_SIZE), running.url, folder)  # type: ignore[arg-type]
            browser.close()


def _articles(running: Running) -> int:
    found = re.search(rb'"articles":(\d+)', _asked(running, "state"))
    return int(found[1]) if found else 0


def _asked(running: Running, what: str) -> bytes:
    with urllib.request.urlopen(f"{running.url}/api/{what}", timeout=10) as answer:
        return bytes(answer.read())


def _shoot(page: Page, url: str, folder: Path) -> None:
    for name, path in (
        ("wire", "/"),
        ("speakers", "/speakers"),
        ("outlets", "/outlets"),
        ("state", "/state"),
        ("front", "/front"),
    ):
        page.goto(url + path, wait_until="load")
        page.screenshot(path=folder / f"{name}.png")
    page.goto(f"{url}/", wait_until="load")
    for name, link in (("claim", ".claim a.open"), ("article", "a[href^='/articles/']"), ("speaker", "")):
        page.goto(f"{url}/speakers" if name == "speaker" else f"{url}/", wait_until="load")
        page.locator(link or "main a[href^='/speakers/']").first.click()
        page.wait_for_load_state("load")
        page.screenshot(path=folder / f"{name}.png")


if __name__ == "__main__":
    main()
