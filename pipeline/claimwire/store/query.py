"""Queries: words, "phrases", AND, OR, NOT and prefixes* as a tree that each engine writes in its own syntax.

    bridge ferry            both words
    "bridge will close"     these words in this order
    bridge OR ferry         either; AND binds more tightly
    bridge NOT ferry        the one without the other; also bridge -ferry
    flood*                  words that start so
    (bridge OR ferry) cost  parentheses

Nothing that a user writes reaches an engine: a tree holds words alone, of letters and digits.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from typing import TypeAlias

from claimwire.errors import InputError
from claimwire.words import words_of

_MOST_TERMS = 64
"""Of a query."""
_DEEPEST = 8
_LONGEST = 2000
"""Characters."""
_SHORTEST_PREFIX = 2
_PIECE = re.compile(r'\s*(?:(?P<phrase>"[^"]*"?)|(?P<paren>[()])|(?P<word>[^\s()"]+))')


@dataclass(frozen=True)
class Word:
    """A token."""

    token: str


@dataclass(frozen=True)
class Prefix:
    """Every token that starts so."""

    start: str


@dataclass(frozen=True)
class Phrase:
    """Tokens in this order, nothing between them."""

    tokens: tuple[str, ...]


@dataclass(frozen=True)
class And:
    """All of these."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Or:
    """One of these at least."""

    parts: tuple[Node, ...]


@dataclass(frozen=True)
class Not:
    """Everything but this."""

    part: Node


Node: TypeAlias = Word | Prefix | Phrase | And | Or | Not


def parse(text: str) -> Node | None:
    """Return the tree of a query; None where it has no words.

    Raises `InputError` for one that is too long or too deep, or has an operator or parenthesis too many.

    >>> parse('bridge "will close"')
    And(parts=(Word(token='bridge'), Phrase(tokens=('will', 'close'))))
    """
    if len(text) > _LONGEST:
        raise InputError(f"the query has more than {_LONGEST:,} characters")
    pieces = [(str(found.lastgroup), found[str(found.lastgroup)]) for found in _PIECE.finditer(text)]
    if len(pieces) > _MOST_TERMS * 3:
        raise InputError(f"the query has more than {_MOST_TERMS} terms")
    reader = _Reader(pieces)
    tree = reader.either(0)
    if reader.next() is not None:
        raise InputError("the query has an extra closing parenthesis")
    if tree is not None and terms(tree) > _MOST_TERMS:
        raise InputError(f"the query has more than {_MOST_TERMS} terms")
    return tree


def terms(tree: Node) -> int:
    """Return how many words, phrases and prefixes a tree has."""
    match tree:
        case And(parts) | Or(parts):
            return sum(map(terms, parts))
        case Not(part):
            return terms(part)
        case Phrase(tokens):
            return len(tokens)
    return 1


def all_of(parts: list[Node]) -> Node | None:
    """Return a tree that wants all of these; None where there are none."""
    return And(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def any_of(parts: list[Node]) -> Node | None:
    """Return a tree that wants one of these; None where there are none."""
    return Or(tuple(parts)) if len(parts) > 1 else next(iter(parts), None)


def mapped(tree: Node, leaf: Callable[[Word | Prefix | Phrase], Node]) -> Node:
    """Return a tree with each leaf replaced."""
    match tree:
        case And(parts):
            return And(tuple(mapped(part, leaf) for part in parts))
        case Or(parts):
            return Or(tuple(mapped(part, leaf) for part in parts))
        case Not(part):
            return Not(mapped(part, leaf))
    return leaf(tree)


def in_field(field: str, leaf: Word | Prefix | Phrase) -> Word | Prefix | Phrase:
    """Return a leaf as one of a field's tokens."""
    match leaf:
        case Word(token):
            return Word(field + token)
        case Prefix(start):
            return Prefix(field + start)
        case Phrase(tokens):
            return Phrase(tuple(field + token for token in tokens))


def matches(tree: Node, tokens: tuple[str, ...], distinct: Set[str]) -> bool:
    """Tell whether tokens match a tree; `distinct` has each of them once."""
    match tree:
        case Word(token):
            return token in distinct
        case Prefix(start):
            return any(token.startswith(start) for token in distinct)
        case Phrase(wanted):
            return set(wanted) <= distinct and _has_run(tokens, wanted)
        case And(parts):
            return all(matches(part, tokens, distinct) for part in parts)
        case Or(parts):
            return any(matches(part, tokens, distinct) for part in parts)
        case Not(part):
            return not matches(part, tokens, distinct)


def _has_run(tokens: tuple[str, ...], wanted: tuple[str, ...]) -> bool:
    starts = (at for at, token in enumerate(tokens) if token == wanted[0])
    return any(tokens[at : at + len(wanted)] == wanted for at in starts)


class _Reader:
    """Reads pieces from left to right: alternatives, then what goes together, then what is negated."""

    def __init__(self, pieces: list[tuple[str, str]]) -> None:
        self._pieces = pieces
        self._at = 0

    def next(self) -> tuple[str, str] | None:
        return self._pieces[self._at] if self._at < len(self._pieces) else None

    def either(self, depth: int) -> Node | None:
        if depth > _DEEPEST:
            raise InputError(f"the query is nested more than {_DEEPEST} deep")
        found = [self._together(depth)]
        while self.next() == ("word", "OR"):
            self._at += 1
            found.append(self._together(depth))
            if found[-2] is None or found[-1] is None:
                raise InputError("OR stands between two words")
        return any_of([part for part in found if part is not None])

    def _together(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while (piece := self.next()) not in (None, ("word", "OR"), ("paren", ")")):
            if piece == ("word", "AND"):
                self._at += 1
                if not parts or self.next() in (None, ("word", "OR"), ("word", "AND"), ("paren", ")")):
                    raise InputError("AND stands between two words")
                continue
            if (part := self._one(depth)) is not None:
                parts.append(part)
        return all_of(parts)

    def _one(self, depth: int) -> Node | None:
        kind, text = self._pieces[self._at]
        self._at += 1
        if (kind, text) == ("word", "NOT"):
            if self.next() in (None, ("word", "OR"), ("word", "AND"), ("word", "NOT"), ("paren", ")")):
                raise InputError("NOT stands before a word")
            return _negated(self._one(depth + 1))
        if kind == "paren":
            return self._inside(depth)
        if kind == "word" and text.startswith("-"):
            next_kind, next_text = self.next() or ("", "")
            is_apart = text == "-" and (next_kind == "phrase" or next_text == "(")
            return _negated(self._one(depth) if is_apart else _leaf(text[1:]))
        return _leaf(text)

    def _inside(self, depth: int) -> Node | None:
        found = self.either(depth + 1)
        if self.next() != ("paren", ")"):
            raise InputError("the query has an extra opening parenthesis")
        self._at += 1
        return found


def _negated(part: Node | None) -> Node | None:
    return None if part is None else Not(part)


def _leaf(text: str) -> Word | Prefix | Phrase | None:
    words = words_of(text)
    if len(words) == 1 and text.endswith("*"):
        if len(words[0]) < _SHORTEST_PREFIX:
            raise InputError(f"a prefix needs at least {_SHORTEST_PREFIX} letters")
        return Prefix(words[0])
    if len(words) > 1:
        return Phrase(tuple(words))
    return Word(words[0]) if words else None
