"""A claim's text: `text_of` words what was said so that it can be read without the article."""

from claimwire.claims.text.compose import text_of
from claimwire.claims.text.context import Context
from claimwire.claims.text.parts import parts_of
from claimwire.claims.text.said import Said, Wording

__all__ = ["Context", "Said", "Wording", "parts_of", "text_of"]
