"""Each paragraph of a body is known for what it is, and belongs to whoever speaks it."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize import normalize, read_page
from claimwire_schemas import Article, RawArticle

Told = tuple[str, str | None, str | None]
"""A paragraph's kind, its role and its speaker's name."""

LEAD = "Ida Morven took over the Kelso force in May. She spoke to the Courier about patrols and pay."
OTHER = "The force has four hundred officers, ninety fewer than ten years ago, and two stations."
ANSWER = "I had applied to be a teacher. Crime has fallen by a tenth, and I take no credit for it."
SECOND = "We will not cut a single patrol this year, and I have told the council so."
TEXT: Told = ("text", None, None)
QUESTION: Told = ("turn", "question", None)
REPLY: Told = ("turn", "answer", None)
ITEM: Told = ("list_item", None, None)
HEADING: Told = ("heading", None, None)
TIME: Told = ("entry_time", None, None)
BOILERPLATE: Told = ("boilerplate", None, None)


def turn(name: str, role: str | None = None) -> Told:
    return ("turn", role, name)


def post(name: str | None) -> Told:
    return ("embedded_post", None, name)


def article_of(body: str) -> Article:
    """Return the article that a plain text is, or HTML if there is a tag in it."""
    is_html = body.startswith("<")
    raw = RawArticle(body=body, content_type="text/html" if is_html else "text/plain")
    page = read_page(body, url=None) if is_html else None
    return normalize(raw, page=page, received_at=datetime(2026, 3, 5, tzinfo=UTC))


def told(article: Article) -> list[Told]:
    return [(one.kind, one.role, one.speaker.name if one.speaker else None) for one in article.paragraphs]


def check(article: Article) -> None:
    """Paragraphs cover the text below the headline, in order; speakers' names stand where they say."""
    places = [(one.start, one.end) for one in article.paragraphs]
    places = [(0, article.headline.end), *places] if article.headline else places
    between = [(end, start) for (_, end), (start, _) in pairwise(places)]
    assert all(article.text[start:end] == "\n\n" for start, end in between)
    assert not places or (places[0][0], places[-1][1]) == (0, len(article.text))
    for paragraph in article.paragraphs:
        if paragraph.speaker and paragraph.speaker.span:
            span = paragraph.speaker.span
            assert article.text[span.start : span.end] == span.exact == paragraph.speaker.name
    assert Article.decode(article.encode()) == article


def text_of(*paragraphs: str) -> str:
    return "\n\n".join(paragraphs)


