"""What is shown of an extracted article: its passages, with the places of who said what, and their claims."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple

from claimwire.cli.extract.cards import Card, card_of
from claimwire.cli.rows import harmless
from claimwire_schemas import Article, Claim, EnrichedArticle, Paragraph, Span

Role = Literal["content", "statement", "cue", "source"]
ROLES: tuple[Role, ...] = ("content", "statement", "cue", "source")
"""What a place in the text is for a claim; of an outlet's own claim, the content is a statement."""
Mark = tuple[Span, Role]


class Piece(NamedTuple):
    """A stretch of text throughout which the same roles hold, and the claims whose number follows it."""

    text: str
    roles: tuple[Role, ...]
    numbers: tuple[int, ...]


class Passage(NamedTuple):
    """The headline or a paragraph: its text in pieces, and the cards of the claims that begin in it.

    `language` is a paragraph's that is not the article's.
    """

    is_headline: bool
    language: str | None
    pieces: tuple[Piece, ...]
    cards: tuple[Card, ...]


def passages_of(enriched: EnrichedArticle) -> tuple[Passage, ...]:
    """Return the article's passages in order, its claims numbered from 1; linear in text and claims."""
    article = enriched.article
    ranges = _ranges(article)
    cards: defaultdict[int, list[Card]] = defaultdict(list)
    numbers: defaultdict[int, list[int]] = defaultdict(list)
    for number, claim in enumerate(enriched.claims, start=1):
        at = _passage_at(ranges, claim.content[0].start)
        cards[at].append(card_of(claim, number))
        numbers[min(claim.content[0].end, ranges[at].end)].append(number)
    marks = [mark for claim in enriched.claims for mark in _marks(claim)]
    pieces = _pieces(article.text, ranges, marks, numbers)
    return tuple(
        Passage(i == 0 and article.headline is not None, _language(ranges[i]), within, tuple(cards[i]))
        for i, within in enumerate(pieces)
    )


def _language(place: Span | Paragraph) -> str | None:
    return place.language if isinstance(place, Paragraph) else None


def _ranges(article: Article) -> Sequence[Span | Paragraph]:
    return [*([article.headline] if article.headline else []), *article.paragraphs]


def _passage_at(ranges: Sequence[Span | Paragraph], at: int) -> int:
    return max(0, bisect_right(ranges, at, key=lambda place: place.start) - 1)


def _marks(claim: Claim) -> Iterator[Mark]:
    role: Role = "content" if claim.attribution_id else "statement"
    yield from ((span, role) for span in claim.content)
    yield from ((span, "cue") for span in (claim.cue.spans if claim.cue else ()))
    yield from ((span, "source") for span in (claim.source,) if span)


def _pieces(
    text: str, ranges: Sequence[Span | Paragraph], marks: Iterable[Mark], numbers: Mapping[int, Sequence[int]]
) -> Iterator[tuple[Piece, ...]]:
    """Yield the pieces of each range: the text is cut wherever a mark, a range or a number stands."""
    changes: defaultdict[int, Counter[Role]] = defaultdict(Counter)
    for span, role in marks:
        changes[span.start][role] += 1
        changes[span.end][role] -= 1
    edges = {edge for place in ranges for edge in (place.start, place.end)}
    cuts = sorted(edges | changes.keys() | numbers.keys())
    pieces, standing = [], Counter[Role]()
    for start, end in pairwise(cuts):
        standing.update(changes.get(start, {}))
        roles = tuple(role for role in ROLES if standing[role] > 0)
        pieces.append(Piece(harmless(text[start:end]), roles, tuple(numbers.get(end, ()))))
    for place in ranges:
        yield tuple(pieces[bisect_left(cuts, place.start) : bisect_left(cuts, place.end)])
