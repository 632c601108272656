"""Answers: JSON, or an RFC 9457 problem that names what is wrong, where, and what to do."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import orjson
from aiohttp import web

from claimwire.problems import PROBLEM_JSON, problem_body

_RETRY_S = 2


@dataclass(frozen=True)
class Answer:
    """A status, a JSON body and headers: what is sent now, and sent again for the same idempotency key."""

    status: int
    body: bytes
    content_type: str = "application/json"
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, **more: str) -> web.Response:
        """Return it as a response, with more headers."""
        headers = {**self.headers, **more}
        return web.Response(
            status=self.status, body=self.body, content_type=self.content_type, headers=headers
        )


class Problem(Exception):
    """A request that is answered with a problem: `reason` is a code for programs, `detail` for people."""

    def __init__(self, status: int, reason: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status = status
        self.fields = {"reason": reason, "detail": detail, **more}

    def answer(self) -> Answer:
        """Return it as `application/problem+json`; busy or broken servers say when to come again."""
        headers = {"Retry-After": str(_RETRY_S)} if self.status in (409, 429, 503) else {}
        if self.status == 401:
            headers["WWW-Authenticate"] = 'Bearer realm="claimwire"'
        return Answer(self.status, problem_body(self.status, self.fields), PROBLEM_JSON, headers)


def refused(status: int, **headers: str) -> web.Response:
    """Return the problem of a status that says it all, with more headers."""
    phrase = HTTPStatus(status).phrase
    return Problem(status, phrase.lower().replace(" ", "_"), phrase).answer().response(**headers)


def json_answer(status: int, fields: Mapping[str, Any]) -> Answer:
    """Return an object as an answer."""
    return Answer(status, orjson.dumps(fields))
