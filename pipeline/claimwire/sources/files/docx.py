"""DOCX: the paragraphs of a word processor's document, as HTML that keeps headings and lists."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from html import escape
from io import BytesIO
from zipfile import ZipFile

from lxml import etree

from claimwire.sources.fields import line
from claimwire.sources.files.dated import stated_date
from claimwire.sources.items import DocumentError, Item
from claimwire.sources.markup import child_text, children, local_name, parse_lenient
from claimwire.sources.zipped import BROKEN

_LARGEST_PART = 32 * 1024 * 1024
_ENCRYPTED = b"\xd0\xcf\x11\xe0"
_DELETED = frozenset({"del", "moveFrom", "instrText", "delText"})
"""Tracked deletions, and the codes of fields: nobody is shown them."""
_HEADINGS = ("title", "subtitle", "heading")


def read_docx(data: bytes) -> Item:
    """Return the text of a DOCX file; its headline is its title. Raises `DocumentError`."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            main = _main(archive)
            body, about = _part(archive, main), _part(archive, "docProps/core.xml")
            styles = _styles(_part(archive, f"{main.rpartition('/')[0]}/styles.xml"))
    except BROKEN as error:
        raise DocumentError("malformed", _why_not(data, error)) from None
    if body is None:
        raise DocumentError("malformed", "a zip file without a Word document")
    paragraphs = list(_paragraphs(body, styles))
    title = next((text for style, text in paragraphs if style == "title"), None)
    html = "".join(_markup(style, text) for style, text in paragraphs)
    if not html:
        raise DocumentError("empty", "no text in the document")
    return Item(
        headline=line(title),
        body=html,
        content_type="text/html",
        extent="full",
        published_at=stated_date(text for _, text in paragraphs) or _saved(about),
        language=None if about is None else line(child_text(about, "language")),
    )


def _saved(about: etree._Element | None) -> str | None:
    """Return when a document was saved last: it may have been made from an old one."""
    dates = [] if about is None else [child_text(about, name) for name in ("modified", "created")]
    return next(filter(None, map(line, filter(None, dates))), None)


def _why_not(data: bytes, error: Exception) -> str:
    if data.startswith(_ENCRYPTED):
        return "an old Word file (.doc), or one with a password: save it as .docx without one"
    return f"not a readable DOCX file: {error}"


def _main(archive: ZipFile) -> str:
    """Return the name of the part that holds the text; Word writes others than `word/document.xml`."""
    relations = _part(archive, "_rels/.rels")
    found = () if relations is None else children(relations, "relationship")
    targets = (one.get("Target") for one in found if (one.get("Type") or "").endswith("/officeDocument"))
    return (next(targets, None) or "word/document.xml").lstrip("/")


def _styles(styles: etree._Element | None) -> Mapping[str, str]:
    """Return the names of styles by their identifiers, which Word writes in its user's language: `Titel`."""
    found = () if styles is None else children(styles, "style")
    return {_value(one, "styleId"): _value(next(children(one, "name"), one), "val").lower() for one in found}


def _value(element: etree._Element, name: str) -> str:
    values = (str(value) for key, value in element.attrib.items() if str(key).rpartition("}")[2] == name)
    return next(values, "")


def _part(archive: ZipFile, name: str) -> etree._Element | None:
    if name not in archive.NameToInfo:
        return None
    with archive.open(name) as stream:
        data = stream.read(_LARGEST_PART + 1)
    if len(data) > _LARGEST_PART:
        raise DocumentError("too_large", f"{name} is larger than {_LARGEST_PART:,} bytes")
    return parse_lenient(data)


def _paragraphs(body: etree._Element, styles: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the style and the text of each paragraph that has one, those in tables too."""
    for paragraph in body.iter("{*}p"):
        if text := "".join(_runs(paragraph)).strip():
            yield _style(paragraph, styles), text


def _runs(element: etree._Element) -> Iterator[str]:
    """Yield the shown text of a paragraph, without the paragraphs of text boxes within it."""
    for child in element:
        name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
        if name in _DELETED or name in ("p", "txbxContent", "Fallback"):
            continue
        if name == "t":
            yield child.text or ""
        elif name in ("br", "cr"):
            yield "\n"
        elif name in ("tab", "noBreakHyphen"):
            yield "-" if name == "noBreakHyphen" else " "
        else:
            yield from _runs(child)


def _style(paragraph: etree._Element, styles: Mapping[str, str]) -> str:
    """Return what a paragraph is: a style's name in lower case, `list paragraph` for any list's item."""
    for properties in children(paragraph, "ppr"):
        for one in properties:
            if local_name(one) == "numpr":
                return "list paragraph"
            if local_name(one) == "pstyle":
                style = _value(one, "val")
                return styles.get(style) or style.lower()
    return ""


def _markup(style: str, text: str) -> str:
    written = "<br>".join(escape(part) for part in text.split("\n"))
    if style.startswith(_HEADINGS):
        return f"<h2>{written}</h2>\n"
    return f"<ul><li>{written}</li></ul>\n" if style.startswith("list") else f"<p>{written}</p>\n"
