"""The process that parses a feed for `parse_feed_apart`: a request and the feed in, its items as JSON out."""

from __future__ import annotations

import logging
import resource
import signal
import sys
from datetime import datetime
from typing import Any

import orjson

from pipeline.errors import InputError
from pipeline.feed.entries import Entry, Parsed
from pipeline.feed.rss import parse_feed
from pipeline.process_limits import lower_limit
from pipeline.web.answers import Answer

MEMORY_BYTES = 2 * 1024**3
CPU_S = 60


def main() -> None:
    """Answer the one request that comes in."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's, which kills this process
    logging.disable(logging.CRITICAL)
    lower_limit(resource.RLIMIT_AS, MEMORY_BYTES)
    lower_limit(resource.RLIMIT_CPU, CPU_S)  # should nobody be left to kill it
    request = orjson.loads(sys.stdin.buffer.readline())
    answer = _answer(request, sys.stdin.buffer.read())
    sys.stdout.buffer.write(orjson.dumps(answer))


def _answer(request: dict[str, Any], data: bytes) -> dict[str, Any]:
    fetched = Answer(request["url"], request["base"], 200, data, request["content_type"])
    at = datetime.fromisoformat(request["retrieved_at"])
    try:
        return {
            "items": [
                _item(entry) for entry in parse_feed(fetched, outlet=request["outlet"], retrieved_at=at)
            ]
        }
    except InputError as error:
        return {"refused": str(error)}


def _item(entry: Entry) -> dict[str, Any]:
    if isinstance(entry, Parsed):
        return {"where": entry.where, "article": entry.article.model_dump()}
    return {"where": entry.where, "problem": entry.problem, "bad": entry.bad}


if __name__ == "__main__":
    main()
