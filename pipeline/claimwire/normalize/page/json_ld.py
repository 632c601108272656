"""JSON-LD: what schema.org markup says of the story on a page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from claimwire.normalize.page.lenient_json import read_lenient, unescaped

_MOST_NODES = 2_000
_DEEPEST = 8
_MOST_LISTED = 20
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
    """What JSON-LD says of a story: `words` counts them, `paid_parts` select (CSS) what is not free."""

    headline: str | None = None
    author: str | None = None
    publisher: str | None = None
    published: str | None = None
    words: int | None = None
    free: bool | None = None
    paid_parts: tuple[str, ...] = ()


def read_story(scripts: Iterable[str]) -> Story:
    """Return the story that a page's JSON-LD scripts tell of; an empty one where none does."""
    nodes = [node for script in scripts for node in _nodes(read_lenient(script))][:_MOST_NODES]
    ranked = sorted((rank, index) for index, node in enumerate(nodes) if (rank := _rank(node)) is not None)
    if not ranked:
        return Story()
    node = nodes[ranked[0][1]]
    named = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    parts = _objects(node.get("hasPart"))
    paid = [part for part in parts if _truth(part.get("isAccessibleForFree")) is False]
    return Story(
        headline=_text(node.get("headline")),
        author=", ".join(dict.fromkeys(_names(node.get("author"), named))) or None,
        publisher=next(_names(node.get("publisher"), named), None),
        published=_text(node.get("datePublished")),
        words=_count(node.get("wordCount")),
        free=False if paid else _truth(node.get("isAccessibleForFree")),
        paid_parts=tuple(
            name for part in paid for item in _listed(part.get("cssSelector")) if (name := _text(item))
        ),
    )


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


def _listed(value: Any) -> list[Any]:
    return (value if isinstance(value, list) else [value])[:_MOST_LISTED]


def _objects(value: Any) -> list[dict[str, Any]]:
    return [item for item in _listed(value) if isinstance(item, dict)]


def _truth(value: Any) -> bool | None:
    """Return a truth value as JSON, as a word, or as schema.org's address of one; None for anything else."""
    word = str(value).rpartition("/")[2].strip().lower() if isinstance(value, bool | str) else ""
    return {"true": True, "false": False}.get(word)


def _count(value: Any) -> int | None:
    """Return a count as JSON or as digits; None for anything else."""
    digits = str(value)[:9] if isinstance(value, int | str) and not isinstance(value, bool) else ""
    return int(digits) or None if digits.isascii() and digits.isdigit() else None


def _names(value: Any, named: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Yield the names in `value`; `named` has the nodes that it may refer to."""
    for item in _listed(value):
        node = (
            named.get(str(item.get("@id")), item) if isinstance(item, dict) and "name" not in item else item
        )
        name = _text(node.get("name") if isinstance(node, dict) else node)
        if name is not None and "://" not in name:
            yield name


def _text(value: Any) -> str | None:
    return unescaped(value).strip() or None if isinstance(value, str) else None
