"""What is fed, and what has to come of it: told by the pure functions, in this process."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from claimwire.enrich import enrich
from claimwire.kafka import Outgoing
from claimwire.normalize import normalize
from claimwire.stream.stages import article_message, record_id_of, records_of
from claimwire_schemas import Article, RawArticle, text_digest
from claimwire_schemas.topics import ARTICLES, ATTRIBUTIONS, CLAIMS, ENRICHED
from tests.stream.wire import article, raw_message

AT = datetime(2026, 3, 5, 9, tzinfo=UTC)
OUT = (ARTICLES.name, ATTRIBUTIONS.name, CLAIMS.name, ENRICHED.name)
Ids = dict[str, dict[bytes, list[str]]]
"""By topic and key, the ids in order."""


class Coming(NamedTuple):
    """A record that has to come."""

    topic: str
    key: bytes
    id: str


@dataclass
class Plan:
    """Messages to be fed in order, and the ids that they lead to; `led_to` tells it for each message.

    `letters` are the refusals to come: reason and value of each; a value of None is any.
    """

    messages: list[Outgoing] = field(default_factory=list)
    ids: Ids = field(default_factory=lambda: {topic: defaultdict(list) for topic in OUT})
    led_to: list[str | None] = field(default_factory=list)
    letters: list[tuple[str, bytes | None]] = field(default_factory=list)

    def add(self, raw: RawArticle, outcome: Iterable[Coming]) -> None:
        """Plan an article, and the records that come of it."""
        self.messages.append(raw_message(raw))
        self.led_to.append(None)
        for coming in outcome:
            if coming.topic == ARTICLES.name:
                self.led_to[-1] = coming.id
            self.ids[coming.topic][coming.key].append(coming.id)

    def refuse(self, message: Outgoing, reason: str) -> None:
        """Plan a message that is refused."""
        self.insert(len(self.messages), message, reason)

    def insert(self, place: int, message: Outgoing, reason: str) -> None:
        """Plan a message that is refused, before others."""
        self.messages.insert(place, message)
        self.led_to.insert(place, None)
        self.letters.append((reason, message.value))

    def forget(self, key: bytes) -> None:
        """Expect nothing of an article any more."""
        for topic in OUT:
            self.ids[topic].pop(key, None)

    def rename(self, name: Callable[[str], str]) -> None:
        """Know every id by another name."""
        self.led_to = [led_to and name(led_to) for led_to in self.led_to]
        for ids in self.ids.values():
            for key, names in ids.items():
                ids[key] = list(map(name, names))

    def count(self, topic: str) -> int:
        """Tell how many ids are to be on a topic."""
        return sum(map(len, self.ids[topic].values()))


def normalized(raw: RawArticle, revision: int = 1) -> Article:
    """Return an article as that revision of itself."""
    made = normalize(raw, page=None, received_at=AT)
    return made.model_copy(update={"revision": revision, "supersedes": revision - 1 or None})


def outcome(raw: RawArticle, revision: int = 1, *, is_refused: bool = False) -> tuple[Coming, ...]:
    """Return all that comes of an article; of one that the second stage refuses, the article alone."""
    found = normalized(raw, revision)
    messages = [_article_message(found)] if is_refused else _messages(found)
    return tuple(
        Coming(message.topic, message.key or b"", (dict(message.headers)["ce_id"] or b"").decode())
        for message in messages
    )


def _messages(found: Article) -> Sequence[Outgoing]:
    return [_article_message(found), *records_of(enrich(found), trace=[])]


def _article_message(found: Article) -> Outgoing:
    return article_message(found, time=AT, trace=[])


@cache
def outcome_of(number: int, revision: int) -> tuple[RawArticle, tuple[Coming, ...]]:
    """Return the article with that number and what comes of it; the second revision has another text."""
    raw = article(number)
    if revision == 2:
        raw = raw.model_copy(update={"body": raw.body.replace("months", "weeks")})
    return raw, outcome(raw, revision)


def articles(count: int) -> Plan:
    """Plan so many messages: short articles with claims, one in ten the second text of an earlier one."""
    plan = Plan()
    for number in range(count):
        tens, ones = divmod(number, 10)
        is_second = ones == 9
        plan.add(*outcome_of(tens // 2 * 10 + tens % 2, 2) if is_second else outcome_of(number, 1))
    return plan


def tiny(count: int) -> Plan:
    """Plan so many tiny articles in a language that is passed through: no model tells their ids."""
    plan = Plan()
    for number in range(count):
        raw = RawArticle(
            body=f"Der Zug Nummer {number} fährt heute nicht.", url=f"https://zug.example/{number}"
        )
        message = raw_message(raw)
        key, text = message.key or b"", raw.body
        name = record_id_of(key.decode(), 1, text_digest(text))
        plan.messages.append(message)
        plan.led_to.append(name)
        for topic in (ARTICLES.name, ENRICHED.name):
            plan.ids[topic][key] = [name]
    return plan
