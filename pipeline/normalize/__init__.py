"""Normalizing: text or HTML in, an article out. Pure, but for `PageReader`, which runs a process."""

from pipeline.normalize.alignment import Alignment, align
from pipeline.normalize.article import MAX_PARAGRAPHS, normalize, raw_article_id
from pipeline.normalize.canonical_url import canonical_url
from pipeline.normalize.charset import decode_bytes
from pipeline.normalize.limits import MAX_BYTES
from pipeline.normalize.page import Page
from pipeline.normalize.page_reader import PageReader
from pipeline.normalize.reading import read_page

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
