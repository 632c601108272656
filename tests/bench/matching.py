"""The matcher: the CPU of a claim, by the number of claims in the window; in SQLite.

The window is filled with a matcher's rows: statements of the samples' claims with other words, most of them
repeated with half of their marks changed. Then articles with new words, speakers and ids are matched.
Texts, actors and clusters are only theirs.
"""

from __future__ import annotations

import random
import re
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

import numpy as np
from numpy.typing import NDArray
from rich.table import Table

from claimwire.enrich import enrich
from claimwire.match.engine import Step, step
from claimwire.match.links import Statement, marks, packed, statement_of
from claimwire.store import Store, open_store
from claimwire_schemas import EnrichedArticle
from tests.bench.store import made_articles
from tests.bench.texts import english_texts
from tests.eval.articles import article_of

SMALL, MEDIUM = 1_000, 100_000
DISTINCT = 300_000
"""Claims with words of their own; in larger windows each is repeated."""
MEASURED = 1_500
WORDS = 50_000
AT_ONCE = 10_000
SLOTS = 16
MARKS = 15
MEMBER = '{"text":"' + "x" * 560 + '"}'
"""As long as a claim's share of its cluster is on average."""


@dataclass(frozen=True)
class Filled:
    """A claim of the window as it is repeated."""

    body: str
    marks: Sequence[int]


def table(claims: int) -> Table:
    """Return the figures at three sizes of the window."""
    templates = [one for one in map(enrich, map(article_of, english_texts())) if one.claims]
    made = Table("claims in the window", "CPU ms a claim", "links a claim", "size of the store")
    for size in sorted({SMALL, MEDIUM, claims}):
        with TemporaryDirectory() as folder:
            file = Path(folder) / "desk.db"
            with closing(open_store(f"sqlite:///{file}")) as store:
                _fill(file, templates, size)
                cpu_s, steps = _matched(store, templates)
            megabytes = sum(one.stat().st_size for one in Path(folder).iterdir()) / 1e6
        count, links = sum(one.claims for one in steps), sum(one.links for one in steps)
        cpu_ms = 1000 * cpu_s / count
        made.add_row(f"{size:,}", f"{cpu_ms:.2f}", f"{links / count:.2f}", f"{megabytes:,.0f} MB")
    return made


def _matched(store: Store, templates: Sequence[EnrichedArticle]) -> tuple[float, list[Step]]:
    """Match articles and return the CPU seconds; the first claims open files and fill caches."""
    articles = [_reworded(one, random.Random(i)) for i, one in enumerate(made_articles(templates, MEASURED))]
    for one in articles:
        store.write([one])
    for _ in range(2):
        step(store)
    begun, steps = process_time(), list[Step]()
    while done := step(store):
        steps.append(done)
    return process_time() - begun, steps


def _reworded(one: EnrichedArticle, chance: random.Random) -> EnrichedArticle:
    """Return an article that is no copy of another: each fourth word gives way to letters."""
    words = re.split(r"(\s+)", one.article.text)
    words[::8] = ["".join(chance.choices("abcdefghij", k=len(word))) for word in words[::8]]
    return one.model_copy(update={"article": one.article.model_copy(update={"text": "".join(words)})})


def _fill(file: Path, templates: Sequence[EnrichedArticle], size: int) -> None:
    some = [statement_of(claim) for one in templates for claim in one.claims]
    filled = list(islice(_changed(some), min(size, DISTINCT)))
    with closing(sqlite3.connect(file)) as connection:
        connection.execute("PRAGMA synchronous = OFF")
        for start in range(0, size, AT_ONCE):
            rows = _rows(filled, range(start, min(start + AT_ONCE, size)))
            connection.executemany("INSERT INTO statements VALUES (?, ?, ?, ?, ?, ?, ?)", rows)
            connection.commit()
        for part in _marks(filled, size):
            connection.executemany("INSERT OR REPLACE INTO marks VALUES (?, ?, ?)", part)
            connection.commit()
        connection.execute("INSERT OR REPLACE INTO counters VALUES ('match', ?)", (size,))
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def _changed(some: Sequence[Statement]) -> Iterator[Filled]:
    """Give statements with four words more, the common ones much more often."""
    chance = random.Random(5)
    while True:
        for one in some:
            added = tuple(f"w{int(WORDS ** chance.random()) - 1}" for _ in range(4))
            changed = replace(one, terms=(*one.terms, *added), text=f"{one.text} {' '.join(added)}")
            yield Filled(packed(changed).decode(), marks(changed))


def _rows(filled: Sequence[Filled], numbers: range) -> Iterator[tuple[str, str, int, int, str, str, str]]:
    now = int(datetime.now(UTC).timestamp() * 1000)
    for number in numbers:
        claim_id = f"{number:08x}-0000-4000-8000-000000000000"
        article_id = f"{number // 10:08x}-0000-4000-9000-000000000000"
        body = filled[number % len(filled)].body
        yield claim_id, article_id, number + 1, now, claim_id, body, MEMBER


def _marks(filled: Sequence[Filled], size: int) -> Iterator[list[tuple[int, int, int]]]:
    """Give rows of marks in their order, which a B-tree takes fastest."""
    known = np.array([(*one.marks, *[0] * MARKS)[:MARKS] for one in filled], np.int64)
    chance = np.random.default_rng(3)
    rounds = [_round(known, number, size, chance) for number in range(0, size, len(filled))]
    flat = np.concatenate(rounds).ravel()
    order = np.argsort(flat, kind="stable")
    order = order[flat[order] != 0]
    for start in range(0, len(order), AT_ONCE * MARKS):
        at = order[start : start + AT_ONCE * MARKS]
        numbers = at // MARKS + 1
        rows = zip(flat[at].tolist(), (numbers % SLOTS).tolist(), numbers.tolist(), strict=True)
        yield list(rows)


def _round(known: NDArray[np.int64], first: int, size: int, chance: np.random.Generator) -> NDArray[np.int64]:
    """Return the marks of some numbers, from the second round on with half of them changed."""
    some = known[: size - first].copy()
    if first:
        others = chance.integers(-(2**62), 2**62, some.shape)
        some = np.where((chance.random(some.shape) < 0.5) & (some != 0), others, some)
    return some
