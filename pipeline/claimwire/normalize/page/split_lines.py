"""Lines that stand in no paragraph, with `br` between them: an extractor runs them into one."""

from __future__ import annotations

from lxml import etree

from claimwire.data import read_json

_PHRASING = frozenset(
    read_json("claimwire.normalize", "data/elements.json", dict[str, list[str]])["phrasing"]
)
_LONG_LINE = 60
_BLOCKS = frozenset({"div", "section", "article"})


def mark_lines(tree: etree._Element) -> None:
    """Make a paragraph of each such line."""
    for block in dict.fromkeys(line.getparent() for line in tree.iter("br")):
        if block is not None and block.tag in _BLOCKS and _is_prose(block):
            _mark_lines(block)


def _is_prose(block: etree._Element) -> bool:
    """Tell whether one of a block's own lines is long; if not, they are an address or beside a story."""
    texts = (block.text, *(child.tail for child in block))
    return any(text and len(text.strip()) >= _LONG_LINE for text in texts)


def _mark_lines(block: etree._Element) -> None:
    children = list(block)
    line = _line(block, block.text)
    block.text = None
    for child in children:
        if child.tag == "br":
            line = _line(block, child.tail)
            block.remove(child)
        elif child.tag in _PHRASING:
            line.append(child)
        else:
            block.append(child)
            line = _line(block, child.tail)
            child.tail = None


def _line(block: etree._Element, text: str | None) -> etree._Element:
    line = etree.SubElement(block, "p")
    line.text = text
    return line
