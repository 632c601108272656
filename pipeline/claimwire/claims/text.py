"""A claim's text: the proposition readable alone, and the edits that made it from the content.

    that he would resign,    ->  Ama Brandt would resign.
    “We were not told,”      ->  We [the ministry] were not told.
    to rebuild the bridge    ->  The council will rebuild the bridge.
    the mayor of neglect     ->  The mayor is guilty of neglect.

Nothing is put in anyone's mouth: an edit leaves words out, puts a name for words that mean it, or gives a
verb the form that goes with its subject.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import NamedTuple

from claimwire.claims.edits import edit, replayed
from claimwire.claims.naming import Antecedent, names
from claimwire.claims.opening import opening_edits, subject_edit
from claimwire.claims.predicates import predicate_edits, subject_edits
from claimwire_schemas import Claimant, Edit, Kind, Span, Stance

PARTNER = {"“": "”“", "„": "“”", "«": "»", "‘": "’", "'": "'", '"': '"', "`": "'`"}
ENDED = re.compile(r"[.?!…][”’\"'»)\]]*\Z")
SENTENCE_END = re.compile(r"[.?!\n]")
OPENING_MARKS = tuple(PARTNER)
LOOSE = " \t\n\u00a0,;:–—-"


class Proposition(NamedTuple):
    """What a text is made from."""

    content: tuple[Span, ...]
    kind: Kind
    stance: Stance | None
    subject: Claimant | None
    """Whose deed an infinitive or a gerund at the start is; null where the text does not say."""

    before: Span | None = None
    """The noun phrase before the source that is the subject of a verb at the start."""

    lemma: str = ""
    """The cue's; empty where there is none."""


def text_of(
    article: str, given: Proposition, antecedents: Iterable[Antecedent] = ()
) -> tuple[str, tuple[Edit, ...]]:
    """Return a proposition as text that can be read alone, with every edit, in order of the text."""
    bare = [_bare(article, span) for span in given.content]
    made = [*_marks(article, given.content, bare), *_wording(article, bare, given, antecedents)]
    edits = _with_capital(article, bare[0], made)
    edits = sorted(_with_ends(article, bare, edits), key=_start)
    text = replayed(given.content, edits)
    return (text, tuple(edits)) if text else (" ".join(span.exact for span in given.content), ())


def _wording(
    article: str, bare: Sequence[Span], given: Proposition, antecedents: Iterable[Antecedent]
) -> list[Edit]:
    """Return the edits that give subjects their verbs, verbs their subjects, and both their names."""
    reported = bare[0].start == given.content[0].start
    predicate = []
    if reported and given.kind != "direct":
        predicate = predicate_edits(article, bare, given.stance, given.lemma, given.subject)
    opening = _opening(article, bare[0], given) if reported and not predicate else []
    kept = _kept(antecedents, bare, opening[-1].span.end if opening else bare[0].start)
    named = [one for one in names(kept, article, given.content, given.kind) if not _overlaps(one, predicate)]
    subject = subject_edits(article, bare, predicate[0]) if predicate else []
    return [*opening, *predicate, *named, *(one for one in subject if not _overlaps(one, named))]


def _opening(article: str, opening: Span, given: Proposition) -> list[Edit]:
    if given.before is not None:
        return [subject_edit(article, opening, given.before)]
    return opening_edits(article, opening, given.stance, given.lemma, given.subject)


def _overlaps(one: Edit, others: Iterable[Edit]) -> bool:
    return any(one.span.start < other.span.end and other.span.start < one.span.end for other in others)


def _start(one: Edit) -> int:
    return one.span.start


def _bare(article: str, span: Span) -> Span:
    """Return a span without its outer quotation marks and what is loose at its end; itself if that is all."""
    text = span.exact
    left, right = len(text) - len(text.lstrip()), len(text.rstrip(LOOSE))
    if text[left : left + 2] in {"''", "``"}:
        left, right = left + 2, right - 2 * text[:right].endswith("''")
    elif text[left : left + 1] in PARTNER and not _pairs_within(text[left:right]):
        closes = right - left > 1 and text[right - 1] in PARTNER[text[left]]
        left, right = left + 1, right - closes
    left += len(text[left:right]) - len(text[left:right].lstrip())
    right = left + len(text[left:right].rstrip(LOOSE))
    return Span.of(article, span.start + left, span.start + right) if left < right else span


def _pairs_within(text: str) -> bool:
    """Whether the mark that opens a text closes before its end, as in `“No” means “no”`."""
    partner = PARTNER[text[0]]
    return any(
        mark in partner and not (mark in "'’" and text[i + 1 : i + 2].isalnum())
        for i, mark in enumerate(text[1:-1], start=1)
    )


def _marks(article: str, content: Iterable[Span], bare: Iterable[Span]) -> Iterator[Edit]:
    for span, kept in zip(content, bare, strict=True):
        if span.start < kept.start:
            yield edit(article, (span.start, kept.start), "mark")
        if kept.end < span.end:
            yield edit(article, (kept.end, span.end), "mark")


def _kept(antecedents: Iterable[Antecedent], bare: Sequence[Span], opening: int) -> Iterator[Antecedent]:
    """Give the antecedents from a place on that are in what is kept."""
    starts = [part.start for part in bare]
    for one in antecedents:
        i = bisect_right(starts, one.span.start) - 1
        if i >= 0 and one.span.start >= opening and one.span.end <= bare[i].end:
            yield one


def _with_capital(article: str, opening: Span, edits: list[Edit]) -> list[Edit]:
    """Return the edits and one more, or one changed, that makes the first letter a capital."""
    starting, at = {one.span.start: one for one in edits}, opening.start
    while at in starting and not starting[at].text:
        at = starting[at].span.end
    at += at not in starting and article[at : at + 1] in OPENING_MARKS
    if at in starting:
        first = starting[at]
        capital = first.model_copy(update={"text": first.text[0].upper() + first.text[1:]})
        return [capital if one is first else one for one in edits]
    letter = article[at : at + 1]
    if not letter.islower() or article[at + 1 : at + 2].isupper():
        return edits
    return [*edits, edit(article, (at, at + 1), "capital", letter.upper())]


def _with_ends(article: str, bare: Sequence[Span], edits: Iterable[Edit]) -> Iterable[Edit]:
    """Return the edits with a full stop at the end, and after each span that another sentence follows."""
    by_start = {one.span.start: one for one in edits}
    by_end = {one.span.end: one for one in by_start.values()}
    for part, following in zip_longest(bare, bare[1:]):
        if ENDED.search(part.exact) or (following and not _parts_sentences(article, part, following)):
            continue
        last = by_start.get(part.end) or by_end.get(part.end) or _last_letter(article, part)
        by_start[last.span.start] = _stopped(last)
    return by_start.values()


def _parts_sentences(article: str, one: Span, following: Span) -> bool:
    """Whether a sentence begins after the first of two spans, at the second: `“No,” he said. “Never.”`."""
    return following.exact[0].isupper() and SENTENCE_END.search(article, one.end, following.start) is not None


def _last_letter(article: str, part: Span) -> Edit:
    return edit(article, (part.end - 1, part.end), "end", article[part.end - 1])


def _stopped(last: Edit) -> Edit:
    """Return the last edit of a sentence with a full stop in it."""
    reason = "end" if last.reason == "mark" else last.reason
    text = last.text if last.text.endswith(".") else last.text + "."
    return last.model_copy(update={"text": text, "reason": reason})
