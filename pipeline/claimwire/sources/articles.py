"""Articles: an item, whichever source it is from, becomes the raw article that goes on the wire."""

from __future__ import annotations

from datetime import datetime

from pydantic import ValidationError

from claimwire.errors import InputError
from claimwire.sources.fields import URL_LENGTH, clean, line
from claimwire.sources.items import Item
from claimwire_schemas import RawArticle


class NotAnArticle(InputError):
    """An item that is not an article, and why: it has no text, or one that no record can hold."""


class NoText(NotAnArticle):
    """An item without a text: its page may have one."""


def article_of(
    item: Item,
    *,
    outlet: str | None,
    feed: str | None,
    retrieved_at: datetime | None,
    language: str | None,
) -> RawArticle:
    """Return the raw article that an item is; `outlet` and `language` are for items that name none.

    Raises `NoText` for an item that has none, `NotAnArticle` for one that no record can hold.
    """
    body = clean(item.body)
    if not body.strip():
        raise NoText("no text")
    fields = {
        "body": body,
        "content_type": item.content_type,
        "url": _url(item.url),
        "outlet": line(item.outlet) or line(outlet),
        "headline": line(item.headline),
        "byline": line(item.byline),
        "published_at": line(item.published_at or item.updated_at),
        "language": line(item.language) or line(language),
        "feed": _url(feed),
        "guid": line(item.guid),
        "extent": item.extent,
        "summary": clean(item.summary) or None,
        "paywalled": item.paywalled,
        "retrieved_at": item.retrieved_at or retrieved_at,
    }
    try:
        return RawArticle.model_validate(fields)
    except ValidationError as error:
        raise NotAnArticle(error.errors(include_url=False, include_input=False)[0]["msg"]) from None


def _url(text: str | None) -> str | None:
    url = clean(text).strip()
    return url if 0 < len(url) <= URL_LENGTH else None
