"""RSS and Atom: read by fastfeedparser where a feed is well-formed, by feedparser where it is not.

fastfeedparser is many times faster. What it does not tell (languages, bases, what is text and what HTML, how
dates are written) is read beside it from the same document, so it is asked only where all of that is plain.
Of nearly everything else feedparser makes something. Neither fetches, opens a file or resolves an entity.
"""

from __future__ import annotations

import re
from dataclasses import replace

from claimwire.sources.items import Document, DocumentError
from claimwire.sources.markup import utf8
from claimwire.sources.rss_fast import read_well_formed
from claimwire.sources.rss_lenient import read_leniently

_STRAY = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|&(?!#\d{1,7};|#[xX][0-9a-fA-F]{1,6};|[A-Za-z]\w{1,30};)|<(?=[\s\d=])",
    re.DOTALL,
)
"""Ampersands and less-than signs that begin nothing, as in `A&E` and `3 < 4`; CDATA stays as it is."""

_END = re.compile(
    r"</(?:[\w.-]{1,60}:)?(?:rss|feed|rdf|channel)\s*>|<(?:rss|feed|channel)\b[^<>]*/>", re.IGNORECASE
)
_TAIL = 4096


def read_rss(text: str, *, base: str) -> Document:
    """Return the items of an RSS or Atom feed of any version.

    Raises `DocumentError` (`malformed`) for what is not one.
    """
    data = utf8(text)
    document = read_well_formed(data, base=base)
    if document is None:
        mended = _STRAY.sub(_escaped, data.decode()).encode()
        document = read_well_formed(mended, base=base) or read_leniently(mended, base=base)
    if document is None:
        raise DocumentError("malformed", "not an RSS or Atom feed, though it begins like one")
    return document if _END.search(text[-_TAIL:]) else replace(document, is_cut=True)


def _escaped(stray: re.Match[str]) -> str:
    return {"&": "&amp;", "<": "&lt;"}.get(stray[0], stray[0])
