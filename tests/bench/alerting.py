"""Alerts: what saved searches cost the desk while a hundred claims a second come.

The searches are words, phrases, prefixes and speakers of the claims themselves, some with a stance.
"""

from __future__ import annotations

import asyncio
import random
import sys
from asyncio import create_subprocess_exec
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic, process_time
from typing import Any

from rich.table import Table

from claimwire.alerts.alerting import Alerting, matcher_of
from claimwire.alerts.hits import newest
from claimwire.alerts.saved import SearchDraft, every_search, save
from claimwire.alerts.sender import Sender, opened_channels
from claimwire.desk.records import claim_item
from claimwire.enrich import enrich
from claimwire.settings import Settings, load_settings
from claimwire.store import ClaimRow, Search, Store, key_of, open_store
from claimwire.store.alerting import Notice
from claimwire.words import words_of
from claimwire_schemas import STANCES, EnrichedArticle
from tests.bench.store import made_articles
from tests.bench.texts import english_texts
from tests.eval.articles import article_of

CLAIMS = 6_000
PER_S = 100
BATCH_CLAIMS = 20
"""What comes between two polls of the topic."""
COUNTS = (0, 1, 100, 1_000)
RECEIVERS, MESSAGES = 200, 2_000
COMMON_WORDS = 150
"""Nobody saves a search for one of the commonest words."""


def table() -> Table:
    """Return the CPU of storing and telling, by the number of saved searches."""
    templates = [one for one in map(enrich, map(article_of, english_texts())) if one.claims]
    articles = list(made_articles(templates, CLAIMS))
    batches = list(_batches(articles))
    claims = sum(len(one.claims) for one in articles)
    made = Table(f"searches ({PER_S} claims a second)", "matched", "messages", "CPU", "more")
    least = 0.0
    for count in COUNTS:
        used_s, hits, messages = _measured(batches, articles, count)
        share = 100 * used_s * PER_S / claims
        least = least or share
        more = f"{share - least:+.1f} % of a core" if count else ""
        made.add_row(f"{count:,}", f"{hits:,}", f"{messages:,}", f"{share:.1f} % of a core", more)
    made.add_row("matching alone", *_matching(articles))
    made.add_row("sending alone", "", f"{MESSAGES:,}", *asyncio.run(_sending(articles)))
    return made


def _measured(
    batches: Sequence[Sequence[EnrichedArticle]], articles: Sequence[EnrichedArticle], count: int
) -> tuple[float, int, int]:
    hits: list[int] = []
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/desk.db")
        _fill(store, articles, count)
        alert = Alerting(claim_item, count=hits.append)
        store.write(batches[0], alert=alert)  # reads the searches
        begun = process_time()
        for batch in batches[1:]:
            store.write(batch, alert=alert)
        used_s = process_time() - begun
        messages = len(store.deliveries.listed(limit=1_000_000))
        store.close()
    return used_s, sum(hits), messages


def _matching(articles: Sequence[EnrichedArticle]) -> tuple[str, str, str, str]:
    """Return the row for matching without writing, at the most searches."""
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{Path(folder)}/desk.db")
        store.write(articles)
        _fill(store, articles, COUNTS[-1])
        rows: list[ClaimRow] = []
        at: int | None = 0
        while at is not None:
            page = store.claims_after(Search(), at)
            rows, at = rows + list(page.rows), page.next
        matcher = matcher_of(every_search(store))
        store.close()
    for row in rows:
        _ = row.distinct  # made for the store anyway
    begun = process_time()
    hits = sum(len(matcher.matched(row)) for row in rows)
    each_s = (process_time() - begun) / len(rows)
    return f"{hits:,}", "", f"{100 * each_s * PER_S:.2f} % of a core", f"{each_s * 1e6:.0f} µs a claim"


async def _sending(articles: Sequence[EnrichedArticle]) -> tuple[str, str]:
    """Return what sending takes: to many receivers in another process, each message of one claim."""
    server = await create_subprocess_exec(sys.executable, "-m", "tests.alerts.hooks", stdout=PIPE)
    assert server.stdout
    settings = load_settings(alert_allow_private=True)
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/desk.db")
        store.write(articles[:1])
        url = f"http://127.0.0.1:{int(await server.stdout.readline())}/"
        _put(store, settings, url)
        async with opened_channels(store, settings) as channels:
            sender = Sender(store.deliveries, channels)
            begun, cpu = monotonic(), process_time()
            while await sender.round():
                pass
            used_s, wall_s = process_time() - cpu, monotonic() - begun
        assert len(store.deliveries.listed(state="sent", limit=MESSAGES + 1)) == MESSAGES
        store.close()
    server.kill()
    await server.wait()
    return f"{MESSAGES / wall_s:,.0f} a second", f"{1000 * used_s / MESSAGES:.1f} ms a message"


def _put(store: Store, settings: Settings, url: str) -> None:
    fields = {"name": "Any", "search": {}, "delivery": {"webhook": {"url": url}}}
    draft = SearchDraft.model_validate(fields, strict=False)
    saved = [save(store, draft, settings) for _ in range(RECEIVERS)]
    ids, [hit] = [one.id for one in saved], newest(store, saved[0], limit=1)
    claim = hit.json(claim_item)
    many = [Notice(one, "webhook", "", [claim], 1) for one in ids * (MESSAGES // RECEIVERS)]
    store.deliveries.put(many, now_ms=1)


def _fill(store: Store, articles: Sequence[EnrichedArticle], count: int) -> None:
    settings, since = load_settings(), datetime.now(UTC) - timedelta(days=3650)
    for number, search in enumerate(islice(_searches(articles), count)):
        fields = {"name": f"Search {number}", "search": search}
        hook = {"delivery": {"webhook": {"url": "https://hooks.example.org/"}}}
        draft = SearchDraft.model_validate(fields | hook, strict=False)
        save(store, draft, settings, now=since)


def _searches(articles: Sequence[EnrichedArticle]) -> Iterator[dict[str, Any]]:
    """Give searches that people may save, of what the claims say; the same each time."""
    chance = random.Random(11)
    texts = [words_of(claim.text) for one in articles for claim in one.claims]
    common = {word for word, _ in Counter(word for text in texts for word in text).most_common(COMMON_WORDS)}
    speakers = [key for one in articles for claim in one.claims if (key := key_of(claim.claimant.name))]
    rare = [[word for word in text if len(word) > 3 and word not in common] for text in texts]
    while True:
        some = chance.choice(rare)
        if len(some) < 3:
            continue
        word, other = chance.sample(some, 2)
        yield {"q": word}
        yield {"q": f"{word} OR {other}"}
        yield {"q": f'"{some[0]} {some[1]}"', "stance": (chance.choice(STANCES),)}
        yield {"q": f"{word[:4]}* -{other}", "min_confidence": 0.7}
        yield {"speaker": chance.choice(speakers)}


def _batches(articles: Sequence[EnrichedArticle]) -> Iterator[list[EnrichedArticle]]:
    batch: list[EnrichedArticle] = []
    for one in articles:
        batch.append(one)
        if sum(len(each.claims) for each in batch) >= BATCH_CLAIMS:
            yield batch
            batch = []
    yield batch
