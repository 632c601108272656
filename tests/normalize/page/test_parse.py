"""A page is read as its reader sees it: the story, and what the page states of it."""

from __future__ import annotations

import time

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import Refused
from claimwire.normalize import Page, read_page
from claimwire.normalize.page.limits import MAX_DEPTH, MAX_TAGS

PARAGRAPHS = [
    "The old bridge over the Tarn was shut on Tuesday, the council said, after divers found cracks in it.",
    "“We will not take risks with a bridge that carries so many cars,” said Petra Olund, the engineer.",
    "Repairs will take until May, and buses will run by way of Ashby, the county’s transport office said.",
    "Shopkeepers in the old town said that they feared for their trade, and asked for help with rents.",
]
LINKED = {
    "@context": "https://schema.org",
    "@graph": [
        {"@type": "WebPage", "headline": "The Echo"},
        {
            "@type": ["NewsArticle"],
            "headline": "Old bridge shut",
            "author": [{"@type": "Person", "name": "Ana Kovač"}, {"name": "Tom Reed"}],
            "publisher": {"name": "The Tarn Echo"},
            "datePublished": "2026-03-04T10:15:00+01:00",
        },
    ],
}


BODY = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)


def whole_page(*, head: str = "", body: str = BODY) -> str:
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("News", "Sport", "Weather", "Jobs"))
    return (
        f"<!doctype html><html lang='en-GB'><head><title>Old bridge shut | The Tarn Echo</title>{head}</head>"
        f"<body><nav><ul>{menu}</ul></nav><article><h1>Old bridge shut</h1>{body}</article>"
        "<footer><p>Subscribe to our newsletter. All rights reserved.</p></footer></body></html>"
    )


def json_ld(text: str) -> str:
    return f"<script type='application/ld+json'>{text}</script>"


def test_the_main_text_is_the_story_without_what_surrounds_it() -> None:
    page = read_page(whole_page(), url="https://echo.example/bridge")
    assert page.text.split("\n\n") == ["Old bridge shut", *PARAGRAPHS]


def test_json_ld_states_the_story() -> None:
    page = read_page(whole_page(head=json_ld(orjson.dumps(LINKED).decode())), url=None)
    assert page.title == "Old bridge shut"
    assert page.byline == "Ana Kovač, Tom Reed"
    assert page.outlet == "The Tarn Echo"
    assert page.language == "en-GB"
    assert page.published == ("2026-03-04T10:15:00+01:00",)


@pytest.mark.parametrize(
    ("head", "field", "expected"),
    [
        ("<meta property='og:title' content='Bridge shut'>", "title", "Bridge shut"),
        ("", "title", "Old bridge shut"),
        (
            "<meta property='og:title' content='Bridge shut - Echo'>"
            "<meta property='og:site_name' content='Echo'>",
            "title",
            "Bridge shut",
        ),
        ("<meta property='og:site_name' content='The Tarn Echo'>", "outlet", "The Tarn Echo"),
        ("<meta property='og:site_name' content='Tarn Echo | News for all'>", "outlet", "Tarn Echo"),
        ("<meta property='og:site_name' content='https://www.echo.example'>", "outlet", None),
        ("<meta property='og:site_name' content='@tarnecho'>", "outlet", None),
        (
            "<meta property='og:site_name' content='Echo'><meta property='og:title' content='Echo'>",
            "title",
            "Old bridge shut",
        ),
        ("<meta name='author' content='Ana Kovač'>", "byline", "Ana Kovač"),
        ("<meta property='article:author' content='https://social.example/ana'>", "byline", None),
        ("<link rel='canonical' href='https://echo.example/b'>", "url", "https://echo.example/b"),
        ("<meta property='article:published_time' content='2026-03-04'>", "published", ("2026-03-04",)),
        ("<meta itemprop='datePublished' content='2026-03-04'>", "published", ("2026-03-04",)),
        (json_ld("{not json"), "title", "Old bridge shut"),
        (json_ld("[" * 100_000), "title", "Old bridge shut"),
        (
            json_ld('<!-- {"@type": "NewsArticle", "headline": "Bridge &amp; road shut",} -->'),
            "title",
            "Bridge & road shut",
        ),
        (
            json_ld('{"@type": "NewsArticle", /* ours */ "headline": "Bridge\nshut", // theirs\n}'),
            "title",
            "Bridge shut",
        ),
        (json_ld('{"@type": "NewsArticle", "headline": "A // B, ]"}'), "title", "A // B, ]"),
        (
            json_ld(
                '{"@graph": [{"@type": "NewsArticle", "author": {"@id": "#ana"},},'
                ' {"@type": "Person", "@id": "#ana", "name": "Ana Kovač"}]}'
            ),
            "byline",
            "Ana Kovač",
        ),
        (json_ld('{"@type": "NewsArticle", "author": {"@id": ["x"]}, "headline": "Shut"}'), "byline", None),
        (json_ld('"' * 900_000 + "/*" * 9), "title", "Old bridge shut"),
        (json_ld("," * 900_000), "title", "Old bridge shut"),
        (
            json_ld('[1, null, "x", {"@type": 7}, {"@type": "NewsArticle", "headline": 7}]'),
            "title",
            "Old bridge shut",
        ),
        (f"<meta property='og:title' content='{'x' * 3_000}'>", "title", None),
    ],
)
def test_what_metadata_states(head: str, field: str, expected: object) -> None:
    assert getattr(read_page(whole_page(head=head), url=None), field) == expected


