"""`read_file`: a file's bytes become its items. In-process; `DocumentReader` bounds its time and memory."""

from __future__ import annotations

from claimwire.errors import Refused
from claimwire.sources.documents import read_document
from claimwire.sources.files.docx import read_docx
from claimwire.sources.files.mail import read_mail
from claimwire.sources.files.markdown import read_markdown
from claimwire.sources.files.pdf import read_pdf
from claimwire.sources.files.wxr import is_wxr, read_wxr
from claimwire.sources.items import Document, DocumentError, FileKind
from claimwire.sources.markup import decode_markup

_READERS = {"docx": read_docx, "mail": read_mail, "markdown": read_markdown, "pdf": read_pdf}


def read_file(data: bytes, *, kind: FileKind, name: str) -> Document:
    """Return the items of a file; raises `DocumentError`, whose message does not name the file."""
    if kind == "feed":
        return _feed(data, name)
    try:
        return Document("file", items=(_READERS[kind](data),))
    except Refused as refused:  # bytes that are no text
        raise DocumentError("malformed", str(refused)) from None


def _feed(data: bytes, name: str) -> Document:
    """Return the items of a feed that was saved, or of a site's export."""
    if is_wxr(data[:65_536]):
        return read_wxr(decode_markup(data, charset=None))
    try:
        return read_document(data, content_type="application/xml", charset=None, base=name)
    except DocumentError as error:
        raise DocumentError(error.reason, str(error).removeprefix(f"{name}: ")) from None
