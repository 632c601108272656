"""The texts that are measured on: the demo's articles that are plain text, and the annotated ones."""

from __future__ import annotations

from datetime import UTC, datetime
from importlib.resources import as_file, files

from claimwire.feed import FeedOptions, Parsed, Position, find_files, read_files
from claimwire.normalize import normalize
from claimwire_schemas import RawArticle
from tests.eval.corpus import read_gold

AT = datetime(2026, 1, 1, tzinfo=UTC)


def sample_articles() -> list[RawArticle]:
    """Return the demo's articles that are plain text."""
    with as_file(files("claimwire") / "samples") as folder:
        entries = read_files(find_files([str(folder)], form="auto").files, FeedOptions(), start=Position())
        raws = [entry.article for entry in entries if isinstance(entry, Parsed)]
    return [raw for raw in raws if raw.content_type == "text/plain"]


def english_texts() -> list[str]:
    """Return the texts of the samples, normalized, and those of `tests/gold`; English all."""
    samples = (normalize(raw, page=None, received_at=AT) for raw in sample_articles())
    gold = (article.text for article in read_gold().articles)
    return [*(article.text for article in samples if article.language.tag == "en"), *gold]
