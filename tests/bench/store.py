"""The desk's store: what inserting costs, and how long queries take, at a number of claims.

The claims are those of the samples and annotated texts, repeated with other ids, words, names and times. With
`--live`, a desk then runs on that store while claims arrive and clients follow them.
"""

from __future__ import annotations

import asyncio
import gc
import os
import random
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, closing
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
from tests.bench import following
from tests.bench.following import cpu_s
from tests.bench.texts import english_texts
from tests.eval.articles import article_of
from tests.store import postgresql

ENGINES = ("sqlite", "postgresql")
BATCH = 100
DAYS = 10
ROUNDS = 40
OUTLETS, SPEAKERS, WORDS = 400, 20_000, 50_000
COMMON, RARE = "common", "w49999"
SERVER = "-c listen_addresses='' -c shared_buffers=1GB -c max_wal_size=4GB"
"""Otherwise as PostgreSQL's defaults: what is written is on the disk."""


@dataclass(frozen=True)
class Place:
    """Where an empty store is, how large it becomes, and what CPU others use for it."""

    url: str
    size: Callable[[], int]
    server_cpu_s: Callable[[], float]


@dataclass(frozen=True)
class Inserted:
    """What inserting took."""

    claims: int
    cpu_s: float
    wall_s: float


def table(claims: int, engines: Sequence[str] = ENGINES, *, live: bool = False) -> Table:
    """Return both engines' figures at a number of claims."""
    templates = [one for one in map(enrich, map(article_of, english_texts())) if one.claims]
    made = Table(f"{claims:,} claims", *engines)
    rows: dict[str, list[str]] = {}
    for engine in engines:
        with ExitStack() as stack:
            place = _place(engine, stack)
            for name, value in _measured(place, templates, claims, live=live):
                rows.setdefault(name, []).append(value)
    for name, values in rows.items():
        made.add_row(name, *values)
    return made


def _place(engine: str, stack: ExitStack) -> Place:
    if engine == "sqlite":
        folder = Path(stack.enter_context(TemporaryDirectory()))
        size = lambda: sum(file.stat().st_size for file in folder.iterdir())  # noqa: E731
        return Place(f"sqlite:///{folder}/desk.db", size, lambda: 0.0)
    server = stack.enter_context(postgresql.server(SERVER))
    server.execute("CREATE DATABASE desk")
    pid = int((server.folder / "data" / "postmaster.pid").read_text("ascii").split()[0])
    return Place(server.url("desk"), lambda: server.size("desk"), partial(_server_cpu_s, pid))


def _server_cpu_s(pid: int) -> float:
    """Return the CPU seconds of a server: its own, its children's that ended, and those that run; Linux."""
    children = Path(f"/proc/{pid}/task/{pid}/children").read_text("ascii").split()
    ended = Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[13:15]
    return sum(map(cpu_s, [pid, *map(int, children)])) + sum(map(int, ended)) / os.sysconf("SC_CLK_TCK")


def _measured(
    place: Place, templates: Sequence[EnrichedArticle], claims: int, *, live: bool
) -> Iterator[tuple[str, str]]:
    with closing(open_store(place.url)) as store:
        before = place.server_cpu_s()
        done, server_s = inserted(store, templates, claims), place.server_cpu_s() - before
        yield "claims inserted per CPU-second of the desk", f"{done.claims / done.cpu_s:,.0f}"
        yield "of desk and database together", f"{done.claims / (done.cpu_s + server_s):,.0f}"
        yield "and per second", f"{done.claims / done.wall_s:,.0f}"
        yield "bytes a claim, with its share of the article", f"{place.size() / done.claims:,.0f}"
        for name, query in queries(store).items():
            times = sorted(_ms(query) for _ in range(ROUNDS))
            median, most = times[len(times) // 2], times[int(len(times) * 0.95)]
            yield f"{name}, p50 / p95 ms", f"{median:.1f} / {most:.1f}"
    if live:
        yield from asyncio.run(following.followed(place.url))


def inserted(store: Store, templates: Sequence[EnrichedArticle], claims: int) -> Inserted:
    """Fill a store; making what is inserted is not measured."""
    made, count, cpu, wall = 0, 0, 0.0, 0.0
    source = made_articles(templates, claims)
    gc.disable()
    while batch := [article for article, _ in zip(source, range(BATCH), strict=False)]:
        cpu -= process_time()
        wall -= perf_counter()
        done = store.write(batch, [Offset("bench", "enriched", 0, made)])
        cpu += process_time()
        wall += perf_counter()
        made += done.articles
        count += done.claims
        gc.collect(0)
    gc.enable()
    return Inserted(count, cpu, wall)


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
    found["the best match of a word of every fifth claim"] = partial(store.best_claims, Search(q=COMMON))
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
