"""HTML: templates that escape every value, and the two files that pages load."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import blake2b
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

from claimwire.desk import wording
from claimwire.stances import how, who
from claimwire.store.doubts import doubts

_TYPES = {"css": "text/css; charset=utf-8", "js": "text/javascript; charset=utf-8", "svg": "image/svg+xml"}
_FOR_EVER = "private, max-age=31536000, immutable"
_FILES = ("desk.css", "desk.js", "icon.svg")


@dataclass(frozen=True)
class Asset:
    """A file that pages load."""

    body: bytes
    media_type: str
    digest: str


def _asset(name: str) -> Asset:
    body = files("claimwire.desk").joinpath("static", name).read_bytes()
    return Asset(body, _TYPES[name.rpartition(".")[2]], blake2b(body, digest_size=8).hexdigest())


_ASSETS = {name: _asset(name) for name in _FILES}


def asset_url(name: str) -> str:
    """Return a file's address, which changes with the file."""
    return f"/static/{name}?v={_ASSETS[name].digest}"


def _environment() -> Environment:
    made = Environment(
        loader=PackageLoader("claimwire.desk"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    for name in (
        "words",
        "sentence",
        "sure",
        "day",
        "when",
        "stored_day",
        "web_url",
        "name_url",
    ):
        made.filters[name] = getattr(wording, name)
    made.filters |= {"who": who, "how": how, "doubts": doubts}
    made.globals["asset_url"] = asset_url
    return made


_TEMPLATES = _environment()


def page(request: Request, template: str, values: Mapping[str, Any], *, status: int = 200) -> Response:
    """Return a page; 304 where the client has it already."""
    told = {"path": request.url.path, "session": request.scope.get("session")}
    body = _TEMPLATES.get_template(template).render(values, **told).encode()
    return tagged(request, body, media_type="text/html; charset=utf-8", status=status)


def is_for_a_browser(request: Request) -> bool:
    """Tell whether a request wants a page."""
    return "text/html" in request.headers.get("accept", "") and not request.url.path.startswith("/api")


def error_page(request: Request, status: int, detail: str, **headers: str) -> Response:
    """Return a page that says what went wrong."""
    title = HTTPStatus(status).phrase
    made = page(request, "error.html", {"title": title, "detail": detail}, status=status)
    made.headers.update(headers)
    return made


def asset(request: Request, name: str) -> Response | None:
    """Return a file that pages load; None where there is none. Its newest name is kept for ever."""
    found = _ASSETS.get(name)
    if found is None:
        return None
    named = request.query_params.get("v") == found.digest
    kept = _FOR_EVER if named else "private, no-cache"
    return tagged(request, found.body, media_type=found.media_type, kept=kept)


def tagged(
    request: Request, body: bytes, *, media_type: str, status: int = 200, kept: str = "private, no-cache"
) -> Response:
    """Return an answer with an ETag; 304 where the client has it already."""
    # With no-store a browser would keep nothing that it could ask about.
    etag = f'W/"{blake2b(body, digest_size=12).hexdigest()}"'
    headers = {"ETag": etag, "Cache-Control": kept}
    known = request.headers.get("if-none-match", "")
    has_it = etag.removeprefix("W/") in (one.strip().removeprefix("W/") for one in known.split(","))
    if has_it and status == 200:
        return Response(status_code=304, headers=headers)
    return Response(body, status_code=status, media_type=media_type, headers=headers)
