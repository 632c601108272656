"""What became of an article's claims from one revision to the next."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from claimwire.asides import without_context
from claimwire.store.rows import Change, ClaimRow
from claimwire.words import words_of

_ALIKE = 0.5
"""Of two claims' words, the share that both must have for one to be the other changed."""
_MOST_COMPARED = 200
"""Claims of a side that are compared with each of the other side."""


@dataclass(frozen=True)
class Difference:
    """A later revision's claims, each told what it is beside the earlier ones, and those dropped."""

    rows: tuple[ClaimRow, ...]
    dropped: tuple[ClaimRow, ...]


def difference(before: Sequence[ClaimRow], after: Sequence[ClaimRow]) -> Difference:
    """Compare two revisions' claims.

    A claim is the same where speaker and words are, and changed where most of its words are and the speaker,
    or where the words are and the speaker is another.
    """
    told: dict[int, tuple[Change, str]] = {}
    left = _pair_equal(before, after, told)
    rest = [row for row in after if row.ordinal not in told]
    for old, new in _alike(left[:_MOST_COMPARED], rest[:_MOST_COMPARED]):
        told[new.ordinal] = ("changed", old.claim_id)
        left.remove(old)
    rows = tuple(_told(row, told.get(row.ordinal)) for row in after)
    return Difference(rows, tuple(left))


def _pair_equal(
    before: Iterable[ClaimRow], after: Iterable[ClaimRow], told: dict[int, tuple[Change, str]]
) -> list[ClaimRow]:
    """Note which claims are the same; return the earlier ones that no later one repeats."""
    waiting: defaultdict[tuple[str | None, str | None, str], list[ClaimRow]] = defaultdict(list)
    for row in before:
        waiting[_said(row)].append(row)
    for row in after:
        if same := waiting[_said(row)]:
            told[row.ordinal] = ("same", same.pop(0).claim_id)
    return sorted((row for rows in waiting.values() for row in rows), key=lambda row: row.ordinal)


def _said(row: ClaimRow) -> tuple[str | None, str | None, str]:
    return row.claimant_key, row.stance, " ".join(_words(row))


def _words(row: ClaimRow) -> list[str]:
    """Return the words of a claim without what its article told of a noun: another revision may not."""
    return words_of(without_context(row.claim))


def _alike(before: Sequence[ClaimRow], after: Sequence[ClaimRow]) -> list[tuple[ClaimRow, ClaimRow]]:
    """Pair claims that are alike, the most alike first."""
    words = {id(row): frozenset(_words(row)) for row in (*before, *after)}
    scored = [
        (score, old, new)
        for old in before
        for new in after
        if (score := _likeness(old, new, words[id(old)], words[id(new)])) >= _ALIKE
    ]
    scored.sort(key=lambda pair: (-pair[0], pair[1].ordinal, pair[2].ordinal))
    pairs: list[tuple[ClaimRow, ClaimRow]] = []
    taken: set[int] = set()
    for _, old, new in scored:
        if not taken & {id(old), id(new)}:
            pairs.append((old, new))
            taken |= {id(old), id(new)}
    return pairs


def _likeness(old: ClaimRow, new: ClaimRow, of_old: frozenset[str], of_new: frozenset[str]) -> float:
    if old.claimant_key != new.claimant_key and of_old != of_new:
        return 0
    return len(of_old & of_new) / max(len(of_old | of_new), 1)


def _told(row: ClaimRow, what: tuple[Change, str] | None) -> ClaimRow:
    change, replaces = what or ("added", None)
    return replace(row, change=change, replaces=replaces)