PLAIN: list[tuple[str, str, list[Told]]] = [
    (
        "questions and answers by letter",
        text_of(
            LEAD,
            "Q: Did you expect it?",
            f"A: {ANSWER}",
            "Q: And the patrols?",
            f"A: {SECOND}",
            OTHER,
        ),
        [TEXT, QUESTION, REPLY, QUESTION, REPLY, TEXT],
    ),
    (
        "an outlet that asks by its name",
        text_of(
            LEAD,
            "Q: Did you expect it?",
            f"A: {ANSWER}",
            "Courier: And next year?",
            "Morven: Ask me in March.",
        ),
        [TEXT, QUESTION, REPLY, turn("Courier", "question"), turn("Morven", "answer")],
    ),
    (
        "a transcript, its speakers in capitals",
        text_of(
            f"IDA MORVEN, CHIEF OF POLICE: {ANSWER}",
            "REPORTER: How long?",
            "MORVEN: Nine weeks.",
            SECOND,
            "(APPLAUSE)",
            "JAN HOLT (TARN EAST): It is too long.",
            "MORVEN: It is not.",
        ),
        [
            turn("IDA MORVEN, CHIEF OF POLICE"),
            turn("REPORTER", "question"),
            turn("MORVEN", "answer"),
            turn("MORVEN", "answer"),
            TEXT,
            turn("JAN HOLT (TARN EAST)"),
            turn("MORVEN"),
        ],
    ),
    (
        "a debate, its speakers with titles",
        text_of(
            LEAD,
            "Mr Hale: The bill is wrong.",
            "Mrs. Boyd: It is right.",
            "Mr Hale: Then let us vote.",
        ),
        [TEXT, turn("Mr Hale"), turn("Mrs. Boyd"), turn("Mr Hale")],
    ),
    (
        "names in bold, by Markdown",
        text_of(
            LEAD,
            "**Courier**: Why now?",
            "**Morven**: Because of the rain.",
            "**Courier:** And then?",
            "**Morven:** We go home.",
        ),
        [
            TEXT,
            turn("Courier", "question"),
            turn("Morven", "answer"),
            turn("Courier", "question"),
            turn("Morven", "answer"),
        ],
    ),
    (
        "questions between the turns of one speaker",
        text_of(
            LEAD,
            "Why did you go?",
            f"Morven: {ANSWER}",
            "Will you stay?",
            f"Morven: {SECOND}",
            "And then?",
            f"Morven: {ANSWER}",
        ),
        [
            TEXT,
            TEXT,
            turn("Morven"),
            QUESTION,
            turn("Morven", "answer"),
            QUESTION,
            turn("Morven", "answer"),
        ],
    ),
    (
        "questions that nothing sets apart",
        text_of(
            LEAD,
            "Did you expect it?",
            ANSWER,
            "What do you plan?",
            SECOND,
            "And your staff?",
            ANSWER,
            OTHER,
        ),
        [TEXT, QUESTION, REPLY, QUESTION, REPLY, QUESTION, REPLY, TEXT],
    ),
    (
        "a column's own questions",
        text_of(
            LEAD,
            "What are we to make of that?",
            OTHER,
            OTHER,
            OTHER,
            "Who pays?",
            ANSWER,
        ),
        [TEXT] * 7,
    ),
    (
        "labels that are no speakers",
        text_of(
            OTHER,
            "Price: Nine crowns a ride.",
            "Verdict: Too slow.",
            "Price: Four crowns.",
            "Verdict: Slower.",
        ),
        [TEXT] * 5,
    ),
    (
        "counts by name",
        text_of(
            LEAD,
            "Morven: 1,769.",
            "Holt: 1,501.",
            "Morven: 12.",
            "Holt: 9.",
        ),
        [TEXT] * 5,
    ),
    (
        "bullets",
        text_of(
            LEAD,
            "Morven said:",
            "• No station will close.\n• Pay will rise.",
            "The key points",
            "* Officers: 400\n* Stations: 2",
        ),
        [TEXT, TEXT, ITEM, ITEM, HEADING, ITEM, ITEM],
    ),
    (
        "numbers and dashes",
        text_of(
            LEAD,
            "1. Stay indoors\n2. Call for help",
            OTHER,
            "- water\n- bread",
            "— Ida Morven",
        ),
        [TEXT, ITEM, ITEM, TEXT, ITEM, ITEM, TEXT],
    ),
    (
        "a live blog",
        text_of(
            "Kelso storm live",
            "14:52\nPower is out in 900 homes",
            OTHER,
            f"2.05pm GMT\n{LEAD}",
        ),
        [TIME, HEADING, TEXT, TIME, TEXT],
    ),
    (
        "posts",
        text_of(
            LEAD,
            "The border is open. Shame! — Rudd Hallam (@ruddhallam) March 4, 2026",
            "RT @coastwatch: Two boats capsized off Cape Dorn",
            "Stay calm, everybody.",
            "— Ida Morven (@morven) May 2",
        ),
        [TEXT, post("Rudd Hallam"), post("@coastwatch"), post("Ida Morven"), post("Ida Morven")],
    ),
    (
        "notes about the article",
        text_of(
            LEAD,
            OTHER,
            "Correction: an earlier version gave the wrong month.",
            "Corrections officers agreed.",
        ),
        [TEXT, TEXT, ("correction", None, None), TEXT],
    ),
    (
        "a press release",
        text_of(
            "FOR IMMEDIATE RELEASE",
            "Kelso Foods opens a plant",
            LEAD,
            OTHER,
            "About Kelso Foods\nFounded in 1962, Kelso Foods makes two hundred products in three towns.",
            "Media contact: press@kelso.example",
            "###",
        ),
        [TEXT, TEXT, *[BOILERPLATE] * 4],
    ),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_plain_text(body: str, expected: list[Told]) -> None:
    article = article_of(body)
    check(article)
    assert told(article) == expected


def of_page(body: str) -> str:
    menu = "".join(f"<li><a href='/{name}'>{name}</a></li>" for name in ("News", "Sport", "Weather"))
    return (
        "<!doctype html><html><head><title>‘I check each street’, Morven says</title></head>"
        f"<body><nav><ul>{menu}</ul></nav><article><h1>‘I check each street’, Morven says</h1>"
        f"<p>{LEAD}</p>{body}</article>"
        "<footer><p>All rights reserved by the Courier.</p></footer></body></html>"
    )


TWEET = (
    "<blockquote class='twitter-tweet'><p>The border is open, and nine thousand people crossed it.</p>"
    "&mdash; Rudd Hallam (@ruddhallam) <a href='https://social.example/1'>March 4, 2026</a></blockquote>"
)
HTML: list[tuple[str, str, list[Told]]] = [
    (
        "bold questions, one without its mark",
        f"<p><strong>When did you first see them?</strong></p><p>{ANSWER}</p><p>{OTHER}</p>"
        f"<p><b>Some say you waited.</b></p><p>{SECOND}</p><p><b>Will it be May?</b></p><p>{ANSWER}</p>",
        [QUESTION, REPLY, REPLY, QUESTION, REPLY, QUESTION, REPLY],
    ),
    (
        "questions as headings",
        f"<h2>When did you see them?</h2><p>{ANSWER}</p><h2>What now?</h2><p>{SECOND}</p>",
        [QUESTION, REPLY, QUESTION, REPLY],
    ),
    (
        "an explainer",
        f"<h2>What happened?</h2><p>{OTHER}</p><h2>What does it mean for you?</h2><p>{OTHER}</p>",
        [HEADING, TEXT, HEADING, TEXT],
    ),
    (
        "headings, lists and quotations",
        f"<h2>The plan</h2><p>{OTHER}</p><ul><li>More <b>patrols</b></li><li><p>Fewer cars</p></li></ul>"
        f"<p><strong>What comes next</strong></p><p>{OTHER}</p>"
        f"<blockquote><p>{SECOND}</p><cite>Jan Holt</cite></blockquote>",
        [HEADING, TEXT, ITEM, ITEM, HEADING, TEXT, *[("block_quotation", None, "Jan Holt")] * 2],
    ),
    (
        "a post",
        f"<p>{OTHER}</p>{TWEET}<p>{OTHER}</p>",
        [TEXT, post("Rudd Hallam"), post("Rudd Hallam"), TEXT],
    ),
    (
        "labels in bold",
        f"<p><strong>Courier:</strong> Why?</p><p><strong>Morven:</strong> {ANSWER}</p>"
        f"<p><strong>Courier:</strong> And now?</p><p><strong>Morven:</strong> {SECOND}</p>",
        [
            turn("Courier", "question"),
            turn("Morven", "answer"),
            turn("Courier", "question"),
            turn("Morven", "answer"),
        ],
    ),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in HTML], ids=[case[0] for case in HTML])
