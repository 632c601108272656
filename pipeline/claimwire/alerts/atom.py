"""Atom: what a saved search finds, as a feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from claimwire.alerts.saved import SavedSearch
from claimwire.stances import how, who
from claimwire.store import ClaimRow

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
_LONGEST_TITLE = 300


def atom(search: SavedSearch, rows: Sequence[ClaimRow], *, desk: str) -> bytes:
    """Return a feed of claims; `desk` is the address of the desk's pages."""
    page = f"{desk.rstrip('/')}/searches/{search.id}"
    parts = [
        f"<id>urn:uuid:{search.id}</id>",
        f"<title>{_text(search.name)}</title>",
        f"<updated>{_time(max([search.updated, *(row.seen for row in rows)]))}</updated>",
        "<author><name>Claimwire</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(page)}/feed.atom"/>',
        f'<link rel="alternate" type="text/html" href="{_text(page)}"/>',
        *("\n".join(_entry(row, desk)) for row in rows),
    ]
    return (_HEAD + "\n".join(parts) + "\n</feed>\n").encode()


def _entry(row: ClaimRow, desk: str) -> Iterable[str]:
    speaker = who(row.claim)
    yield "<entry>"
    yield f"<id>urn:uuid:{row.claim_id}</id>"
    yield f"<title>{_text(f'{speaker} {how(row.claim)}: {row.text}'[:_LONGEST_TITLE])}</title>"
    yield f"<updated>{_time(row.seen)}</updated>"
    if row.published:
        yield f"<published>{_time(row.published)}</published>"
    yield f"<author><name>{_text(speaker)}</name></author>"
    yield f'<link rel="alternate" type="text/html" href="{_text(desk.rstrip("/"))}/claims/{row.claim_id}"/>'
    url = row.claim.article.url
    if url and url.startswith(("http://", "https://")):
        yield f'<link rel="related" href="{_text(url)}"/>'
    where = ", ".join(part for part in (row.headline, row.outlet) if part)
    yield f'<content type="text">{_text(row.text)}{_text(f" ({where})") if where else ""}</content>'
    yield "</entry>"


def _time(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _text(text: str) -> str:
    """Return text for XML, without the characters that it may not have."""
    return escape("".join(char if char.isprintable() or char == "\n" else " " for char in text))
