"""Embedded posts: whoever signed them is their author."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import groupby

from claimwire.data import read_json
from claimwire.normalize.structure.part import Part
from claimwire_schemas import Speaker

_DATA = read_json("claimwire.normalize", "data/structure.json", dict[str, list[str]])
_SHARED = "|".join(re.escape(phrase) for phrase in _DATA["post_shared"])
_HANDLE = r"@\w[\w.@-]{0,60}"
_NAME = r"[^\s—–―()@][^—–―()@\n]{0,60}?"
_LONGEST_DATE = 60
"""Characters between a signature and its paragraph's end."""

_SIGNATURE = re.compile(
    rf"(?:[—–―]|--|^-)\s?(?P<signed>{_NAME})\s?\({_HANDLE}\)"
    rf"|(?i:{_SHARED})\s(?:(?P<shared>{_NAME})\s?\({_HANDLE}\)|(?P<handle>{_HANDLE}))"
)
_REPOST = re.compile(rf"RT\s(?P<handle>{_HANDLE}):")


def signature(text: str) -> tuple[int, int] | None:
    """Return where the author's name stands in a post's signature, else None.

    >>> signature("Shame! — Rudd Hallam (@ruddhallam) March 4, 2026")
    (9, 20)
    """
    found = _REPOST.match(text)
    for match in (found,) if found else _SIGNATURE.finditer(text):
        if found or len(text) - match.end() <= _LONGEST_DATE:
            return match.span(match.lastgroup or 0)
    return None


def with_posts(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with those that are posts, or a post's signature, given to the post's author."""
    found = [_signed(part) for part in parts]
    for at in range(1, len(found)):
        opens = _opens_with_signature(found[at]) and found[at].speaker
        if opens and found[at - 1].is_plain and not found[at - 1].text.endswith(":"):
            found[at - 1] = replace(found[at - 1], kind="embedded_post", speaker=found[at].speaker)
    return [part for _, group in groupby(found, key=_post) for part in _of_one_author(list(group))]


def _signed(part: Part) -> Part:
    place = signature(part.text) if part.kind in {"text", "embedded_post"} else None
    if place is None:
        return part
    return replace(part, kind="embedded_post", speaker=part.named(*place))


def _opens_with_signature(part: Part) -> bool:
    return part.kind == "embedded_post" and part.text.startswith(("—", "–", "―", "-"))


def _post(part: Part) -> str | None:
    """Return what parts of one post have in common; parts that are in none have nothing."""
    if part.kind != "embedded_post":
        return None
    return part.speaker.name if part.speaker else ""


def _of_one_author(post: Sequence[Part]) -> Iterable[Part]:
    """Yield the parts of a post with the place of the author's name, if one of them has it."""
    placed: Speaker | None = next((part.speaker for part in post if part.speaker and part.speaker.span), None)
    if placed is None or post[0].kind != "embedded_post":
        return post
    return [replace(part, speaker=placed) for part in post]
