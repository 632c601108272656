"""What a page states of itself: in JSON-LD, in `meta` elements, in its markup."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice
from typing import NamedTuple

from lxml import etree

from claimwire.normalize.byline import reads_as_names
from claimwire.normalize.canonical_url import host_of
from claimwire.normalize.dates import read_moment
from claimwire.normalize.page.json_ld import Story, read_story

_LONGEST = 2_000
_MOST_DATES = 8
_AUTHOR = ("author", "article:author", "parsely-author", "sailthru.author", "dc.creator", "byl")
_PUBLISHED = (
    "article:published_time",
    "og:article:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "date",
    "pubdate",
    "publishdate",
    "dc.date",
    "dc.date.issued",
    "dcterms.created",
    "citation_publication_date",
)
_SPACES_OF_HEADLINE = 2
"""A heading with fewer may be the section's, or a word of a headline that has a dash in it."""

_TIERS = {"free": False, "metered": True, "locked": True}
_SITE_PART = re.compile(r"\s+[|–—·•»-]\s+")
# A time elsewhere is of another story, or today's.
_STORY_TIMES = etree.XPath("//time[@pubdate] | //article//time | //main//time")
_STORY_DATES = etree.XPath(
    "(//article | //main)//*[self::p or self::div or self::span][re:test(@class,"
    " 'date|datum|fecha|tarih|publish|posted|meta', 'i')]",
    namespaces={"re": "http://exslt.org/regular-expressions"},
)
_UPDATED = re.compile(
    r"(?:\s[|•·–—-])?[,;]?\s\(?(?:(?:last|zuletzt)\s)?(?:updated|modified|aktualisiert|geändert|actualizado"
    r"|mis\sà\sjour|aggiornato|bijgewerkt|güncelleme)\b.*",
    re.IGNORECASE,
)
_LONGEST_DATE = 120
_BYLINE_ELEMENTS = etree.XPath(
    "//*[@rel='author' or @itemprop='author'"
    " or contains(concat(' ', normalize-space(@class), ' '), ' byline ')"
    " or contains(concat(' ', normalize-space(@class), ' '), ' author ')]"
)

_AUTHOR_TAGS = ("a", "span", "p", "div", "address", "h4", "li")
_AUTHOR_NAME = re.compile(r"author|byline", re.IGNORECASE)
_AUTHOR_PAGE = re.compile(r"/authors?/")
_NOT_OF_STORY = re.compile(r"comment|related", re.IGNORECASE)
_LONGEST_NAME = 200
_MOST_UP = 12
"""Elements around an author's that are looked at: readers who comment have names too."""


class PageMetadata(NamedTuple):
    """What a page states of itself, as found. `words` and `paid_parts` are `Story`'s."""

    title: str | None
    byline: str | None
    outlet: str | None
    language: str | None
    url: str | None
    published: tuple[str, ...]
    paywalled: bool | None
    paid_parts: tuple[str, ...]
    words: int | None


def read_metadata(tree: etree._Element) -> PageMetadata:
    """Return what the page `tree` states of itself; JSON-LD before `meta` before visible elements."""
    story = read_story(
        element.text or "" for element in tree.iterfind(".//script[@type='application/ld+json']")
    )
    meta = _meta(tree)
    outlet = next(
        filter(None, map(_site, (meta.get("og:site_name"), story.publisher, meta.get("application-name")))),
        None,
    )
    url = _line(_canonical_link(tree) or meta.get("og:url"))
    title = _told_by_heading(_title(tree, story, meta, outlet), only_heading(tree))
    return PageMetadata(
        title=_line(_without_site(title, {outlet or "", *_names_of(url or "")})),
        byline=_line(story.author or _named(_first(meta, _AUTHOR)) or _visible_byline(tree)),
        outlet=_line(outlet),
        language=_line(tree.get("lang") or meta.get("content-language") or meta.get("og:locale")),
        url=url,
        published=_published(story, meta, tree),
        paywalled=_tier(meta) if story.free is None else not story.free,
        paid_parts=story.paid_parts,
        words=story.words,
    )


def _meta(tree: etree._Element) -> dict[str, str]:
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = next(
            (element.get(key) for key in ("property", "name", "itemprop", "http-equiv") if element.get(key)),
            "",
        )
        content = (element.get("content") or "").strip()
        if name and content:
            found.setdefault(name.lower(), content)
    return found


def _first(meta: dict[str, str], names: Iterable[str]) -> str | None:
    return next((meta[name] for name in names if name in meta), None)


def _named(author: str | None) -> str | None:
    """Return an author's name, or None for the address of a profile."""
    return None if author is None or "://" in author or author.startswith("@") else author


def _tier(meta: dict[str, str]) -> bool | None:
    stated = _first(meta, ("article:content_tier", "og:article:content_tier")) or ""
    return _TIERS.get(stated.lower())


