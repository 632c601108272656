"""What comes back from the web: an answer of whatever status, or a failure with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from claimwire.errors import InputError

FetchReason = Literal[
    "not_a_url",
    "not_http",
    "blocked_address",
    "unknown_host",
    "no_connection",
    "bad_certificate",
    "timeout",
    "too_large",
    "damaged",
    "hung_up",
    "too_many_redirects",
    "robots",
    "held",
]


class FetchError(InputError):
    """A request that brought no answer: `reason` is a code for programs, the message is for people."""

    def __init__(self, reason: FetchReason, detail: str) -> None:
        super().__init__(detail)
        self.reason: FetchReason = reason


@dataclass(frozen=True)
class Answer:
    """What a server answered, whatever its status; `data` is empty unless the status is 200.

    `url` is the one asked for and `base` the one that answered, both without a password. `moved_to` is where
    an unbroken chain of permanent redirects (301, 308) from `url` leads, where the answer at the end of all
    redirects is 200 or 304 and none led from https to http; None where there is none.
    `retry_after_s` is what Retry-After asks for, in seconds from now.
    """

    url: str
    base: str
    status: int
    data: bytes = b""
    content_type: str = ""
    charset: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    moved_to: str | None = None
    retry_after_s: float | None = None
