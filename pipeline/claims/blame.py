"""Blame as a sentence: `the delay on the mayor` becomes what `is the fault of the mayor`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.edits import edit
from pipeline.claims.phrases import is_noun_phrase
from pipeline.claims.verbs import be_form
from schemas import Edit, Span

RELATIVE = re.compile(r",\s(?:which|who|whose|where)\s[^,]*,")
ON = re.compile(r"\son\s+(?!\w+day\b)")
FOR = re.compile(r"\sfor\s+")
WORD = re.compile(r"[^\W_]+")
JOINING = {"and", "or"}


def blame_edits(article: str, content: Sequence[Span]) -> list[Edit]:
    """Return the edit that makes a sentence of what a cue of blaming has; none where that is not sure."""
    if len(content) == 2:
        return _split(article, content[0], content[1])
    if len(content) != 1:
        return []
    span = content[0]
    for pattern, verb in ((ON, "the fault of"), (FOR, "to blame for")):
        for match in pattern.finditer(span.exact):
            if _is_phrase(span.exact[: match.start()]):
                place = span.start + match.start() + 1, span.start + match.end()
                be = be_form(article, span.start, place[0])
                return [edit(article, place, "subject", f"{be} {verb} ")]
    return _alone(article, span)


def _split(article: str, first: Span, last: Span) -> list[Edit]:
    """Return the edit of content that the cue parts.

    `blamed` the delay `on` the mayor, or the mayor `was blamed for` the delay.
    """
    between, word = article[first.end : last.start].split(), WORD.match(last.exact)
    if word is None or not _is_phrase(first.exact):
        return []
    if between[-1:] == ["on"]:
        verb = f"the fault of {word[0]}"
    elif word[0] == "for" or between[-1:] == ["for"]:
        verb = "to blame for" if word[0] == "for" else f"to blame for {word[0]}"
    else:
        return []
    text = f"{be_form(article, first.start, first.end)} {verb}"
    return [edit(article, (last.start, last.start + word.end()), "subject", text)]


def _alone(article: str, blamed: Span) -> list[Edit]:
    """Return the edit of content that only says what is blamed: `weak orders`."""
    words = list(WORD.finditer(blamed.exact))
    is_joined = any(word[0] in JOINING for word in words)
    if is_joined or not _is_phrase(blamed.exact) or words[-1].end() < len(blamed.exact.rstrip(" ,.")):
        return []
    last = blamed.start + words[-1].start(), blamed.start + words[-1].end()
    text = f"{words[-1][0]} {be_form(article, blamed.start, blamed.end)} to blame"
    return [edit(article, last, "subject", text)]


def _is_phrase(words: str) -> bool:
    """Whether some words are a noun phrase, but for a clause between commas: no other clause is in it."""
    return is_noun_phrase(RELATIVE.sub("", words))
