"""Words of a text as searches and filters compare them."""

from __future__ import annotations

import re
import unicodedata
from itertools import filterfalse

_WORD = re.compile(r"[^\W_]+")
_LONGEST_WORD = 64


def words_of(text: str) -> list[str]:
    """Return the words of a text, without case and accents.

    >>> words_of("Olund's café, 3.4%")
    ['olund', 's', 'cafe', '3', '4']
    """
    if not text.isascii():
        parts = unicodedata.normalize("NFKD", text)
        text = "".join(filterfalse(unicodedata.combining, parts))
    return [word[:_LONGEST_WORD] for word in _WORD.findall(text.casefold())]
