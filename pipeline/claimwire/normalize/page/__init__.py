"""Pages: HTML in, the page it shows out. `read_page` does it here, `PageReader` in a process of its own."""

from claimwire.normalize.page.limits import MAX_BYTES
from claimwire.normalize.page.page import Page
from claimwire.normalize.page.parse import read_page
from claimwire.normalize.page.reader import PageReader

__all__ = ["MAX_BYTES", "Page", "PageReader", "read_page"]
