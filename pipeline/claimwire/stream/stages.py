"""The two stages: normalize raw articles, and extract claims from articles."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from typing import NamedTuple, TypeVar

from claimwire.enrich import ReadsPages, check_length, enriched_from, is_extracted, with_page
from claimwire.envelope import REKEYED, carried_headers, fitting, outgoing
from claimwire.extract import Reading
from claimwire.kafka import Headers, Outgoing
from claimwire.normalize import normalize
from claimwire.stream.delivery import Delivery, Outcome, StageName, decoded
from claimwire.stream.quality import Quality, quality_of
from claimwire.stream.revisions import Came, Revisions
from claimwire_schemas import Article, EnrichedArticle, RawArticle
from claimwire_schemas.topics import RAW

R = TypeVar("R")
_NOT_WORTH_A_THREAD = 2_000
"""Bytes: less is done in half a millisecond, and the way to a thread and back takes a quarter of one."""


@dataclass(frozen=True)
class Normalize:
    """Raw articles become articles, each text of an article once, in revisions; one sent again once more.

    `partition_of` tells the partition of the raw topic on which an article id belongs: what another producer
    put elsewhere is sent there, since one article's texts can only be told apart where they meet.
    """

    reader: ReadsPages
    revisions: Revisions
    partition_of: Callable[[bytes], int]
    max_bytes: int
    name: StageName = "normalize"

    async def work(self, delivery: Delivery) -> Article:
        """Normalize one raw article; raises `Refused`."""
        raw = await in_thread(delivery.value_size, lambda: decoded(RawArticle, delivery))
        whole, page = await with_page(raw, reader=self.reader)
        return await in_thread(
            len(whole.body if page is None else page.text),
            lambda: normalize(whole, page=page, received_at=delivery.received_at, max_bytes=self.max_bytes),
        )

    def conclude(self, delivery: Delivery, article: Article) -> Outcome:
        """Send the article to its own partition, or publish it unless its text is the last one seen."""
        key = article.article_id.encode()
        if self._misplaced(delivery, key):
            headers = [*delivery.headers, (REKEYED, b"1")]
            moved = Outgoing(delivery.topic, key, delivery.value, headers, delivery.timestamp_ms)
            return Outcome("rekeyed", (fitting(RAW, moved),))
        came = Came(delivery.time, delivery.offset)
        again = (
            self.revisions.known(article) if delivery.is_again else self.revisions.overtaken(article, came)
        )
        revised = again or self.revisions.next(article)
        if revised is None:
            return Outcome("unchanged")
        message = article_message(revised, time=delivery.received_at, trace=carried_headers(delivery.headers))
        if again:
            return Outcome("published", (message,))
        self.revisions.expect(revised, came)
        return Outcome("published", (message,), delivered=partial(self.revisions.remember, revised, came))

    def _misplaced(self, delivery: Delivery, key: bytes) -> bool:
        """Tell whether the article belongs on another partition; once moved, it stays where it is."""
        moved = any(name == REKEYED for name, _ in delivery.headers)
        return not moved and self.partition_of(key) != delivery.partition


class Records(NamedTuple):
    """The messages of an enriched article, when its raw article came in, and the quality of its claims."""

    messages: tuple[Outgoing, ...]
    received_at: datetime
    quality: Quality


def _uncounted(_: Quality) -> None:
    pass


@dataclass(frozen=True)
class Extract:
    """Articles get their attributions and claims, then all of them in one enriched record."""

    extract: Callable[[Article], Awaitable[Reading]]
    extractor: str
    max_characters: int
    records_suffix: str = ""
    count: Callable[[Quality], None] = _uncounted
    name: StageName = "extract"

    async def work(self, delivery: Delivery) -> Records:
        """Extract the claims of one article; raises `Refused`."""
        article = await in_thread(delivery.value_size, lambda: decoded(Article, delivery))
        check_length(article, most=self.max_characters)
        reading = await self.extract(article) if is_extracted(article) else Reading()
        return await in_thread(delivery.value_size, lambda: self._records(article, reading, delivery))

    def conclude(self, delivery: Delivery, records: Records) -> Outcome:
        """Publish the records; only live news counts for the time from raw article to claim."""
        live_since = None if delivery.replay else records.received_at
        count = partial(self.count, records.quality)
        return Outcome("published", records.messages, delivered=count, received_at=live_since)

    def _records(self, article: Article, reading: Reading, delivery: Delivery) -> Records:
        whole = enriched_from(article, reading, extractor=self.extractor)
        messages = records_of(whole, trace=carried_headers(delivery.headers), suffix=self.records_suffix)
        return Records(messages, article.received_at, quality_of(whole))


async def in_thread(size: int, function: Callable[[], R]) -> R:
    """Return a function's result, from a thread if its input, of `size` bytes, is worth the way there."""
    return function() if size <= _NOT_WORTH_A_THREAD else await asyncio.to_thread(function)


def article_message(article: Article, *, time: datetime, trace: Headers) -> Outgoing:
    """Return the message of a normalized article."""
    return outgoing(
        article,
        key=article.article_id.encode(),
        record_id=record_id_of(article.article_id, article.revision, article.text_digest),
        source="/claimwire/normalize",
        time=time,
        trace=trace,
    )


def record_id_of(article_id: str, revision: int, digest: str) -> str:
    """Return the id of an article's own records, which no two texts share.

    The revision alone would not do: a worker whose table was lost counts from 1 again, and whoever drops ids
    that were seen would drop a new text.
    """
    return f"{article_id}.{revision}.{digest.removeprefix('sha256:')[:12]}"


def records_of(enriched: EnrichedArticle, *, trace: Headers, suffix: str = "") -> tuple[Outgoing, ...]:
    """Return the messages of an enriched article: attributions, claims, and itself as the last.

    Their topics' names end in `suffix`.
    """
    article = enriched.article
    send = partial(
        outgoing,
        key=article.article_id.encode(),
        source="/claimwire/extract",
        time=article.received_at,
        trace=trace,
    )
    messages = (
        *(send(attribution, record_id=attribution.attribution_id) for attribution in enriched.attributions),
        *(send(claim, record_id=claim.claim_id) for claim in enriched.claims),
        send(enriched, record_id=record_id_of(article.article_id, article.revision, article.text_digest)),
    )
    return tuple(replace(message, topic=message.topic + suffix) for message in messages)
