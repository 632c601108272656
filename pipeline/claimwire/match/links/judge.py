"""The judge: how likely two statements are to be linked, and how, by weights fitted to annotated pairs.

Gates tell which sorts of link a pair may be of, and a regression for each sort how likely that is.
`training/links.py` fits them to the pairs that pass its gate.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from hashlib import sha256
from math import exp
from typing import Literal

from typing_extensions import TypedDict

from claimwire.data import read_json, read_text
from claimwire.match.links.features import features
from claimwire.match.links.gates import may_contradict, may_update
from claimwire.match.links.pair import Pair, pair_of
from claimwire.match.links.reasons import reason
from claimwire.match.links.statement import Statement
from claimwire_schemas import ClaimLink, LinkedClaim, LinkKind, LinkReason, LinkTier
from claimwire_schemas.ids import claim_link_id

Sort = Literal["agrees", "contradicts", "updates"]
_PACKAGE, _WEIGHTS = "claimwire.match.links", "weights.json"
_REASONS = 4
_NEEDED: Mapping[Sort, frozenset[str]] = {
    "contradicts": frozenset(("negation", "opposites", "against", "denial", "numbers_differ")),
    "updates": frozenset(("numbers_differ", "came_to_pass", "days_differ", "opposites", "negation")),
}
"""Features of which each sort needs one."""
_TURNED = frozenset(("negation", "denial", "numbers_differ"))
_OTHER = (
    *("short", "names_differ", "swapped_rare", "substituted", "days_differ", "came_to_pass"),
    *("negation_added", "certainty_differs"),
)
"""What keeps a link a suggestion."""
_COPY, _COPY_WEIGHT = 0.99, 4.6
"""Score of the same words from one source, and its log odds."""


class Bound(TypedDict):
    """The least scores of the tiers."""

    confirmed: float
    suggested: float


class Model(TypedDict):
    """Fitted weights and bounds."""

    sorts: dict[Sort, dict[str, float]]
    """Weights of each sort of link, over the pairs that may be of it."""

    bounds: dict[Sort, Bound]


@dataclass(frozen=True)
class Judged:
    """What the judge makes of a pair: the likeliest sort of link and its probability."""

    pair: Pair
    seen: Mapping[str, float]
    sort: Sort
    score: float


@cache
def model() -> Model:
    """Return the fitted weights; raises `DataError` if they are not there."""
    return read_json(_PACKAGE, _WEIGHTS, Model)


@cache
def model_name() -> str:
    """Return the name of the weights, as links state it."""
    return f"links-5+{sha256(read_text(_PACKAGE, _WEIGHTS).encode()).hexdigest()[:8]}"


def judge(one: Statement, other: Statement) -> Judged:
    """Return what two statements are to each other, if they are anything."""
    return judged_by(pair_of(one, other), model()["sorts"])


def judged_by(pair: Pair, sorts: Mapping[Sort, Mapping[str, float]]) -> Judged:
    """Return what a pair is by some weights; the same words from one source need none."""
    if pair.is_copy:
        return Judged(pair, {"copied": 1.0}, "agrees", _COPY)
    seen = features(pair)
    found = {sort: probability(seen, sorts[sort]) for sort in possible(seen)}
    sort = max(found, key=lambda it: (found[it], it))
    return Judged(pair, seen, sort, found[sort])


def possible(seen: Mapping[str, float]) -> list[Sort]:
    """Return the sorts that a pair may be of: a contradiction needs a turn, an update a change.

    Claims of which one is denied, negated in what both say or gives another number do not agree.
    """
    names = {name for name, value in seen.items() if value}
    turned = not names.isdisjoint(_TURNED) and "opposite_negated" not in names
    sorts: list[Sort] = [] if turned else ["agrees"]
    return sorts + [sort for sort, needed in _NEEDED.items() if not names.isdisjoint(needed)]


def probability(seen: Mapping[str, float], weights: Mapping[str, float]) -> float:
    """Return the probability of a sort of link by its weights."""
    odds = sum(weights[name] * value for name, value in seen.items() if name in weights)
    return 1 / (1 + exp(-max(-60.0, min(60.0, odds))))


def score(one: Statement, other: Statement) -> ClaimLink | None:
    """Return the link between two statements; None if they are not sure enough to be related."""
    if not (pair := pair_of(one, other)).is_near:
        return None
    judged = judged_by(pair, model()["sorts"])
    tier = tier_of(judged)
    if tier is None:
        return None
    first, second = judged.pair.first, judged.pair.second
    kind = _kind(judged)
    return ClaimLink(
        link_id=claim_link_id((first.claim_id, second.claim_id), kind),
        kind=kind,
        earlier=LinkedClaim(claim_id=first.claim_id, article=first.article),
        later=LinkedClaim(claim_id=second.claim_id, article=second.article),
        score=round(judged.score, 4),
        tier=tier,
        reasons=tuple(_reasons(judged)),
        model=model_name(),
    )


def tier_of(judged: Judged) -> LinkTier | None:
    """Return how sure a link is; None if it is none."""
    bound = model()["bounds"][judged.sort]
    if judged.score < bound["suggested"] or not may_be(judged):
        return None
    return "confirmed" if judged.score >= bound["confirmed"] and may_be_confirmed(judged) else "suggested"


def may_be(judged: Judged) -> bool:
    """Tell whether a pair passes the gates: it shares a topic, and what turns or updates it is of that."""
    pair, seen = judged.pair, judged.seen
    if pair.is_copy:
        return True
    shared = len(pair.shared) + len(pair.opposites)
    if not pair.is_near or not (shared >= 2 or (shared and not any(pair.apart))):
        return False
    if judged.sort == "agrees":
        return True
    return may_contradict(pair, seen) if judged.sort == "contradicts" else may_update(pair, seen)


def may_be_confirmed(judged: Judged) -> bool:
    """Tell whether a pair may be more than suggested.

    It is long enough, of one name or from one source, and has no other name, object or rare word in place of
    one, no other day, no negation or doubt that only one has, and nothing that was to come and has come.
    The same words of one source may be short.
    """
    if judged.pair.is_copy:
        return True
    seen = judged.seen.keys()
    tied = not seen.isdisjoint(("names_shared", "same_speaker"))
    return tied and seen.isdisjoint(_OTHER)


def _kind(judged: Judged) -> LinkKind:
    return "repeats" if judged.sort == "agrees" and judged.pair.same_speaker else judged.sort


def _reasons(judged: Judged) -> list[LinkReason]:
    """Return what spoke most for the link, in words, and always what turned or changed the claim."""
    weights = {"copied": _COPY_WEIGHT} if judged.pair.is_copy else model()["sorts"][judged.sort]
    told = [
        LinkReason(code=name, text=text[:300], weight=round(value * weights.get(name, 0.0), 3))
        for name, value in judged.seen.items()
        if (text := reason(name, judged.pair))
    ]
    told.sort(key=lambda it: (it.code not in _NEEDED.get(judged.sort, ()), -it.weight, it.code))
    return sorted(told[:_REASONS], key=lambda it: (-it.weight, it.code))
