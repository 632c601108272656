"""Of a page, the story is read: all that is free of it, and nothing that is another's."""

from __future__ import annotations

from collections.abc import AsyncIterator
from functools import partial

import orjson
import pytest
import pytest_asyncio

from claimwire.errors import Refused
from claimwire.normalize import Page, PageReader, read_page
from tests.cpu import cpu_s, takes_less
from tests.normalize.page.test_parse import BODY, PARAGRAPHS, json_ld

MENU = "".join(f"<li><a href='/{name}'>{name} and more</a></li>" for name in ("News", "Sport", "Weather"))
BRIEF = "The old bridge is open again, the council said on Friday."
PAID = ["The repairs cost nine million, twice what was planned.", "The council will raise its tax, it says."]


def site_page(body: str, *, head: str = "") -> str:
    """Return a page with a menu above and a notice below what `body` is."""
    return (
        f"<!doctype html><html><head><title>Old bridge shut</title>{head}</head>"
        f"<body><nav><ul>{MENU}</ul></nav>{body}"
        "<footer><p>All rights reserved by the Tarn Echo.</p></footer></body></html>"
    )


def news(**stated: object) -> str:
    return json_ld(orjson.dumps({"@type": "NewsArticle", **stated}).decode())


def reason(html: str) -> str:
    with pytest.raises(Refused) as refused:
        read_page(html, url=None)
    return refused.value.reason


def paragraphs(page: Page) -> list[str]:
    return page.text.split("\n\n")


@pytest.mark.parametrize("tag", ["p", "div"])
@pytest.mark.parametrize("name", ["comment", "comments-body", "article-comments"])
def test_a_column_in_what_is_called_comment_is_found(name: str, tag: str) -> None:
    """To trafilatura that is what readers wrote; resiliparse finds it where nothing else is."""
    body = "".join(f"<{tag}>{text}</{tag}>" for text in PARAGRAPHS)
    assert paragraphs(read_page(site_page(f"<div class='{name}'>{body}</div>"), url=None)) == PARAGRAPHS


def test_what_readers_write_below_a_brief_is_not_its_text() -> None:
    html = site_page(f"<article><p>{BRIEF}</p></article><div class='comments'>{BODY}</div>")
    assert read_page(html, url=None).text == BRIEF


def test_phrases_stay_in_their_paragraphs() -> None:
    marked = BODY.replace("the council said", "<b>the <i>council</i></b> <a href='/x'>said</a>")
    page = read_page(site_page(f"<div class='comment'>{marked}</div>"), url=None)
    assert paragraphs(page) == PARAGRAPHS


def test_a_list_of_links_has_no_main_text() -> None:
    links = "".join(f"<li><a href='/{n}'>Bridge number {n} over the Tarn is shut</a></li>" for n in range(40))
    assert reason(site_page(f"<h1>Latest news</h1><ul>{links}</ul>")) == "no_main_text"


def test_a_story_whose_sentences_are_links_is_one() -> None:
    body = "".join(f"<p><a href='/{n}'>{text}</a></p>" for n, text in enumerate(PARAGRAPHS))
    assert paragraphs(read_page(site_page(body), url=None)) == PARAGRAPHS


def test_a_cookie_wall_has_no_main_text() -> None:
    asked = "<p>We and our 812 partners store data on your device. You may agree or pay for the Echo.</p>" * 3
    assert reason(f"<html><body><div id='cookie-wall'>{asked}</div></body></html>") == "no_main_text"


def test_a_question_of_cookies_above_a_story_is_not_in_it() -> None:
    asked = "<div class='cookie-banner'><p>We store cookies on your device, as all of them do.</p></div>"
    assert paragraphs(read_page(site_page(f"{asked}<main>{BODY}</main>"), url=None)) == PARAGRAPHS


def test_an_amp_page_is_read_and_names_its_own() -> None:
    head = "<link rel='canonical' href='https://echo.example/bridge'>"
    page = read_page(site_page(f"<amp-story-text>{BODY}</amp-story-text>", head=head), url=None)
    assert (paragraphs(page), page.url) == (PARAGRAPHS, "https://echo.example/bridge")


def test_a_live_blog_has_all_of_its_posts() -> None:
    posts = "".join(
        f"<article class='post'><h2>{n}.05</h2><p>{text}</p></article>"
        for n, text in enumerate(PARAGRAPHS, start=10)
    )
    head = json_ld('{"@type": "LiveBlogPosting", "headline": "Bridge: live"}')
    page = read_page(site_page(f"<main><h1>Bridge: live</h1>{posts}</main>", head=head), url=None)
    assert page.title == "Bridge: live"
    assert [text for text in paragraphs(page) if text in PARAGRAPHS] == PARAGRAPHS


