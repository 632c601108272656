"""JSON-LD: what schema.org markup says of the story on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import orjson

_LONGEST = 1_000_000
_MOST_NODES = 2_000
_DEEPEST = 8
_TYPES = (
    "NewsArticle",
    "ReportageNewsArticle",
    "AnalysisNewsArticle",
    "BackgroundNewsArticle",
    "LiveBlogPosting",
    "BlogPosting",
    "Article",
    "WebPage",
)


class Story(NamedTuple):
    """What JSON-LD says of a story."""

    headline: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None


def read_story(scripts: Iterable[str]) -> Story:
    """Return the story that a page's JSON-LD scripts tell of; an empty one where none does."""
    nodes = [node for script in scripts for node in _nodes(_parsed(script))][:_MOST_NODES]
    ranked = sorted((rank, index) for index, node in enumerate(nodes) if (rank := _rank(node)) is not None)
    if not ranked:
        return Story()
    node = nodes[ranked[0][1]]
    return Story(
        headline=_text(node.get("headline")),
        author=", ".join(dict.fromkeys(_names(node.get("author")))) or None,
        publisher=next(_names(node.get("publisher")), None),
        published=_text(node.get("datePublished")),
    )


def _parsed(script: str) -> Any:
    if len(script) > _LONGEST:
        return None
    try:
        return orjson.loads(script.strip().removeprefix("<!--").removesuffix("-->"))
    except orjson.JSONDecodeError:
        return None


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Yield the objects in `value`, outer before inner, in the lists and graphs that JSON-LD puts them in."""
    level = [value]
    for _ in range(_DEEPEST):
        following: list[Any] = []
        for item in level[:_MOST_NODES]:
            if isinstance(item, list):
                following.extend(item)
            elif isinstance(item, dict):
                yield item
                following.extend(
                    item[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in item
                )
        level = following


def _rank(node: dict[str, Any]) -> int | None:
    types = node.get("@type")
    names = types if isinstance(types, list) else [types]
    return min(
        (_TYPES.index(name) for name in names if isinstance(name, str) and name in _TYPES), default=None
    )


def _names(value: Any) -> Iterator[str]:
    for item in (value if isinstance(value, list) else [value])[:20]:
        name = _text(item.get("name") if isinstance(item, dict) else item)
        if name is not None and "://" not in name:
            yield name


def _text(value: Any) -> str | None:
    return value.strip() or None if isinstance(value, str) else None
