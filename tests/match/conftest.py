"""Stores and extracted articles, for matching."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

from claimwire.enrich import enrich
from claimwire.extract import Extractor
from claimwire.normalize import normalize
from claimwire_schemas import EnrichedArticle, RawArticle
from tests.store.conftest import postgresql_server, store, store_url

__all__ = ["postgresql_server", "store", "store_url"]

Write = Callable[..., EnrichedArticle]
TODAY = datetime.now(UTC).replace(hour=9, minute=0, second=0, microsecond=0) - timedelta(days=3)


@pytest.fixture(scope="session")
def write() -> Write:
    """Return what makes an enriched article of an outlet and paragraphs, some hours after the first."""
    extractor = Extractor.load()

    def make(outlet: str, *paragraphs: str, hours: float = 0, guid: str = "") -> EnrichedArticle:
        at = TODAY + timedelta(hours=hours)
        raw = RawArticle(
            body="\n\n".join(paragraphs),
            outlet=outlet,
            headline=f"What {outlet} has",
            guid=guid or f"{outlet} {hours}",
            published_at=at.isoformat(),
            language="en",
        )
        article = normalize(raw, page=None, received_at=at, max_bytes=10**6)
        return enrich(article, extractor=extractor)

    return make
