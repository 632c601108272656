"""Comparing two sets of records: what another extractor finds in the same articles.

Ids depend on the article, its text and the spans, so what both find has the same id in both sets. Only texts
that both sets have are compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from contextlib import aclosing
from dataclasses import dataclass, field
from hashlib import blake2b
from uuid import UUID

from claimwire.settings import Settings
from claimwire.subscribe.snapshot import snapshot
from claimwire.subscribe.subscription import decoded
from claimwire_schemas import Attribution, Claim, DecodeError, EnrichedArticle
from claimwire_schemas.topics import ENRICHED

_NOT_COMPARED = {"extractor", "confidence"}
"""Of a record: they are other ones whenever the extractor is."""
_ID_BYTES = 16
_DIGEST_BYTES = 8
_EACH = _ID_BYTES + _DIGEST_BYTES


@dataclass
class Difference:
    """How two sets differ: articles, attributions and claims that are the same, changed, gone and new."""

    articles: Counter[str] = field(default_factory=Counter)
    attributions: Counter[str] = field(default_factory=Counter)
    claims: Counter[str] = field(default_factory=Counter)
    extractors: tuple[list[str], list[str]] = ([], [])


@dataclass(frozen=True)
class _Article:
    """The ids of an article's records, each with a digest of what the record says: 24 bytes a record."""

    attributions: bytes
    claims: bytes


@dataclass
class _Set:
    """One set: its articles by id and digest of the text."""

    articles: dict[bytes, _Article] = field(default_factory=dict)
    extractors: set[str] = field(default_factory=set)


async def compare(settings: Settings, old: str, new: str, report: Callable[[str], None]) -> Difference:
    """Return how the set of records with the suffix `new` differs from that with `old`.

    Raises `BrokerError` when no broker answers or a topic is missing.
    """
    return difference(await _read(settings, old, report), await _read(settings, new, report))


def difference(old: _Set, new: _Set) -> Difference:
    """Return how two sets differ."""
    found = Difference(extractors=(sorted(old.extractors), sorted(new.extractors)))
    both = old.articles.keys() & new.articles.keys()
    found.articles["gone"] = len(old.articles) - len(both)
    found.articles["new"] = len(new.articles) - len(both)
    for name in both:
        before, after = old.articles[name], new.articles[name]
        found.articles["same" if before == after else "changed"] += 1
        found.attributions += _changes(_parted(before.attributions), _parted(after.attributions))
        found.claims += _changes(_parted(before.claims), _parted(after.claims))
    return found


def _changes(before: dict[bytes, bytes], after: dict[bytes, bytes]) -> Counter[str]:
    both = before.keys() & after.keys()
    same = sum(before[name] == after[name] for name in both)
    return Counter(
        {
            "same": same,
            "changed": len(both) - same,
            "gone": len(before) - len(both),
            "new": len(after) - len(both),
        }
    )


async def _read(settings: Settings, suffix: str, report: Callable[[str], None]) -> _Set:
    found = _Set()
    async with aclosing(snapshot(ENRICHED.suffixed(suffix), settings)) as messages:
        async for message in messages:
            try:
                add(found, decoded(EnrichedArticle, message))
            except DecodeError as error:
                report(str(error))
    return found


def add(found: _Set, enriched: EnrichedArticle) -> None:
    """Take an enriched article into a set; one that comes again replaces the first."""
    article = enriched.article
    digest = bytes.fromhex(article.text_digest.removeprefix("sha256:"))[:_DIGEST_BYTES]
    found.extractors.add(enriched.extractor)
    found.articles[UUID(article.article_id).bytes + digest] = _Article(
        _joined((record.attribution_id, record) for record in enriched.attributions),
        _joined((record.claim_id, record) for record in enriched.claims),
    )


def _joined(records: Iterable[tuple[str, Attribution | Claim]]) -> bytes:
    return b"".join(
        UUID(name).bytes
        + blake2b(record.model_dump_json(exclude=_NOT_COMPARED).encode(), digest_size=_DIGEST_BYTES).digest()
        for name, record in records
    )


def _parted(joined: bytes) -> dict[bytes, bytes]:
    return {
        joined[at : at + _ID_BYTES]: joined[at + _ID_BYTES : at + _EACH]
        for at in range(0, len(joined), _EACH)
    }
