"""How much text each element of a page has."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

_UNSEEN = frozenset({"script", "style", "noscript", "template"})


def text_lengths(tree: etree._Element) -> Mapping[etree._Element, int]:
    """Return the characters of each element, without white space at the ends of its texts."""
    found: dict[etree._Element, int] = {}
    for element in reversed(list(tree.iter(etree.Element))):
        own = 0 if element.tag in _UNSEEN else len((element.text or "").strip())
        found[element] = own + sum(found[child] + len((child.tail or "").strip()) for child in element)
    return found
