"""Parsing apart: a feed is parsed in a process of its own, which is killed when it takes too long.

feedparser's time grows with the square of what a hostile feed has in it, and it may hold the interpreter's
lock all that time.
"""

from __future__ import annotations

import asyncio
import os
import sys
from asyncio.subprocess import PIPE, Process
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson

from pipeline.errors import InputError
from pipeline.feed.entries import Entry, Parsed, Position, Unreadable
from pipeline.web.answers import Answer
from schemas import RawArticle

TIMEOUT_S = 30.0
CHILD = ("-P", "-m", "pipeline.feed.rss_child")


@dataclass(frozen=True)
class Request:
    """What the child is asked: the feed's data follow this line."""

    url: str
    base: str
    content_type: str
    outlet: str | None
    retrieved_at: str


async def parse_feed_apart(
    fetched: Answer, *, outlet: str | None, retrieved_at: datetime, timeout_s: float = TIMEOUT_S
) -> tuple[Entry, ...]:
    """Return the items of a feed as `parse_feed` yields them.

    Raises `InputError` for what is not a feed, or is none that can be parsed in `timeout_s` seconds.
    """
    asked = Request(fetched.url, fetched.base, fetched.content_type, outlet, retrieved_at.isoformat())
    child = await _spawn()
    try:
        async with asyncio.timeout(timeout_s):
            answer, _ = await child.communicate(orjson.dumps(asked) + b"\n" + fetched.data)
    except TimeoutError:
        raise InputError(f"{fetched.url}: the feed was not parsed in {timeout_s:g} s") from None
    finally:
        with suppress(ProcessLookupError):
            child.kill()
        await child.wait()
    if child.returncode != 0:
        raise InputError(f"{fetched.url}: parsing the feed ended its process (status {child.returncode})")
    return _entries(orjson.loads(answer))


async def _spawn() -> Process:
    # What the child reads is hostile: it is not told our settings, which hold passwords.
    environment = {name: value for name, value in os.environ.items() if not name.startswith("CLAIMWIRE_")}
    return await asyncio.create_subprocess_exec(
        sys.executable, *CHILD, stdin=PIPE, stdout=PIPE, env=environment
    )


def _entries(answer: dict[str, Any]) -> tuple[Entry, ...]:
    if "refused" in answer:
        raise InputError(answer["refused"])
    return tuple(_entry(number, item) for number, item in enumerate(answer["items"], 1))


def _entry(number: int, item: dict[str, Any]) -> Entry:
    after = Position(0, 0, number)
    if "article" in item:
        return Parsed(item["where"], after, RawArticle.model_validate(item["article"]))
    return Unreadable(item["where"], after, item["problem"], item["bad"])
