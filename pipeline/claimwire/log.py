"""Structured logs on standard error: coloured text on a terminal, JSON lines otherwise."""

from __future__ import annotations

import logging
import re
import sys
import time
from collections.abc import Callable

import structlog
from structlog.typing import Processor

from claimwire.settings import Settings

LEVELS = {
    # Their INFO is about themselves, and it costs throughput.
    **dict.fromkeys(("alembic", "asyncio", "faust", "htmldate", "mode", "trafilatura", "uvicorn"), "WARNING"),
    # What they warn of is back-pressure that works.
    **dict.fromkeys(("faust.transport.producer", "mode.timers"), "ERROR"),
    # Its errors come as exceptions too, which a command tells in one line; a worker that runs wants them.
    "aiokafka": "CRITICAL",
}
NEVER_DEBUGGED = ("aiokafka.conn",)
"""It logs each request whole, and one of them has the password in it."""


REPEATS_S = 60.0
"""A library's message of one kind is logged once in this time, then with the number of its repeats."""

MOST_PER_REPEAT = 15
"""Messages of libraries in that time, of whatever kind; a lost broker has about ten kinds."""

_DIGITS = re.compile(r"\d+")


def configure_logs(settings: Settings, *, debug: bool = False) -> None:
    """Send all log records, including the libraries', through one formatter to standard error."""
    as_text = settings.log_format == "text" or (settings.log_format == "auto" and sys.stderr.isatty())
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info if not as_text else structlog.dev.set_exc_info,
                structlog.dev.ConsoleRenderer() if as_text else structlog.processors.JSONRenderer(),
            ],
        )
    )
    if not debug:
        handler.addFilter(Repeats())
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel("DEBUG" if debug else settings.log_level.upper())
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel("DEBUG" if debug else level)
    for name in NEVER_DEBUGGED:
        logging.getLogger(name).setLevel("INFO" if debug else "CRITICAL")
    if not debug:
        logging.getLogger("asyncio").addFilter(_not_a_lost_connection)


def _not_a_lost_connection(record: logging.LogRecord) -> bool:
    """Tell false for a connection's error that asyncio tells again.

    Whoever used the connection has had the error. Its protocol's future has it too, and marks it as taken in
    `__del__`; but in a cycle the collector may finish the future first, which then logs a traceback.
    """
    error = record.exc_info[1] if record.exc_info else None
    return not (isinstance(error, OSError) and record.getMessage().startswith("Future exception was never"))


class Repeats:
    """A filter that thins out libraries' repeated messages, which a lost broker makes by thousands.

    Our own records are events, never strings, and all pass. Numbers do not make a message another kind.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        self._now = now
        self._since = float("-inf")
        self._told: set[tuple[str, str]] = set()
        self._repeats: dict[tuple[str, str], int] = {}

    def __call__(self, record: logging.LogRecord) -> bool:
        """Tell whether to log a record; the first of its kind in a new period says how many were left out."""
        if not isinstance(record.msg, str) or record.levelno < logging.WARNING:
            return True
        text = record.getMessage()
        if self._now() - self._since >= REPEATS_S:
            self._since, self._told = self._now(), set()
        kind = (record.name, _DIGITS.sub("0", text[:200]))
        if kind in self._told or len(self._told) >= MOST_PER_REPEAT:
            self._repeats = {kind: 0} if len(self._repeats) > 1000 else self._repeats
            self._repeats[kind] = self._repeats.get(kind, 0) + 1
            return False
        self._told.add(kind)
        if left_out := self._repeats.pop(kind, 0):
            record.msg, record.args = f"{text} (and {left_out:,} more like it)", None
        return True
