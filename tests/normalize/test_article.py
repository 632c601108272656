"""`normalize` makes an article whose every fact holds, and the same one again from its own text."""

from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import Refused
from claimwire.normalize import MAX_PARAGRAPHS, Page, canonical_url, normalize, raw_article_id
from claimwire_schemas import Article, RawArticle, text_digest
from claimwire_schemas.ids import article_id

RECEIVED = datetime(2026, 3, 5, 9, tzinfo=UTC)
LEAD = (
    "TARNMOUTH, March 4, 2026 (Reuters) — The old bridge over the Tarn was shut on Tuesday, the council "
    "said, after divers found cracks in two of its piers."
)
QUOTE = (
    "“We will not take risks,” said Petra Olund, the chief engineer. Repairs will take months, AFP reported."
)
STORY = f"Old bridge shut\n\nBy Ana Kovač\n\n{LEAD}\n\n{QUOTE}\n"


def article_of(body: str, *, page: Page | None = None, **fields: object) -> Article:
    raw = RawArticle.model_validate(
        {"body": body, "content_type": "text/html" if page else "text/plain", **fields}
    )
    return normalize(raw, page=page, received_at=RECEIVED)


def check(article: Article) -> None:
    """Every fact that an article states of its own text."""
    text = article.text
    assert article.text_digest == text_digest(text)
    spans = [credit.span for credit in article.credits]
    spans += [article.headline] if article.headline else []
    spans += [article.dateline.span] if article.dateline else []
    assert all(text[span.start : span.end] == span.exact for span in spans)
    parts = [text[place.start : place.end] for place in article.paragraphs]
    assert "\n\n".join(([article.headline.exact] if article.headline else []) + parts) == text
    assert all(part and part == part.strip() and "\n" not in part for part in parts)
    assert (article.counts.characters, article.counts.paragraphs) == (len(text), len(parts))
    assert Article.decode(article.encode()) == article


def test_a_wire_story() -> None:
    """Each part of a story is found, where it stands."""
    article = article_of(STORY, url="https://www.echo.example/2026/03/04/bridge?utm_source=x")
    check(article)
    assert article.text == f"Old bridge shut\n\n{LEAD}\n\n{QUOTE}"
    assert article.headline is not None
    assert article.headline.exact == "Old bridge shut"
    assert article.dateline is not None
    assert article.dateline.span.exact == "TARNMOUTH, March 4, 2026 (Reuters) —"
    assert (article.dateline.place, article.dateline.agency) == ("TARNMOUTH", "Reuters")
    assert article.byline == "Ana Kovač"
    assert [credit.agency for credit in article.credits] == ["Reuters", "AFP"]
    assert article.url == "https://www.echo.example/2026/03/04/bridge"
    assert article.outlet == "echo.example"
    assert article.published is not None
    assert (article.published.origin, article.published.precision) == ("url", "day")
    assert article.language.tag == "en"
    assert article.language.confidence > 0.9
    assert (article.revision, article.supersedes, article.received_at) == (1, None, RECEIVED)


def test_a_dateline_may_stand_below_a_summary() -> None:
    article = article_of(f"The old bridge is shut for months.\n\n{LEAD}\n\n{QUOTE}")
    check(article)
    assert article.headline is None
    assert article.dateline is not None
    assert article.dateline.span.start == article.paragraphs[1].start


def test_what_the_raw_article_states_comes_first() -> None:
    page = Page(
        text=f"{LEAD}\n\n{QUOTE}",
        title="Page title",
        byline="By Page Author",
        outlet="Page Site",
        published=("2026-03-01",),
    )
    stated = {
        "headline": "Given  headline",
        "byline": "By Tom Reed",
        "outlet": "The Echo",
        "published_at": "2026-03-02T10:00:00+01:00",
    }
    of_page, of_raw = article_of("<p>", page=page), article_of("<p>", page=page, **stated)
    assert of_page.headline is not None
    assert of_raw.headline is not None
    assert (of_page.headline.exact, of_page.byline, of_page.outlet) == (
        "Page title",
        "Page Author",
        "Page Site",
    )
    assert (of_raw.headline.exact, of_raw.byline, of_raw.outlet) == ("Given headline", "Tom Reed", "The Echo")
    assert of_page.published is not None
    assert of_raw.published is not None
    assert (of_page.published.origin, of_raw.published.origin) == ("page", "raw")
    assert of_raw.published.utc_offset == "+01:00"


