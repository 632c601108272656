"""Links between claims: candidates by marks, then a fitted score with reasons."""

from claimwire.match.links.blocks import marks, may_link
from claimwire.match.links.judge import score
from claimwire.match.links.reading import statement_of
from claimwire.match.links.statement import Statement, packed, unpacked

__all__ = [
    "Statement",
    "marks",
    "may_link",
    "packed",
    "score",
    "statement_of",
    "unpacked",
]
