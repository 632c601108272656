"""Examining an address: what stands there, and where the feeds of a site are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from claimwire.polling.fetch import Client, FeedReader, fetched, read_answer
from claimwire.polling.schedule import Failure
from claimwire.sources.items import Document
from claimwire.web.client import Ask


class SiteClient(Client, Protocol):
    """A client that also knows the sitemaps of a site: a `PoliteClient`."""

    async def sitemaps(self, url: str) -> tuple[str, ...]:
        """Return the sitemaps that the robots.txt of a URL's site names."""


@dataclass(frozen=True)
class Examined:
    """A feed that stands at `url`, and others that its site names."""

    url: str
    document: Document
    others: tuple[str, ...] = ()


async def examine(url: str, client: SiteClient, reader: FeedReader) -> Examined:
    """Return the feed at an address, or the first one that the page there names.

    Raises `Failure` where there is none.
    """
    answer = await fetched(Ask(url), client)
    document = await read_answer(answer, reader)
    if document.kind != "page":
        return Examined(answer.moved_to or url, document)
    links = document.links or await client.sitemaps(url)
    if not links:
        raise Failure("no_feed", f"{url}: the page names no feed, and robots.txt no sitemap")
    first, *others = links
    found = await read_answer(await fetched(Ask(first), client), reader)
    if found.kind == "page":
        raise Failure("not_a_feed", f"{url}: its feed {first} is a page")
    return Examined(first, found, tuple(others))
