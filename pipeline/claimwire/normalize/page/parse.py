"""`read_page`: HTML to the page it shows. In-process; `PageReader` bounds its time and memory."""

from __future__ import annotations

import re

from lxml import etree
from lxml.html import HTMLParser, document_fromstring

from claimwire.errors import Refused
from claimwire.normalize.entities import replace_surrogates
from claimwire.normalize.page.boilerplate import without_repeats
from claimwire.normalize.page.limits import MAX_BYTES, check_page
from claimwire.normalize.page.marks import find_marks, is_post, page_lines
from claimwire.normalize.page.metadata import PageMetadata, only_heading, read_metadata
from claimwire.normalize.page.no_article import why_no_article
from claimwire.normalize.page.page import Page
from claimwire.normalize.page.parts import leave_out_consent, leave_out_scripts, paid_parts
from claimwire.normalize.page.prepare import hides_paid, prepare
from claimwire.normalize.page.signs import find_signs, kind_of_page
from claimwire.normalize.page.text import SURE_LENGTH, all_text, is_fragment, main_text
from claimwire.normalize.structure import Mark
from claimwire_schemas.articles import Extent

_OPENING_SHARE = 0.5
_NO_XML: dict[int, str | None] = {
    **dict.fromkeys((*range(9), *range(14, 32), 0xFFFE, 0xFFFF)),
    11: " ",
    12: " ",
}
"""Characters that an element's text cannot be given, though an HTML parser lets them in."""

_NO_XML_REFERENCE = re.compile(
    r"&#(?:x0*(?:[0-8bcef]|1[0-9a-f]|fff[ef])(?![0-9a-f])"
    r"|0*(?:[0-8]|1[1245-9]|2[0-9]|3[01]|6553[45])(?![0-9]));?",
    re.IGNORECASE,
)


def read_page(html: str, *, url: str | None, max_bytes: int = MAX_BYTES) -> Page:
    """Return the page that `html` shows: a whole one, without what surrounds its story, or a fragment.

    A part for those who pay is left out if the page hides it; what it shows, it shows to everybody.

    Raises `Refused`: `empty_body`, `body_too_large`, `page_too_complex`, `no_main_text`,
    `not_an_article`.
    """
    if not html or html.isspace():
        raise Refused("empty_body", "the page is empty")
    check_page(html, max_bytes=max_bytes)
    tree = _parse(html)
    if tree is None:
        raise Refused("no_main_text", "the page has no elements")
    metadata = read_metadata(tree)
    return _fragment(tree, metadata, url=url) if is_fragment(html) else _whole(tree, metadata, url=url)


def _fragment(tree: etree._Element, metadata: PageMetadata, *, url: str | None) -> Page:
    lines = page_lines(tree)
    text = without_repeats(all_text(tree), title=metadata.title, said=(metadata.url, url))
    return _page(text, find_marks(text, lines), metadata, extent=None)


def _whole(tree: etree._Element, metadata: PageMetadata, *, url: str | None) -> Page:
    lines, signs, heading = page_lines(tree), find_signs(tree), only_heading(tree)
    text, left_out = _free_text(tree, metadata, url=url)
    text = without_repeats(text, title=metadata.title, said=(heading, metadata.url, url))
    extent = _extent(text, metadata, left_out=left_out)
    page = _page(text, find_marks(text, lines), metadata, extent=extent)
    kind = why_no_article(text, metadata.title) or kind_of_page(
        text, metadata.title, signs, says_article=bool(metadata.published)
    )
    if kind:
        raise Refused("not_an_article", f"the page is {kind}")
    return page


def _page(text: str, marks: tuple[Mark, ...], metadata: PageMetadata, *, extent: Extent | None) -> Page:
    """Return the page that has a text; raises `Refused` without one."""
    if not text:
        paid = ": it is for those who pay" if metadata.paywalled else ""
        raise Refused("no_main_text", f"no main text was found in the page{paid}")
    return Page(
        text=text,
        marks=marks,
        title=metadata.title,
        byline=metadata.byline,
        outlet=metadata.outlet,
        language=metadata.language,
        url=metadata.url,
        published=metadata.published,
        paywalled=metadata.paywalled,
        extent=extent,
    )


def _free_text(tree: etree._Element, metadata: PageMetadata, *, url: str | None) -> tuple[str, bool]:
    """Return the main text of a whole page, and whether some of it was left out; changes `tree`."""
    hidden = list(filter(hides_paid, paid_parts(tree, metadata.paid_parts))) if metadata.paywalled else []
    for part in hidden:
        part.clear(keep_tail=True)
    if metadata.paywalled:
        leave_out_scripts(tree)
    leave_out_consent(tree)
    prepare(tree, is_post=is_post)
    return main_text(tree, url=url, words=metadata.words), bool(hidden)


def _extent(text: str, metadata: PageMetadata, *, left_out: bool) -> Extent | None:
    """Return how much of its article the text of a whole page is, or None where that is not sure.

    An opening is known by what was left out below it, or by the number of words that the article has.
    """
    if left_out or (metadata.words and len(text.split()) < _OPENING_SHARE * metadata.words):
        return "summary"
    return None if metadata.paywalled or len(text) < SURE_LENGTH else "full"


def _parse(html: str) -> etree._Element | None:
    # huge_tree: the depth is limited already; libxml2 would drop what stands deeper than 255, unsaid.
    # The declared charset is of the bytes that were; the parser must not believe it of a string.
    parser = HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    data = _NO_XML_REFERENCE.sub("", html.translate(_NO_XML)).encode("utf-8", "replace")
    data = replace_surrogates(data, by="")
    try:
        return document_fromstring(data, parser=parser)
    except etree.ParserError:
        return None
