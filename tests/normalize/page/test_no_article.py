"""A page that is no article is refused, with the reason; a story about such pages is not."""

from __future__ import annotations

import pytest

from claimwire.errors import Refused
from claimwire.normalize import read_page
from tests.normalize.page.test_parse import PARAGRAPHS
from tests.normalize.page.test_story import reason, site_page

WALL = [
    "The Echo and its 310 partners store and access information on your device and process personal data.",
    "With your consent we use cookies for personalised ads. You can manage your choices at any time.",
]
MISSING = ["We are sorry. The page that you requested may have been moved, or the address is wrong."]
STORY = [f"{text} Its website set cookies without the consent of those who read it." for text in PARAGRAPHS]


def of(title: str, texts: list[str]) -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    return site_page(f"<main><h1>{title}</h1>{body}</main>").replace("Old bridge shut", title)


@pytest.mark.parametrize(
    ("title", "texts"),
    [("Before you go on", WALL), ("Page not found", MISSING), ("Just a moment…", ["Checking your browser."])],
)
def test_a_page_that_is_no_article_is_refused(title: str, texts: list[str]) -> None:
    assert reason(of(title, texts)) == "not_an_article"


@pytest.mark.parametrize("count", [4, 40])
def test_a_list_of_other_pages_is_refused(count: int) -> None:
    cards = "".join(
        f"<div><h2><a href='/{n}'>Story number {n}</a></h2><p>{PARAGRAPHS[n % 4]}</p></div>"
        for n in range(count)
    )
    assert reason(site_page(f"<main><h1>All the news</h1>{cards}</main>")) == "no_main_text"


@pytest.mark.parametrize(
    ("title", "texts"),
    [
        ("Council fined for its cookies", STORY),
        ("404 years of the old bridge", PARAGRAPHS),
        ("Not found", [PARAGRAPHS[0]]),
        ("Gone", ["The old bridge could not be seen on any map of 1931."]),
    ],
)
def test_a_story_about_such_things_is_read(title: str, texts: list[str]) -> None:
    try:
        page = read_page(of(title, texts), url=None)
    except Refused as refused:
        pytest.fail(str(refused))
    assert texts[0] in page.text
