"""Redirects: where a request goes next, and what of the way may be remembered."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from yarl import URL

from claimwire.web.answers import FetchError

_MOST = 5
_PERMANENT = frozenset({301, 308})
REDIRECTS = frozenset({301, 302, 303, 307, 308})
_LONGEST_URL = 4096
_WEB = ("http", "https")


@dataclass(frozen=True)
class Way:
    """How far a request has come from `start`: it is at the last of `hops`.

    `moved_to` is the end of the permanent redirects that the way began with, while `lasting` it may go on.
    """

    start: URL
    hops: tuple[URL, ...]
    moved_to: URL | None = None
    lasting: bool = True

    @property
    def here(self) -> URL:
        """The URL to ask now."""
        return self.hops[-1]

    def onward(self, status: int, location: str) -> Way:
        """Return the way to where a redirect leads.

        Raises `FetchError` for what is not on the web, for a loop, and for the sixth redirect.
        """
        there = _target(self.here, location)
        if there in self.hops:
            raise FetchError("too_many_redirects", f"circular redirect to {there}")
        if len(self.hops) > _MOST:
            raise FetchError("too_many_redirects", f"more than {_MOST} redirects")
        # What was encrypted is never remembered as a place that is not.
        lasting = self.lasting and status in _PERMANENT and not is_downgrade(self.here, there)
        moved_to = there if lasting else self.moved_to
        return replace(self, hops=(*self.hops, there), moved_to=moved_to, lasting=lasting)


def is_downgrade(from_url: URL, to_url: URL) -> bool:
    """Tell whether one URL is encrypted and the next is not."""
    return from_url.scheme == "https" and to_url.scheme == "http"


def keeps_password(start: URL, here: URL) -> bool:
    """Tell whether a password for one URL may be sent to another: same place, or the same encrypted."""
    if here.host != start.host:
        return False
    upgraded = (start.scheme, start.port, here.scheme, here.port) == ("http", 80, "https", 443)
    return upgraded or here.origin() == start.origin()


def parsed(url: str) -> URL:
    """Return an http(s) URL, without its fragment; raises `FetchError` for anything else."""
    if len(url) > _LONGEST_URL:
        raise FetchError(
            "not_a_url", f"{masked(url)[:60]}…: not a URL: longer than {_LONGEST_URL:,} characters"
        )
    try:
        asked = URL(url).with_fragment(None)
        host, port = asked.host, asked.port
    except ValueError:
        raise FetchError("not_a_url", f"{masked(url)}: not a URL") from None
    if asked.scheme not in _WEB or not host or port == 0:
        raise FetchError("not_http", f"{masked(url)}: not an http or https URL")
    return asked


def masked(url: str) -> str:
    """Return what may be no URL at all in one printable line, without what may be a password."""
    line = re.sub(r"//.*@", "//", url, flags=re.DOTALL)
    return "".join(char if char.isprintable() else "\N{REPLACEMENT CHARACTER}" for char in line)


def _target(here: URL, location: str) -> URL:
    if len(location) > _LONGEST_URL:
        raise FetchError("not_a_url", "redirects to a URL that is too long")
    try:
        there = here.join(URL(location.strip())).with_fragment(None)
        if there.scheme in _WEB and there.host:
            return there.with_user(None)
    except ValueError:
        raise FetchError("not_a_url", f"redirects to an invalid URL: {masked(location)[:200]}") from None
    raise FetchError("not_http", f"redirects to a URL that is not http or https: {masked(location)[:200]}")
