"""Ids: computed from what a record is, so that anybody can compute them again (RFC 9562 UUIDv5)."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import NAMESPACE_URL, UUID, uuid5

from claimwire_schemas.spans import Span, text_digest

NAMESPACE = uuid5(NAMESPACE_URL, "https://claimwire.dev/ids/v1")
"""Of ids that are not an article's URL's."""


def article_id(*, url: str | None, outlet: str | None, body: str, guid: str | None = None) -> str:
    """Return an article's id: of its canonical URL, else of its source's identifier, else of its body.

    `outlet` is whose identifier or body it is; of an item in a feed, the feed.
    """
    if url is not None:
        return str(uuid5(NAMESPACE_URL, url))
    if guid is not None:
        return str(uuid5(NAMESPACE, f"identifier\n{outlet or ''}\n{guid}"))
    return str(uuid5(NAMESPACE, f"article\n{outlet or ''}\n{text_digest(body)}"))


def attribution_id(article: str, digest: str, *, cue: Iterable[Span], content: Iterable[Span]) -> str:
    """Return an attribution's id: from its article, the digest of the revision's text, and its spans."""
    return str(uuid5(UUID(article), f"attribution\n{digest}\n{_places(cue)};{_places(content)}"))


def claim_id(attribution: str, *, number: int = 0) -> str:
    """Return the id of an attribution's claim; `number` counts its statements from 0."""
    return str(uuid5(UUID(attribution), f"claim\n{number}" if number else "claim"))


def outlet_claim_id(article: str, digest: str, *, content: Iterable[Span]) -> str:
    """Return the id of a claim that the outlet itself makes: from its article, the digest, and its spans."""
    return str(uuid5(UUID(article), f"claim\n{digest}\n{_places(content)}"))


def entity_id(article: str, digest: str, *, mention: Span) -> str:
    """Return an entity's id: from its article, the digest, and the place of its first mention."""
    return str(uuid5(UUID(article), f"entity\n{digest}\n{_places((mention,))}"))


def dead_letter_id(topic: str, partition: int, offset: int, timestamp_ms: int) -> str:
    """Return a dead letter's id: from the refused message's position and time."""
    return str(uuid5(NAMESPACE, f"dead-letter\n{topic}\n{partition}\n{offset}\n{timestamp_ms}"))


def feedback_id(of: str, verdict: str, at_ms: int) -> str:
    """Return the id of what somebody said: from the claim or link, the verdict and the time."""
    return str(uuid5(UUID(of), f"feedback\n{verdict}\n{at_ms}"))


def family_id(article: str) -> str:
    """Return the id of a family: from its first article."""
    return str(uuid5(UUID(article), "family"))


def actor_id(sort: str, name: str, *, entity: str | None = None) -> str:
    """Return an actor's id: from its sort and first name; of a namesake, from its first entity's id too."""
    return str(uuid5(NAMESPACE, f"actor\n{sort}\n{name}" + (f"\n{entity}" if entity else "")))


def cluster_id(claim: str) -> str:
    """Return the id of a cluster: from its first claim."""
    return str(uuid5(UUID(claim), "cluster"))


def story_id(article: str) -> str:
    """Return the id of a story: from its first article."""
    return str(uuid5(UUID(article), "story"))


def claim_link_id(claims: Iterable[str], kind: str) -> str:
    """Return the id of a link: from its two claims, in any order, and its kind."""
    return str(uuid5(NAMESPACE, f"claim-link\n{kind}\n{','.join(sorted(claims))}"))


def _places(spans: Iterable[Span]) -> str:
    return ",".join(f"{span.start}-{span.end}" for span in spans)
