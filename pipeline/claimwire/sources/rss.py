"""RSS and Atom: read by fastfeedparser where a feed is well-formed, by feedparser where it is not.

fastfeedparser is many times faster. What it does not tell (languages, bases, what is text and what HTML, how
dates are written) is read beside it from the same document, so it is asked only where all of that is plain.
Of nearly everything else feedparser makes something. Neither fetches, opens a file or resolves an entity.
"""

from __future__ import annotations

from claimwire.sources.items import Document, DocumentError
from claimwire.sources.markup import utf8
from claimwire.sources.rss_fast import read_well_formed
from claimwire.sources.rss_lenient import read_leniently


def read_rss(text: str, *, base: str) -> Document:
    """Return the items of an RSS or Atom feed of any version.

    Raises `DocumentError` (`malformed`) for what is not one.
    """
    data = utf8(text)
    document = read_well_formed(data, base=base) or read_leniently(data, base=base)
    if document is None:
        raise DocumentError("malformed", "not an RSS or Atom feed, though it begins like one")
    return document
