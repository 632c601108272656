"""Each paragraph of a page is known for what it is, and belongs to whoever speaks it."""

from __future__ import annotations

import pytest

from tests.normalize.structure.told import (
    ANSWER,
    HEADING,
    ITEM,
    LEAD,
    OTHER,
    QUESTION,
    REPLY,
    SECOND,
    TEXT,
    Told,
    article_of,
    check,
    post,
    told,
    turn,
)


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
