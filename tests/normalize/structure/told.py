"""What the paragraphs of an article are told to be, and what holds of any article's."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise

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
