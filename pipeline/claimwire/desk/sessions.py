"""Sessions: a browser that has shown a token is known by a signed cookie until it expires.

The desk keeps none of them. The key is derived from the tokens, so a new token ends every session.
"""

from __future__ import annotations

import hmac
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from dataclasses import dataclass
from hashlib import sha256
from http.cookies import CookieError, SimpleCookie
from secrets import token_hex
from time import time
from typing import Literal

from starlette.datastructures import Headers

Role = Literal["read", "write"]
COOKIE = "claimwire_session"
LIFETIME_S = 12 * 3600
NAME_LENGTH = 80
# A character is four bytes of UTF-8 at most, and three bytes are four characters of base64.
_GIVEN = rf"([\w-]{{0,{-(-NAME_LENGTH * 4 * 4 // 3)}}})"
_VALUE = re.compile(rf"(read|write)\.([0-9]{{1,12}})\.([0-9a-f]{{32}})\.{_GIVEN}\.([0-9a-f]{{64}})", re.ASCII)


@dataclass(frozen=True)
class Session:
    """Who a browser is, and what its forms and scripts must send with a change."""

    role: Role
    csrf: str
    name: str | None = None
    """What they call themselves; nothing proves it."""


@dataclass(frozen=True)
class Sessions:
    """Makes cookies and reads them."""

    read_token: str | None
    write_token: str | None
    clock: Callable[[], float] = time

    def role_of(self, token: str) -> Role | None:
        """Return what a token allows; None for a wrong one."""
        if _is(token, self.write_token):
            return "write"
        return "read" if _is(token, self.read_token) else None

    def begin(self, role: Role, name: str | None = None) -> str:
        """Return the value of a new session's cookie."""
        given = urlsafe_b64encode((name or "").encode()).decode().rstrip("=")
        told = f"{role}.{int(self.clock()) + LIFETIME_S}.{token_hex(16)}.{given}"
        return f"{told}.{self._signed('session', told)}"

    def of(self, headers: Headers) -> Session | None:
        """Return the session that a request belongs to; None for none, a forged or an expired one."""
        found = _VALUE.fullmatch(_cookie(headers))
        if not found:
            return None
        told = found[0].rpartition(".")[0]
        if not hmac.compare_digest(found[5], self._signed("session", told)):
            return None
        role: Role = "write" if found[1] == "write" else "read"
        name = urlsafe_b64decode(found[4] + "=" * (-len(found[4]) % 4)).decode() or None
        return Session(role, self._signed("csrf", told), name) if self.clock() < int(found[2]) else None

    def _signed(self, purpose: str, told: str) -> str:
        key = sha256(
            "\0".join(("claimwire", self.read_token or "", self.write_token or "")).encode()
        ).digest()
        return hmac.new(key, f"{purpose}.{told}".encode(), sha256).hexdigest()


def set_cookie(value: str, headers: Headers) -> str:
    """Return the header that keeps a session, or with no value ends it."""
    # A proxy that speaks TLS says so; whoever lies about it only makes their own cookie stricter.
    secure = "; Secure" if headers.get("x-forwarded-proto") == "https" else ""
    lives = LIFETIME_S if value else 0
    return f"{COOKIE}={value}; Path=/; Max-Age={lives}; HttpOnly; SameSite=Strict{secure}"


def _is(given: str, token: str | None) -> bool:
    return token is not None and hmac.compare_digest(given.encode("utf-8", "replace"), token.encode())


def _cookie(headers: Headers) -> str:
    try:
        found = SimpleCookie(headers.get("cookie", "")).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""