@pytest.mark.parametrize(
    ("shown", "published"),
    [
        ("<p class='meta'>Published: 03/04/2026 | Updated: 05/04/2026</p>", ("Published: 03/04/2026",)),
        ("<div class='post-date'>4 March 2026 Last updated 5 March 2026</div>", ("4 March 2026",)),
        (
            "<div class='metaInfoDateTime'><span>04.03.2026</span>, <span>Lesezeit 5 Min.</span></div>",
            ("04.03.2026, Lesezeit 5 Min.", "04.03.2026", "Lesezeit 5 Min."),
        ),
        ("<span class='tarih'>04.03.2026 - Güncelleme : 05.03.2026</span>", ("04.03.2026",)),
        (
            "<div class='datum'>4. März 2026, 10:15 Uhr (zuletzt aktualisiert: 5. März 2026)</div>",
            ("4. März 2026, 10:15 Uhr",),
        ),
    ],
)
def test_a_date_that_only_a_reader_sees(shown: str, published: tuple[str, ...]) -> None:
    assert read_page(whole_page(body=shown + BODY), url=None).published == published


def test_a_byline_that_a_line_break_ends() -> None:
    shown = "<div class='byline'>Ana Kovač<br>Monday, March 2, 2026</div>"
    assert read_page(whole_page(body=shown + BODY), url=None).byline == "Ana Kovač Monday, March 2, 2026"


def test_line_breaks_in_the_source_are_spaces() -> None:
    body = "".join(f"<p>{text.replace(', ', ',' + chr(10))}</p>" for text in PARAGRAPHS)
    assert read_page(whole_page(body=body), url=None).text.split("\n\n") == ["Old bridge shut", *PARAGRAPHS]


def test_a_time_outside_of_the_story_is_not_its_own() -> None:
    clock = "<time datetime='2026-03-09'>today</time>"
    assert read_page(whole_page().replace("<nav>", f"{clock}<nav>"), url=None).published == ()


def test_a_visible_byline_and_time_are_read() -> None:
    body = "<p class='byline'>By Ana Kovač</p><time datetime='2026-03-04T10:15Z'>today</time>"
    page = read_page(whole_page(body=body + BODY), url=None)
    assert (page.byline, page.published) == ("By Ana Kovač", ("2026-03-04T10:15Z",))


@pytest.mark.parametrize(
    "shown",
    [
        "<span class='post-author__name'>Ana Kovač</span>",
        "<a href='/author/ana-kovac/'>Ana Kovač</a>",
        "<a class='author-more' href='/x'>More by this author</a><div class='ArticleByline'>Ana Kovač</div>",
        "<p class='comment-author'>Rudd Hallam</p><p class='author-box'>Ana Kovač</p>",
    ],
)
def test_an_element_that_is_named_for_the_author_names_one(shown: str) -> None:
    assert read_page(whole_page(body=shown + BODY), url=None).byline == "Ana Kovač"


@pytest.mark.parametrize("shown", ["<a href='/author/x'>See all stories</a>", "<i class='author'></i>"])
def test_an_element_that_is_named_for_the_author_may_name_nobody(shown: str) -> None:
    assert read_page(whole_page(body=shown + BODY), url=None).byline is None


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One <b>bold</b>\nword.</p><p>Two.</p>", "One bold word.\n\nTwo."),
        ("One.<br>Two.<br><br>Three.", "One.\nTwo.\n\nThree."),
        ("<ul><li>One<li>Two</ul>", "One\n\nTwo"),
        ("<p>One.<script>evil()</script><style>p{}</style></p>", "One."),
        ("&ldquo;One&rdquo; &amp; two", "“One” & two"),
        ("No tags at all", "No tags at all"),
        ("<p>a\x00b</p>", "ab"),
        ("<p>cut off <b", "cut off"),
    ],
)
def test_a_fragment_is_read_whole(html: str, text: str) -> None:
    assert read_page(html, url=None).text == text


