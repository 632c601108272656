"""The command `claimwire`."""

from __future__ import annotations

from claimwire.cli.main import main

__all__ = ["main"]
