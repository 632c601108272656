"""Annotated articles through the stream's extract stage: from bytes to bytes, as on the wire."""

from __future__ import annotations

import asyncio
import sys
from dataclasses import dataclass
from time import process_time

from claimwire.extract import Extractor, Reading
from claimwire.stream.delivery import Delivery
from claimwire.stream.stages import Extract
from claimwire_schemas import Article, Attribution
from claimwire_schemas.topics import ARTICLES, ATTRIBUTIONS
from tests.eval.articles import article_of
from tests.eval.corpus import Annotated, Corpus


@dataclass(frozen=True)
class Extracted:
    """Articles, each with the attributions that came out for it, and what extracting took."""

    articles: tuple[tuple[Annotated, tuple[Attribution, ...]], ...]
    extractor: str
    words: int
    cpu_s: float


class TimedExtract:
    """What the stage calls: the extractor, with its CPU seconds added up."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self.cpu_s = 0.0

    async def __call__(self, article: Article) -> Reading:
        started = process_time()
        [found] = self._extractor.read_batch([article])
        self.cpu_s += process_time() - started
        return found


def extracted(corpus: Corpus) -> Extracted:
    """Return what the stage publishes for each article of a corpus."""
    extractor = Extractor.load()
    timed = TimedExtract(extractor)
    # No annotated article is too long to be measured.
    stage = Extract(extract=timed, extractor=extractor.name, max_characters=sys.maxsize)
    articles = asyncio.run(_published(stage, corpus))
    words = sum(len(article.text.split()) for article in corpus.articles)
    return Extracted(articles, extractor.name, words, timed.cpu_s)


async def _published(stage: Extract, corpus: Corpus) -> tuple[tuple[Annotated, tuple[Attribution, ...]], ...]:
    return tuple([(article, await _attributions(stage, article.text)) for article in corpus.articles])


async def _attributions(stage: Extract, text: str) -> tuple[Attribution, ...]:
    article = article_of(text)
    value = article.encode()
    outcome = (await stage.work(Delivery(ARTICLES.name, 0, 0, 0, article.article_id.encode(), value, [])))()
    values = (message.value for message in outcome.messages if message.topic == ATTRIBUTIONS.name)
    return tuple(Attribution.decode(value) for value in values if value is not None)
