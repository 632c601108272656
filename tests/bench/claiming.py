"""What entities and claims add to extraction: the same articles, in turns, one thread."""

from __future__ import annotations

from rich.table import Table

from claimwire.enrich import enrich
from claimwire.extract import Extractor
from tests.bench.spread import spread
from tests.bench.texts import english_texts
from tests.bench.turns import in_turns
from tests.eval.articles import article_of

ROUNDS = 10


def table() -> Table:
    """Return CPU milliseconds per 1,000 words, of extraction alone and with all that follows."""
    extractor, articles = Extractor.load(), [article_of(text) for text in english_texts()]
    words = sum(len(article.text.split()) for article in articles)

    def extracting() -> object:
        return extractor.read_batch(articles)

    def claiming() -> object:
        return [enrich(one, extractor=extractor) for one in articles]

    alone, whole = in_turns(extracting, claiming, rounds=ROUNDS)
    made = Table("CPU ms/1,000 words", "median", "least", "most")
    for name, rounds in (("extraction", alone), ("extraction, entities and claims", whole)):
        made.add_row(name, *spread([1e6 * seconds / words for seconds in rounds], ".1f"))
    ratios = [both / one for one, both in zip(alone, whole, strict=True)]
    made.add_row("ratio", *spread(ratios, ".2f"))
    return made
