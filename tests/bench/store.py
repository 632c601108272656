"""The desk's store: what inserting costs, and how long ten queries take, at a number of claims.

The claims are those of the samples and annotated texts, repeated with other ids, words, names and times.
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter, process_time
from uuid import UUID

from rich.table import Table

from claimwire.enrich import enrich
from claimwire.store import Offset, Search, Store, open_store
from claimwire_schemas import Claim, EnrichedArticle
from claimwire_schemas.spans import text_digest
from tests.bench.texts import english_texts
from tests.eval.articles import article_of
from tests.store import postgresql

ENGINES = ("sqlite", "postgresql")
BATCH = 100
DAYS = 10
ROUNDS = 40
OUTLETS, SPEAKERS, WORDS = 400, 20_000, 50_000
COMMON, RARE = "common", "w49999"


@dataclass(frozen=True)
class Inserted:
    """What inserting took."""

    articles: int
    claims: int
    cpu_s: float
    wall_s: float
    size: int


def table(claims: int, engines: Sequence[str] = ENGINES) -> Table:
    """Return both engines' figures at a number of claims."""
    templates = [one for one in map(enrich, map(article_of, english_texts())) if one.claims]
    made = Table(f"{claims:,} claims", *engines)
    rows: dict[str, list[str]] = {}
    for engine in engines:
        with ExitStack() as stack:
            store, size = _opened(engine, stack)
            for name, value in _measured(store, size, templates, claims):
                rows.setdefault(name, []).append(value)
    for name, values in rows.items():
        made.add_row(name, *values)
    return made


def _opened(engine: str, stack: ExitStack) -> tuple[Store, Callable[[], int]]:
    """Return an empty store, and what tells its size on the disk."""
    if engine == "sqlite":
        folder = Path(stack.enter_context(TemporaryDirectory()))
        store = stack.enter_context(_closing(f"sqlite:///{folder}/desk.db"))
        return store, lambda: sum(file.stat().st_size for file in folder.iterdir())
    server = stack.enter_context(postgresql.server())
    server.execute("CREATE DATABASE desk")
    store = stack.enter_context(_closing(server.url("desk")))
    return store, lambda: server.size("desk")


class _closing:  # noqa: N801 # it reads as contextlib's
    def __init__(self, url: str) -> None:
        self._store = open_store(url)

    def __enter__(self) -> Store:
        return self._store

    def __exit__(self, *_: object) -> None:
        self._store.close()


def _measured(
    store: Store, size: Callable[[], int], templates: Sequence[EnrichedArticle], claims: int
) -> Iterator[tuple[str, str]]:
    done = inserted(store, templates, claims)
    yield "claims inserted per CPU-second of the desk", f"{done.claims / done.cpu_s:,.0f}"
    yield "and per second", f"{done.claims / done.wall_s:,.0f}"
    yield "bytes a claim, with its share of the article", f"{size() / done.claims:,.0f}"
    for name, query in queries(store).items():
        times = sorted(_ms(query) for _ in range(ROUNDS))
        yield f"{name}, p50 / p95 ms", f"{times[len(times) // 2]:.1f} / {times[int(len(times) * 0.95)]:.1f}"


def inserted(store: Store, templates: Sequence[EnrichedArticle], claims: int) -> Inserted:
    """Fill a store; making what is inserted is not measured."""
    made, count, cpu_s, wall_s = 0, 0, 0.0, 0.0
    source = made_articles(templates, claims)
    gc.disable()
    while batch := [article for article, _ in zip(source, range(BATCH), strict=False)]:
        cpu, wall = process_time(), perf_counter()
        done = store.write(batch, [Offset("bench", "enriched", 0, made)])
        cpu_s += process_time() - cpu
        wall_s += perf_counter() - wall
        made += done.articles
        count += done.claims
        gc.collect(0)
    gc.enable()
    return Inserted(made, count, cpu_s, wall_s, 0)


def made_articles(templates: Sequence[EnrichedArticle], claims: int) -> Iterator[EnrichedArticle]:
    """Give articles with so many claims in all, over ten days up to now; the same each time."""
    chance = random.Random(7)
    per_article = sum(len(one.claims) for one in templates) / len(templates)
    count = int(claims / per_article) + 1
    start = datetime.now(UTC) - timedelta(days=DAYS)
    step = timedelta(days=DAYS) / count
    for number in range(count):
        yield _varied(templates[number % len(templates)], chance, start + step * number)


