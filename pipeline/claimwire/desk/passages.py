"""Passages: articles with claims marked in them, and what a revision changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import islice, pairwise, zip_longest

from claimwire.desk.marks import Change, Mark, Piece, compare, cut
from claimwire.desk.wording import edits, open_spans
from claimwire.store import ArticleRow, ClaimRow, Revision
from claimwire.store.difference import difference
from claimwire_schemas import Article, Paragraph, Span

_AROUND = 1
"""Paragraphs before and after those that a claim is in."""
_MOST_REVISIONS = 10
_MOST_PARAGRAPHS = 500
_MOST_CHANGED = 50


@dataclass(frozen=True)
class Block:
    """A headline or paragraph, and the claims that begin in it, with their numbers.

    `language` is a paragraph's that is not the article's.
    """

    language: str | None
    pieces: list[Piece]
    claims: list[tuple[int, ClaimRow]]


@dataclass(frozen=True)
class Compared:
    """A revision, and what it did to the text and the claims of the one before."""

    article: ArticleRow
    paragraphs: list[list[Change]]
    added: list[ClaimRow]
    changed: list[tuple[ClaimRow, list[Change]]]
    dropped: tuple[ClaimRow, ...]


def context(article: Article, row: ClaimRow) -> list[list[Piece]]:
    """Return the pieces of the paragraphs that a claim is in, and of those around them."""
    places = _places(article)
    marks = [*_marks(row, 0), *(Mark(start, end, "open", 0) for start, end in open_spans(row))]
    marks += [Mark(edit.span.start, edit.span.end, "edit", 0) for edit, _ in edits(row.claim)]
    found = [_block_of(span, places) for span in row.claim.content]
    first, last = max(min(found) - _AROUND, 0), max(found) + _AROUND
    return cut(article.text, places[first : last + 1], marks)


def blocks(revision: Revision) -> list[Block]:
    """Return an article's headline and paragraphs with their claims."""
    article, rows = revision.article.article, list(enumerate(revision.claims, start=1))
    places = _places(article)
    marks = [mark for number, row in rows for mark in _marks(row, number)]
    beside: list[list[tuple[int, ClaimRow]]] = [[] for _ in places]
    for number, row in rows:
        beside[_block_of(row.claim.content[0], places)].append((number, row))
    languages = [None] * (len(places) - len(article.paragraphs)) + [
        one.language for one in article.paragraphs
    ]
    return [Block(*one) for one in zip(languages, cut(article.text, places, marks), beside, strict=True)]


def compared(revisions: list[Revision]) -> list[Compared]:
    """Return the latest revisions, each beside the one before; `revisions` has the latest first."""
    pairs = pairwise(revisions)
    return [_compared(revision, before) for revision, before in islice(pairs, _MOST_REVISIONS)]


def _compared(revision: Revision, before: Revision) -> Compared:
    told = difference(before.claims, revision.claims)
    old = {row.claim_id: row for row in before.claims}
    changed = [
        (row, compare(old[row.replaces].text, row.text))
        for row in told.rows
        if row.change == "changed" and row.replaces
    ]
    return Compared(
        article=revision.article,
        paragraphs=list(islice(_rewritten(before, revision), _MOST_CHANGED)),
        added=[row for row in told.rows if row.change == "added"],
        changed=changed,
        dropped=told.dropped,
    )


def _rewritten(before: Revision, after: Revision) -> Iterator[list[Change]]:
    """Give the paragraphs that differ."""
    old, new = (one.article.article.text.split("\n\n")[:_MOST_PARAGRAPHS] for one in (before, after))
    for how, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if how != "equal":
            yield from (compare(was, now) for was, now in zip_longest(old[a:b], new[c:d], fillvalue=""))


def _marks(row: ClaimRow, number: int) -> Iterator[Mark]:
    """Give a claim's own words, who says them, and the words that make it a claim."""
    claim = row.claim
    yield from (Mark(span.start, span.end, "content", number) for span in claim.content)
    if claim.source:
        yield Mark(claim.source.start, claim.source.end, "source", number)
    for span in claim.cue.spans if claim.cue else ():
        yield Mark(span.start, span.end, "cue", number)


def _places(article: Article) -> list[tuple[int, int]]:
    """Return where an article's headline and paragraphs are."""
    head: list[Paragraph | Span] = [article.headline] if article.headline else []
    return [(one.start, one.end) for one in [*head, *article.paragraphs]] or [(0, len(article.text))]


def _block_of(span: Span, places: list[tuple[int, int]]) -> int:
    return next((number for number, (_, end) in enumerate(places) if span.start < end), len(places) - 1)
