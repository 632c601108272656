"""Candidates: claims that share marks, of the last few that have each mark.

A mark is a pair of a claim's rarest terms: names, numbers and words. A look-up costs the same however many
claims the window holds, because the store keeps of each mark the claims that had it last.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from hashlib import blake2b
from itertools import combinations

from claimwire.match.links.statement import Statement

DAYS = 14
MOST = 12
"""Candidates that are scored."""
_TERMS = 6
_NUMBER = 6.0
"""How much a number tells."""


def marks(statement: Statement) -> list[int]:
    """Return the marks of a statement, as signed numbers of 64 bits: pairs of its rarest terms."""
    numbers = {f"#{one.low:g}": _NUMBER for one in statement.amounts if one.low > 1}
    terms = statement.weights | numbers
    chosen = sorted(terms, key=lambda term: (-terms[term], term))[:_TERMS]
    return [_hash(f"{one} {other}") for one, other in combinations(sorted(chosen), 2)]


def _hash(text: str) -> int:
    return int.from_bytes(blake2b(text.encode(), digest_size=8).digest(), signed=True)


def best(holders: Mapping[int, Sequence[str]], some: Iterable[int]) -> list[str]:
    """Return the claims that share most of some marks, most first, at most `MOST`."""
    shared = Counter(one for mark in some for one in holders.get(mark, ()))
    return sorted(shared, key=lambda one: (-shared[one], one))[:MOST]


def may_link(one: Statement, other: Statement) -> bool:
    """Tell whether two statements are of different articles and published within the window."""
    if one.article.article_id == other.article.article_id or one.claim_id == other.claim_id:
        return False
    return one.day is None or other.day is None or abs(one.day - other.day) <= DAYS
