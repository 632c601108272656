"""Normalize text or HTML to an article. Pure, except for `PageReader`, which runs a process."""

from claimwire.normalize.alignment import Alignment, align
from claimwire.normalize.article import MAX_PARAGRAPHS, normalize, raw_article_id
from claimwire.normalize.canonical_url import canonical_url
from claimwire.normalize.charset import decode_bytes
from claimwire.normalize.page import MAX_BYTES, Page, PageReader, read_page

__all__ = [
    "MAX_BYTES",
    "MAX_PARAGRAPHS",
    "Alignment",
    "Page",
    "PageReader",
    "align",
    "canonical_url",
    "decode_bytes",
    "normalize",
    "raw_article_id",
    "read_page",
]
