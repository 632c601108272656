"""XML of strangers: no entity is looked up, nothing is fetched, nothing grows without bounds."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from claimwire.normalize import decode_bytes
from claimwire.normalize.entities import replace_surrogates

_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,1000}\?>", re.IGNORECASE)
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_ROOT = re.compile(r"<(?:[\w.-]{1,60}:)?([a-zA-Z][\w.-]{0,60})")
_PROLOGUE = re.compile(
    r"\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE[^>\[]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE
)
_WIDE = {
    b"<\0\0\0": "utf-32-le",
    b"\0\0\0<": "utf-32-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_XML = "{http://www.w3.org/XML/1998/namespace}"
XML_LANG = f"{_XML}lang"


def decode_markup(data: bytes, *, charset: str | None) -> str:
    """Return the text of a document; its own words about its charset are believed as `decode_bytes` does."""
    for mark, codec in _WIDE.items():
        if data.startswith(mark):
            return data.decode(codec, "replace")
    return decode_bytes(data, declared=charset)


def utf8(text: str) -> bytes:
    """Return XML as UTF-8 without a declaration or characters that XML cannot have."""
    start = _DECLARATION.match(text)
    return _ILLEGAL.sub("\ufffd", text[start.end() :] if start else text).lstrip("\ufeff \t\r\n").encode()


def root_name(text: str) -> str | None:
    """Return the local name of the first element, in lower case; None where no markup begins."""
    position = 0
    head = text[:65_536].lstrip("\ufeff")
    while found := _PROLOGUE.match(head, position):
        position = found.end()
    first = _ROOT.match(head, position)
    return first[1].lower() if first else None


def parse_strict(data: bytes) -> etree._Element | None:
    """Return the root of a well-formed document that declares nothing, or None for any other."""
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except (etree.XMLSyntaxError, ValueError):
        return None
    return None if root.getroottree().docinfo.internalDTD is not None else root


def parse_lenient(data: bytes) -> etree._Element | None:
    """Return the root of what can be made out of a document, or None for nothing."""
    try:
        return etree.fromstring(replace_surrogates(data, by="\ufffd"), _parser(recover=True))
    except (etree.XMLSyntaxError, ValueError):
        return None


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        recover=recover,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace, in lower case; empty for what is no element."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def strip_namespaces(element: etree._Element) -> None:
    """Take the namespaces off the names of an element and of all in it; their attributes keep theirs."""
    for part in element.iter(etree.Element):
        part.tag = etree.QName(part).localname
    etree.cleanup_namespaces(element)


def children(element: etree._Element, name: str) -> Iterator[etree._Element]:
    """Yield the children of a local name, whatever their namespace."""
    return (child for child in element if local_name(child) == name)


def text_of(element: etree._Element | None) -> str | None:
    """Return all text in an element, or None without one or the other."""
    return None if element is None else "".join(map(str, element.itertext())).strip() or None


def child_text(element: etree._Element, name: str) -> str | None:
    """Return the text of the first child of a local name that has one."""
    return next((text for child in children(element, name) if (text := text_of(child))), None)
