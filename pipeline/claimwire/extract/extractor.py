"""The extractor: an article in, its attributions out. Pure: no clock, no environment, no network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Self

from claimwire.english.document import Document
from claimwire.english.quotations import Quotation, find_quotations
from claimwire.extract.decoder import decode, decode_names
from claimwire.extract.hanging import hung
from claimwire.extract.headlines import by_headline
from claimwire.extract.hearsay import by_hearsay
from claimwire.extract.linker import link
from claimwire.extract.model import checked_files
from claimwire.extract.parse import words_of
from claimwire.extract.records import attributions_of
from claimwire.extract.relative import within_relative
from claimwire.extract.segments import Link, Segment
from claimwire.extract.settle import settle
from claimwire.extract.strays import without_strays
from claimwire.extract.structure import by_structure, with_speakers
from claimwire.extract.tagger import Analysis, Tagger
from claimwire_schemas import Article, Attribution, Span

VERSION = 15
"""Of the code after the tagger; raised when the same model gives other records."""


NOTHING = Document("")


@dataclass(frozen=True)
class Reading:
    """What is in an article: who said what, and the document that everything else is read off."""

    attributions: tuple[Attribution, ...] = ()
    document: Document = NOTHING


class Extractor:
    """A tagger and a name. Safe to call from many threads; the same article always gives the same records."""

    def __init__(self, tagger: Tagger, *, name: str) -> None:
        self._tagger = tagger
        self.name = name

    @classmethod
    def load(cls, *, threads: int = 1) -> Self:
        """Load the model that is in the package; windows of a text are tagged in so many threads.

        Raises `ModelError` where a file is missing or not the one expected.
        """
        files = checked_files()
        return cls(
            Tagger(files, threads=threads), name=f"claimwire-tagger/{VERSION} sha256:{files.digest[:12]}"
        )

    def read(self, article: Article) -> Reading:
        """Return what is in an article, whatever its language, in the order of its text."""
        quotations = find_quotations(article.text)
        dateline = article.dateline.span if article.dateline else None
        analysis = self._tagger.analyse(
            article.text, quotations, dateline_end=dateline.end if dateline else 0
        )
        document = document_of(article.text, analysis, quotations)
        segments = settle(article.text, decode(analysis.words), quotations)
        links = without_strays(document, link(document, list(_without(dateline, segments))))
        document = with_speakers(hung(document, links), article.paragraphs)
        links = within_relative(document, links)
        links = by_structure(document, article.paragraphs, by_hearsay(document, links))
        links = by_headline(document, article.headline, links)
        attributions = attributions_of(article, links, document, extractor=self.name)
        return Reading(attributions, document)

    def extract(self, article: Article) -> tuple[Attribution, ...]:
        """Return the attributions of an article, as `read` finds them."""
        return self.read(article).attributions

    def links(self, text: str) -> list[Link]:
        """Return the links of a text, those too that are too unlikely to be attributions."""
        quotations = find_quotations(text)
        analysis = self._tagger.analyse(text, quotations)
        document = document_of(text, analysis, quotations)
        return link(document, settle(text, decode(analysis.words), quotations))

    def read_batch(self, articles: Sequence[Article]) -> list[Reading]:
        """Return what is in each article, as `read` finds it, in the order of the articles."""
        return [self.read(article) for article in articles]


def _without(dateline: Span | None, segments: Iterable[Segment]) -> Iterator[Segment]:
    """Give segments without the words of a dateline, which nobody says."""
    for one in segments:
        if dateline is None or not dateline.start <= one.start < dateline.end:
            yield one
        elif one.end > dateline.end + 1:
            yield replace(one, start=dateline.end + 1)  # a space stands behind it


def document_of(text: str, analysis: Analysis, quotations: Sequence[Quotation]) -> Document:
    """Return the document of a text from one pass of the network."""
    return Document(
        text,
        words=words_of(text, analysis.parse),
        quotations=tuple(quotations),
        names=tuple(decode_names(analysis.words)),
        vectors=analysis.parse.vectors,
    )


@cache
def default_extractor() -> Extractor:
    """Return the extractor of this process, loaded at the first call."""
    return Extractor.load()


def extract(article: Article) -> tuple[Attribution, ...]:
    """Return the attributions of an article, by the extractor of this process."""
    return default_extractor().extract(article)
