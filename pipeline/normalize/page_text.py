"""A page's main text: found by trafilatura in a page, all of it in a fragment such as a feed's."""

from __future__ import annotations

import re

from lxml import etree

from pipeline.normalize.lookup import read_json

_ELEMENTS: dict[str, list[str]] = read_json("elements.json")
_WHOLE_PAGE = re.compile(rf"<(?:{'|'.join(_ELEMENTS['whole_page'])})\b", re.IGNORECASE)
_SKIPPED = frozenset(_ELEMENTS["skipped"])
_BREAKS = frozenset(_ELEMENTS["breaks"])
_BLOCKS = frozenset(_ELEMENTS["blocks"])
_SPACE = re.compile(r"\s+")
_SPACED_MARK = re.compile(r" *\n\s*")


def is_fragment(html: str) -> bool:
    """Tell whether `html` is a piece of a page, with nothing around its text to be left out."""
    return _WHOLE_PAGE.search(html) is None


def main_text(tree: etree._Element, *, url: str | None) -> str:
    """Return the main text of a whole page, or an empty string; changes `tree`."""
    from trafilatura import bare_extraction  # noqa: PLC0415 # slow to import; only the child reads pages

    found = bare_extraction(tree, url=url, include_comments=False, include_tables=False, with_metadata=False)
    if found is None or isinstance(found, dict) or found.body is None:
        return ""
    return all_text(found.body, keep_lines=True)


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
    if tag in _BLOCKS:
        return "\n\n"
    return "\n" if tag in _BREAKS else ""


def _text(text: str | None, *, keep_lines: bool) -> str:
    if not text:
        return ""
    return text if keep_lines else _SPACE.sub(" ", text)
