"""Fetching one feed, once, for someone who waits for it."""

from __future__ import annotations

from http import HTTPStatus

from claimwire.errors import InputError
from claimwire.web.answers import Answer
from claimwire.web.client import Ask, WebClient


async def fetch_feed(url: str, *, allow_private: bool = False) -> Answer:
    """Return what is at an http(s) URL; raises `InputError` for whatever is in the way."""
    async with WebClient(allow_private=allow_private) as client:
        answer = await client.ask(Ask(url))
    if answer.status != HTTPStatus.OK:
        raise InputError(f"{answer.url}: HTTP status {answer.status} {_phrase(answer.status)}".rstrip())
    return answer


def _phrase(status: int) -> str:
    try:
        return HTTPStatus(status).phrase
    except ValueError:
        return ""
