"""Annotated articles enriched, and the CPU time of the extractor's part in it."""

from __future__ import annotations

from dataclasses import dataclass
from time import process_time

from claimwire.enrich import enrich
from claimwire.extract import Extractor, Reading
from claimwire_schemas import Article, Attribution
from tests.eval.articles import article_of
from tests.eval.corpus import Annotated, Corpus


@dataclass(frozen=True)
class Extracted:
    """Articles, each with the attributions found in it, and the cost of extracting."""

    articles: tuple[tuple[Annotated, tuple[Attribution, ...]], ...]
    extractor: str
    words: int
    cpu_s: float


class TimedExtractor:
    """An extractor that adds up its CPU seconds."""

    def __init__(self, extractor: Extractor) -> None:
        self._extractor = extractor
        self.name = extractor.name
        self.cpu_s = 0.0

    def read(self, article: Article) -> Reading:
        started = process_time()
        found = self._extractor.read(article)
        self.cpu_s += process_time() - started
        return found


def extracted(corpus: Corpus) -> Extracted:
    """Return the attributions of each article of a corpus."""
    timed = TimedExtractor(Extractor.load())
    articles = tuple(
        (article, enrich(article_of(article.text), extractor=timed).attributions)
        for article in corpus.articles
    )
    words = sum(len(article.text.split()) for article in corpus.articles)
    return Extracted(articles, timed.name, words, timed.cpu_s)
