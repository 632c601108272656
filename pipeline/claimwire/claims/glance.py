"""A glance at a place of the text: whether what a costly pattern needs is there at all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

TOKEN = re.compile(r"[a-z]+|[0-9½¼¾⅓⅔]")
FIGURES = frozenset("0123456789½¼¾⅓⅔")


@lru_cache(maxsize=16)
def tokens_at(text: str, start: int, end: int) -> frozenset[str]:
    """Return the words of `text[start:end]`, in lower case, and its figures one by one."""
    return frozenset(TOKEN.findall(text[start:end].lower()))


def last_words(phrases: Iterable[str], known: Iterable[str] = ()) -> frozenset[str]:
    """Return words of which each phrase has one: the last, where it has none that is known already."""
    found = set(known)
    for phrase in phrases:
        words = TOKEN.findall(phrase.lower())
        if found.isdisjoint(words):
            found.add(words[-1])
    return frozenset(found)
