"""Canonical URLs: one spelling for one address (RFC 3986, section 6), without what only tracks readers."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import SplitResult, quote, unquote_to_bytes, urljoin, urlsplit

import idna

from claimwire.data import read_lines

LONGEST = 4096
"""Characters of a URL."""

_PORTS = {"http": 80, "https": 443}
_BLANK = re.compile(r"[\x00-\x20\x7f]")
_ESCAPE = re.compile(r"(?:%[0-9A-Fa-f]{2})+")
_UNRESERVED = re.compile(rb"[A-Za-z0-9._~-]")
_PATH_SAFE = "/:@!$&'()*+,;=~%"
_QUERY_SAFE = _PATH_SAFE + "?"
_EDITION = re.compile(r"^(?:www|m|mobile|amp)\.(?=.*\.)")
_HOST = re.compile(r"[a-z0-9_-]+(?:\.[a-z0-9_-]+)*|\[[0-9a-f:.]+\]")


def canonical_url(url: str) -> str | None:
    """Return the canonical form of a web address, or None where `url` is none.

    Lower case and IDNA for the host; no default port, user, fragment or tracking parameter. Only http and
    https are web addresses.

    >>> canonical_url("HTTPS://News.Example:443/a/../b?id=7&utm_source=x#top")
    'https://news.example/b?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        host, port = _host(parts), parts.port
    except ValueError:
        return None
    if host is None:
        return None
    netloc = host if port in (None, _PORTS[parts.scheme]) else f"{host}:{port}"
    query = _query(parts.query)
    canonical = f"{parts.scheme}://{netloc}{_path(parts.path)}" + (f"?{query}" if query else "")
    return canonical if len(canonical) <= LONGEST else None


def host_of(url: str) -> str:
    """Return the host of a canonical URL, without `www.`."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def own_address(named: str, *, url: str) -> str | None:
    """Return the address that the page at `url` names as its own, or None where it is not to be believed.

    It is another one, on the same site: a host with its subdomains, `www.`, `m.`, `mobile.` and `amp.` being
    none. A site's home is no article's address, though many pages name it.

    >>> own_address("/bridge", url="https://amp.echo.example/amp/bridge")
    'https://amp.echo.example/bridge'
    """
    try:
        address = canonical_url(urljoin(url, named.strip()))
    except ValueError:
        return None
    if address is None or address == url or urlsplit(address).path == "/" or not _same_site(address, url):
        return None
    return address


def _same_site(one: str, other: str) -> bool:
    shorter, longer = sorted((_site(one), _site(other)), key=len)
    return shorter == longer or ("." in shorter and longer.endswith(f".{shorter}"))


def _site(url: str) -> str:
    return _EDITION.sub("", urlsplit(url).hostname or "")


def _host(parts: SplitResult) -> str | None:
    host = parts.hostname
    if parts.scheme not in _PORTS or not host:
        return None
    if ":" in host:
        host = f"[{host}]"
    elif not host.isascii() or "xn--" in host:
        host = idna.encode(host, uts46=True, transitional=False).decode("ascii")
    host = host.rstrip(".").lower()
    return host if _HOST.fullmatch(host) and len(host) <= 255 else None


def _path(path: str) -> str:
    kept: list[str] = []
    segments = _spelled(path, _PATH_SAFE).split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments and segments[-1] in (".", ".."):
        kept.append("")
    return "/" + "/".join(kept)


def _query(query: str) -> str:
    kept = (pair for pair in _spelled(query, _QUERY_SAFE).split("&") if pair and not _tracks(pair))
    return "&".join(kept)


def _tracks(pair: str) -> bool:
    name = pair.partition("=")[0].lower()
    exact, prefixes = _tracking_parameters()
    return name in exact or name.startswith(prefixes)


@cache
def _tracking_parameters() -> tuple[frozenset[str], tuple[str, ...]]:
    lines = read_lines("claimwire.normalize", "data/tracking_parameters.txt")
    prefixes = tuple(line.removesuffix("*") for line in lines if line.endswith("*"))
    return frozenset(line for line in lines if not line.endswith("*")), prefixes


def _spelled(text: str, safe: str) -> str:
    """Return `text` with needless escapes resolved, needed ones made, and their digits in upper case."""
    text = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", _BLANK.sub(lambda c: quote(c[0]), text))
    text = quote(text.encode("utf-8", "replace"), safe=safe)
    return _ESCAPE.sub(lambda run: _unescaped(run[0]), text)


def _unescaped(run: str) -> str:
    return "".join(
        chr(byte) if _UNRESERVED.fullmatch(bytes([byte])) else f"%{byte:02X}"
        for byte in unquote_to_bytes(run)
    )
