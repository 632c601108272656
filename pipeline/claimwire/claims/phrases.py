"""Noun phrases without a name for a head: `the militant group`, `two diplomats in the capital`."""

from __future__ import annotations

import re
from typing import NamedTuple

from claimwire.entities.nouns import (
    DEFINITE,
    FUNCTION_WORDS,
    INDEFINITE,
    PARTICIPLES,
    PREPOSITIONS,
    is_known,
    is_plural,
    singular,
)

WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*[’']?")
CLOSES = re.compile(r",(?!\d)|[;:()—–\n“”]")
NUMBER = re.compile(r"\d[\d,.]*")
YEARS_OLD = re.compile(r"\d+-year-old")
COMPLEMENT_ENDS = re.compile(r",(?!\d)|\s(?:who|whose|whom|which|that|it|he|she|they|we|I)\b")


class Phrase(NamedTuple):
    """A noun phrase, in parts and in lower case."""

    start: int
    end: int
    """Where its head ends."""

    determiner: str
    """Empty where it has none; `owner` where a possessive stands there."""

    modifiers: frozenset[str]
    head: str
    """Its head noun, in the singular; empty where it has none (`a third`)."""

    plural: bool

    @property
    def is_definite(self) -> bool:
        """Whether it means one that the reader is supposed to know."""
        return (
            self.determiner in DEFINITE
            or self.determiner == "owner"
            or (not self.determiner and not self.plural)
        )


def phrase_at(text: str, start: int, end: int) -> Phrase:
    """Return the noun phrase that a place begins with."""
    words = _core(text, start, end)
    plain = [word for word, _, _ in words]
    owner = max((i for i, word in enumerate(plain[:-1]) if word.endswith(("’s", "'s", "’", "'"))), default=-1)
    determiner = "owner" if owner >= 0 else _determiner(plain)
    inner = plain[owner + 1 :] if owner >= 0 else plain[bool(determiner) :]
    head = inner[-1].rstrip("’'") if inner else ""
    modifiers = frozenset(
        singular(word) for word in inner[:-1] if word not in FUNCTION_WORDS and not NUMBER.fullmatch(word)
    )
    stop = words[-1][2] if words else end
    noun = "year-old" if YEARS_OLD.fullmatch(head) else singular(head)
    return Phrase(start, stop, determiner, modifiers, noun, is_plural(head))


def _determiner(words: list[str]) -> str:
    first = words[0] if words else ""
    is_one = first in DEFINITE or first in INDEFINITE or NUMBER.fullmatch(first) is not None
    return first if is_one else ""


def _core(text: str, start: int, end: int) -> list[tuple[str, int, int]]:
    """Return the words up to the head, in lower case: to a comma, a preposition or a participle."""
    words: list[tuple[str, int, int]] = []
    place = start
    for match in WORD.finditer(text, start, end):
        word = match[0].casefold()
        if words and (CLOSES.search(text, place, match.start()) or _cuts(word, words[-1][0], len(words))):
            break
        words.append((word, match.start(), match.end()))
        place = match.end()
    return words


def _cuts(word: str, before: str, count: int) -> bool:
    """Whether a word is after the head: a preposition, or a participle after a noun."""
    if word in PREPOSITIONS or (word in FUNCTION_WORDS and word != "and"):
        return count > 1 or before not in INDEFINITE | DEFINITE or word in PREPOSITIONS
    after_noun = is_known(singular(before)) or is_plural(before)
    return after_noun and is_participle(word)


def is_participle(word: str) -> bool:
    """Whether a word in lower case is a verb's, as what goes on from a noun: `residents reached by phone`."""
    return word in PARTICIPLES or (word.endswith(("ing", "ed")) and not is_known(singular(word)))


def spoken(text: str, phrase: Phrase, end: int) -> str:
    """Return a phrase as a name: with what belongs to it, without its relative clause."""
    cut = COMPLEMENT_ENDS.search(text, phrase.end, end)
    name = " ".join(text[phrase.start : min(cut.start() if cut else end, phrase.start + 80)].split())
    name = name.rstrip(" ,;:.’'") or text[phrase.start : end]
    first = name.split(" ")[0]
    is_common = first.casefold() in FUNCTION_WORDS | INDEFINITE or is_known(singular(first))
    return name[0].lower() + name[1:] if is_common else name
