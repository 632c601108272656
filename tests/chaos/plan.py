"""What is fed, and what has to come of it: told by the pure functions, in this process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache

from pipeline.envelope import outgoing
from pipeline.extract import Extractor, Reading
from pipeline.kafka import Outgoing
from pipeline.normalize import normalize
from pipeline.stream.stages import enriched, is_extracted, records_of
from schemas import Article, RawArticle
from schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED
from tests.stream.wire import article, raw_message

AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
OUT = (ARTICLES.name, ATTRIBUTIONS.name, CLAIMS.name, ENRICHED.name)
Ids = dict[str, dict[bytes, list[str]]]
"""By topic and key, the ids in order."""


@dataclass
class Plan:
    """Messages to be fed in order, and the ids that they lead to; `led_to` tells it for each message.

    `letters` are the refusals to come: reason and value of each.
    """

    messages: list[Outgoing] = field(default_factory=list)
    ids: Ids = field(default_factory=lambda: {topic: defaultdict(list) for topic in OUT})
    led_to: list[str | None] = field(default_factory=list)
    letters: list[tuple[str, bytes | None]] = field(default_factory=list)

    def add(self, raw: RawArticle, outcome: Iterable[Outgoing]) -> None:
        """Plan an article, and the records that come of it."""
        self.messages.append(raw_message(raw))
        self.led_to.append(None)
        for message in outcome:
            record_id = id_of(message)
            if message.topic == ARTICLES.name:
                self.led_to[-1] = record_id
            if message.key is not None:
                self.ids[message.topic][message.key].append(record_id)

    def refuse(self, message: Outgoing, reason: str) -> None:
        """Plan a message that is refused."""
        self.messages.append(message)
        self.led_to.append(None)
        self.letters.append((reason, message.value))

    def forget(self, key: bytes) -> None:
        """Expect nothing of an article any more."""
        for topic in OUT:
            self.ids[topic].pop(key, None)

    def count(self, topic: str) -> int:
        """Tell how many ids are to be on a topic."""
        return sum(map(len, self.ids[topic].values()))


def id_of(message: Outgoing) -> str:
    """Return a record's id, as its headers have it."""
    return (dict(message.headers)["ce_id"] or b"").decode()


@cache
def extractor() -> Extractor:
    """Return the model, loaded once."""
    return Extractor.load()


def normalized(raw: RawArticle, revision: int = 1) -> Article:
    """Return an article as that revision of itself."""
    made = normalize(raw, page=None, received_at=AT)
    return made.model_copy(update={"revision": revision, "supersedes": revision - 1 or None})


def records(found: Article) -> Sequence[Outgoing]:
    """Return all that comes of an article."""
    reading = extractor().read(found) if is_extracted(found) else Reading()
    whole = enriched(found, reading, extractor=extractor().name)
    name = article_record_id(found)
    key = found.article_id.encode()
    first = outgoing(found, key=key, record_id=name, source="/claimwire/normalize", time=AT, trace=[])
    return [first, *records_of(whole, trace=[])]


def article_record_id(found: Article) -> str:
    """Return the id of an article's own record."""
    return f"{found.article_id}.{found.revision}"


@cache
def outcome_of(number: int, revision: int) -> tuple[RawArticle, tuple[Outgoing, ...]]:
    """Return the article with that number and what comes of it; the second revision has another text."""
    raw = article(number)
    if revision == 2:
        raw = raw.model_copy(update={"body": raw.body.replace("months", "weeks")})
    return raw, tuple(records(normalized(raw, revision)))


def articles(count: int) -> Plan:
    """Plan so many messages: short articles with claims, one in ten of them a second text of an earlier one."""
    plan = Plan()
    for number in range(count):
        tens, ones = divmod(number, 10)
        is_second = ones == 9
        plan.add(*outcome_of(tens // 2 * 10 + tens % 2, 2) if is_second else outcome_of(number, 1))
    return plan


def tiny(count: int) -> Plan:
    """Plan so many tiny articles in a language that is passed through: their ids are known without a model."""
    plan = Plan()
    for number in range(count):
        raw = RawArticle(
            body=f"Der Zug Nummer {number} fährt heute nicht.", url=f"https://zug.example/{number}"
        )
        message = raw_message(raw)
        key = message.key or b""
        plan.messages.append(message)
        plan.led_to.append(f"{key.decode()}.1")
        for topic in (ARTICLES.name, ENRICHED.name):
            plan.ids[topic][key] = [f"{key.decode()}.1"]
    return plan


Planner = Callable[[int], Plan]