def test_what_a_feed_states_badly_gives_way_to_the_page() -> None:
    page = Page(text=QUOTE, title="Page title", byline="Ana Kovač", published=("2026-03-05T08:00:00Z",))
    stated = {
        "headline": "Caf&amp;eacute; &#8217;s",
        "byline": "admin",
        "published_at": "2026-03-05T10:00:00Z",
    }
    article = article_of("<p>", page=page, **stated)
    assert article.headline is not None
    assert article.published is not None
    assert (article.headline.exact, article.byline) == ("Café ’s", "Ana Kovač")
    assert (article.published.origin, article.published.at.hour) == ("page", 8)


def test_a_title_of_the_page_is_not_left_under_the_headline_of_the_source() -> None:
    page = Page(text=f"Bridge shut\n\n{QUOTE}", title="Bridge shut")
    article = article_of("<p>", page=page, headline="Old bridge closed until May")
    check(article)
    assert article.text == f"Old bridge closed until May\n\n{QUOTE}"


@pytest.mark.parametrize(
    ("of_raw", "of_page", "expected"),
    [
        ({}, {"extent": "full", "paywalled": False}, ("full", False)),
        ({}, {"extent": "summary", "paywalled": True}, ("summary", True)),
        ({"paywalled": False}, {"extent": None, "paywalled": True}, (None, False)),
        ({"paywalled": True}, {"extent": "full"}, (None, True)),
        ({"extent": "summary"}, {"extent": "full"}, ("summary", None)),
        ({"extent": "full", "paywalled": True}, {}, ("full", True)),
    ],
)
def test_how_much_of_an_article_it_is(
    of_raw: dict[str, object], of_page: dict[str, object], expected: tuple[str | None, bool | None]
) -> None:
    """The raw article's word comes first, then the page's."""
    article = article_of("<p>", page=Page.model_validate({"text": QUOTE, **of_page}), **of_raw)
    assert (article.extent, article.paywalled) == expected


def test_the_address_that_a_page_names_changes_neither_url_nor_id() -> None:
    url = "https://amp.echo.example/b"
    plain, named = (
        article_of("<p>", page=Page(text=QUOTE, url=own), url=url) for own in (None, "https://echo.example/b")
    )
    assert (plain.canonical_url, named.canonical_url) == (None, "https://echo.example/b")
    assert (named.url, named.article_id) == (url, plain.article_id)


def test_the_id_is_of_the_canonical_url_or_of_outlet_and_body() -> None:
    spelled = "HTTP://Echo.Example:80/a/../b?utm_source=x"
    assert (
        article_of(STORY, url=spelled).article_id
        == article_of("Other.", url="http://echo.example/b").article_id
    )
    assert article_of(STORY, url=spelled).article_id == article_id(
        url=canonical_url(spelled), outlet=None, body=""
    )
    unaddressed = article_of(STORY, outlet="Echo")
    assert unaddressed.article_id == article_id(url=None, outlet="Echo", body=STORY)
    assert unaddressed.article_id == raw_article_id(RawArticle(body=STORY, outlet="Echo"))


def test_lone_surrogates_are_dropped() -> None:
    """No message holds any, but a caller's string may."""
    article = article_of("She said \ud800 no\udfff.")
    check(article)
    assert article.text == "She said no."


def test_an_address_that_is_none_is_absent() -> None:
    article = article_of(STORY, url="javascript:alert(1)")
    assert article.url is None
    assert article.article_id == article_id(url=None, outlet=None, body=STORY)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        ("", "empty_body"),
        (" \n\u200b\n", "empty_body"),
        ("By Ana Kovač", "empty_body"),
        ("[ ... ]\n\n***", "empty_body"),
        ("x" * 5_000_001, "body_too_large"),
        ("é" * 2_500_001, "body_too_large"),
        ("x" + "\U0001d160" * 500_000, "body_too_large"),
        ("a\n\n" * (MAX_PARAGRAPHS + 1), "too_many_paragraphs"),
    ],
    ids=[
        "nothing",
        "nothing visible",
        "a byline",
        "no word",
        "large",
        "large in bytes",
        "large when NFC",
        "paragraphs",
    ],
)
def test_what_is_refused(body: str, reason: str) -> None:
    with pytest.raises(Refused) as refused:
        article_of(body)
    assert refused.value.reason == reason