@pytest.mark.parametrize(
    ("head", "paywalled"),
    [
        ("", None),
        (news(isAccessibleForFree=True), False),
        (news(isAccessibleForFree=False), True),
        (news(isAccessibleForFree="False"), True),
        (news(isAccessibleForFree="https://schema.org/False"), True),
        (news(isAccessibleForFree="perhaps"), None),
        (news(isAccessibleForFree=0), None),
        (news(isAccessibleForFree=True, hasPart={"isAccessibleForFree": "false"}), True),
        (news(hasPart=[7, {"isAccessibleForFree": True}]), None),
        ("<meta property='article:content_tier' content='locked'>", True),
        ("<meta property='article:content_tier' content='Metered'>", True),
        ("<meta property='og:article:content_tier' content='free'>", False),
        ("<meta property='article:content_tier' content='gold'>", None),
        (
            news(isAccessibleForFree=True) + "<meta property='article:content_tier' content='locked'>",
            False,
        ),
    ],
)
def test_whether_a_page_is_for_those_who_pay(head: str, *, paywalled: bool | None) -> None:
    page = read_page(site_page(f"<article>{BODY}</article>", head=head), url=None)
    assert (page.paywalled, page.extent) == (paywalled, None if paywalled else "full")


@pytest.mark.parametrize(
    ("attributes", "is_shown"),
    [
        ("class='x paid'", True),
        ("class='paid' hidden", False),
        ("class='paid' style='color: red; display: none'", False),
        ("class='paid is-hidden'", False),
    ],
)
def test_what_is_for_those_who_pay_is_left_out_if_the_page_hides_it(
    attributes: str, *, is_shown: bool
) -> None:
    """The body in the page's data is never taken."""
    part = {"isAccessibleForFree": False, "cssSelector": ".paid"}
    head = news(isAccessibleForFree=False, hasPart=part, articleBody=" ".join(PARAGRAPHS + PAID))
    paid = "".join(f"<p>{text}</p>" for text in PAID)
    page = read_page(
        site_page(f"<article>{BODY}<div {attributes}>{paid}</div></article>", head=head), url=None
    )
    shown = (PARAGRAPHS + PAID, True, None) if is_shown else (PARAGRAPHS, True, "summary")
    assert (paragraphs(page), page.paywalled, page.extent) == shown


def test_a_paid_body_in_a_pages_data_is_no_main_text() -> None:
    body = " ".join(PARAGRAPHS + PAID)
    assert read_page(site_page("", head=news(articleBody=body)), url=None).text == body
    assert reason(site_page("", head=news(isAccessibleForFree=False, articleBody=body))) == "no_main_text"


def test_an_opening_is_known_by_the_words_that_the_article_has() -> None:
    head = news(isAccessibleForFree=False, wordCount=900)
    assert read_page(site_page(f"<article>{BODY}</article>", head=head), url=None).extent == "summary"


def test_of_a_short_page_and_of_a_fragment_it_is_not_known_whether_they_are_whole() -> None:
    assert read_page(site_page(f"<article><p>{BRIEF}</p></article>"), url=None).extent is None
    assert read_page(BODY, url=None).extent is None


def test_asking_twice_costs_no_more_than_a_page_that_is_found_at_once() -> None:
    """Where trafilatura finds little it is done early, and resiliparse is fast; measured at 0.44."""
    story = "".join(f"<p>{text} {n}</p>" for n in range(100) for text in PARAGRAPHS)
    once, twice = (site_page(f"<div class='{name}'>{story}</div>") for name in ("story", "comment"))
    assert read_page(once, url=None).text == read_page(twice, url=None).text
    asked_twice, asked_once = (partial(cpu_s, partial(read_page, page, url=None)) for page in (twice, once))
    assert takes_less(asked_twice, asked_once, times=1.5, spare_s=0)


HOSTILE = {
    "attributes": "<p " + " ".join(f"a{n}" for n in range(5_000)) + f">{'x ' * 200}",
    "open phrases": "".join(f"<p><b class={n}>" for n in range(240)) + "x<p>" * 15_000,
    "selects": "<select><option>" * 200 + "x " * 300,
    "svg": "<svg><template>\n<svg><foreignObject><p>" * 50 + "x " * 300,
    "spaces": "<pre>" + "\n" * 1_000_000,
    "names": f"<div class='{'comment ' * 200_000}'><p>x",
}


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def reader() -> AsyncIterator[PageReader]:
    reader = PageReader(timeout_s=30)
    yield reader
    await reader.close()


@pytest.mark.asyncio(loop_scope="module")
@pytest.mark.parametrize("markup", HOSTILE.values(), ids=HOSTILE.keys())
async def test_a_hostile_page_that_resiliparse_is_asked_of_leaves_the_reader_well(
    reader: PageReader, markup: str
) -> None:
    await reader.read(BODY, url=None)
    pid = reader.pid
    try:
        await reader.read(f"<html><body><div class='comment'>{markup}", url=None)
    except Refused as refused:
        assert refused.reason == "no_main_text"  # noqa: PT017
    await reader.read(BODY, url=None)
    assert reader.pid == pid