@pytest.mark.parametrize(
    ("html", "reason"),
    [
        ("", "empty_body"),
        (" \n", "empty_body"),
        ("<div>" * 100_000, "page_too_complex"),
        ("<b>" * (MAX_DEPTH + 1) + "x", "page_too_complex"),
        ("<path d='M0 0'>" * (MAX_DEPTH + 1), "page_too_complex"),
        ("<path d=M0/>" * (MAX_DEPTH + 1), "page_too_complex"),
        ("<path d='" * (MAX_DEPTH + 1), "page_too_complex"),
        ("<p>" * 200_000, "page_too_complex"),
        ("<br>" * (MAX_TAGS + 1), "page_too_complex"),
        ("<!--" * 10 + "<div>" * 100_000, "page_too_complex"),
        ("<script>" + "<div>" * 100_000, "page_too_complex"),
        ("x" * 30_000_000, "body_too_large"),
        ("<html><body></body></html>", "no_main_text"),
        ("<html><body><script>x</script></body></html>", "no_main_text"),
        ("<!-- nothing -->", "no_main_text"),
    ],
)
def test_what_is_refused(html: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        read_page(html, url=None)
    assert refused.value.reason == reason


def test_tags_in_scripts_styles_and_comments_do_not_count() -> None:
    noise = "<i>" * (MAX_TAGS + 1)
    page = read_page(f"<p>Text<script>{noise}</script><!--{noise}--><style>{noise}</style></p>", url=None)
    assert page.text == "Text"


@pytest.mark.parametrize("shape", ["<path/>", "<path d='M0 0>'/>", '<use href = "#a" x="/" />'])
def test_shapes_of_a_drawing_do_not_stand_in_each_other(shape: str) -> None:
    drawn = f"<p>before<svg>{shape * (MAX_DEPTH + 1)}</svg><p>after"
    assert read_page(drawn, url=None).text == "before\n\nafter"


def test_text_in_deep_elements_is_not_lost() -> None:
    assert (
        read_page("<b>" * MAX_DEPTH + "deep" + "</b>" * MAX_DEPTH + "<p>after", url=None).text
        == "deep\n\nafter"
    )


@pytest.mark.parametrize(
    "html",
    [
        "<html><body><div a='" + "x" * 4_000_000 + "'>text",
        "<html><!--" * 100_000,
        "<script>" * 200_000,
        "<" * 2_000_000,
        "<!DOCTYPE a [<!ENTITY a 'aa'><!ENTITY b '" + "&a;" * 100_000 + "'>]><html><body><p>&b;</p>",
        "<html><body>" + "&" * 1_000_000,
        "<html><body><p " + "a=1 " * 100_000 + ">text",
        "<html><body>" + "</div>" * 300_000 + "text",
    ],
    ids=["attribute", "comments", "scripts", "brackets", "entities", "ampersands", "attributes", "ends"],
)
def test_a_hostile_page_is_read_or_refused_in_seconds(html: str) -> None:
    start = time.process_time()
    try:
        assert isinstance(read_page(html, url=None), Page)
    except Refused as refused:
        assert refused.reason in {"page_too_complex", "no_main_text"}  # noqa: PT017
    assert time.process_time() - start < 8


@pytest.mark.parametrize("half", ["&#xD800;", "&#xdfff", "&#055296;", "&#57343;", "&#55357;&#56832;"])
def test_half_of_a_surrogate_pair_is_left_out_of_a_page(half: str) -> None:
    assert read_page(f"<p>The mill {half}is shut.</p>", url=None).text == "The mill is shut."


MARKUP = st.lists(
    st.sampled_from(
        ["<p>", "</p>", "<div", ">", "<!--", "-->", "<html>", "<body>", "<script>", "&amp;", "&#0;", "\x00"]
    )
    | st.text(max_size=10),
    max_size=30,
).map("".join)


@given(MARKUP)
def test_any_markup_is_a_page_or_refused(html: str) -> None:
    try:
        page = read_page(html, url=None)
    except Refused:
        return
    assert page.text.strip() == page.text != ""


@pytest.mark.parametrize(
    ("title", "address", "headline"),
    [
        ("Bridge shut again | Tarn Echo", "https://www.tarnecho.example/a", "Bridge shut again"),
        ("Bridge shut again - echo.example", "https://echo.example/a", "Bridge shut again"),
        ("Bridge shut - again", "https://echo.example/a", "Bridge shut - again"),
        ("Old bridge shut » Courier Roads", "", "Old bridge shut"),
        ("Courier Roads » Old bridge shut", "", "Old bridge shut"),
        ("Old bridge - shut", "http://[", "Old bridge - shut"),
    ],
)
def test_a_headline_has_no_name_of_its_site(title: str, address: str, headline: str) -> None:
    head = f"<meta property='og:title' content='{title}'><link rel='canonical' href='{address}'>"
    assert read_page(whole_page(head=head), url=None).title == headline


def test_a_date_behind_a_title_is_the_pages_and_none_of_its_headline() -> None:
    head = "<meta property='og:title' content='Old bridge shut | Echo | 04.03.2026'>"
    page = read_page(whole_page(head=head + "<meta property='og:site_name' content='Echo'>"), url=None)
    assert (page.title, page.published) == ("Old bridge shut", ("04.03.2026",))
