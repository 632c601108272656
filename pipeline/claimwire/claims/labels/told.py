"""Whether an attribution tells what its source says, wants or thinks, so that a claim can be made of it.

`Lee signed the bill` is what the outlet tells of Lee. In `“People feel that they are not wanted,” Lee said`,
it is Lee who claims something. A logistic regression over what labels are read off decides, fitted by
`training/told.py`. It is sure of about a fifth of such attributions.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from claimwire.claims.labels.confidence import log_odds
from claimwire.claims.labels.features import features_of, vector_of
from claimwire.claims.labels.said import Said, said_in
from claimwire.claims.linear import linear, probability
from claimwire.english.document import Document
from claimwire_schemas import Attribution

LIKELY = 0.3
"""Attributions less likely told than this make no claim."""

_OF_NESTED = ("cue_stance=", "no_source", "quoted=", "source_person=", "source_tag=")
"""What tells most of an attribution within another."""


def claimed_in(document: Document, attributions: Iterable[Attribution]) -> Iterator[tuple[Attribution, Said]]:
    """Give the attributions that make claims, each with its words in a document."""
    for one in attributions:
        said = said_in(document, one)
        if _likely(said, one) >= LIKELY:
            yield one, said


def _likely(said: Said, one: Attribution) -> float:
    model = linear("claimwire.claims.labels", "told")
    return probability(float(model.scores(told_features_of(said, one), vector_of(said))[0]))


def told_features_of(said: Said, one: Attribution) -> list[str]:
    """Return what it is told from, beside the network's states; `said` is the attribution in its document."""
    found = features_of(said)
    nested = [f"nested+{name}" for name in found if one.nested and name.startswith(_OF_NESTED)]
    odds = f"attribution={round(2 * log_odds(one.confidence))}"
    return [*found, *nested, *(["nested"] if one.nested else []), odds]
