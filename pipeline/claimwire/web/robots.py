"""Robots: what sites allow us to read, by their robots.txt (RFC 9309)."""

from __future__ import annotations

import asyncio
import re
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import lru_cache
from weakref import WeakValueDictionary

from protego import Protego
from yarl import URL

from claimwire.web.answers import Answer, FetchError

_TOKEN = "claimwire"  # noqa: S105 # RFC 9309 calls so the name that rules are for
DAY_S = 24 * 3600.0
AGAIN_S = 3600.0
"""After which a robots.txt that could not be had is asked for again."""
_READ_BYTES = 500 * 1024
MAX_BYTES = 8 * _READ_BYTES
_UNREACHABLE = frozenset({"held", "unknown_host", "no_connection", "bad_certificate", "blocked_address"})
"""What is in the way of all of a host, not of its robots.txt alone: nothing is learnt of its rules."""
_MOST_HOSTS = 20_000
MOST_BYTES = 32 * 1024 * 1024
_MOST_SITEMAPS = 100
_LONGEST_LINE = 4096
"""A rule that is longer than any URL that is asked for says nothing of it."""
_NOTHING = "User-agent: *\nDisallow: /\n"

Fetch = Callable[[str], Awaitable[Answer]]


@dataclass(frozen=True)
class Known:
    """The rules of a host, and until when (monotonic) they hold."""

    rules: bytes
    until: float


class Robots:
    """Knows the rules of hosts, asking each once a day.

    `fetch` gets a robots.txt; `clock` is monotonic. What is remembered is bounded in hosts and in bytes: the
    longest unused goes first.
    """

    def __init__(self, fetch: Fetch, *, clock: Callable[[], float] = time.monotonic) -> None:
        self._fetch = fetch
        self._clock = clock
        self._known: OrderedDict[str, Known] = OrderedDict()
        self._bytes = 0
        self._asking: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()

    async def allowed(self, url: URL) -> bool:
        """Tell whether a URL may be fetched; where its host's rules cannot be had, it may not.

        Like the others, raises `FetchError` where the host cannot be reached or is to be left alone.
        """
        return (await self._rules(url)).can_fetch(str(url), _TOKEN)

    async def crawl_delay(self, url: URL) -> float | None:
        """Return the seconds between requests that a URL's host asks for, if it does."""
        return (await self._rules(url)).crawl_delay(_TOKEN)

    async def sitemaps(self, url: URL) -> tuple[str, ...]:
        """Return the sitemaps that a URL's host names, the first hundred."""
        return tuple(dict.fromkeys((await self._rules(url)).sitemaps))[:_MOST_SITEMAPS]

    async def _rules(self, url: URL) -> Protego:
        origin = str(url.origin())
        known = self._fresh(origin)
        if known is None:
            lock = self._asking.setdefault(origin, asyncio.Lock())
            async with lock:
                known = self._fresh(origin) or await self._ask(origin)
        return _parsed(known.rules)

    def _fresh(self, origin: str) -> Known | None:
        known = self._known.get(origin)
        if known is None or known.until < self._clock():
            return None
        self._known.move_to_end(origin)
        return known

    async def _ask(self, origin: str) -> Known:
        rules, seconds = await self._answered(origin)
        known = Known(rules.encode(), self._clock() + seconds)
        self._forget(origin)
        self._known[origin] = known
        self._bytes += len(known.rules)
        while len(self._known) > _MOST_HOSTS or (self._bytes > MOST_BYTES and len(self._known) > 1):
            self._forget(next(iter(self._known)))
        return known

    def _forget(self, origin: str) -> None:
        gone = self._known.pop(origin, None)
        self._bytes -= len(gone.rules) if gone else 0

    async def _answered(self, origin: str) -> tuple[str, float]:
        """Return a host's rules, and for how long: none where it has none, all where that is not known."""
        try:
            answer = await self._fetch(f"{origin}/robots.txt")
        except FetchError as error:
            if error.reason in _UNREACHABLE:
                raise
            return _NOTHING, AGAIN_S
        if answer.status == 200:
            return rules_for_us(answer.data[:_READ_BYTES].decode("utf-8-sig", "replace")), DAY_S
        if answer.status == 429 or not 300 <= answer.status < 500:
            return _NOTHING, max(AGAIN_S, min(answer.retry_after_s or 0, DAY_S))
        return "", DAY_S


@lru_cache(maxsize=16)
def _parsed(rules: bytes) -> Protego:
    return Protego.parse(rules.decode())


_AGENT_LINE = re.compile(r"user(?:-|\s*)agent\b[\s:]*", re.IGNORECASE)
_RULE_LINE = re.compile(
    r"\s*(?:(?:dis+al+[ao]w|diasllow|allow|crawl[ -]delay)\b|site-?maps?\b)", re.IGNORECASE
)

_HOST_LINE = re.compile(r"host\s*:", re.IGNORECASE)
_OTHER = "Noindex: /"
"""Stands for a directive that is not known: it ends a list of agents, as any but Host and Sitemap does."""


def rules_for_us(text: str) -> str:
    """Return a robots.txt with the names of other agents made one, and without what says nothing.

    Protego's time and memory grow with the product of agents and rules in a group.
    """
    lines = (_line_for_us(line) for line in text.splitlines())
    return "\n".join(line for line in lines if line)


def _line_for_us(line: str) -> str:
    line = line.partition("#")[0].strip()
    agent = _AGENT_LINE.match(line[:_LONGEST_LINE])
    if not agent:
        known = len(line) <= _LONGEST_LINE and _RULE_LINE.match(line)
        return line if known else _OTHER if ":" in line and not _HOST_LINE.match(line) else ""
    if len(line) > _LONGEST_LINE:
        return ""
    name = line[agent.end() :].lower()
    name = name.replace("*", "") or name[:1]
    return f"User-agent: {name if name in ('*', _TOKEN) else 'another'}"
