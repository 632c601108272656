"""Labels of claims: whether there is a claim, stance, type, certainty, worth, confidence, standing alone.

Small fitted models decide, over features of the cue, the content and the tree and over the network's states.
"""

from claimwire.claims.labels.alone import stands_alone
from claimwire.claims.labels.confidence import confidence_of
from claimwire.claims.labels.features import Seen, seen_of
from claimwire.claims.labels.labels import Labels, checkable_labels_of, is_against, labels_of
from claimwire.claims.labels.own import own_sentences
from claimwire.claims.labels.said import part_of, said_in
from claimwire.claims.labels.told import claimed_in
from claimwire.claims.linear import probability

__all__ = [
    "Labels",
    "Seen",
    "checkable_labels_of",
    "claimed_in",
    "confidence_of",
    "is_against",
    "labels_of",
    "own_sentences",
    "part_of",
    "probability",
    "said_in",
    "seen_of",
    "stands_alone",
]
