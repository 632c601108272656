"""What is replayed: which messages are wanted, and how each is marked when it is sent again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import NamedTuple

from claimwire.envelope import RECEIVED, REKEYED, REPLAY, REPLAYED_FROM, first_received
from claimwire.kafka import LAST_MS, Headers, Outgoing
from claimwire_schemas import Article, DecodeError, RawArticle
from claimwire_schemas.topics import ARTICLES, RAW, Topic

REPLAYED = {RAW.name: RAW, ARTICLES.name: ARTICLES}
"""The topics that a stage reads: what is sent to them leads to records again."""
OURS = frozenset({REPLAY, RECEIVED, REPLAYED_FROM, REKEYED})


class Place(NamedTuple):
    """Where a message stands, by a name for people, and where to go on after it.

    `source` is its partition or the number of its archive; `after` is an offset or a number of lines.
    """

    where: str
    source: int
    after: int


@dataclass(frozen=True)
class Unusable:
    """A message that cannot be sent again, and why."""

    place: Place
    problem: str

    @property
    def where(self) -> str:
        """Its place's name."""
        return self.place.where


@dataclass(frozen=True)
class Original:
    """A message as it is on its topic or in an archive."""

    place: Place
    topic: Topic
    key: bytes | None
    value: bytes | None
    headers: Headers
    timestamp: datetime

    @property
    def where(self) -> str:
        """Its place's name."""
        return self.place.where

    @property
    def received_at(self) -> datetime:
        """When it first came: its time, or what an earlier backfill says."""
        return first_received(self.headers) or self.timestamp

    @property
    def is_copy(self) -> bool:
        """Whether the message of which it is a copy is on the same topic."""
        names = {name for name, _ in self.headers}
        return REPLAYED_FROM in names or REKEYED in names


@dataclass(frozen=True)
class Chosen:
    """A message that is to be sent again."""

    original: Original
    record: RawArticle | Article
    from_topic: bool

    def message(self, name: str) -> Outgoing:
        """Return it as it is sent in a replay of that name.

        It gets a new Kafka timestamp, since with its own it might be past its topic's retention; when it
        first came is in a header.
        """
        original = self.original
        headers = [header for header in original.headers if header[0] not in OURS]
        headers += [(REPLAY, name.encode()), (RECEIVED, original.received_at.isoformat().encode())]
        if self.from_topic:
            headers.append((REPLAYED_FROM, original.where.encode()))
        return Outgoing(original.topic.name, original.key, original.value, headers)


@dataclass(frozen=True)
class Choice:
    """Which messages are wanted: those that first came in a time, of outlets with these words in the name."""

    since: datetime | None = None
    until: datetime | None = None
    outlet: str | None = None

    def of(self, original: Original, *, from_topic: bool) -> Chosen | Unusable | None:
        """Return a message as chosen, None where it is not wanted, and why it cannot be sent otherwise."""
        if (from_topic and original.is_copy) or not self._is_in_time(original.received_at):
            return None
        try:
            record = _decoded(original)
        except DecodeError as error:
            # It was refused when it came, and would be now.
            return Unusable(original.place, str(error))
        wanted = self.outlet is None or self.outlet.casefold() in (record.outlet or "").casefold()
        return Chosen(original, record, from_topic) if wanted else None

    def _is_in_time(self, at: datetime) -> bool:
        return (self.since is None or at >= self.since) and (self.until is None or at < self.until)


def time_of(timestamp_ms: int) -> datetime:
    """Return a Kafka timestamp as a time: producers may write any, dates end with the year 9999."""
    return datetime.fromtimestamp(min(max(timestamp_ms, 0), LAST_MS) / 1000, UTC)


def _decoded(original: Original) -> RawArticle | Article:
    if original.value is None:
        raise DecodeError("bad_json", "the message has no value")
    return RawArticle.decode(original.value) if original.topic is RAW else Article.decode(original.value)