def test_a_page(body: str, expected: list[Told]) -> None:
    article = article_of(of_page(body))
    check(article)
    assert told(article) == [TEXT, *expected]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in HTML], ids=[case[0] for case in HTML])
def test_a_fragment(body: str, expected: list[Told]) -> None:
    """A feed's HTML has the structure that a page has."""
    article = article_of(f"<p>{LEAD}</p>{body}")
    check(article)
    assert told(article) == [TEXT, *expected]


def test_a_table_that_lays_out_a_page_has_no_rows() -> None:
    article = article_of(
        f"<table><tr><td><p>{LEAD}</p><p>{OTHER}</p></td></tr><tr><td>Officers</td></tr></table>"
    )
    assert [kind for kind, _, _ in told(article)] == ["text", "text", "table_row"]


def test_an_author_whom_only_markup_names_has_no_place() -> None:
    """A signature that the extractor leaves out is still the page's word on whose post it is."""
    quotation = f"<blockquote><footer>Jan Holt</footer><p>{OTHER}</p></blockquote>"
    speaker = article_of(f"<p>{LEAD}</p>{quotation}").paragraphs[-1].speaker
    assert speaker is not None
    assert (speaker.name, speaker.span) == ("Jan Holt", None)


LINES = st.sampled_from(
    [
        *(
            LEAD,
            ANSWER,
            "Q: Why?",
            "A: No.",
            "MR HALE: Yes.",
            "Morven: We go.",
            "Why do you ask?",
            "The plan",
        ),
        *(
            "• One",
            "- two",
            "14:52",
            "(Laughter)",
            "— Jan Holt (@holt) May 2",
            "RT @holt: Go",
            "Correction: May",
        ),
        *("###", "é\u200b"),
    ]
)


@given(st.lists(st.one_of(LINES, st.text(max_size=40)), min_size=1, max_size=12).map("\n\n".join))
def test_any_text_is_covered_and_every_name_stands_where_it_says(body: str) -> None:
    check(article_of(f"{OTHER}\n\n{body}".lstrip("<")))


@given(st.lists(LINES, min_size=1, max_size=12))
def test_a_text_normalized_again_has_the_same_structure(lines: list[str]) -> None:
    article = article_of("\n\n".join([OTHER, *lines]))
    again = article_of(article.text)
    assert (again.text, told(again)) == (article.text, told(article))


@pytest.mark.parametrize(
    "line",
    ["A: " * 20_000, "A" * 100_000 + ":", "Aa " * 50_000, "— " * 30_000, "- ( " * 20_000, "1:" * 40_000],
)
def test_a_hostile_line_is_read_in_no_time(line: str) -> None:
    began = time.process_time()
    article_of(f"{OTHER}\n\n{line}")
    assert time.process_time() - began < 2


def test_many_turns_are_read_in_no_time() -> None:
    began = time.process_time()
    article_of("\n\n".join(["MR HALE: Is it so?", "MRS BOYD: I say it is."] * 8_000))
    assert time.process_time() - began < 6
