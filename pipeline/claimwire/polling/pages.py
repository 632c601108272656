"""Pages: an item becomes an article, with its page where the feed has a summary of it only."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from html import escape

from claimwire.errors import Refused
from claimwire.normalize import decode_bytes
from claimwire.polling.feed_state import FeedState
from claimwire.polling.fetch import Client
from claimwire.sources.articles import article_of
from claimwire.sources.items import Item
from claimwire.web.answers import Answer, FetchError
from claimwire.web.client import Ask
from claimwire_schemas import RawArticle

_HTML = ("text/html", "application/xhtml+xml")
_ACCEPT = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
_PASSING = frozenset({408, 425, 429})
"""Statuses, besides those of 500 and more, that may be others the next time."""
_PASSING_REASONS = frozenset({"held", "timeout", "no_connection", "hung_up", "damaged", "unknown_host"})


class PageFailed(Exception):
    """A page that could not be had now, and may be had later."""


@dataclass(frozen=True)
class Source:
    """What is said of all articles of a feed."""

    url: str
    outlet: str | None
    language: str | None
    at: datetime

    def article(self, item: Item) -> RawArticle:
        """Return an item as an article; raises `NotAnArticle` for one that is none."""
        return article_of(
            item, outlet=self.outlet, feed=self.url, language=self.language, retrieved_at=self.at
        )


def needs_page(item: Item, state: FeedState) -> bool:
    """Tell whether an item's page is to be fetched."""
    if state.feed.full_text == "never" or not item.url:
        return False
    return state.feed.full_text == "always" or item.extent != "full" or not item.body.strip()


async def with_page(item: Item, client: Client) -> Item:
    """Return an item with its page as its body, and what it had as a summary, should the page have no text.

    What the feed itself has stays where the page is refused, is not _HTML, or is no more. Raises `PageFailed`
    where another try may bring it; `Refused` where it will not, and the feed itself has nothing.
    """
    try:
        answer = await client.ask(Ask(item.url or "", accept=_ACCEPT))
    except FetchError as error:
        if error.reason in _PASSING_REASONS:
            raise PageFailed(str(error)) from None
        return _without_page(item, error.reason, str(error))
    if answer.status in _PASSING or answer.status >= 500:
        raise PageFailed(f"{answer.base}: HTTP status {answer.status}")
    if answer.status != 200:
        paywalled = True if answer.status == 402 else item.paywalled
        detail = f"{answer.base}: HTTP status {answer.status}"
        return _without_page(replace(item, paywalled=paywalled), f"http_{answer.status}", detail)
    if answer.content_type not in _HTML:
        return _without_page(item, "not_html", f"{answer.base}: {answer.content_type or 'of no type'}")
    summary = item.body if item.content_type == "text/html" else f"<p>{escape(item.body)}</p>"
    return replace(
        item,
        body=_html(answer),
        content_type="text/html",
        extent=None,
        summary=summary if item.body.strip() else None,
    )


def without_page(item: Item, problem: str) -> Item:
    """Return an item whose page was tried often enough; raises `Refused` where the feed has nothing."""
    return _without_page(item, "page_failed", problem)


def _without_page(item: Item, reason: str, detail: str) -> Item:
    if item.body.strip():
        return replace(item, extent="summary")
    raise Refused(reason, detail)


def _html(answer: Answer) -> str:
    try:
        return decode_bytes(answer.data, declared=answer.charset)
    except Refused as refused:
        raise Refused(refused.reason, f"{answer.base}: {refused}") from None
