"""OPML 1 and 2: lists of feeds, as readers export and import them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, groupby

from lxml import etree

from claimwire.sources.fields import absolute_url, clean, line
from claimwire.sources.items import DocumentError, Problem
from claimwire.sources.markup import children, decode_markup, local_name, parse_lenient, utf8

_MAX_FEEDS = 100_000
_OURS = "https://claimwire.dev/opml"
"""The namespace of a feed's settings, which other readers pass over."""

_TAIL = 4096
_NO_LIST = "not an OPML list of feeds, nor a text with one address on each line"


@dataclass(frozen=True)
class Subscription:
    """A feed in a list: where it is, what it is called, and the folders that it is in, outermost first.

    `settings` are names and values of ours, for us to read again.
    """

    url: str
    title: str | None = None
    categories: tuple[str, ...] = ()
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class FeedList:
    """A list of feeds, each once, and what in it is none."""

    subscriptions: tuple[Subscription, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_opml(data: bytes, *, name: str) -> FeedList:
    """Return the feeds of an OPML list, or of a text with an address on each line; `name` is for errors.

    An outline without `xmlUrl` is a folder. Raises `DocumentError` for what is neither, or has no feeds.
    """
    text = decode_markup(data, charset=None)
    if not text.lstrip("\ufeff \t\r\n").startswith("<"):
        addresses = list(_addresses(text))
        if not any(subscription for _, subscription in addresses):
            raise DocumentError("unknown_kind", f"{name}: {_NO_LIST}")
        return _told(name, addresses, [])
    root = parse_lenient(utf8(text))
    if root is None or local_name(root) != "opml":
        raise DocumentError("unknown_kind", f"{name}: {_NO_LIST}")
    is_cut = "</opml" not in text[-_TAIL:].lower()
    problems = [Problem(name, "the list is truncated")] if is_cut else []
    return _told(name, chain.from_iterable(map(_outlines, children(root, "body"))), problems)


def _addresses(text: str) -> Iterator[tuple[str, Subscription | None]]:
    for written in map(str.strip, text.lstrip("\ufeff").splitlines()):
        if written and not written.startswith("#"):
            yield written, _subscription(written, None, ())


def _told(name: str, listed: Iterable[tuple[str, Subscription | None]], problems: list[Problem]) -> FeedList:
    found: dict[str, Subscription] = {}
    for written, subscription in listed:
        if subscription is None:
            problems.append(Problem(name, f"not an http or https URL: {written[:100]!r}"))
        elif len(found) < _MAX_FEEDS:
            found.setdefault(subscription.url, subscription)
    if not (found or problems):
        raise DocumentError("empty", f"{name}: no feeds in it")
    return FeedList(tuple(found.values()), tuple(problems))


def write_opml(subscriptions: Iterable[Subscription], *, title: str) -> bytes:
    """Return an OPML 2 list; what `read_opml` reads in it is the same, in the order of its folders."""
    root = etree.Element("opml", version="2.0", nsmap={"claimwire": _OURS})
    etree.SubElement(etree.SubElement(root, "head"), "title").text = _legal(title)
    body = etree.SubElement(root, "body")
    in_order = sorted(subscriptions, key=lambda one: one.categories)
    folders: dict[tuple[str, ...], etree._Element] = {(): body}
    for categories, group in groupby(in_order, key=lambda one: one.categories):
        folder = _folder(folders, categories)
        for one in group:
            name = _legal(one.title or one.url)
            outline = etree.SubElement(folder, "outline", type="rss", text=name, title=name)
            outline.set("xmlUrl", _legal(one.url))
            for setting, value in one.settings:
                outline.set(f"{{{_OURS}}}{setting}", _legal(value))
    written: bytes = etree.tostring(root, encoding="utf-8", xml_declaration=True, pretty_print=True)
    return written


def _outlines(body: etree._Element) -> Iterator[tuple[str, Subscription | None]]:
    """Yield each feed's address as written, and the feed, or None where that is no address."""
    names: list[str | None] = []
    for event, outline in etree.iterwalk(body, events=("start", "end")):
        if local_name(outline) != "outline":
            continue
        if event == "end":
            names.pop()
            continue
        fields = {key.lower(): value for key, value in outline.attrib.items()}
        title = line(fields.get("title")) or line(fields.get("text"))
        written = clean(fields.get("xmlurl")).strip()
        if written:
            found = _subscription(written, title, tuple(filter(None, names)))
            yield written, found and replace(found, settings=tuple(_settings(fields)))
        names.append(None if written else title)


def _subscription(written: str, title: str | None, categories: tuple[str, ...]) -> Subscription | None:
    scheme, _, rest = written.partition(":")
    if scheme.lower() == "feed":  # how some readers write a URL: feed://…, feed:https://…
        written = rest if rest.startswith("http") else f"http:{rest}"
    url = absolute_url(written, base="")
    return None if url is None else Subscription(url, None if title == url else title, categories)


def _settings(fields: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    for key, value in fields.items():
        if key.startswith(f"{{{_OURS}}}"):
            yield key.partition("}")[2], clean(value)


def _folder(folders: dict[tuple[str, ...], etree._Element], categories: tuple[str, ...]) -> etree._Element:
    for depth in range(1, len(categories) + 1):
        path = categories[:depth]
        if path not in folders:
            folders[path] = etree.SubElement(folders[path[:-1]], "outline", text=_legal(path[-1]))
    return folders[categories]


def _legal(text: str) -> str:
    return utf8(f"-{text}").decode()[1:]
