"""Feeds on the web: one request that a hostile server can neither stretch, bloat nor turn inward."""

from __future__ import annotations

import socket
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address

import aiohttp
from aiohappyeyeballs import AddrInfoType
from yarl import URL

from pipeline import __version__
from pipeline.errors import InputError

TIMEOUT_S = 20.0
MAX_BYTES = 16 * 1024 * 1024
MAX_REDIRECTS = 5
CHUNK_BYTES = 64 * 1024
HEADERS = {
    "User-Agent": f"claimwire/{__version__} (feed reader)",
    "Accept": "application/rss+xml, application/atom+xml, application/xml;q=0.9, text/xml;q=0.9, */*;q=0.1",
    "Accept-Encoding": "gzip, deflate",
}
METADATA = frozenset({ip_address("168.63.129.16")})
"""Public addresses at which clouds answer their own machines."""
NAT64 = IPv6Network("64:ff9b::/96")


@dataclass(frozen=True)
class Fetched:
    """What came back: `url` is the one asked for, without a password, `base` the one that answered."""

    url: str
    base: str
    data: bytes
    content_type: str


def is_public(address: str) -> bool:
    """Tell whether an address is one of the public internet, also where one is wrapped in another."""
    found = ip_address(address.partition("%")[0])
    return all(
        inner.is_global and not inner.is_multicast and inner not in METADATA for inner in _unwrapped(found)
    )


def _unwrapped(address: IPv4Address | IPv6Address) -> tuple[IPv4Address | IPv6Address, ...]:
    if isinstance(address, IPv4Address):
        return (address,)
    if address.ipv4_mapped:
        return (address.ipv4_mapped,)
    if address.sixtofour:
        return (address, address.sixtofour)
    if address in NAT64:
        return (address, IPv4Address(int(address) & 0xFFFF_FFFF))
    return (address,)


class BlockedAddress(OSError):
    """A connection to an address that is not public."""


def public_socket(info: AddrInfoType) -> socket.socket:
    """Return a socket for a connection to a resolved address; raises `BlockedAddress` unless it is public.

    This sees the address that is really connected to, of each redirect too, whatever its name resolved to
    before.
    """
    family, kind, protocol, _, address = info
    if not is_public(str(address[0])):
        raise BlockedAddress(f"{address[0]} is not a public address: --allow-private allows it")
    return socket.socket(family, kind, protocol)


async def fetch_feed(
    url: str, *, allow_private: bool = False, timeout_s: float = TIMEOUT_S, max_bytes: int = MAX_BYTES
) -> Fetched:
    """Return what is at an http(s) URL; `max_bytes` are counted after decompression.

    Raises `InputError` for whatever is in the way.
    """
    asked = _parsed(url)
    shown = asked.with_user(None)
    connector = aiohttp.TCPConnector(socket_factory=None if allow_private else public_socket, limit=1)
    timeout = aiohttp.ClientTimeout(total=timeout_s)
    try:
        async with (
            aiohttp.ClientSession(connector=connector, timeout=timeout, headers=HEADERS) as session,
            session.get(asked, max_redirects=MAX_REDIRECTS) as response,
        ):
            if response.status != 200:
                raise InputError(f"{shown}: HTTP status {response.status} {response.reason or ''}".rstrip())
            data = await _body(response, str(shown), max_bytes)
            return Fetched(str(shown), str(response.url.with_user(None)), data, response.content_type)
    except TimeoutError:
        raise InputError(f"{shown}: no answer, or not all of it, in {timeout_s:g} s") from None
    except (aiohttp.ClientError, ValueError) as error:
        raise InputError(f"{shown}: {_reason(error)}") from None


def _parsed(url: str) -> URL:
    try:
        asked = URL(url)
    except ValueError as error:
        raise InputError(f"{url}: not a URL: {error}") from None
    if asked.scheme not in ("http", "https") or not asked.host:
        raise InputError(f"{asked}: not an http or https URL")
    return asked


async def _body(response: aiohttp.ClientResponse, shown: str, most: int) -> bytes:
    data = bytearray()
    async for chunk in response.content.iter_chunked(CHUNK_BYTES):
        data += chunk
        if len(data) > most:
            raise InputError(f"{shown}: larger than {most:,} bytes")
    return bytes(data)


def _reason(error: Exception) -> str:
    """Return what a client error means for a user."""
    for kind, text in _REASONS.items():
        if isinstance(error, kind):
            return text.format(error=error)
    return f"{type(error).__name__}: {error}"


_REASONS: dict[type[Exception], str] = {
    aiohttp.ClientConnectorDNSError: "the name {error.host} is not known",
    aiohttp.ClientConnectorCertificateError: "the certificate of {error.host} is not valid: {error}",
    aiohttp.ClientConnectorError: "no connection to {error.host}: {error.os_error}",
    aiohttp.TooManyRedirects: f"more than {MAX_REDIRECTS} redirects",
    aiohttp.NonHttpUrlClientError: "leads to what is not an http or https URL: {error}",
    aiohttp.InvalidUrlClientError: "leads to what is not a URL: {error}",
    aiohttp.ClientPayloadError: "its content is damaged or incomplete",
    aiohttp.ServerDisconnectedError: "the server hung up",
}
"""What a client error means for a user; the first that fits."""
