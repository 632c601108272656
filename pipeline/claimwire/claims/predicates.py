"""Predicates for content that has a subject and no finite verb: of accusing, reporting, calling, urging."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.claims.blame import blame_edits
from claimwire.claims.charges import charge_edits
from claimwire.claims.complements import complement_edits
from claimwire.claims.edits import edit
from claimwire.claims.phrases import first_word
from claimwire.claims.raised import raised_edits
from claimwire.claims.words import CHARGES, FIRST_PERSON, NOMINATIVES
from claimwire_schemas import Claimant, Edit, Span, Stance


def predicate_edits(
    article: str, content: Sequence[Span], stance: Stance | None, lemma: str, accused: Claimant | None
) -> list[Edit]:
    """Return the edits that make a predicate of what a cue of that lemma has; none where that is not sure.

    What nobody says, or somebody denies, is no predicate.
    """
    if stance in (None, "denies") or first_word(content[0].exact) in FIRST_PERSON:
        return []
    if stance == "accuses" and lemma.startswith("blame"):
        return blame_edits(article, content)
    if stance == "accuses" and lemma in CHARGES:
        return charge_edits(article, content, CHARGES[lemma], accused)
    return raised_edits(article, content, lemma) or complement_edits(article, content, lemma)


def subject_edits(article: str, content: Sequence[Span], verb: Edit) -> list[Edit]:
    """Return the edits of what has become the subject of a verb: `him` to `he`, and an apposition's comma."""
    subject = content[0]
    word = article[subject.start : min(verb.span.start, subject.end)].strip()
    nominative = NOMINATIVES.get(word.lower(), word)
    if nominative != word:
        return [edit(article, (subject.start, subject.start + len(word)), "subject", nominative)]
    is_open = len(content) == 2 and "," in subject.exact and article[subject.end : subject.end + 1] == ","
    last = subject.end - 1, subject.end
    return [edit(article, last, "subject", f"{subject.exact[-1]},")] if is_open else []
