"""Attributions and who is meant in, claims out: what exactly is claimed."""

from claimwire.claims.assemble import claims_of

__all__ = ["claims_of"]
