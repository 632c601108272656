"""Responses from the web: an answer with any status, or a failure with a reason."""

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
    """A request without an answer: `reason` is a code for programs, the message is for people."""

    def __init__(self, reason: FetchReason, detail: str) -> None:
        super().__init__(detail)
        self.reason: FetchReason = reason


@dataclass(frozen=True)
class Answer:
    """A server's answer with any status; `data` is empty unless the status is 200.

    `url` is the requested URL and `base` the one that answered, both without a password. `moved_to` is the
    target of permanent redirects (301, 308), if all from `url` on are permanent, none leads from https to
    http, and the final status is 200 or 304; else None. `retry_after_s` is Retry-After in seconds from now.
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
