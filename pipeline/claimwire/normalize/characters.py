"""Characters: what a line of text was meant to be, without encoding damage or invisible marks."""

from __future__ import annotations

import re
import unicodedata

from ftfy import TextFixerConfig, fix_text

from claimwire.normalize.entities import unescape_leftovers

MOST_MARKS = 30
"""Combining marks in a row that are kept, as in Unicode's stream-safe format: sorting more is quadratic."""

_ROUNDS = 8
_REPAIR = TextFixerConfig(
    unescape_html=False,
    fix_latin_ligatures=False,
    fix_character_width=False,
    uncurl_quotes=False,
    fix_line_breaks=False,
    fix_surrogates=False,
    remove_control_chars=False,
    normalization=None,
    explain=False,
)
# UTF-8 read as something else always shows a letter or sign outside of this set.
_SUSPECT = re.compile("[^\x00-\x1a\x1c-\x7f\xa0‘’“”–—…•€£]")
_SURROGATE = re.compile("[\ud800-\udfff]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f"  # controls, but for white space
    "\xad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff"  # soft hyphen, zero width, direction
    "\ufdd0-\ufdef\ufff9-\ufffc\ufffe\uffff]"  # not characters, placeholders
)
_NOT_LATIN = re.compile(f"[^\x00-\u02ff]{{{MOST_MARKS + 1},}}")


def clean_line(text: str) -> str:
    r"""Return `text` as one line: mojibake repaired, invisible characters gone, NFC, single spaces.

    Curly quotation marks, ligatures and full-width forms stay. Cleaning a clean line changes nothing.

    >>> clean_line("donâ€™t\u200b  stop\n")
    'don’t stop'
    """
    for _ in range(_ROUNDS):
        cleaned = _clean_once(text)
        if cleaned == text:
            break
        text = cleaned
    return text


def _clean_once(text: str) -> str:
    if text.isascii() and text.isprintable():
        return " ".join(unescape_leftovers(text).split())
    if _SURROGATE.search(text):
        text = text.encode("utf-16", "surrogatepass").decode("utf-16", "ignore")
    if _SUSPECT.search(text):
        text = fix_text(text, _REPAIR)
    text = _INVISIBLE.sub("", unescape_leftovers(text))
    return unicodedata.normalize("NFC", _limit_marks(" ".join(text.split())))


def _limit_marks(text: str) -> str:
    return _NOT_LATIN.sub(lambda run: _first_marks(run[0]), text)


def _first_marks(run: str) -> str:
    kept: list[str] = []
    marks = 0
    for character in run:
        marks = marks + 1 if unicodedata.combining(character) else 0
        if marks <= MOST_MARKS:
            kept.append(character)
    return "".join(kept)
