"""What is wrong with a document as a whole."""

from __future__ import annotations

from typing import Literal

from claimwire.errors import InputError

DocumentReason = Literal["empty", "too_large", "unknown_kind", "malformed", "timeout", "crashed"]


class DocumentError(InputError):
    """A document that cannot be read: `reason` is a code for programs, the message is for people."""

    def __init__(self, reason: DocumentReason, detail: str) -> None:
        super().__init__(detail)
        self.reason: DocumentReason = reason
