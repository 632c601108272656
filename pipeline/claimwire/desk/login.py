"""The login page: a token is shown once, and a session begins."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import parse_qs, urlsplit

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from claimwire.desk.guard import Rates
from claimwire.desk.html import error_page, page
from claimwire.desk.sessions import NAME_LENGTH, Sessions, set_cookie

_TRIES_PER_S, _TRIES = 1 / 12, 5


def _tries() -> Rates:
    return Rates(_TRIES_PER_S, burst_s=_TRIES / _TRIES_PER_S)


@dataclass(frozen=True)
class Login:
    """Answers whoever signs in or out; without sessions there is nothing to sign in to."""

    sessions: Sessions | None
    tries: Rates = field(default_factory=_tries)

    def router(self) -> APIRouter:
        """Return the routes."""
        router = APIRouter(include_in_schema=False)
        router.add_api_route("/login", self.form, response_class=Response)
        router.add_api_route("/login", self.begin, methods=["POST"], response_class=Response)
        router.add_api_route("/logout", self.end, methods=["POST"], response_class=Response)
        return router

    async def form(self, request: Request) -> Response:
        """Ask for a token."""
        to = local(request.query_params.get("next", "/"))
        if self.sessions is None or request.scope.get("session"):
            return RedirectResponse(to, 303)
        return page(request, "login.html", {"to": to, "is_wrong": False})

    async def begin(self, request: Request) -> Response:
        """Begin a session with a valid token."""
        if self.sessions is None:
            return RedirectResponse("/", 303)
        wait_s = self.tries.take(request.client.host if request.client else "")
        if wait_s:
            return error_page(request, 429, "Too many tries.", **{"Retry-After": str(round(wait_s) + 1)})
        given = parse_qs((await request.body()).decode("utf-8", "replace"), max_num_fields=10)
        to = local(given.get("next", ["/"])[0])
        role = self.sessions.role_of(given.get("token", [""])[0].strip())
        if role is None:
            return page(request, "login.html", {"to": to, "is_wrong": True}, status=401)
        cookie = set_cookie(self.sessions.begin(role, _name(given.get("name", [""])[0])), request.headers)
        return RedirectResponse(to, 303, headers={"Set-Cookie": cookie})

    async def end(self, request: Request) -> Response:
        """End a session in this browser."""
        return RedirectResponse("/login", 303, headers={"Set-Cookie": set_cookie("", request.headers)})


def _name(given: str) -> str | None:
    """Return a name in one line; None for none."""
    line = "".join(one if one.isprintable() else " " for one in given)
    return " ".join(line.split())[:NAME_LENGTH].strip() or None


def local(address: str) -> str:
    r"""Return an address of this desk, or the wire's for any other.

    >>> local("/claims/1?q=a"), local("//evil.example"), local("/\\evil.example")
    ('/claims/1?q=a', '/', '/')
    """
    if not address.startswith("/") or not address.isprintable() or "\\" in address or len(address) > 2_000:
        return "/"
    try:
        split = urlsplit(address)
    except ValueError:
        return "/"
    return "/" if split.netloc or split.scheme or address.startswith("//") else address
