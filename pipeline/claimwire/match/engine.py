"""The engine: articles of the store, matched with those before. Read this first.

store ──articles──> copies ──> actors ──> links ──> clusters, stories ──outgoing──> topics
                                                             └──alerts

A step is one transaction: what some articles lead to, how far the store was read, the records that wait
for their topics, and alerts. So a kill loses nothing and repeats nothing but messages. Whatever matchers
share a store take turns, and each goes on where the last one was.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from claimwire.match.actors.book import ActorBook
from claimwire.match.clusters import Clusters
from claimwire.match.copies.families import place
from claimwire.match.links.blocks import DAYS
from claimwire.match.links.book import LinkBook, Seen, publish_links
from claimwire.match.stories import place_in_story
from claimwire.store import MatchAlert, Matching, Revision, Store
from claimwire.store.words import milliseconds
from claimwire_schemas import EnrichedArticle
from claimwire_schemas.topics import ENRICHED

_AT_ONCE = 8
"""Articles in a transaction: a desk that writes to the same store waits for it."""
_PARTS = 64
_PAST_S = 2 * (ENRICHED.retention_s or 0)
"""How long it is known how an article was read: longer than the topic has it, so repeats count nothing."""


@dataclass(frozen=True)
class Step:
    """What a step read and found."""

    articles: int
    claims: int
    links: int
    alerts: int
    """Claims that saved searches told of."""


def step(store: Store, *, most: int = _AT_ONCE, alert: MatchAlert | None = None) -> Step | None:
    """Match the next articles of a store and tell of it; None if there are none. Raises `StoreError`."""
    if not store.unmatched():
        return None
    with store.matching() as matching:
        revisions = matching.articles(most=most)
        clusters = Clusters(matching)
        links = sum(_match(one, matching, clusters) for one in revisions if not one.article.superseded)
        clusters.settle()
        alerts = alert(matching, clusters.events) if alert else 0
        matching.advance(revisions[-1].article.position if revisions else matching.last_stored())
    return Step(len(revisions), sum(len(one.claims) for one in revisions), links, alerts)


def _match(revision: Revision, matching: Matching, clusters: Clusters) -> int:
    """Match an article; return the number of its links."""
    enriched = EnrichedArticle.decode(revision.article.record.encode())
    article = enriched.article
    place(article, matching.window)
    past = ActorBook(matching.actors).read(article, enriched.entities).past
    seen = Seen(
        article_id=article.article_id,
        claims=[row.claim for row in revision.claims],
        seen_ms=revision.article.seen_ms,
        actors={one.entity_id: one.actor_id for one in past.joined},
    )
    links = LinkBook(matching, clusters).read(seen)
    place_in_story(article, links, matching.window.relatives(article.article_id), matching)
    return len(links)


def begin_again(store: Store) -> None:
    """Forget what was matched, so that all is matched again.

    Readers' verdicts on links stay, and so do actors, with what people did to them. What is not found again
    is withdrawn, or ends, on the topics. Raises `StoreError`.
    """
    with store.matching() as matching:
        links = matching.links.unjudged()
        matching.links.set_state([one.link_id for one in links], "gone")
        publish_links(matching, links, state="gone")
        matching.clear()


def forget(store: Store, *, part: int, keep_days: int, now: datetime | None = None) -> None:
    """Forget what is too old to be compared or shown, and one of 64 parts of its marks."""
    now = now or datetime.now(UTC)
    compared = milliseconds(now - timedelta(days=DAYS))
    with store.matching() as matching:
        matching.window.forget(compared)
        matching.window.forget_marks(part=part % _PARTS, parts=_PARTS)
        matching.actors.forget_pasts(milliseconds(now - timedelta(seconds=_PAST_S)))
        shown = milliseconds(now - timedelta(days=keep_days))
        matching.links.forget(compared_ms=compared, shown_ms=shown)
        matching.groups.forget(shown)
