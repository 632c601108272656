"""`claimwire extract`: one article's attributions and claims, in a terminal, as a page or as JSON."""

from claimwire.cli.extract.command import extract

__all__ = ["extract"]
