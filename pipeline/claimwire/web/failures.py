"""Failures: what an error of the HTTP client means, for programs and for people."""

from __future__ import annotations

from dataclasses import dataclass

import aiohttp

from claimwire.web.addresses import NOT_PUBLIC
from claimwire.web.answers import FetchError, FetchReason


@dataclass(frozen=True)
class FetchLimits:
    """What a request may use of time, and all of them of connections.

    `total_s` is for all of a request's redirects together; waiting for a turn is not counted.
    """

    total_s: float = 30.0
    connect_s: float = 10.0
    read_s: float = 15.0
    connections: int = 64


def failure(error: Exception, limits: FetchLimits) -> FetchError:
    """Return what kept a request from its answer."""
    if isinstance(error, FetchError):
        return error
    if isinstance(error, aiohttp.ClientConnectorError) and NOT_PUBLIC in str(error.os_error):
        return FetchError("blocked_address", f"no connection to {error.host}: {error.os_error}")
    for kind, reason, text in _MEANINGS:
        if isinstance(error, kind):
            return FetchError(reason, _line(text.format(error=error, limits=limits)))
    return FetchError("damaged", _line(f"{type(error).__name__}: {error}"))


def _line(text: str) -> str:
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())[:500]


_MEANINGS: tuple[tuple[type[Exception], FetchReason, str], ...] = (
    (aiohttp.ConnectionTimeoutError, "timeout", "no connection in {limits.connect_s:g} s"),
    (aiohttp.SocketTimeoutError, "timeout", "nothing came for {limits.read_s:g} s"),
    (TimeoutError, "timeout", "no answer, or not all of it, in {limits.total_s:g} s"),
    (aiohttp.ClientConnectorDNSError, "unknown_host", "the name {error.host} is not known"),
    (
        aiohttp.ClientConnectorCertificateError,
        "bad_certificate",
        "the certificate of {error.host} is not valid: {error}",
    ),
    (aiohttp.ClientConnectorError, "no_connection", "no connection to {error.host}: {error.os_error}"),
    (aiohttp.InvalidURL, "not_a_url", "not a URL: {error}"),
    (aiohttp.NonHttpUrlClientError, "not_http", "not an http or https URL: {error}"),
    (aiohttp.ClientPayloadError, "damaged", "its content is damaged or incomplete"),
    (aiohttp.ClientResponseError, "damaged", "its answer is not HTTP, or too much of it: {error.message}"),
    (aiohttp.ServerDisconnectedError, "hung_up", "the server hung up"),
    (OSError, "hung_up", "the connection broke: {error}"),
    (UnicodeError, "not_a_url", "the name of its host is not one"),
)
"""The first that fits."""
