"""The outlet's own sentences: no attribution, no quotation and no word of reporting is in them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from claimwire.data import read_json
from claimwire.english.closed_class import PRONOUNS
from claimwire.extract.clauses import SENTENCE_END
from claimwire_schemas import Article, Attribution, Span

QUOTES = frozenset('“”"«»„')
WORD = re.compile(r"[^\W_]+")
REPORTING = read_json("claimwire.claims", "sentences.json", dict[str, frozenset[str]])["reporting"]
OWN_KINDS = frozenset(("text", "list_item"))
"""Of paragraphs: nobody else speaks there, and the outlet tells its story."""

LONGEST = 1200
"""Characters; what is longer is a list or a table, not a sentence."""


def own_sentences(article: Article, attributions: Iterable[Attribution]) -> Iterator[Span]:
    """Give the body's whole sentences that the outlet says itself, in order of the text.

    A word of reporting, `reportedly`, tells that another may be speaking, though no attribution was found.
    """
    places = sorted((span.start, span.end) for one in attributions for span in _spans(one))
    starts = [start for start, _ in places]
    furthest = _furthest(places)
    for sentence in _sentences(article):
        before = bisect_right(starts, sentence.end - 1)
        attributed = before > 0 and furthest[before - 1] > sentence.start
        if not attributed and len(sentence.exact) <= LONGEST and not _may_be_anothers(sentence.exact):
            yield sentence


def _may_be_anothers(sentence: str) -> bool:
    words = (match[0] for match in WORD.finditer(sentence.lower()))
    return not QUOTES.isdisjoint(sentence) or any(
        word in REPORTING or _is_first_person(word) for word in words
    )


def _is_first_person(word: str) -> bool:
    pronoun = PRONOUNS.get(word)
    return pronoun is not None and pronoun["person"] == 1


def _spans(one: Attribution) -> Iterator[Span]:
    yield from one.content
    yield from one.cue.spans if one.cue else ()
    if one.source:
        yield one.source


def _furthest(places: Iterable[tuple[int, int]]) -> list[int]:
    """Return for each place where it, or one before it, ends at the latest."""
    found, end = list[int](), 0
    for place in places:
        end = max(end, place[1])
        found.append(end)
    return found


def _sentences(article: Article) -> Iterator[Span]:
    """Give each sentence of each paragraph that has a mark at its end; the dateline is none's."""
    for paragraph in article.paragraphs:
        if paragraph.kind not in OWN_KINDS or paragraph.role:
            continue
        start = paragraph.start
        if article.dateline and article.dateline.span.start == start:
            start = article.dateline.span.end
        for end in _ends(article.text, start, paragraph.end):
            text = article.text[start:end]
            left = start + len(text) - len(text.lstrip())
            if left < end:
                yield Span.of(article.text, left, end)
            start = end


def _ends(text: str, start: int, end: int) -> Iterator[int]:
    for match in SENTENCE_END.finditer(text, start, end):
        yield match.end()
    if text[start:end].rstrip("”’\"')] ").endswith((".", "!", "?", "…")):
        yield end
