"""Extent: whether a feed gives all of an article or a summary."""

from __future__ import annotations

import re
from functools import cache
from html import unescape

from claimwire.data import read_lines
from claimwire_schemas.articles import Extent

_LONG = 1500
"""Characters of a description that is taken for the article itself: some 250 words."""
_TAIL = 2000
_TAG = re.compile(r"<[^<>]{0,1000}>")
_SIGNATURE = re.compile(r"the post .{1,300} (?:appeared first on|first appeared on) .{1,200}$", re.DOTALL)
_SIGNED = re.compile(
    r"(?:<p>\s*)?The post (?:(?!The post ).){1,1500}?(?:appeared first on|first appeared on)"
    r"(?:(?!The post ).){1,1500}$",
    re.DOTALL,
)
_FEWEST_WORDS = 60
_PARAGRAPH = re.compile(r"<(?:p|br|div|li)\b|\n\s*\n", re.IGNORECASE)
_AFTER = " \t\r\n»→›>.:|"


def extent_of(body: str, *, is_content: bool) -> Extent | None:
    """Return how much of an article `body` is; None where it is empty.

    What breaks off is a summary: it ends in an ellipsis, or in a link such as `Read more` or `Continue
    reading` (a blog's `The post … appeared first on …` is left out before looking). Anything else is full
    where the feed calls it the content (`content:encoded`, Atom's `content`, JSON Feed's `content_html`), or
    has 1,500 characters or more without its tags. The rest, a description of some lines, is a summary.
    """
    if not body.strip():
        return None
    if _breaks_off(body):
        return "summary"
    if is_content:
        return "full"
    return "full" if len(body) >= _LONG and len(_TAG.sub("", body)) >= _LONG else "summary"


def without_signature(body: str) -> str:
    """Return a text without a blog's `The post … appeared first on …` below it."""
    found = _SIGNED.search(body, max(0, len(body) - _TAIL))
    if found is None:
        return body
    close = "</p>" if not found[0].startswith("<p>") and body.rstrip().endswith("</p>") else ""
    return body[: found.start()].rstrip() + close


def is_teaser(body: str) -> bool:
    """Tell whether a text is one paragraph of a few words, which is hardly ever all of an article."""
    shown = _TAG.sub(" ", body) if len(body) < _LONG else body
    return len(shown.split()) < _FEWEST_WORDS and len(_PARAGRAPH.findall(body.strip())) <= 1


def _breaks_off(body: str) -> bool:
    shown = " ".join(unescape(_TAG.sub(" ", body[-_TAIL:])).lower().split())
    shown = _SIGNATURE.sub("", shown).rstrip()
    return shown.endswith(_endings()) or shown.rstrip(_AFTER).endswith(_endings())


@cache
def _endings() -> tuple[str, ...]:
    return read_lines("claimwire.sources", "data/endings.txt")
