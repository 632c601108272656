"""The headline: given, or the first line where it reads as one; never twice."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimwire.data import read_json
from claimwire.normalize.byline import written_by
from claimwire.normalize.dateline import opens_with_dateline
from claimwire.normalize.sentence_end import ends_statement
from claimwire.normalize.structure.lines import is_entry_time

_LONGEST = 200
"""Characters of a line that is taken for a headline."""

_RELEASE = frozenset(
    read_json("claimwire.normalize", "data/structure.json", dict[str, list[str]])["release_marks"]
)
"""What a press release says above its headline."""

_NOT_WORD = re.compile(r"[\W_]+")


class Opening(NamedTuple):
    """A story's headline, the byline found above its body, and the body."""

    headline: str | None
    byline: str | None
    body: list[str]


def read_opening(paragraphs: list[str], *, headline: str | None) -> Opening:
    """Return the opening of a story given as paragraphs, with its headline where that is known.

    Bylines, and a first paragraph that repeats the headline or says that this is a press release, are not
    part of the body.
    """
    is_release = len(paragraphs) > 1 and paragraphs[0].casefold().rstrip(":.!") in _RELEASE
    kept, above = _without_bylines(paragraphs[1:] if is_release else paragraphs)
    if headline is None and _opens_with_headline(kept):
        headline = kept[0]
    if headline is None:
        return Opening(None, above, kept)
    body, between = _without_repeats(kept, headline)
    body, below = _without_bylines(body)
    return Opening(headline, above or between or below, body)


def _without_repeats(paragraphs: list[str], headline: str) -> tuple[list[str], str | None]:
    byline: str | None = None
    start = 0
    for paragraph in paragraphs:
        found = written_by(paragraph)
        if found is None and not _repeats(paragraph, headline):
            break
        byline = byline or found
        start += 1
    return paragraphs[start:], byline


def _without_bylines(paragraphs: list[str]) -> tuple[list[str], str | None]:
    """Return the paragraphs without the bylines directly above and below the first other one."""
    above, start = _skip_bylines(paragraphs, 0)
    below, following = _skip_bylines(paragraphs, start + 1)
    return paragraphs[start : start + 1] + paragraphs[following:], above or below


def _skip_bylines(paragraphs: list[str], start: int) -> tuple[str | None, int]:
    byline: str | None = None
    while start < len(paragraphs) and (found := written_by(paragraphs[start])) is not None:
        byline = byline or found
        start += 1
    return byline, start


def _opens_with_headline(paragraphs: list[str]) -> bool:
    line = paragraphs[0] if paragraphs else ""
    following = next((one for one in paragraphs if one != line and not is_entry_time(one)), "")
    return (
        len(line) <= _LONGEST
        and len(following) > len(line)
        and len(line.split()) > 1
        and not line[0].islower()
        and not ends_statement(line)
        and not _is_speech(line)
        and not opens_with_dateline(line)
    )


def _is_speech(line: str) -> bool:
    return line.startswith(("“", '"')) and line.endswith(("”", '"'))


def _repeats(paragraph: str, headline: str) -> bool:
    if paragraph == headline:
        return True
    one, other = _letters(paragraph[: 2 * _LONGEST]), _letters(headline)
    if len(paragraph) > 2 * _LONGEST or not one:
        return False
    if one == other:
        return True
    shorter, longer = sorted((one, other), key=len)
    is_heading = not ends_statement(paragraph)
    return is_heading and len(shorter) >= 20 and longer.startswith(shorter)


def _letters(text: str) -> str:
    return _NOT_WORD.sub("", text).casefold()
