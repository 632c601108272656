"""Forms: what a page sends, read within a size."""

from __future__ import annotations

from typing import Annotated, TypeAlias
from urllib.parse import parse_qsl

from fastapi import Depends, Request
from starlette.responses import RedirectResponse

from claimwire.desk.filters import Filters
from claimwire.errors import InputError

_CSRF = "csrf"
_MOST_FIELDS = 200
_URLENCODED = "application/x-www-form-urlencoded"


async def _form(request: Request) -> Filters:
    """Return a form's fields that are filled in, without the guard's own; raises `InputError` for no form."""
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != _URLENCODED:
        raise InputError(f"not a form: {_URLENCODED}")
    body = await request.body()
    try:
        pairs = parse_qsl(body.decode("ascii"), max_num_fields=_MOST_FIELDS, errors="strict")
    except ValueError:
        raise InputError("not a readable form") from None
    return Filters(tuple((name, value) for name, value in pairs if value.strip() and name != _CSRF))


Form: TypeAlias = Annotated[Filters, Depends(_form)]
"""A form's fields, by name. The guard has refused those of other sites."""


def then(path: str) -> RedirectResponse:
    """Return the answer to a form: the page to go on with."""
    return RedirectResponse(path, status_code=303)
