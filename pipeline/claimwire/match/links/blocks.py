"""Candidates: claims that share marks, of the last few that have each mark.

A mark is a pair of a claim's rarest terms: names, numbers and words. A look-up costs the same however many
claims the window holds, because of each mark only the last `SLOTS` claims are kept.
"""

from __future__ import annotations

from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from hashlib import blake2b
from itertools import combinations

from claimwire.match.links.statement import Statement

SLOTS = 16
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


class Index:
    """The statements of the window, in memory."""

    def __init__(self) -> None:
        self._slots: defaultdict[int, deque[str]] = defaultdict(lambda: deque(maxlen=SLOTS))
        self._statements: dict[str, Statement] = {}

    def add(self, statement: Statement) -> None:
        """Take a statement in."""
        self._statements[statement.claim_id] = statement
        for mark in marks(statement):
            self._slots[mark].append(statement.claim_id)

    def forget(self, before: int) -> None:
        """Forget statements published before a day, given as an ordinal; the marks go as others come."""
        old = [one for one, it in self._statements.items() if it.day is not None and it.day < before]
        for one in old:
            del self._statements[one]

    def candidates(self, statement: Statement) -> list[Statement]:
        """Return the statements of other articles within the window that share most marks, at most `MOST`."""
        found = Counter(one for mark in marks(statement) for one in self._slots.get(mark, ()))
        known = (self._statements[one] for one, _ in best(found) if one in self._statements)
        return [one for one in known if may_link(one, statement)][:MOST]


def best(found: Mapping[str, int]) -> list[tuple[str, int]]:
    """Return claims with the number of shared marks, most first, of a few times `MOST`."""
    return sorted(found.items(), key=lambda one: (-one[1], one[0]))[: 4 * MOST]


def may_link(one: Statement, other: Statement) -> bool:
    """Tell whether two statements are of different articles and published within the window."""
    if one.article.article_id == other.article.article_id or one.claim_id == other.claim_id:
        return False
    return one.day is None or other.day is None or abs(one.day - other.day) <= DAYS


def candidates(index: Index, statement: Statement) -> Iterable[Statement]:
    """Return what a statement may be linked to in an index."""
    return index.candidates(statement)
