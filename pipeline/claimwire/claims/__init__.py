"""Attributions and names in, entities and claims out: who is really speaking, and what exactly is claimed."""

from claimwire.claims.assemble import claims_of
from claimwire.claims.entities import entities_of

__all__ = ["claims_of", "entities_of"]
