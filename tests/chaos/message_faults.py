"""Messages that no article should be, and articles at the edge of what is taken."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import cycle
from time import time

import orjson
from aiokafka.errors import MessageSizeTooLargeError

from claimwire.errors import ClaimwireError
from claimwire.kafka import Outgoing
from claimwire_schemas import RawArticle
from claimwire_schemas.topics import ARTICLES, RAW
from tests.chaos.faulty_worker import FAILS_ON
from tests.chaos.plan import Plan, articles, normalized, outcome, outcome_of
from tests.chaos.run import KAFKA, Row, Run
from tests.stream.wire import PLANTED, PLANTED_PAGES, article, feed

WORD = "Unheilsbringer"
LARGEST_BODY = 5_000_000
LONGEST_TEXT = 100_000
FRAME = 74
"""Bytes that a batch of one record without key and headers has beside a value of this size."""
DAY_MS = 24 * 3600 * 1000


def strewn(plan: Plan, bad: list[tuple[Outgoing, str]]) -> Plan:
    """Strew bad messages among a plan's, evenly."""
    step = max(len(plan.messages) // (len(bad) + 1), 1)
    for number, (message, reason) in enumerate(bad, 1):
        plan.insert(min(number * step + number, len(plan.messages)), message, reason)
    return plan


def poisoned_raw(count: int) -> Plan:
    bad = [*((value, reason) for reason, value in PLANTED.items())]
    bad += [(value, "page_too_complex") for value in PLANTED_PAGES]
    return strewn(
        articles(count),
        [(Outgoing(RAW.name, b"bad-%d" % n, value, []), reason) for n, (value, reason) in enumerate(bad)],
    )


def poisoned_articles(count: int) -> Plan:
    long = normalized(RawArticle(body="The work goes on. " * 6_000)).encode()
    bad = [
        (b'{"article_id": ', "bad_json"),
        (b"\xff\xfe", "not_utf8"),
        (b'{"schema_version": 7}', "unsupported_schema_version"),
        (b'{"text": "no more"}', "invalid_record"),
        (long, "text_too_long"),
    ]
    messages = [
        (Outgoing(ARTICLES.name, b"bad-%d" % n, value, []), reason) for n, (value, reason) in enumerate(bad)
    ]
    return strewn(articles(count), [*messages, (Outgoing(ARTICLES.name, b"none", None, []), "no_value")])


def batches_with_a_bad_one(count: int) -> Plan:
    """Plan articles of which one in forty makes the extraction of its batch fail."""
    plan = Plan()
    for number in range(count):
        if number % 40 == 20:
            raw = article(number)
            raw = raw.model_copy(update={"body": f"{raw.body}\n\n{WORD} said so."})
            plan.add(raw, outcome(raw)[:1])
            plan.letters.append(("unexpected_error", None))
        else:
            plan.add(*outcome_of(number, 1))
    return plan


def at_odd_times(count: int) -> Plan:
    """Plan articles whose messages were stamped by clocks that are wrong, each in another way."""
    now = round(time() * 1000)
    stamps = cycle([0, now - 400 * DAY_MS, None, now - DAY_MS, now + 50 * 60 * 1000, 1])
    plan = articles(count)
    plan.messages = [
        replace(message, timestamp_ms=stamp) for message, stamp in zip(plan.messages, stamps, strict=False)
    ]
    return plan


def of_all_sizes(count: int) -> Plan:
    """Plan texts from 1 kB to the longest that is extracted and one character over, and bodies likewise."""
    plan = articles(count)
    for size in (1_000, 10_000, LONGEST_TEXT):
        raw = sized(size)
        plan.add(raw, outcome(raw))
    for size in (LONGEST_TEXT + 1, 1_000_000, LARGEST_BODY):
        raw = sized(size)
        plan.add(raw, outcome(raw, is_refused=True))
        plan.letters.append(("text_too_long", None))
    over = sized(LARGEST_BODY + 1)
    plan.refuse(Outgoing(RAW.name, b"over", over.encode(), []), "body_too_large")
    return plan


def sized(size: int) -> RawArticle:
    """Return an article whose text has so many characters, none of them of more than a byte."""
    return RawArticle(body="".join(_sentences(size)), url=f"https://sizes.example/{size}")


def _sentences(size: int) -> Iterator[str]:
    sentence, left = "The bridge is safe, Ida Holm said on Monday. ", size
    while left > 2 * len(sentence):
        yield sentence
        left -= len(sentence)
    yield "x" * left


async def watch_letters(run: Run) -> int:
    await run.reach(1)
    return len(run.plan.letters)


async def fail_in_batches(run: Run) -> int:
    run.crew.workers.module = "tests.chaos.faulty_worker"
    run.crew.workers.variables = {FAILS_ON: WORD}
    await run.crew.start(2)
    return await watch_letters(run)


async def stamps(run: Run) -> int:
    await run.reach(1)
    return sum(message.timestamp_ms is not None for message in run.plan.messages)


async def the_largest(run: Run) -> int:
    """Send the largest message that the raw topic takes, and one a byte larger, which the broker refuses."""
    largest = RAW.max_message_bytes - FRAME
    fits, over = (
        orjson.dumps({"body": "x" * (size - len('{"body":""}'))}) for size in (largest, largest + 1)
    )
    run.plan.letters.append(("body_too_large", fits))
    await feed(run.settings, [Outgoing(RAW.name, None, fits, [])])
    try:
        await feed(run.settings, [Outgoing(RAW.name, None, over, [])])
    except (MessageSizeTooLargeError, ClaimwireError):
        run.notes.append("a byte over the topic's limit: refused to its producer")
    else:
        raise AssertionError("the broker took a message that is larger than its topic takes")
    return len(run.plan.letters) + 4


ROWS = (
    Row("poison-raw", "messages that the first stage must refuse", watch_letters, plan=poisoned_raw),
    Row("poison-articles", "messages that the second stage must refuse", watch_letters,
        plan=poisoned_articles),
    Row("bad-in-batch", "one article in forty fails its extraction batch", fail_in_batches,
        plan=batches_with_a_bad_one, workers=0),
    Row("timestamps", "messages stamped in 1970, last year, and in 50 minutes", stamps, plan=at_odd_times),
    Row("sizes", "1 kB to the longest text, body and message, and one above each limit", the_largest, KAFKA,
        plan=of_all_sizes),
)  # fmt: skip
