"""`read_page`: HTML to the page it shows. In-process; `PageReader` bounds its time and memory."""

from __future__ import annotations

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from pipeline.errors import Refused
from pipeline.normalize.limits import MAX_BYTES
from pipeline.normalize.page import Page
from pipeline.normalize.page_limits import check_page
from pipeline.normalize.page_metadata import read_metadata
from pipeline.normalize.page_text import all_text, is_fragment, main_text


def read_page(html: str, *, url: str | None, max_bytes: int = MAX_BYTES) -> Page:
    """Return the page that `html` shows: a whole one, without what surrounds its story, or a fragment.

    Raises `Refused`: `empty_body`, `body_too_large`, `page_too_complex`, `no_main_text`.
    """
    if not html or html.isspace():
        raise Refused("empty_body", "the page is empty")
    check_page(html, max_bytes=max_bytes)
    tree = _parse(html)
    if tree is None:
        raise Refused("no_main_text", "the page has no elements")
    metadata = read_metadata(tree)
    text = all_text(tree) if is_fragment(html) else main_text(tree, url=url)
    if not text:
        raise Refused("no_main_text", "no main text was found in the page")
    return Page(text=text, **metadata._asdict())


def _parse(html: str) -> etree._Element | None:
    # huge_tree: the depth is limited already; libxml2 would drop what stands deeper than 255, unsaid.
    # The declared charset is of the bytes that were; the parser must not believe it of a string.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    data = html.replace("\x00", "").encode("utf-8", "replace")
    try:
        return document_fromstring(data, parser=parser)
    except etree.ParserError:
        return None