def _published(story: Story, meta: dict[str, str], tree: etree._Element) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_lines(_statements(story, meta, tree))))[:_MOST_DATES]


def _statements(story: Story, meta: dict[str, str], tree: etree._Element) -> Iterator[str | None]:
    yield story.published
    for name in _PUBLISHED:
        yield meta.get(name)
    for element in tree.iterfind(".//*[@itemprop='datePublished']"):
        yield element.get("datetime") or element.get("content") or _content(element)
    for element in _STORY_TIMES(tree)[:20]:
        yield element.get("datetime") or _content(element)
    for element in _STORY_DATES(tree)[:20]:
        yield from _UPDATED.sub("", _content(element)[:_LONGEST_DATE]).split(" | ")
        yield from (
            text for child in element if any(map(str.isdigit, text := _content(child)[:_LONGEST_DATE]))
        )
    for title in (meta.get("og:title"), *map(_content, islice(tree.iter("title"), 1))):
        yield _dated(title or "")[1]


def only_heading(tree: etree._Element) -> str | None:
    """Return what the one heading of the first rank says, or None if there are several."""
    headings = list(tree.iter("h1"))
    return _content(headings[0]) or None if len(headings) == 1 else None


def _title(tree: etree._Element, story: Story, meta: dict[str, str], outlet: str | None) -> str:
    """Return the first title that is not the site's name."""
    element = next(tree.iter("title"), None)
    whole = _content(element) if element is not None else ""
    stated = [title for title in (story.headline, meta.get("og:title"), only_heading(tree), whole) if title]
    named = (outlet or "").casefold()
    return next((title for title in stated if title.casefold() != named), *stated[:1] or [""])


def _site(name: str | None) -> str | None:
    """Return a site's name without the slogan behind it; an address or a handle is no name."""
    return (
        None
        if name is None or "://" in name or name.startswith("@")
        else _SITE_PART.split(name)[0].strip() or None
    )


def _without_site(title: str, names: set[str]) -> str:
    """Return a title without its date and one of the site's names at its end."""
    title, _ = _dated(title)
    *parts, last = _SITE_PART.split(title)
    if parts and _letters(last) in set(map(_letters, names)) - {""}:
        return title[: title.rindex(last)].rstrip(" |–—·•»-")
    return title


def _told_by_heading(title: str, heading: str | None) -> str:
    """Return a title, or the page's heading if the title is that and the name of a section or site."""
    parts = _SITE_PART.split(title)
    is_headline = heading in (parts[0], parts[-1]) and (heading or "").count(" ") >= _SPACES_OF_HEADLINE
    return heading if heading and is_headline else title


def _names_of(url: str) -> list[str]:
    """Return the parts of an address's host, which may be the site's name without spaces: `tarnecho`."""
    try:
        host = host_of(url)
    except ValueError:
        return []
    return [host, *host.split(".")[:-1]]


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))


def _dated(title: str) -> tuple[str, str | None]:
    """Return a title without the date at its end, and that date: `Weir to reopen | Echo | 28.04.2023`."""
    *parts, last = _SITE_PART.split(title[-_LONGEST:])
    if not parts or read_moment(last) is None:
        return title, None
    return title[: title.rindex(last)].rstrip(" |–—·•»-"), last


def _visible_byline(tree: etree._Element) -> str | None:
    """Return what an element for the author says, or else the first one named so that reads as names."""
    for element in _BYLINE_ELEMENTS(tree)[:20]:
        if 3 <= len(text := _spaced(element)) <= 120:
            return text
    said = (_spaced(element) for element in islice(_author_elements(tree), 40))
    return next((text for text in said if 3 <= len(text) <= 80 and reads_as_names(text)), None)


def _author_elements(tree: etree._Element) -> Iterator[etree._Element]:
    """Yield the elements of a story that are named for an author, or lead to an author's page."""
    for element in tree.iter(*_AUTHOR_TAGS):
        href = (element.get("href") or "")[:_LONGEST]
        if _AUTHOR_NAME.search(_class(element)) or _AUTHOR_PAGE.search(href):
            around = (element, *islice(element.iterancestors(), _MOST_UP))
            if not any(one.tag == "footer" or _NOT_OF_STORY.search(_class(one)) for one in around):
                yield element


def _class(element: etree._Element) -> str:
    return (element.get("class") or "")[:_LONGEST_NAME]


def _spaced(element: etree._Element) -> str:
    return " ".join(" ".join(map(str, islice(element.itertext(), 40))).split())


def _canonical_link(tree: etree._Element) -> str | None:
    links = (link for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split())
    return next((link.get("href") for link in links if link.get("href")), None)


def _content(element: etree._Element) -> str:
    return " ".join("".join(map(str, element.itertext())).split())


def _line(text: str | None) -> str | None:
    return text.strip() or None if text and len(text) <= _LONGEST else None


def _lines(texts: Iterable[str | None]) -> Iterator[str]:
    return (line for text in texts if (line := _line(text)) is not None)
