"""`normalize`: a raw article, and the page read from it, to the article that all later records refer to."""

from __future__ import annotations

import re
from datetime import datetime
from typing import NamedTuple

from claimwire.errors import Refused
from claimwire.normalize.byline import names_in, stated_byline
from claimwire.normalize.canonical_url import canonical_url, host_of, own_address
from claimwire.normalize.characters import clean_line
from claimwire.normalize.credits import find_credits
from claimwire.normalize.dateline import FoundDateline, find_dateline
from claimwire.normalize.headline import Opening, read_opening
from claimwire.normalize.language import UNKNOWN, foreign_language, identify_language
from claimwire.normalize.layout import lay_out
from claimwire.normalize.page.limits import MAX_BYTES, check_size
from claimwire.normalize.page.page import Page
from claimwire.normalize.paragraphs import find_paragraphs
from claimwire.normalize.publication import read_publication
from claimwire_schemas import (
    Article,
    Counts,
    Dateline,
    Language,
    Paragraph,
    Publication,
    RawArticle,
    Span,
    text_digest,
)
from claimwire_schemas.articles import Extent
from claimwire_schemas.ids import article_id

MAX_PARAGRAPHS = 40_000
_TOLD_LANGUAGES = 400
"""Paragraphs whose language is looked at: it takes a fifth of a millisecond each."""

_LONGEST_LINE = 2_000
_OPENING_PARAGRAPHS = 3
_WORD_CHARACTER = re.compile(r"\w")


def normalize(
    raw: RawArticle, *, page: Page | None, received_at: datetime, max_bytes: int = MAX_BYTES
) -> Article:
    """Return the article in `raw`. If its body is HTML, `page` is what a reader found in it.

    The same arguments always give the same article. Raises `Refused`: `body_too_large`, `empty_body`,
    `too_many_paragraphs`.
    """
    if (page is None) == (raw.content_type == "text/html"):
        raise ValueError(f"a page goes with an HTML body and with no other, not with {raw.content_type}")
    check_size(raw.body, max_bytes=max_bytes)
    given = find_paragraphs(raw.body if page is None else page.text)
    opening = _opening(raw, page, [paragraph.text for paragraph in given])
    text, paragraphs = lay_out(opening, given=given, marks=page.marks if page else None)
    check_size(text, max_bytes=max_bytes)
    return _article(_Laid(text, paragraphs, opening), raw, page, received_at)


class _Laid(NamedTuple):
    """An article's text, its paragraphs in it, and what its opening says."""

    text: str
    paragraphs: tuple[Paragraph, ...]
    opening: Opening


def _article(laid: _Laid, raw: RawArticle, page: Page | None, received_at: datetime) -> Article:
    text, paragraphs, opening = laid
    language = identify_language(text, declared=raw.language or (page.language if page else None))
    url = canonical_url(raw.url) if raw.url else None
    paywalled = raw.paywalled if raw.paywalled is not None or page is None else page.paywalled
    place, dateline = _find_dateline(opening.body)
    return Article(
        article_id=raw_article_id(raw),
        revision=1,
        supersedes=None,
        text=text,
        text_digest=text_digest(text),
        headline=Span.of(text, 0, len(opening.headline)) if opening.headline else None,
        paragraphs=_with_languages(text, paragraphs, language),
        dateline=_dateline(text, paragraphs[place], dateline) if dateline else None,
        byline=_byline(raw, page, opening, outlet=_outlet(raw, page, url)),
        credits=find_credits(text),
        url=url,
        outlet=_outlet(raw, page, url),
        published=_publication(raw, page, url, dateline, received_at, language),
        language=language,
        counts=Counts(characters=len(text), words=_count_words(text), paragraphs=len(paragraphs)),
        received_at=received_at,
        extent=raw.extent or _extent(page, paywalled=paywalled),
        paywalled=paywalled,
        canonical_url=own_address(page.url, url=url) if page and page.url and url else None,
        feed=raw.feed,
        file=raw.file,
    )


