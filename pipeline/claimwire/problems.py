"""What HTTP servers share: problems as RFC 9457 has them, and tokens."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import orjson

PROBLEM_JSON = "application/problem+json"


def problem_body(status: int, fields: Mapping[str, Any]) -> bytes:
    """Return a problem's body: `reason` in the fields is a code for programs, `detail` is for people."""
    title = HTTPStatus(status).phrase
    return orjson.dumps({"type": "about:blank", "title": title, "status": status, **fields})


def is_bearer(authorization: str, token: str) -> bool:
    """Tell whether an Authorization header has this token, in a time that tells nothing of it."""
    scheme, _, given = authorization.partition(" ")
    known = hmac.compare_digest(given.strip().encode("utf-8", "replace"), token.encode())
    return known and scheme.lower() == "bearer"
