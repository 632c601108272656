"""Names put for the pronouns and descriptions that mean them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from claimwire.claims.words import AFTER_OBJECT, FIRST_PERSON, POSSESSIVE
from claimwire_schemas import Claimant, Edit, EditReason, Entity, EntityKind, Kind, Span

OPENING, CLOSING = "“„«", "”»"
INDEFINITE = re.compile(r"(?:a|an)\s+", re.IGNORECASE)
DETERMINED = re.compile(r"(?:the|her|his|its|my|our|their)\s")
APPOSED = re.compile(r"(?:\s(?:of|for|at)\s[^,.;]{1,40})?,\s")
NEXT_WORD = re.compile(r"\s+([^\W_]+)")


class Antecedent(NamedTuple):
    """A pronoun or a description in some content, and the entity that it means."""

    span: Span
    entity: Entity
    reason: EditReason


def names(found: Iterable[Antecedent], article: str, content: Iterable[Span], kind: Kind) -> Iterator[Edit]:
    """Give the edits that name each entity once, at the first of its pronouns and descriptions.

    None is given where the content names it before or beside that. A word of the first person stays, since
    the verb agrees with it, and has the name beside it in brackets, as another's has inside a quotation.
    """
    content, named = tuple(content), set[str]()
    for one in found:
        if one.entity.entity_id in named:
            continue
        named.add(one.entity.entity_id)
        if not _is_named_beside(one, article, content):
            quoted = kind == "direct" or (kind == "mixed" and _is_quoted(one.span, content))
            text = _text(article, one, quoted=quoted)
            yield Edit(span=one.span, text=text, reason=one.reason, entity_id=one.entity.entity_id)


def _is_named_beside(one: Antecedent, article: str, content: Sequence[Span]) -> bool:
    """Whether a content names an entity before a word that means it, or right after: `the mayor, Brandt`."""
    called = one.entity.name.split()[-1]
    return any(
        mention.start < one.span.start or APPOSED.fullmatch(article, one.span.end, mention.start)
        for part in content
        for mention in _within(one.entity.mentions, part)
        if called in mention.exact
    )


def _within(mentions: Sequence[Span], part: Span) -> Sequence[Span]:
    first, last = (bisect_left(mentions, place, key=attrgetter("start")) for place in (part.start, part.end))
    return mentions[first:last]


def spoken_name(name: str, kind: EntityKind | None) -> str:
    """Return a name as a sentence has it: `A police spokesman` gives `the police spokesman`."""
    if INDEFINITE.match(name) is not None:
        return INDEFINITE.sub("the ", name, count=1)
    bare = kind == "unnamed" and name[:1].islower() and not DETERMINED.match(name)
    return f"the {name}" if bare else name


def subject_name(claimant: Claimant | None) -> str | None:
    """Return a claimant's name as a sentence has it."""
    return spoken_name(claimant.name, claimant.kind) if claimant and claimant.name else None


def _text(article: str, one: Antecedent, *, quoted: bool) -> str:
    word, name = one.span.exact.lower(), spoken_name(one.entity.name, one.entity.kind)
    if _is_possessive(article, one.span):
        name += "’" if name.endswith("s") else "’s"
    if word in FIRST_PERSON:
        return f"{one.span.exact} [{name}]"
    return f"[{name}]" if quoted else name


def _is_possessive(article: str, span: Span) -> bool:
    word = span.exact.lower()
    if word != "her":
        return word in POSSESSIVE or word.endswith(("'s", "’s"))
    following = NEXT_WORD.match(article, span.end)
    return following is not None and following[1].lower() not in AFTER_OBJECT


def _is_quoted(span: Span, content: Iterable[Span]) -> bool:
    """Whether a quotation is open where a span begins."""
    part = next(part for part in content if part.start <= span.start < part.end)
    before = part.exact[: span.start - part.start]
    opened, closed = (sum(map(before.count, marks)) for marks in (OPENING, CLOSING))
    return opened > closed or before.count('"') % 2 == 1
