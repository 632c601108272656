"""A body that a page splits over several elements of one class, with advertisements or headings between them.

An extractor takes the first element for all of it.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence

from lxml import etree

from claimwire.normalize.page.lengths import text_lengths

_SHORTEST_PART = 200
"""Characters in the paragraphs of a part."""

_BODY = "article-body"
_OTHERS_NAME = re.compile(
    r"comment|repl(?:y|ies)|review|related|card|teaser|summary|promo|footer", re.IGNORECASE
)
_MOST_BETWEEN, _MOST_IN_ARTICLE = 0.3, 0.6
"""Of the parts' text: what stands between and around them; an article may have a lead above."""


def join_body(tree: etree._Element) -> None:
    """Name what holds the parts of a body as extractors look for it, and the parts no longer."""
    alike = _alike(tree)
    lengths = text_lengths(tree) if alike else {}
    for parts in alike:
        around = _around(parts[0], parts[-1])
        if around is not None and _is_body(around, parts, lengths):
            around.set("class", _BODY)
            for part in parts:
                part.attrib.pop("class", None)


def _alike(tree: etree._Element) -> list[list[etree._Element]]:
    """Return the elements that hold paragraphs, by tag and class, where several are alike."""
    found: defaultdict[tuple[str, str], list[etree._Element]] = defaultdict(list)
    for element in tree.iter("div", "section"):
        name = element.get("class") or ""
        if name and not _OTHERS_NAME.search(name) and _told(element) >= _SHORTEST_PART:
            found[str(element.tag), name].append(element)
    return [parts for parts in found.values() if len(parts) > 1]


def _told(element: etree._Element) -> int:
    """Return how many characters an element's own paragraphs have."""
    return sum(len(text.strip()) for paragraph in element.iterchildren("p") for text in paragraph.itertext())


def _is_body(
    around: etree._Element, parts: Sequence[etree._Element], lengths: Mapping[etree._Element, int]
) -> bool:
    """Tell whether an element holds little but the parts, and they most of what the page tells."""
    if around.tag in {"html", "body"} or sum(1 for _ in around.iter("h1")) > 1:
        return False
    inside = sum(lengths[part] for part in parts)
    told = sum(lengths[paragraph] for paragraph in around.getroottree().iter("p"))
    most = _MOST_IN_ARTICLE if around.tag == "article" else _MOST_BETWEEN
    return lengths[around] - inside <= most * inside and 2 * inside >= told


def _around(first: etree._Element, last: etree._Element) -> etree._Element | None:
    """Return the element that both stand in, or None if one stands in the other."""
    ancestors = set(last.iterancestors())
    return (
        None if first in ancestors else next((one for one in first.iterancestors() if one in ancestors), None)
    )
