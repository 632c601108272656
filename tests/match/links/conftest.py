"""Statements as tests write them: who says what, on which day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from claimwire.enrich import enrich
from claimwire.extract import Extractor
from claimwire.match.links import Statement, statement_of
from claimwire.normalize import normalize
from claimwire_schemas import RawArticle

Say = Callable[[str, int], Statement]


@pytest.fixture(scope="session")
def say() -> Say:
    """Return what makes a statement of a sentence published on a day of March."""
    extractor = Extractor.load()

    def make(text: str, day: int) -> Statement:
        at = datetime(2026, 3, day, 12, tzinfo=UTC)
        raw = RawArticle(
            body=text, outlet="Echo", guid=f"{day} {text}", published_at=at.isoformat(), language="en"
        )
        article = normalize(raw, page=None, received_at=at, max_bytes=10**6)
        return statement_of(enrich(article, extractor=extractor).claims[0])

    return make
