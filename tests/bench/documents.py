"""Reading feeds: the same items, well-formed, and with one entity unknown to XML, which takes feedparser."""

from __future__ import annotations

import asyncio
from time import perf_counter

from rich.table import Table

from claimwire.sources.reader import DocumentReader
from tests.bench.spread import spread

SIZES = ((10, 20), (100, 10), (10_000, 1))
"""Items of a feed, and how many feeds a round reads."""
ROUNDS = 3
PARAGRAPHS = "<p>“The bridge is shut until May,” said Petra Olund, who runs the works at Tarn Weir.</p>" * 5


def table() -> Table:
    """Return milliseconds a feed, from bytes to items in the service's own process."""
    return asyncio.run(_table())


async def _table() -> Table:
    made = Table("RSS feed of", "fastfeedparser, ms", "feedparser, ms", "ratio")
    reader = DocumentReader(timeout_s=300)
    await reader.start()
    try:
        for items, feeds in SIZES:
            rounds = [
                (await _ms(reader, feed(items), feeds), await _ms(reader, feed(items, blank="&nbsp;"), feeds))
                for _ in range(ROUNDS)
            ]
            ratios = [slow / fast for fast, slow in rounds]
            fast, slow = min(fast for fast, _ in rounds), min(slow for _, slow in rounds)
            made.add_row(f"{items:,} items", f"{fast:.1f}", f"{slow:.1f}", " / ".join(spread(ratios, ".1f")))
    finally:
        await reader.close()
    return made


async def _ms(reader: DocumentReader, data: bytes, feeds: int) -> float:
    begun = perf_counter()
    for _ in range(feeds):
        await reader.read(data, content_type="text/xml", charset="utf-8", base="https://tarn.example/feed")
    return 1000 * (perf_counter() - begun) / feeds


def feed(items: int, *, blank: str = " ") -> bytes:
    """Return an RSS feed with a text of 80 words in each item."""
    said = "".join(
        f"<item><title>Bridge {n} shut</title><link>https://tarn.example/{n}</link><guid>{n}</guid>"
        "<pubDate>Wed, 04 Mar 2026 09:30:00 +0100</pubDate><dc:creator>Idris Vale</dc:creator>"
        f"<description>Shut.</description><content:encoded><![CDATA[{PARAGRAPHS}]]></content:encoded></item>"
        for n in range(items)
    )
    spaces = (
        "xmlns:content='http://purl.org/rss/1.0/modules/content/' xmlns:dc='http://purl.org/dc/elements/1.1/'"
    )
    return (
        f"<rss version='2.0' {spaces}><channel><title>Tarn{blank}Echo</title>{said}</channel></rss>".encode()
    )
