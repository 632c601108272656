"""Rows: a table's row, or any flat object, becomes an item by the names of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

from claimwire.data import read_json
from claimwire.sources.fields import absolute_url, clean, line, plain_line
from claimwire.sources.items import Item

FIELDS = ("body", "headline", "url", "outlet", "byline", "published_at", "language", "guid")
"""What a column can be."""

_HTML = re.compile(
    r"</?(?:p|div|br|h[1-6]|ul|li|span|html|article|blockquote|table|a)\b[^<>]{0,1000}>", re.IGNORECASE
)


def columns_of(names: Sequence[str], given: Mapping[str, str]) -> dict[str, str]:
    """Return the field of each column that has one: what is `given`, else what its name says.

    Raises `ValueError`, for people, where no column is the body or a given one is not there.
    """
    if missing := [name for name in given if name not in names]:
        raise ValueError(f"no column {missing[0]!r} among {_listed(names)}")
    found = dict(given)
    taken = set(given.values())
    for field, known in _known().items():
        plain = {_plain(name): name for name in reversed(names) if name not in found}
        column = next((plain[name] for name in known if name in plain), None)
        if field not in taken and column is not None:
            found[column] = field
    if "body" not in found.values():
        raise ValueError(f"no text column among {_listed(names)}: give --map COLUMN=body")
    return found


def item_of_row(row: Mapping[str, Any], columns: Mapping[str, str] | None = None) -> Item:
    """Return the item that a row is; `columns` has the fields of its columns, which their names tell without.

    Raises `ValueError` as `columns_of` does.
    """
    columns = columns_of(list(row), {}) if columns is None else columns
    said = {field: _text(row.get(column)) for column, field in columns.items()}
    body = said.get("body", "")
    url = said.get("url")
    return Item(
        url=absolute_url(url, base="") if url else None,
        guid=line(said.get("guid")),
        headline=plain_line(said.get("headline")),
        body=body,
        content_type="text/html" if _HTML.search(body) else "text/plain",
        byline=line(said.get("byline")),
        outlet=plain_line(said.get("outlet")),
        published_at=line(said.get("published_at")),
        language=line(said.get("language")),
    )


def _text(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(filter(None, map(_text, value)))
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else clean(value)


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "_", clean(name).strip("\ufeff").casefold()).strip("_")


def _listed(names: Sequence[str]) -> str:
    shown = ", ".join(repr(name[:40]) for name in names[:12])
    return shown + (f" and {len(names) - 12:,} more" if len(names) > 12 else "")


@cache
def _known() -> dict[str, list[str]]:
    return read_json("claimwire.sources", "data/columns.json", dict[str, list[str]])
