"""The size that a body may have."""

from __future__ import annotations

from claimwire.errors import Refused

MAX_BYTES = 5_000_000
"""UTF-8 bytes of a body, and of the text that comes of it."""


def check_size(text: str, *, max_bytes: int) -> None:
    """Raise `Refused` (`body_too_large`) where `text` has more than `max_bytes` in UTF-8."""
    size = len(text)
    if size <= max_bytes < size * 4:
        size = len(text.encode("utf-8", "surrogatepass"))
    if size > max_bytes:
        raise Refused(
            "body_too_large", f"the body has at least {size:,} bytes in UTF-8; the limit is {max_bytes:,}"
        )
