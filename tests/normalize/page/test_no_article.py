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
    [
        ("Before you go on", WALL),
        ("Page not found", MISSING),
        ("Page Not Found", ["Well, this is awkward.", "See below for the latest from our reporters."]),
        ("Just a moment…", ["Checking your browser."]),
    ],
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


def shell(title: str, body: str) -> str:
    return site_page(f"<main><h1>{title}</h1>{body}</main>").replace("Old bridge shut", title)


CARDS = "".join(
    f"<article><h2><a href='/{n}'>Ferry number {n} is late once more</a></h2>"
    "<p>Captain Ekberg said so on Monday. The county had been told a week before.</p></article>"
    for n in range(8)
)
SLIDES = "".join(
    f"<div><img src='{n}.jpg'><p>A street in Quenby under water on March {n}. (Per Moe/Agency)</p></div>"
    for n in range(9)
)
FIGURES = "".join(
    f"<figure><img src='{n}.jpg'><figcaption>{n} / 9 A street. Photograph: Per Moe</figcaption></figure>"
    for n in range(9)
)
PLAYER = "<video src='x.mp4'></video><p>The moment that the ferry ran aground at Quenby.</p>"
MACHINE = (
    "<p>Shares of Quenby Mills traded down 0.4%, with a volume of 2,100 shares. The stock "
    "has a beta of 1.</p><p>This story was generated automatically.</p>"
)


@pytest.mark.parametrize(
    ("title", "body", "kind"),
    [
        ("Ferries", f"<p>All our stories about ferries.</p>{CARDS}", "a list of other pages"),
        ("In pictures", SLIDES, "a gallery"),
        ("In pictures", FIGURES, "a gallery"),
        ("Watch: ferry runs aground", PLAYER, "a video"),
        ("Quenby Mills down 0.4%", MACHINE, "a text made by a machine"),
        ("Are you a robot?", "<p>Please verify you are a human to go on.</p>", "an error page"),
        ("Loading", "<p>You need to enable JavaScript to run this app.</p>", "an error page"),
    ],
)
def test_a_page_that_only_leads_to_others_or_shows_pictures_is_refused_by_name(
    title: str, body: str, kind: str
) -> None:
    with pytest.raises(Refused, match=f"the page is {kind}") as refused:
        read_page(shell(title, body), url=None)
    assert refused.value.reason == "not_an_article"


@pytest.mark.parametrize("beside", [CARDS, SLIDES, FIGURES, PLAYER])
def test_a_story_with_such_things_beside_it_is_read(beside: str) -> None:
    story = "".join(f"<p>{text}</p>" for text in PARAGRAPHS * 3)
    assert PARAGRAPHS[0] in read_page(shell("Old bridge shut", story + beside), url=None).text
