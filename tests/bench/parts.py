"""What an article's CPU goes to: each part of the work measured alone, without a stream."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from time import process_time

from claimwire.enrich import enriched_from
from claimwire.extract import Extractor
from claimwire.normalize import normalize
from claimwire.stream.stages import article_message, records_of
from claimwire_schemas import Article, RawArticle

AT = datetime(2026, 1, 1, tzinfo=UTC)


def parts_s(raws: Sequence[RawArticle], *, batch: int) -> dict[str, float]:
    """Return the CPU seconds of each part, over all articles, which a worker takes `batch` at a time."""
    extractor, spent = Extractor.load(), dict[str, float]()
    values = [raw.encode() for raw in raws]
    with _timed(spent, "normalizing"):
        articles = [normalize(raw, page=None, received_at=AT) for raw in raws]
    with _timed(spent, "extracting"):
        batches = [articles[first : first + batch] for first in range(0, len(articles), batch)]
        readings = [reading for some in batches for reading in extractor.read_batch(some)]
    with _timed(spent, "entities and claims"):
        wholes = [
            enriched_from(article, reading, extractor=extractor.name)
            for article, reading in zip(articles, readings, strict=True)
        ]
    with _timed(spent, "records, decoded and encoded"):
        for value, article, whole in zip(values, articles, wholes, strict=True):
            RawArticle.decode(value)
            Article.decode(article_message(article, time=AT, trace=[]).value or b"")
            records_of(whole, trace=[])
    return spent


@contextmanager
def _timed(spent: dict[str, float], part: str) -> Iterator[None]:
    begun = process_time()
    yield
    spent[part] = process_time() - begun
