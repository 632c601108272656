"""Markdown: CommonMark with tables becomes HTML; what stands between `---` above it is read as fields."""

from __future__ import annotations

import re

from markdown_it import MarkdownIt

from claimwire.normalize import decode_bytes
from claimwire.sources.files.rows import item_of_row
from claimwire.sources.items import Item

_FRONT = re.compile(
    r"\ufeff?(?:---|\+\+\+)[ \t]*\r?\n(.{0,20000}?)^(?:---|\+\+\+|\.\.\.)[ \t]*$", re.DOTALL | re.MULTILINE
)
_FIELD = re.compile(r"^([A-Za-z_][\w -]{0,40}?)\s*[:=]\s*(\S.*?)\s*$", re.MULTILINE)
_TITLE = re.compile(r"\s*(?:# +(?P<marked>[^\n]+?)#*[ \t]*|(?P<lined>\S[^\n]*)\n=+[ \t]*)(?:\n|\Z)")
_PARSER = MarkdownIt("commonmark", {"html": True}).enable("table")


def read_markdown(data: bytes) -> Item:
    """Return a Markdown text; its headline is the field `title`, or a heading that it opens with.

    Raises `Refused` for what is no text.
    """
    text = decode_bytes(data, declared=None)
    front = _FRONT.match(text)
    fields = {name: value.strip("\"'[]") for name, value in _FIELD.findall(front[1])} if front else {}
    rest = text[front.end() :] if front else text.lstrip("\ufeff")
    title = _TITLE.match(rest)
    if title:
        fields.setdefault("title", title["marked"] or title["lined"])
        rest = rest[title.end() :]
    return item_of_row({**fields, "body": _PARSER.render(rest)})
