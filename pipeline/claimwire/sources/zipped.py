"""What is packed as a zip file, and how reading it fails."""

from __future__ import annotations

import zlib
from zipfile import BadZipFile

BROKEN = (BadZipFile, zlib.error, EOFError, RuntimeError, ValueError)
"""What `zipfile` raises for what is damaged, locked, or packed in a way that it does not know."""
