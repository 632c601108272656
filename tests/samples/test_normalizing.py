"""Every sample is an English article with a headline of its own once it is normalized."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import files

import pytest

from claimwire.normalize import normalize, read_page
from claimwire_schemas import Article, RawArticle

FOLDER = files("claimwire") / "samples"
WRITTEN = datetime(2026, 6, 3, tzinfo=UTC)


def raw_articles() -> dict[str, RawArticle]:
    """Return the samples as they would be fed, by where each is."""
    found: dict[str, RawArticle] = {}
    for entry in sorted(FOLDER.iterdir(), key=lambda entry: entry.name):
        text = entry.read_text(encoding="utf-8")
        if entry.name.endswith(".jsonl"):
            lines = enumerate(text.splitlines(), 1)
            found |= {f"{entry.name}:{n}": RawArticle.decode(line.encode()) for n, line in lines}
        else:
            kind = "text/html" if entry.name.endswith(".html") else "text/plain"
            found[entry.name] = RawArticle.model_validate({"body": text, "content_type": kind})
    return found


RAW = raw_articles()


def normalized(raw: RawArticle) -> Article:
    page = read_page(raw.body, url=raw.url) if raw.content_type == "text/html" else None
    return normalize(raw, page=page, received_at=WRITTEN)


@pytest.mark.parametrize("name", RAW)
def test_a_sample_is_an_english_article_with_headline_and_paragraphs(name: str) -> None:
    article = normalized(RAW[name])
    assert article.language.tag == "en"
    assert article.headline
    assert len(article.paragraphs) >= 9
    assert 200 <= article.counts.words <= 450


@pytest.mark.parametrize("name", ["election.html", "sport.html"])
def test_nothing_of_a_page_but_its_article_is_left(name: str) -> None:
    article = normalized(RAW[name])
    for furniture in (
        "cookies",
        "Subscribe",
        "Sign up",
        "All rights reserved",
        "icefan61",
        "Related stories",
    ):
        assert furniture not in article.text
    assert article.outlet
    assert article.byline
    assert article.published


def test_the_wire_story_has_its_dateline() -> None:
    dateline = normalized(RAW["foreign-wire.txt"]).dateline
    assert dateline
    assert dateline.place == "QASR BELAN, Tolmara"


def test_no_two_samples_are_one_article() -> None:
    found = [normalized(raw) for raw in RAW.values()]
    assert len({article.article_id for article in found}) == len(found) == 14
    assert len({article.headline.exact for article in found if article.headline}) == 14
