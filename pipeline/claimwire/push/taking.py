"""Taking articles: a body becomes messages, and what is answered says what became of each."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple

from claimwire.errors import NotDelivered
from claimwire.kafka import Outgoing, Publisher
from claimwire.lines import split_lines
from claimwire.outbox import Content, Outbox
from claimwire.push.answers import Answer, Problem, json_answer
from claimwire.push.limits import PushLimits
from claimwire.raw_messages import raw_message
from claimwire_schemas import DecodeError, RawArticle

_ONE = "application/json"
_MANY = "application/x-ndjson"
KINDS = (_ONE, _MANY)


@dataclass(frozen=True)
class Taken:
    """What became of a request's articles: an answer, and counts for the metrics."""

    answer: Answer
    delivered: int
    refused: int


class _Line(NamedTuple):
    """A line on its way, and the id of its article, if it is one."""

    number: int
    article_id: str | None

    @property
    def where(self) -> str:
        return f"line {self.number}"


@dataclass(frozen=True)
class _Result:
    line: int
    article_id: str | None
    problem: str | None

    def fields(self) -> dict[str, Any]:
        found = {"line": self.line, "article_id": self.article_id, "detail": self.problem}
        return {name: value for name, value in found.items() if value is not None}


async def take(data: bytes, kind: str, publisher: Publisher, limits: PushLimits) -> Taken:
    """Deliver the articles of a body, and return what is to be answered once the broker has them.

    Raises `Problem` (422) where not one is an article, and (503) where the broker does not take them.
    """
    results = await _delivered(_contents(data, kind, limits), publisher, limits)
    bad = [result for result in results if result.problem is not None]
    counts = {"delivered": len(results) - len(bad), "refused": len(bad)}
    if kind == _ONE:
        return Taken(_answer_to_one(results[0]), **counts)
    return Taken(_answer_to_many(results, counts), **counts)


def _answer_to_one(result: _Result) -> Answer:
    if result.problem is not None:
        return Problem(422, "invalid_article", result.problem).answer()
    return json_answer(202, {"article_id": result.article_id})


def _answer_to_many(results: list[_Result], counts: dict[str, int]) -> Answer:
    fields = {**counts, "articles": [result.fields() for result in results]}
    if not counts["delivered"]:
        detail = "no line is an article" if results else "there is no article in the body"
        return Problem(422, "invalid_articles", detail, **fields).answer()
    return json_answer(207 if counts["refused"] else 202, fields)


def _contents(data: bytes, kind: str, limits: PushLimits) -> Iterator[tuple[int, Content]]:
    if kind == _ONE:
        return iter([(1, _content(data))])
    if data.count(b"\n") > limits.lines:
        raise Problem(413, "too_many_lines", f"more than {limits.lines:,} lines: send them in parts")
    lines = split_lines([data], limit=limits.body_bytes)
    return ((line.number, _content(line.data)) for line in lines if line.data and line.data.strip())


def _content(data: bytes) -> Content:
    try:
        return raw_message(RawArticle.decode(data), time=datetime.now(UTC))
    except DecodeError as error:
        return f"{error.reason}: {error}"


async def _delivered(
    contents: Iterator[tuple[int, Content]], publisher: Publisher, limits: PushLimits
) -> list[_Result]:
    results: list[_Result] = []

    def settled(line: _Line, problem: str | None) -> None:
        results.append(_Result(line.number, line.article_id if problem is None else None, problem))

    outbox = Outbox(publisher, settled)
    try:
        async with asyncio.timeout(limits.deliver_s):
            for number, content in contents:
                await outbox.put(_Line(number, _article_id(content)), content)
                await asyncio.sleep(0)  # others want the event loop between two articles of thousands
            await outbox.drain()
    except (NotDelivered, TimeoutError):
        delivered = sum(result.problem is None for result in results)
        detail = "the broker does not take it: send all of it again, which repeats nothing"
        raise Problem(503, "not_delivered", detail, delivered=delivered) from None
    return results


def _article_id(content: Content) -> str | None:
    return (content.key or b"").decode() if isinstance(content, Outgoing) else None