def _with_languages(
    text: str, paragraphs: tuple[Paragraph, ...], language: Language
) -> tuple[Paragraph, ...]:
    """Return the paragraphs, with their language where it is not the article's."""
    if language.tag == UNKNOWN.tag:
        return paragraphs
    told = (
        (one, foreign_language(text[one.start : one.end], own=language.tag))
        for one in paragraphs[:_TOLD_LANGUAGES]
    )
    looked_at = (one.model_copy(update={"language": tag}) if tag else one for one, tag in told)
    return (*looked_at, *paragraphs[_TOLD_LANGUAGES:])


def _count_words(text: str) -> int:
    return sum(1 for run in text.split() if _WORD_CHARACTER.search(run))


def raw_article_id(raw: RawArticle) -> str:
    """Return the id of the article that `raw` holds: its key on every topic, known beforehand."""
    url = canonical_url(raw.url) if raw.url else None
    # A message has no lone surrogates, but a caller's string may; they are dropped from the text, too.
    body = raw.body.encode("utf-8", "replace").decode()
    if raw.guid is None:
        return article_id(url=url, outlet=raw.outlet, body=body)
    guid = raw.guid.encode("utf-8", "replace").decode()
    return article_id(url=url, outlet=raw.feed or raw.outlet, body=body, guid=guid)


def _opening(raw: RawArticle, page: Page | None, paragraphs: list[str]) -> Opening:
    title = _line(page.title) if page else None
    if title and paragraphs[1:] and paragraphs[0] == title:
        paragraphs = paragraphs[1:]  # the source's headline may be worded otherwise
    headline = _line(raw.headline) or title
    opening = read_opening(paragraphs, headline=headline)
    if not any(map(_WORD_CHARACTER.search, (*opening.body, opening.headline or "") if paragraphs else ())):
        raise Refused("empty_body", "the body has no text")
    if len(opening.body) > MAX_PARAGRAPHS:
        raise Refused(
            "too_many_paragraphs", f"{len(opening.body):,} paragraphs; the limit is {MAX_PARAGRAPHS:,}"
        )
    return opening


def _find_dateline(body: list[str]) -> tuple[int, FoundDateline | None]:
    """Return the first dateline and its paragraph, which a summary may stand above."""
    for index, paragraph in enumerate(body[:_OPENING_PARAGRAPHS]):
        if found := find_dateline(paragraph):
            return index, found
    return 0, None


def _dateline(text: str, paragraph: Paragraph, found: FoundDateline) -> Dateline:
    span = Span.of(text, paragraph.start, paragraph.start + found.length)
    return Dateline(span=span, place=found.place, agency=found.agency)


def _byline(raw: RawArticle, page: Page | None, opening: Opening, *, outlet: str | None) -> str | None:
    stated = (_line(raw.byline), opening.byline, _line(page.byline) if page else None)
    named = (name for line in stated if line and (name := stated_byline(line, outlet=outlet)))
    return next((names for name in named if (names := names_in(name, outlet=outlet))), None)


def _outlet(raw: RawArticle, page: Page | None, url: str | None) -> str | None:
    named = _line(raw.outlet) or (_line(page.outlet) if page else None)
    return named or (host_of(url) if url else None)


def _extent(page: Page | None, *, paywalled: bool | None) -> Extent | None:
    """Return the page's word on how much its text is; a page does not know that the source asks for money."""
    if page is None or (paywalled and page.extent == "full"):
        return None
    return page.extent


def _publication(
    raw: RawArticle,
    page: Page | None,
    url: str | None,
    dateline: FoundDateline | None,
    received_at: datetime,
    language: Language,
) -> Publication | None:
    return read_publication(
        raw=raw.published_at,
        page=page.published if page else (),
        url=url,
        dateline=dateline.date if dateline else None,
        received_at=received_at,
        language=raw.language or (page.language if page else None) or language.tag,
    )


def _line(text: str | None) -> str | None:
    """Return `text` clean and no longer than a line of a record may be, or None where nothing is left."""
    return clean_line(text[:_LONGEST_LINE])[:_LONGEST_LINE].strip() or None if text else None
