"""Labels of claims: what a speaker does, what sort of proposition it is, how sure, how check-worthy, how right.

Small fitted models decide, over features of the cue, the content and the tree and over the network's states.
"""

from claimwire.claims.labels.confidence import confidence_of
from claimwire.claims.labels.labels import CHECKABLE, Labels, labels_of
from claimwire.claims.labels.linear import probability
from claimwire.claims.labels.own import own_sentences
from claimwire.claims.labels.said import own_in, said_in

__all__ = ["CHECKABLE", "Labels", "confidence_of", "labels_of", "own_in", "own_sentences", "probability", "said_in"]
