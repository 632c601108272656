"""The OpenAPI document: what FastAPI makes of the routes, with every error as it is answered."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI

from claimwire.desk.records import ProblemItem
from claimwire.problems import PROBLEM_JSON

_PROBLEM = {
    "description": (
        "A problem. 400, 422: the request is not valid; `detail` says why. 401: no token, or a wrong one. "
        "403: it may not change anything. 404: there is none. 429: too many requests. 503: the store does "
        "not answer, or the search takes too long."
    ),
    "content": {PROBLEM_JSON: {"schema": {"$ref": "#/components/schemas/ProblemItem"}}},
}


def document_problems(app: FastAPI) -> None:
    """Have an app's document tell of problems in every operation, instead of FastAPI's own errors."""
    made = app.openapi

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            _tell(made())
        return made()

    app.openapi = openapi  # type: ignore[method-assign] # FastAPI's way


def _tell(document: dict[str, Any]) -> None:
    schemas = document["components"]["schemas"]
    schemas["ProblemItem"] = ProblemItem.model_json_schema()
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    for methods in document["paths"].values():
        for operation in methods.values():
            told = {status: one for status, one in operation["responses"].items() if status < "4"}
            operation["responses"] = told | {"default": _PROBLEM}
