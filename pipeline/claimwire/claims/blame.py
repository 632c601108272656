"""Blame as a sentence: `the delay on the mayor` becomes what `is the fault of the mayor`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimwire.claims.edits import edit
from claimwire.claims.phrases import AGENT, first_word, is_name, is_noun_phrase, phrase_at
from claimwire.claims.verbs import be_form
from claimwire.claims.words import NOBODIES, NOMINATIVES
from claimwire.entities.nouns import is_known
from claimwire_schemas import Edit, Span

RELATIVE = re.compile(r",\s(?:which|who|whose|where)\s[^,]*(?:,|\Z)")
ON = re.compile(r"\son\s+(?!\w+day\b)")
FOR = re.compile(r"\sfor\s+")
WORD = re.compile(r"[^\W_]+")
JOINING = {"and", "or"}


def blame_edits(article: str, content: Sequence[Span]) -> list[Edit]:
    """Return the edit that makes a sentence of what a cue of blaming has; none where that is not sure."""
    if first_word(content[0].exact) in NOBODIES:
        return []
    if len(content) == 2:
        return _split(article, content[0], content[1])
    return _joined(article, content[0]) if len(content) == 1 else []


def _joined(article: str, span: Span) -> list[Edit]:
    """Return the edit of content that has both: the delay `on` the mayor, or the mayor `for` the delay.

    `for` is what for where whoever stands before it can be blamed; before the only `on` is what for.
    """
    ons, fors = list(ON.finditer(span.exact)), list(FOR.finditer(span.exact))
    if not ons and not fors:
        return _alone(article, span)
    if fors and (_is_somebody(span.exact[: fors[0].start()]) or (not ons and len(fors) == 1)):
        found, verb = fors[0], "to blame for"
    elif len(ons) == 1:
        found, verb = ons[0], "the fault of"
    else:
        return []
    is_pronoun = verb == "the fault of" and span.exact[found.end() :].strip(" .,").lower() in NOMINATIVES
    if is_pronoun or not _is_phrase(span.exact[: found.start()]):
        return []
    place = span.start + found.start() + 1, span.start + found.end()
    return [edit(article, place, "subject", f"{be_form(article, span.start, place[0])} {verb} ")]


def _is_somebody(words: str) -> bool:
    """Whether some words are a name, a pronoun or a noun for people or a body."""
    if is_name(words):
        return True
    return is_known(phrase_at(words, 0, len(words)).head)


def _split(article: str, first: Span, last: Span) -> list[Edit]:
    """Return the edit of content that the cue parts.

    `blamed` the delay `on` the mayor, or the mayor `was blamed for` the delay.
    """
    between, word = article[first.end : last.start].split(), WORD.match(last.exact)
    if word is None or not _is_phrase(first.exact) or AGENT.search(last.exact):
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
