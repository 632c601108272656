"""Atom: what a saved search finds, as a feed (RFC 4287)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from html import escape

from claimwire.alerts.hits import Hit
from claimwire.alerts.messages import label
from claimwire.alerts.saved import SavedSearch
from claimwire.stances import how, who
from claimwire.store import ClaimRow

_HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
_LONGEST_TITLE = 300


def atom(search: SavedSearch, hits: Sequence[Hit], *, desk: str) -> bytes:
    """Return a feed of what a search tells of; `desk` is the address of the desk's pages."""
    page = f"{desk.rstrip('/')}/searches/{search.id}"
    parts = [
        f"<id>urn:uuid:{search.id}</id>",
        f"<title>{_text(search.name)}</title>",
        f"<updated>{_time(max([search.updated, *(hit.at for hit in hits)]))}</updated>",
        "<author><name>Claimwire</name></author>",
        f'<link rel="self" type="application/atom+xml" href="{_text(page)}/feed.atom"/>',
        f'<link rel="alternate" type="text/html" href="{_text(page)}"/>',
        *("\n".join(_entry(hit, desk)) for hit in hits),
    ]
    return (_HEAD + "\n".join(parts) + "\n</feed>\n").encode()


def _entry(hit: Hit, desk: str) -> Iterable[str]:
    row = hit.row
    yield "<entry>"
    yield f"<id>urn:uuid:{hit.id}</id>"
    yield f"<title>{_text(_said(row)[:_LONGEST_TITLE])}</title>"
    yield f"<updated>{_time(hit.at)}</updated>"
    if row.published:
        yield f"<published>{_time(row.published)}</published>"
    yield f"<author><name>{_text(who(row.claim))}</name></author>"
    yield f'<link rel="alternate" type="text/html" href="{_text(desk.rstrip("/"))}/claims/{row.claim_id}"/>'
    url = row.claim.article.url
    if url and url.startswith(("http://", "https://")):
        yield f'<link rel="related" href="{_text(url)}"/>'
    yield f'<content type="text">{_text(row.text + _where(row) + _why(hit))}</content>'
    yield "</entry>"


def _why(hit: Hit) -> str:
    if hit.match is None:
        return ""
    by, suggested = hit.match.by, not hit.match.event.is_sure
    return f"\n{label(hit.search.when, suggested=suggested)} {_said(by)}{_where(by)}"


def _said(row: ClaimRow) -> str:
    return f"{who(row.claim)} {how(row.claim)}: {row.text}"


def _where(row: ClaimRow) -> str:
    where = ", ".join(part for part in (row.headline, row.outlet) if part)
    return f" ({where})" if where else ""


def _time(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


def _text(text: str) -> str:
    """Return text for XML, without the characters that it may not have."""
    return escape("".join(char if char.isprintable() or char == "\n" else " " for char in text))
