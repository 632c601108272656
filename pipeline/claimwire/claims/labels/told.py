"""Whether an attribution tells what its source says, wants or thinks, so that a claim can be made of it.

`Lee signed the bill` is what the outlet tells of Lee. In `“People feel that they are not wanted,” Lee said`,
it is Lee who claims something. A logistic regression over what labels are read off decides, fitted by
`training/told.py`. It is sure of about a fifth of such attributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimwire.claims.labels.confidence import log_odds
from claimwire.claims.labels.features import Seen, seen_of
from claimwire.claims.labels.said import said_in
from claimwire.claims.linear import linear, probability
from claimwire.english.document import Document
from claimwire_schemas import Attribution

LIKELY = 0.3
"""Attributions less likely told than this make no claim."""

_OF_NESTED = ("cue_stance=", "no_source", "quoted=", "source_person=", "source_tag=")
"""What tells most of an attribution within another."""


def claimed_in(document: Document, attributions: Iterable[Attribution]) -> Iterator[tuple[Attribution, Seen]]:
    """Give the attributions that make claims, each with what its labels are read off."""
    for one in attributions:
        seen = seen_of(said_in(document, one))
        if _likely(seen, one) >= LIKELY:
            yield one, seen


def _likely(seen: Seen, one: Attribution) -> float:
    model = linear("claimwire.claims.labels", "told")
    return probability(float(model.scores(told_features_of(seen, one), seen.states)[0]))


def told_features_of(seen: Seen, one: Attribution) -> list[str]:
    """Return what it is told from, beside the network's states."""
    found = seen.features
    nested = [f"nested+{name}" for name in found if one.nested and name.startswith(_OF_NESTED)]
    odds = f"attribution={round(2 * log_odds(one.confidence))}"
    return [*found, *nested, *(["nested"] if one.nested else []), odds]
