"""Who is meant: mentions, their antecedents, entities, and who stands behind each attribution."""

from claimwire.resolve.antecedent import Antecedent, Resolved, resolve

__all__ = ["Antecedent", "Resolved", "resolve"]