def test_a_headline_repeated_as_the_whole_body_stands_once() -> None:
    article = article_of("Old bridge shut", headline="Old bridge shut")
    check(article)
    assert (article.text, article.paragraphs) == ("Old bridge shut", ())


@pytest.mark.parametrize(("page", "content_type"), [(None, "text/html"), (Page(text="x"), "text/plain")])
def test_a_page_goes_with_html_only(page: Page | None, content_type: str) -> None:
    raw = RawArticle.model_validate({"body": "x", "content_type": content_type})
    with pytest.raises(ValueError, match="goes with an HTML body"):
        normalize(raw, page=page, received_at=RECEIVED)


PIECES = st.lists(
    st.sampled_from(
        [
            *(
                "\n",
                "\n\n",
                " ",
                "By Tom Reed",
                "Old bridge shut",
                "LONDON (AP) — It",
                "It is shut, Reuters reports.",
            ),
            *(
                "â€™",
                "Ã©",
                "\u200b",
                "\xad",
                "e\u0301",
                "&amp;",
                "&#8217;",
                "\x00",
                "\u2029",
                "word. ",
                "“Yes,”",
            ),
        ]
    )
    | st.text(max_size=8),
    max_size=25,
).map("".join)


@given(PIECES, st.none() | PIECES.filter(bool))
def test_normalizing_a_text_again_changes_nothing(body: str, headline: str | None) -> None:
    """The text of an article is a fixed point, whatever it was made of."""
    body += f"\n\n{QUOTE}"
    once = article_of(body, headline=headline, outlet="Echo")
    check(once)
    exact = once.headline.exact if once.headline else None
    assert article_of(once.text, headline=exact, outlet="Echo").text == once.text
    assert article_of(body, headline=headline, outlet="Echo") == once


@pytest.mark.parametrize(
    "body",
    ["word " * 400_000, f"{QUOTE}\n\n" * 40_000, "Reuters reports. " * 100_000, "One.\n\n" * MAX_PARAGRAPHS],
    ids=["one paragraph", "4 MB of quotes", "credits", "100k paragraphs"],
)
def test_a_large_article_takes_seconds_and_fits_its_topic(body: str) -> None:
    start = time.process_time()
    article = article_of(body)
    assert time.process_time() - start < 15
    assert len(article.encode()) < 16 * 1024 * 1024


@pytest.mark.parametrize("mark", ["=", "-", ".", '"', "“", "'", "*", "…", "_", "(", "\u0301", "’s", "&amp;"])
def test_a_long_run_of_marks_takes_linear_time(mark: str) -> None:
    """A rule of dashes is common; a hundred thousand of anything must not hold the worker."""
    start = time.process_time()
    normalize(RawArticle(body="The mayor said no. " + mark * 100_000), page=None, received_at=RECEIVED)
    assert time.process_time() - start < 5


def test_an_edited_text_keeps_its_id_by_the_identifier_of_its_source() -> None:
    first, edited = (article_of(body, guid="file:inbox/bridge.txt", file="inbox/bridge.txt") for body in BOTH)
    assert first.article_id == edited.article_id
    assert first.text_digest != edited.text_digest
    assert edited.file == edited.ref().file == "inbox/bridge.txt"
    assert (
        article_of(BOTH[0], guid="7", feed="https://tarn.example/rss").ref().feed
        == "https://tarn.example/rss"
    )


BOTH = ("The bridge will stay open, the county said.", "The bridge will close, the county said.")


def test_a_paragraph_has_its_language_where_it_is_not_the_articles() -> None:
    article = article_of(
        "Bridge to close\n\nThe bridge will be closed for nine weeks from Monday, the county said.\n\n"
        "„Wir sperren die Brücke lieber zu früh als zu spät“, sagte die Ingenieurin am Dienstag in Olund.\n\n"
        "The repair is expected to cost four million, of which the state will pay half."
    )
    assert article.language.tag == "en"
    assert [one.language for one in article.paragraphs] == [None, "de", None]


@pytest.mark.parametrize(
    ("body", "month"),
    [
        ("Burmistrz powiedział, że tama pękła wczoraj wieczorem, a woda wciąż się podnosi w mieście.", 11),
        ("Gradonačelnik je rekao da je brana sinoć pukla i da voda još uvijek raste u cijelom gradu.", 10),
    ],
)
def test_a_date_is_read_in_the_language_of_its_text(body: str, month: int) -> None:
    article = article_of(body, published_at="4. listopada 2025.")
    assert article.published is not None
    assert article.published.at.month == month
