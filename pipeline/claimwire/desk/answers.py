"""Answers: JSON with an ETag, or a problem as RFC 9457 has it."""

from __future__ import annotations

import traceback
from collections.abc import Mapping
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.responses import Response

from claimwire.desk.html import error_page, is_for_a_browser, tagged
from claimwire.errors import InputError, StoreError, TooBroad
from claimwire.problems import PROBLEM_JSON, problem_body

log = structlog.get_logger(__name__)
_NO_ROUTE = "Not Found"
"""What Starlette says of a path."""
_MOST_TOLD = 5


def json_answer(
    request: Request, fields: Mapping[str, Any], *, media_type: str = "application/json", **headers: str
) -> Response:
    """Return an object as an answer; 304 where the client has it already."""
    body = orjson.dumps(fields, option=orjson.OPT_UTC_Z)
    answer = tagged(request, body, media_type=media_type)
    answer.headers.update(headers)
    return answer


def problem(status: int, reason: str, detail: str, **headers: str) -> Response:
    """Return a problem: `reason` is a code for programs, `detail` is for people."""
    body = problem_body(status, {"reason": reason, "detail": detail})
    return Response(body, status_code=status, media_type=PROBLEM_JSON, headers=headers)


def answer_problems(app: FastAPI) -> None:
    """Have an app answer every error: as a page to browsers outside `/api`, else as a problem."""
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(TooBroad, _too_broad)
    app.add_exception_handler(InputError, _bad_search)
    app.add_exception_handler(StoreError, _no_store)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(Exception, _unexpected)


def _told(request: Request, status: int, reason: str, detail: str, **headers: str) -> Response:
    if is_for_a_browser(request):
        return error_page(request, status, detail, **headers)
    return problem(status, reason, detail, **headers)


async def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)  # noqa: S101 # for mypy
    if is_for_a_browser(request) and {one["loc"][0] for one in error.errors()} == {"path"}:
        return error_page(request, 404, "There is no such page.")
    told = [
        f"{'.'.join(map(str, one['loc'][1:]))[:100] or one['loc'][0]}: {one['msg'][:200]}"
        for one in error.errors()[:_MOST_TOLD]
    ]
    return _told(request, 422, "invalid_request", "; ".join(told))


async def _too_broad(request: Request, error: Exception) -> Response:
    return _told(request, 503, "too_broad", str(error), **{"Retry-After": "5"})


async def _bad_search(request: Request, error: Exception) -> Response:
    return _told(request, 422, "bad_search", str(error))


async def _no_store(request: Request, error: Exception) -> Response:
    log.warning("desk_store_failed", error=str(error))
    return _told(request, 503, "store_unavailable", "the store does not answer", **{"Retry-After": "2"})


async def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 # for mypy
    detail, headers = str(error.detail), dict(error.headers or {})
    if is_for_a_browser(request):
        told = "There is no such page." if detail == _NO_ROUTE else detail
        return error_page(request, error.status_code, told, **headers)
    return problem(error.status_code, detail.lower().replace(" ", "_"), detail, **headers)


async def _unexpected(request: Request, error: Exception) -> Response:
    """Answer a fault of ours, whose traceback is not for strangers; a client that is gone is none."""
    if isinstance(error, ClientDisconnect):
        log.info("desk_client_gone")
    else:
        # Not `exc_info`: on a terminal it would show all variables, and there are large ones.
        log.error("desk_failed", traceback="".join(traceback.format_exception(error)))
    return _told(request, 500, "unexpected_error", "an error of the server")
