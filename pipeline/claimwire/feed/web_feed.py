"""One feed on the web, fetched once: its items become entries, delivered like those of files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from http import HTTPStatus

from yarl import URL

from claimwire.errors import InputError
from claimwire.feed.entries import Entry, Parsed, Position, Unreadable
from claimwire.feed.kinds import HEAD_BYTES, told_kind
from claimwire.normalize import decode_bytes
from claimwire.sources.articles import NotAnArticle, NoText, article_of
from claimwire.sources.items import ContentType, Document, FileKind, Item
from claimwire.sources.reader import DocumentReader
from claimwire.web.answers import Answer
from claimwire.web.client import Ask, WebClient

_HTML = ("text/html", "application/xhtml+xml")


def is_address(path: str) -> bool:
    """Tell whether what is given on a command line is an address on the web."""
    return path.lower().startswith(("http://", "https://"))


async def fetch_feed(url: str, *, allow_private: bool = False) -> Answer:
    """Return what is at an http(s) URL; raises `InputError` for whatever is in the way."""
    async with WebClient(allow_private=allow_private) as client:
        answer = await client.ask(Ask(url))
    if answer.status != HTTPStatus.OK:
        raise InputError(f"{answer.url}: HTTP status {answer.status} {_phrase(answer.status)}".rstrip())
    return answer


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""


async def read_feed(fetched: Answer, *, outlet: str | None, retrieved_at: datetime) -> tuple[Entry, ...]:
    """Return the items of a feed as entries; an item without a text is one that says so.

    Raises `InputError` for what is not a feed, or is none that can be read in time.
    """
    reader = DocumentReader()
    try:
        document = await reader.read(
            fetched.data, content_type=fetched.content_type, charset=fetched.charset, base=fetched.base
        )
    finally:
        await reader.close()
    if document.links or document.kind == "page":
        raise InputError(_led_elsewhere(document, fetched.url))
    return tuple(entries_of(document, fetched, outlet=outlet, retrieved_at=retrieved_at))


async def read_address(fetched: Answer, *, outlet: str | None, retrieved_at: datetime) -> tuple[Entry, ...]:
    """Return what is at an address as entries: a feed's items, or the page or file that is there.

    Raises `InputError` for what is none of these.
    """
    kind = told_kind(fetched.data[:HEAD_BYTES], otherwise="text")
    if kind == "html" or fetched.content_type in _HTML:
        body = decode_bytes(fetched.data, declared=fetched.charset)
        return (_page(fetched, body, "text/html", outlet, retrieved_at),)
    if kind == "text" and fetched.content_type.startswith("text/plain"):
        body = decode_bytes(fetched.data, declared=fetched.charset)
        return (_page(fetched, body, "text/plain", outlet, retrieved_at),)
    if kind in ("docx", "pdf"):
        return (await _paper(fetched, kind, outlet, retrieved_at),)
    return await read_feed(fetched, outlet=outlet, retrieved_at=retrieved_at)


def _page(fetched: Answer, body: str, content_type: ContentType, outlet: str | None, at: datetime) -> Entry:
    item = Item(url=fetched.base, body=body, content_type=content_type)
    return _entry(fetched, item, outlet, at)


def _entry(fetched: Answer, item: Item, outlet: str | None, at: datetime) -> Entry:
    after = Position(0, 0, 1)
    try:
        article = article_of(item, outlet=outlet, feed=None, retrieved_at=at, language=None)
    except NotAnArticle as error:
        return Unreadable(fetched.url, after, str(error), bad=not isinstance(error, NoText))
    return Parsed(fetched.url, after, article)


async def _paper(fetched: Answer, kind: FileKind, outlet: str | None, at: datetime) -> Entry:
    reader = DocumentReader()
    try:
        document = await reader.read_file(fetched.data, kind=kind, name=fetched.url)
    finally:
        await reader.close()
    return _entry(fetched, replace(document.items[0], url=fetched.base), outlet, at)


def entries_of(
    document: Document, fetched: Answer, *, outlet: str | None, retrieved_at: datetime
) -> Iterator[Entry]:
    """Yield the items of a document; who publishes them is `outlet`, or the feed's title, or its host."""
    publisher = document.title or URL(fetched.base).host
    for number, item in enumerate(document.items, 1):
        where = f"{fetched.url}: item {number}" + (f" ({item.headline[:60]})" if item.headline else "")
        after = Position(0, 0, number)
        try:
            article = article_of(
                item,
                outlet=publisher,
                feed=fetched.url,
                retrieved_at=retrieved_at,
                language=document.language,
            )
            told = article.model_copy(update={"outlet": outlet}) if outlet else article
            yield Parsed(where, after, told)
        except NotAnArticle as error:
            yield Unreadable(where, after, str(error), bad=not isinstance(error, NoText))


def _led_elsewhere(document: Document, url: str) -> str:
    what = "a sitemap index" if document.kind == "sitemap_index" else "a page"
    named = f"; it leads to {', '.join(document.links[:5])}" if document.links else ", and it names none"
    return f"{url}: {what}, not a feed{named}"
