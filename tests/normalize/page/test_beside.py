"""What stands beside a story on its page is none of its text; what only looks so by its name is."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest

from claimwire.errors import Refused
from claimwire.normalize import read_page
from tests.normalize.page.test_parse import PARAGRAPHS
from tests.normalize.page.test_story import news, paragraphs, reason, site_page

FIRST, *REST = PARAGRAPHS
PAID = {"isAccessibleForFree": False, "cssSelector": ".paid"}
NINE = "Nine ships are held up in the port until the lock is open again, the harbour master said."


def of(*blocks: str) -> str:
    """Return a page whose story has blocks, each a paragraph unless it is an element."""
    body = "".join(block if block.startswith("<") else f"<p>{block}</p>" for block in blocks)
    return site_page(f"<article><h1>Old bridge shut</h1>{body}</article>")


def lines(html: str) -> list[str]:
    found = [
        " ".join(line.split()) for line in paragraphs(read_page(html, url="https://echo.example/bridge"))
    ]
    return found[found[0] == "Old bridge shut" :]


BESIDE = {
    "a line that says read more": "<p>Read more: <a href='/x'>Mayor rows back over the ferry</a></p>",
    "a bold line that says read also": "<p><strong>READ ALSO: <a href='/x'>Ten best walks</a></strong></p>",
    "another story's headline": "<p><a href='/x'>Council leader denies that he knew of the cracks</a></p>",
    "an invitation to follow": "<p>Follow us on <a href='/f'>Facebook</a> and X.</p>",
    "an invitation to subscribe": "<p>Subscribe to our morning letter for more such stories.</p>",
    "a newsletter box": "<div class='Newsletter-box'><h3>The Brief</h3><p>For your morning.</p></div>",
    "what a form answers": "<div class='news-form'><p>There was an error processing your order.</p></div>",
    "hidden data": "<div style='display: none'><div>2026-03-04T08:57</div><div>Tarn Echo GmbH</div></div>",
    "what a video player says": "<div><div class='vjs-modal-dialog'><p>This is a modal window.</p></div>"
    "<ul class='vjs-menu-content'><li>subtitles off, selected</li></ul></div>",
    "a hidden element": "<div hidden><p>This text is not shown to anybody who reads the page.</p></div>",
    "readers' comments": "<section><h4>12 Comments</h4><p>First! The mayor should go.</p></section>",
    "a list of other stories": "<div><h3>You may also like …</h3><p>Snow is expected on Friday.</p></div>",
    "a list of other headlines": "<ul>"
    + "<li><a href='/x'>Council leader denies that he knew of it</a></li>" * 3
    + "</ul>",
    "an invitation to follow a reporter": "<p>Follow Kirsten Vance on X for more on the harbour</p>",
    "a heading over what many read": "<p>Most read in Local news</p>",
    "a heading over links": "<h3>The harbour in Tarn</h3><ul>"
    + "<li><a href='/x'>Snow comes to the hills on Friday</a></li>" * 2
    + "</ul>",
    "a heading over a link": "<p>More on the weir</p><p><a href='/x'>Divers come back to the weir</a></p>",
    "an invitation to comment": "<p>You must confirm your display name before you may comment</p>",
    "where the newsroom is": "<p>Get in touch with our news team by writing to desk@echo.example.</p>",
    "a box of popular stories": "<div class='popular-stories__box'><p>Snow comes to the hills</p></div>",
    "its headline again": "<h3>Old bridge shut</h3>",
    "its address": "<p>https://echo.example/bridge</p>",
    "a caption": "<figure><img src='a.jpg'><figcaption>The bridge. Photo: Per Moe</figcaption></figure>",
    "where to order reprints": "<div class='reprint-box'><p>Order copies for your customers.</p></div>",
}


@pytest.mark.parametrize("block", BESIDE.values(), ids=BESIDE.keys())
def test_what_is_beside_a_story_is_none_of_its_text(block: str) -> None:
    assert lines(of(FIRST, block, *REST)) == PARAGRAPHS


def test_a_hover_card_is_none_of_the_sentence_that_it_stands_in() -> None:
    card = (
        "<span class='rollover-people'><a href='/o'>Petra Olund</a><span class='rollover-people-block'>"
        "<a href='/o'>Petra Olund</a><a href='/x'>Olund wins a prize for her tunnel</a></span></span>"
    )
    assert lines(of(*(text.replace("Petra Olund", card) for text in PARAGRAPHS))) == PARAGRAPHS


KEPT = {
    "a lead that is called a teaser": (f"<div class='teaser-content'><p>{FIRST}</p></div>", [FIRST]),
    "a heading of the story": ("<h2>More on the cracks</h2>", ["More on the cracks"]),
    "a heading that says where": ("<h2>Popular in the hills</h2>", ["Popular in the hills"]),
    "a sentence that is a link": (f"<p><a href='/o'>{FIRST}</a></p>", [FIRST]),
    "a long paragraph that begins so": (f"<p>More on that: {NINE * 4}</p>", [f"More on that: {NINE * 4}"]),
    "a year in a time element": (
        f"<p>{FIRST} It was built in <time>1931</time>, it said.</p>",
        [f"{FIRST} It was built in 1931, it said."],
    ),
    "a post in an embed": (
        "<div class='social-embed'><blockquote class='twitter-tweet'><p>The bridge is open, I am glad.</p>"
        "&mdash; Petra Olund (@olund) <a href='https://s.example/1'>March 4</a></blockquote></div>",
        ["The bridge is open, I am glad.", "— Petra Olund (@olund) March 4"],
    ),
    "a table": (
        "<table><tr><th>Pier</th><th>Cracks</th></tr><tr><td>North</td><td>9</td></tr></table>",
        ["Pier Cracks", "North 9"],
    ),
}


@pytest.mark.parametrize(("block", "expected"), KEPT.values(), ids=KEPT.keys())
def test_what_is_of_the_story_stays(block: str, expected: list[str]) -> None:
    assert lines(of(*PARAGRAPHS, block, NINE)) == [*PARAGRAPHS, *expected, NINE]


@pytest.mark.parametrize("tag", ["div", "section"])
def test_lines_that_stand_in_no_paragraph_are_paragraphs(tag: str) -> None:
    marked = PARAGRAPHS[2].replace("May", "<b>May</b>")
    held = f"{FIRST}<br>{PARAGRAPHS[1]}<br><br>{marked}<p>{PARAGRAPHS[3]}</p>{NINE}<br>"
    assert lines(of(f"<{tag}>{held}</{tag}>")) == [*PARAGRAPHS, NINE]


@pytest.mark.parametrize("control", ["\x03", "\x16\x16", "\x00", "\x1f", "\uffff", "&#3;"])
def test_control_characters_are_left_out_of_lines(control: str) -> None:
    held = "<br>".join(f"{text[:20]}{control}{text[20:]}" for text in PARAGRAPHS)
    assert lines(of(f"<div>{held}<br>{NINE}</div>")) == [*PARAGRAPHS, NINE]


KEPT_LINES = [
    "Follow the road on foot to the quay, the council told drivers.",
    "Popular on the coast and feared inland, the storm name will be kept, the weather service said.",
    "More in sorrow than in anger, the mayor said that he would go.",
]


def test_sentences_that_begin_as_boilerplate_does_stay() -> None:
    assert lines(of(*PARAGRAPHS, *KEPT_LINES)) == [*PARAGRAPHS, *KEPT_LINES]


def test_a_heading_that_is_worded_otherwise_than_the_title_is_no_paragraph() -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    head = news(headline="Old bridge shut after divers find cracks")
    html = site_page(f"<article><h1>‘No risks’: bridge is shut</h1>{body}</article>", head=head)
    assert read_page(html, url=None).text.split("\n\n") == PARAGRAPHS


def split_over(*parts: list[str], between: str, name: str = "article__body") -> str:
    held = (f"<div class='{name}'>{''.join(f'<p>{text}</p>' for text in part)}</div>" for part in parts)
    return of(between.join(held))


@pytest.mark.parametrize("name", ["article__body", "body__inner-container", "text"])
def test_a_body_that_a_page_splits_is_one(name: str) -> None:
    """Advertisements stand between its parts."""
    longer = [f"{text} {NINE}" for text in PARAGRAPHS]
    page = split_over(
        PARAGRAPHS, longer[:2], longer[2:], between="<div class='slot'><span>Offer</span></div>", name=name
    )
    assert lines(page) == [*PARAGRAPHS, *longer]


def test_the_entries_of_a_live_blog_keep_their_headings() -> None:
    entries = [[f"{text} {NINE}"] * 2 for text in PARAGRAPHS]
    found = lines(split_over(*entries, between="<h2>The harbour is shut</h2>"))
    assert found.index("The harbour is shut") < found.index(entries[-1][0])


def test_what_readers_write_is_no_part_of_a_split_body() -> None:
    comments = [[f"{text} {NINE}", NINE, NINE] for text in PARAGRAPHS]
    below = split_over(*comments, between="<hr>", name="comment-content")
    assert (
        lines(of(*PARAGRAPHS).replace("<footer>", f"<div class='comments'>{below}</div><footer>"))
        == PARAGRAPHS
    )


def test_another_storys_teaser_is_left_out() -> None:
    teaser = (
        "<div class='teaser'><h3><a href='/x'>Snow in the hills</a></h3><p>Snow is expected from Friday on, "
        "the weather service said, and roads will close.</p></div>"
    )
    assert lines(of(FIRST, teaser, *REST)) == PARAGRAPHS


def test_a_table_that_lays_out_other_stories_is_left_out() -> None:
    row = f"<tr><td><a href='/x'>Ships</a></td><td>{NINE} They have waited since Monday morning.</td></tr>"
    assert lines(of(*PARAGRAPHS, f"<table>{row * 2}</table>")) == PARAGRAPHS


def test_a_body_that_is_paid_for_as_a_whole_is_shown_to_everybody() -> None:
    """A meter lets everybody read some; a story of which nobody saw a word would name no lead."""
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    html = site_page(
        f"<div class='paid'><article>{body}</article></div>",
        head=news(isAccessibleForFree=False, hasPart=PAID),
    )
    page = read_page(html, url=None)
    assert (paragraphs(page), page.paywalled, page.extent) == (PARAGRAPHS, True, None)


def test_a_paid_body_below_a_teaser_is_shown_to_everybody() -> None:
    body = "".join(f"<p>{text}</p>" for text in REST)
    html = site_page(
        f"<article><p>{FIRST}</p><div class='paid'>{body}</div></article>",
        head=news(isAccessibleForFree=False, hasPart=PAID),
    )
    assert paragraphs(read_page(html, url=None)) == PARAGRAPHS


@pytest.mark.parametrize("hidden", ["<div>{}</div>", "<div class='paywall-hidden'>{}</div>"])
def test_a_paid_body_that_is_hidden_is_not_shown(hidden: str) -> None:
    body = "".join(f"<p>{text}</p>" for text in PARAGRAPHS)
    head = news(isAccessibleForFree=False, hasPart=PAID)
    part = f"<article class='paid'{'' if 'class' in hidden else ' hidden'}>{body}</article>"
    assert reason(site_page(hidden.format(part), head=head)) == "no_main_text"


@pytest.mark.parametrize(
    "markup",
    [
        "<div class='newsletter'>" * 400 + "x",
        "<div class='teaser'>" * 400 + "<p>x</p>" * 2_000,
        "<blockquote class='twitter-tweet'>x" * 400,
        "<section><h4>Comments</h4>" * 400 + "x " * 100_000,
        "<p><time>x</time>" * 20_000,
    ],
)
def test_preparing_a_hostile_page_takes_no_time(markup: str) -> None:
    began = time.process_time()
    with suppress(Refused):
        read_page(f"<html><body>{markup}", url=None)
    assert time.process_time() - began < 10
