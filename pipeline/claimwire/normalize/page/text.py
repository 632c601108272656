"""A page's main text: all of it in a fragment such as a feed's; in a page, what an extractor finds.

trafilatura comes first. Where it finds little, or fewer words than the page says, resiliparse is asked: a
column may stand in `<div class="comment">`, which to trafilatura is what readers wrote below.
"""

from __future__ import annotations

import re

from lxml import etree

from claimwire.data import read_json
from claimwire.normalize.page.boilerplate import without_boilerplate
from claimwire.normalize.page.no_article import lists_pages
from claimwire.normalize.page.parts import is_menu, link_texts, linking_paragraphs, without_menus
from claimwire.normalize.sentence_end import ends_sentence

SURE_LENGTH = 250
"""Characters; a shorter main text is doubtful, as trafilatura itself has it."""

_TIMES_LONGER = 2
"""How many times longer than a doubtful text another one must be to replace it."""

_SHARE_OF_WORDS = 0.75
"""Of a story's words; a text with fewer may be one of several parts that a page splits its story into."""

_LONGEST_CELL = 120
"""Characters; a table with longer cells lays out a page."""

_ELEMENTS = read_json("claimwire.normalize", "data/elements.json", dict[str, list[str]])
_WHOLE_PAGE = re.compile(rf"<(?:{'|'.join(_ELEMENTS['whole_page'])})\b", re.IGNORECASE)
_SKIPPED = frozenset(_ELEMENTS["skipped"])
_BREAKS = frozenset(_ELEMENTS["breaks"])
_CELLS = frozenset(_ELEMENTS["cells"])
_BLOCKS = frozenset(_ELEMENTS["blocks"])
_PHRASING = tuple(_ELEMENTS["phrasing"])
_READ_ATTRIBUTES = ("class", "hidden", "id", "role")
_SPACE = re.compile(r"\s+")
_SPACED_MARK = re.compile(r" *\n\s*")


def is_fragment(html: str) -> bool:
    """Tell whether `html` is a piece of a page, with nothing around its text to be left out."""
    return _WHOLE_PAGE.search(html) is None


def main_text(tree: etree._Element, *, url: str | None, words: int | None) -> str:
    """Return the main text of a whole page, or an empty string; changes `tree`.

    `words` is how many the page says that its story has. A text that is hardly anything but links is none.
    """
    links, paragraphs = link_texts(tree), linking_paragraphs(tree)
    found = _story(_by_trafilatura(tree, url=url), links, paragraphs)
    is_short = words is not None and len(found.split()) < _SHARE_OF_WORDS * words
    if len(found) >= SURE_LENGTH and not is_short:
        return found
    other = _story(_by_resiliparse(tree), links, paragraphs)
    return other if len(other) >= max(SURE_LENGTH, _TIMES_LONGER * len(found)) else found


def _story(text: str, links: frozenset[str], paragraphs: frozenset[str]) -> str:
    if is_menu(text, links) or lists_pages(text, links):
        return ""
    return without_menus(without_boilerplate(text, paragraphs), links)


def _by_trafilatura(tree: etree._Element, *, url: str | None) -> str:
    """Return what trafilatura finds; tables count, unless most of the page stands in them."""
    body = _extracted(tree, url=url, tables=True)
    if body is None:
        return ""
    layouts = [table for table in body.iter("table") if _lays_out(table)]
    if 2 * sum(map(_length, layouts)) >= _length(body):
        body = _extracted(tree, url=url, tables=False)
        return "" if body is None else all_text(body, keep_lines=True)
    for table in layouts:
        table.clear(keep_tail=True)
    return all_text(body, keep_lines=True)


def _extracted(tree: etree._Element, *, url: str | None, tables: bool) -> etree._Element | None:
    from trafilatura import bare_extraction  # noqa: PLC0415 # slow to import; only the child reads pages

    found = bare_extraction(tree, url=url, include_comments=False, include_tables=tables, with_metadata=False)
    return None if found is None or isinstance(found, dict) else found.body


def _lays_out(table: etree._Element) -> bool:
    return any(_length(cell) > _LONGEST_CELL for cell in table.iter("cell"))


def _length(element: etree._Element) -> int:
    return sum(map(len, element.itertext()))


def _by_resiliparse(tree: etree._Element) -> str:
    """Return the main text that resiliparse finds; readers' comments count if nothing else is a sentence.

    It is given a plain page: thousands of attributes cost its parser minutes, and phrases that are never
    closed, gigabytes.
    """
    from resiliparse.extract.html2text import extract_plain_text  # noqa: PLC0415 # as above
    from resiliparse.parse.html import HTMLParserException, HTMLTree  # noqa: PLC0415

    etree.strip_tags(tree, *_PHRASING)
    for element in tree.iter(etree.Element):
        read = {name: value for name in _READ_ATTRIBUTES if (value := element.get(name)) is not None}
        element.attrib.clear()
        element.attrib.update(read)
    try:
        page = HTMLTree.parse(etree.tostring(tree, method="html", encoding="unicode"))
    except HTMLParserException:  # out of memory
        return ""
    for comments in (False, True):
        text = extract_plain_text(
            page,
            preserve_formatting=True,
            main_content=True,
            list_bullets=False,
            alt_texts=False,
            comments=comments,
            post_meta=False,
        )
        lines = list(filter(None, (" ".join(line.split()) for line in text.splitlines())))
        if any(map(ends_sentence, lines)):
            break
    return "\n\n".join(lines)


def all_text(root: etree._Element, *, keep_lines: bool = False) -> str:
    """Return all text of an element: blank lines around its blocks, a line break for each `br`.

    Line breaks in the source are spaces, unless `keep_lines`.
    """
    parts: list[str] = []
    walker = etree.iterwalk(root, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            parts.append(_mark(tag))
            if tag in _SKIPPED:
                walker.skip_subtree()
            else:
                parts.append(_text(element.text, keep_lines=keep_lines))
        else:
            parts.append("" if tag in _BREAKS else _mark(tag))
            parts.append("" if element is root else _text(element.tail, keep_lines=keep_lines))
    return _SPACED_MARK.sub(_mark_alone, "".join(parts)).strip()


def _mark_alone(spaced: re.Match[str]) -> str:
    return "\n\n" if spaced[0].count("\n") > 1 else "\n"


def _mark(tag: str) -> str:
    if tag in _CELLS:
        return " "
    if tag in _BLOCKS:
        return "\n\n"
    return "\n" if tag in _BREAKS else ""


def _text(text: str | None, *, keep_lines: bool) -> str:
    if not text:
        return ""
    return text if keep_lines else _SPACE.sub(" ", text)