def _varied(one: EnrichedArticle, chance: random.Random, at: datetime) -> EnrichedArticle:
    outlet = f"Outlet {_zipf(chance, OUTLETS)} Courier"
    extra = " ".join(_words(chance, 12))
    text = f"{one.article.text}\n\n{extra}"
    changes = {
        "article_id": _id(chance),
        "text": text,
        "text_digest": text_digest(text),
        "outlet": outlet,
        "received_at": at,
    }
    article = one.article.model_copy(update=changes)
    ref = article.ref()
    claims = tuple(_varied_claim(claim, ref, chance) for claim in one.claims)
    return one.model_copy(update={"article": article, "claims": claims})


def _varied_claim(claim: Claim, ref: object, chance: random.Random) -> Claim:
    name = f"{claim.claimant.name or 'somebody'} S{_zipf(chance, SPEAKERS)}"
    changes = {
        "claim_id": _id(chance),
        "article": ref,
        "text": f"{claim.text} {' '.join(_words(chance, 4))}",
        "claimant": claim.claimant.model_copy(update={"name": name}),
    }
    if claim.accused and claim.accused.name:
        accused = f"{claim.accused.name} S{_zipf(chance, SPEAKERS)}"
        changes["accused"] = claim.accused.model_copy(update={"name": accused})
    return claim.model_copy(update=changes)


def _words(chance: random.Random, count: int) -> Iterator[str]:
    for _ in range(count):
        yield f"w{_zipf(chance, WORDS)}"
    if chance.random() < 0.2:
        yield COMMON


def _zipf(chance: random.Random, most: int) -> int:
    """Return a number below one, the small ones much more often."""
    return int(most ** chance.random()) - 1


def _id(chance: random.Random) -> str:
    return str(UUID(int=chance.getrandbits(128)))


def queries(store: Store) -> dict[str, Callable[[], object]]:
    """Return ten queries, each as the page or the API asks it."""
    newest = store.claims(Search(), limit=200).rows
    speaker = next(row for row in newest if row.claimant_key)
    accused = next(
        (row for row in store.claims(Search(stance=("accuses",)), limit=200).rows if row.accused), None
    )
    words = speaker.text.split()
    phrase = f'"{words[0]} {words[1]} {words[2]}"'
    hour = newest[0].seen.replace(minute=0, second=0, microsecond=0)
    asked = {
        "newest": Search(),
        "a word of one claim in 1,000": Search(q="w100"),
        f"a phrase, {phrase}": Search(q=phrase),
        "a speaker": Search(speaker=speaker.claimant_key),
        "who is accused": Search(accused=accused.accused if accused else "nobody"),
        "a word, a stance and an outlet": Search(q=COMMON, stance=("denies",), outlet_key="outlet-7-courier"),
        "a rare word": Search(q=RARE),
        "a word of every fifth claim": Search(q=COMMON),
        "words, NOT and a prefix": Search(q=f"{COMMON} w12* NOT w3"),
        "an hour a week ago": Search(
            q=COMMON, seen_from=hour - timedelta(days=7), seen_until=hour - timedelta(days=7, hours=-1)
        ),
        "check-worthy ones": Search(min_worth=0.8),
    }
    found: dict[str, Callable[[], object]] = {
        name: partial(store.claims, search) for name, search in asked.items()
    }
    found["counts by hour, all"] = lambda: store.counts(Search(), "hour")
    found["counts by stance of a word"] = lambda: store.counts(Search(q=COMMON), "stance")
    found["the speakers with most claims"] = lambda: store.names("speaker")
    found["speakers by a part of the name"] = lambda: store.names("speaker", part="s1999")
    found["a speaker's page"] = lambda: (
        store.name("speaker", speaker.claimant_key or ""),
        store.claims(Search(speaker=speaker.claimant_key)),
        store.counts(Search(speaker=speaker.claimant_key), "stance"),
        store.counts(Search(speaker=speaker.claimant_key), "hour"),
    )
    found["an article with its claims"] = lambda: store.revisions(speaker.article_id)
    found["a claim by its id"] = lambda: store.claim(speaker.claim_id)
    return found


def _ms(query: Callable[[], object]) -> float:
    begun = perf_counter()
    query()
    return 1000 * (perf_counter() - begun)
