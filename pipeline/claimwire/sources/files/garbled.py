"""Garbled text: numbers of a font's glyphs that were taken for characters."""

from __future__ import annotations

import re
import unicodedata

_SAMPLE = 4_000
_NO_TEXT = frozenset({"Cc", "Cn", "Co", "Cs"})
"""Categories of characters that no text has: control characters, unassigned and private ones."""

_MOST_NO_TEXT = 0.04
_MOST_MIXED = 0.3
"""Of a text's words; more that mix scripts, such as Greek and Malayalam, are none."""

_BULLET = re.compile(r"(?:^|(?<!\S)(?=.\s))[\ue000-\uf8ff](?=\s*[^\s\x00-\x1f\ue000-\uf8ff])", re.MULTILINE)
"""A private character before a text: the bullet of a font of symbols."""

_GLYPHS = re.compile(r"(?:/[A-Za-z]{1,3}\d+){3}")
"""Names of glyphs, in place of letters: `/G43/G24/G14`."""

_WORD = re.compile(r"[^\W\d_]{2,}")
_EAST_ASIAN = frozenset(
    ("CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "HANGUL", "HALFWIDTH", "IDEOGRAPHIC", "BOPOMOFO")
)
"""Scripts that mix in one word, also with Latin, for want of spaces: `NHKによると`."""

_SAME = {"FULLWIDTH": "LATIN"}


def is_garbled(text: str) -> bool:
    r"""Tell whether text is no text in any language.

    >>> is_garbled("3HQ\x03SURVWHG\x03QD\x03WHFK"), is_garbled("The mill will close.")
    (True, False)
    """
    sample = _BULLET.sub("", text[:_SAMPLE])
    if len("".join(_GLYPHS.findall(sample))) > _MOST_MIXED * len(sample):
        return True
    if sum(unicodedata.category(one) in _NO_TEXT for one in sample) > _MOST_NO_TEXT * len(sample):
        return True
    words = _WORD.findall(sample)
    return sum(map(_is_mixed, words)) > _MOST_MIXED * len(words)


def _is_mixed(word: str) -> bool:
    scripts = set(map(_script, word))
    return len(scripts) > 1 and _EAST_ASIAN.isdisjoint(scripts)


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").partition(" ")[0]
    return _SAME.get(name, name)
