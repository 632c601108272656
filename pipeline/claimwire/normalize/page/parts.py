"""Parts of a page that are none of its story: dialogs that ask for consent, and what is for those who pay."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import islice

from lxml import etree

from claimwire.data import read_json
from claimwire.normalize.sentence_end import ends_sentence

_MENU_SHARE = 0.7
"""Of a text's characters: with so many in links' lines, it is a menu."""

_CONSENT = read_json("claimwire.normalize", "data/consent.json", dict[str, list[str]])
_CONSENT_ELEMENTS = frozenset(_CONSENT["elements"])
_CONSENT_NAME = re.compile("|".join(map(re.escape, _CONSENT["names"])))
_ELEMENTS = read_json("claimwire.normalize", "data/elements.json", dict[str, list[str]])
_PHRASING = frozenset(_ELEMENTS["phrasing"])
_PARAGRAPHS = frozenset({"p", "div"})
_LONGEST_NAME = 500
_SELECTOR = re.compile(r"[.#][\w-]+")
_PIECES_OF_LINK = 20


def leave_out_consent(tree: etree._Element) -> None:
    """Empty the dialogs of `tree` that ask for consent to be followed."""
    for element in tree.iter(*_CONSENT_ELEMENTS):
        name = f"{element.get('id') or ''} {element.get('class') or ''}"[:_LONGEST_NAME].lower()
        if _CONSENT_NAME.search(name):
            element.clear(keep_tail=True)


def leave_out_scripts(tree: etree._Element) -> None:
    """Empty a page's scripts: JSON-LD may hold the whole body, also of what is for those who pay."""
    for script in tree.iter("script"):
        script.clear(keep_tail=True)


def paid_parts(tree: etree._Element, selectors: Iterable[str]) -> list[etree._Element]:
    """Return the elements with text that selectors of one class or one id name; schema.org asks for those."""
    wanted = {name for selector in selectors for name in _simple(selector)}
    return [
        element
        for element in tree.iter(etree.Element)
        if element.tag not in {"html", "body"}
        and not wanted.isdisjoint(_names(element))
        and any(text.strip() for text in element.itertext())
    ]


def link_texts(tree: etree._Element) -> frozenset[str]:
    """Return the texts of the page's links, each on one line."""
    return frozenset(map(_link_text, tree.iter("a")))


def linking_paragraphs(tree: etree._Element) -> frozenset[str]:
    """Return the texts of the links that may be all of a paragraph: none in a list, a heading or a table."""
    return frozenset(_link_text(link) for link in tree.iter("a") if _block(link) in _PARAGRAPHS)


def _block(element: etree._Element) -> str:
    """Return the tag of the block that a phrase stands in."""
    around = (one.tag for one in element.iterancestors() if one.tag not in _PHRASING)
    return str(next(around, ""))


def _link_text(link: etree._Element) -> str:
    return " ".join("".join(islice(link.itertext(), _PIECES_OF_LINK)).split())


def is_menu(text: str, links: frozenset[str]) -> bool:
    """Tell whether `text` is hardly anything but links: a section's front, a site's menu."""
    lines = text.split("\n")
    linked = sum(len(line) for line in lines if is_link(line, links))
    return linked >= _MENU_SHARE * sum(map(len, lines))


def without_menus(text: str, links: frozenset[str]) -> str:
    """Return `text` without the links above and below it, each on a line of its own."""
    lines = text.split("\n")
    told = [number for number, line in enumerate(lines) if line.strip() and not is_link(line, links)]
    return "\n".join(lines[told[0] : told[-1] + 1]) if told else ""


def is_link(line: str, links: frozenset[str]) -> bool:
    """Tell whether a line is a link's text, and no sentence."""
    line = line.strip()
    return line in links and not ends_sentence(line)


def _simple(selector: str) -> list[str]:
    parts = [part.strip() for part in selector.split(",")]
    return [part for part in parts if _SELECTOR.fullmatch(part)]


def _names(element: etree._Element) -> Iterator[str]:
    """Yield an element's classes and id as simple selectors."""
    for name in (element.get("class") or "").split():
        yield f".{name}"
    if name := element.get("id"):
        yield f"#{name}"
