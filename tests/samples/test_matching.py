"""The samples show what matching finds: a copy, an agreement and a denial, on the front page."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from claimwire.desk.front import front
from claimwire.enrich import enrich
from claimwire.extract import Extractor
from claimwire.match.engine import step
from claimwire.store import Store
from claimwire_schemas import Article
from tests.samples.test_normalizing import RAW, normalized
from tests.store.conftest import postgresql_server, store, store_url

__all__ = ["postgresql_server", "store", "store_url"]


def seen(number: int, article: Article) -> Article:
    """Return an article as it would be fed now."""
    given = {"received_at": datetime.now(UTC) + timedelta(seconds=number)}
    return article.model_copy(update=given | ({} if article.outlet else {"outlet": "Sample Gazette"}))


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("order", [1, -1], ids=["as fed", "backwards"])
def test_the_front_page_shows_each_kind(store: Store, order: int) -> None:
    extractor = Extractor.load()
    articles = [normalized(raw) for name, raw in RAW.items() if name.startswith(("storm", "wire"))]
    for number, article in enumerate(articles[::order]):
        store.write([enrich(seen(number, article), extractor=extractor)])
    while step(store):
        pass
    found = front(store, since_ms=0)
    [denied] = found.contested
    assert {denied.earlier.stance, denied.later.stance} == {"warns", "denies"}
    [said_twice] = found.repeated
    assert (said_twice.families, said_twice.articles) == (2, 3)
    [story] = found.stories
    assert (story.articles, story.families, story.outlets) == (3, 2, 3)
