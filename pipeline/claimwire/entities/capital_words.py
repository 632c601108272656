"""Words of a text, with what their capital letters may mean."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from claimwire.english.closed_class import ARTICLES, FUNCTION_WORDS, PREPOSITIONS

_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")
_NEW_SENTENCE = re.compile(r"[.!?:…\n“‘«—–]|\)\) |[\s(\[][\"']$")
ABBREVIATIONS = frozenset(
    (
        "Mr",
        "Mrs",
        "Ms",
        "Dr",
        "Prof",
        "St",
        "Gen",
        "Col",
        "Lt",
        "Sgt",
        "Capt",
        "Sen",
        "Rep",
        "Gov",
        "Smt",
        "Maj",
    )
)
_SMALL = ARTICLES | PREPOSITIONS | {"and", "as", "but", "if", "nor", "or", "so", "than", "yet"}
"""Words that may lack a capital in a headline."""

_MOST_OF_NAME = 5
"""Words from which on a line of capital words is a headline rather than a name."""


class Word(NamedTuple):
    """A word, without the `’s` of a possessive."""

    text: str
    start: int
    end: int
    possessive: bool
    opens: bool
    """Whether a sentence or a quotation begins with it, so that its capital says nothing."""


def words_of(text: str) -> list[Word]:
    """Return the words of a text, in order."""
    words: list[Word] = []
    end, abbreviated = 0, False
    for match in _WORD.finditer(text):
        word, (start, stop) = match[0], match.span()
        possessive = word.endswith(("’s", "'s")) and len(word) > 2
        gap = text[end:start]
        opens = end == 0 or (gap != " " and not abbreviated and _NEW_SENTENCE.search(gap) is not None)
        end, abbreviated = stop, word in ABBREVIATIONS or (len(word) == 1 and word.isupper())
        if possessive:
            word, stop = word[:-2], stop - 2
        words.append(Word(word, start, stop, possessive, opens))
    return words


def title_lines(text: str, words: Sequence[Word]) -> frozenset[int]:
    """Return the words, by index, of lines in which nearly all are capital: `Ama Brandt Denies Theft`."""
    lines: list[list[int]] = [[]]
    for i, word in enumerate(words):
        if i and "\n" in text[words[i - 1].end : word.start]:
            lines.append([])
        lines[-1].append(i)
    return frozenset(i for line in lines if _is_title_line(text, words, line) for i in line)


def has_headline_case(words: Sequence[str]) -> bool:
    """Tell whether words are written as in a headline: with a capital each, a function word among them.

    Only small words may lack it. Without a function word, they may be a list of names.
    """
    is_told = any(one.istitle() and one.lower() in FUNCTION_WORDS for one in words[1:])
    return is_told and not any(one.islower() and one not in _SMALL for one in words)


def _is_title_line(text: str, words: Sequence[Word], line: Sequence[int]) -> bool:
    if len(line) < _MOST_OF_NAME:
        return False
    told = [words[i].text for i in line]
    if text[words[line[-1]].end : words[line[-1]].end + 1] in (".", "!", "…"):
        return has_headline_case(told)
    long = [one for one in told if len(one) > 3]
    return sum(not word.islower() for word in long) >= 0.8 * len(long) > 0
