"""The opening of reported content as a sentence's: no `that`, and a subject for `to go` or `going`."""

from __future__ import annotations

import re

from pipeline.claims.edits import edit
from pipeline.claims.naming import subject_name
from pipeline.claims.words import AFTER_DEMONSTRATIVE, NOT_GERUNDS, SUBJECT_STANCES
from schemas import Claimant, Edit, Span, Stance

THAT = re.compile(r"[Tt]hat\s+(?=(?P<next>[^\W_]+))")
VERB = re.compile(
    r"(?P<lead>(?:(?:full\s+)?responsibility\s+for|of|for)\s+(?=[a-z]+ing\b))?"
    r"(?P<first>(?:not|to)(?=\s+[a-z])|(?P<gerund>[a-z]+ing)\b(?!\s+of\b))"
)
OF_GERUND = re.compile(r"\s+(?P<of>of\s+)(?=[a-z]+ing\b)")
LONGEST_NAME = 80
"""Characters between `accused` and `of`."""


def opening_edits(article: str, opening: Span, stance: Stance | None, subject: Claimant | None) -> list[Edit]:
    """Return the edits of content that begins with a conjunction, or with a verb that has no subject.

    `subject` is whose deed the verb would be.
    """
    that = THAT.match(opening.exact)
    if that is not None and _is_conjunction(that["next"]):
        return [edit(article, (opening.start, opening.start + that.end()), "conjunction")]
    if stance not in SUBJECT_STANCES or (stance == "accuses" and _has_accused(opening, subject)):
        return _accused_edits(article, opening, stance)
    return _subject_edits(article, opening, subject) or _accused_edits(article, opening, stance)


def subject_edit(article: str, opening: Span, subject: Span) -> Edit:
    """Return the edit that puts the words of an antecedent before the verb that content begins with."""
    verb = opening.exact.split()[0]
    made = edit(article, (opening.start, opening.start + len(verb)), "subject", f"{subject.exact} {verb}")
    return made.model_copy(update={"antecedent": subject})


def _is_conjunction(following: str) -> bool:
    """Whether `that` before a word is no demonstrative, as in `that decision` and `that is`."""
    return following not in AFTER_DEMONSTRATIVE


def _has_accused(opening: Span, accused: Claimant | None) -> bool:
    """Whether content names the accused itself: `neighboring Vostria of arming the group`."""
    return accused is not None and accused.name is not None and accused.name in opening.exact


def _subject_edits(article: str, opening: Span, subject: Claimant | None) -> list[Edit]:
    """Put a name for what leads to the verb, or before the verb's first word."""
    name, verb = subject_name(subject), VERB.match(opening.exact)
    if subject is None or name is None or verb is None or verb["gerund"] in NOT_GERUNDS:
        return []
    end = opening.start + (verb.end("lead") if verb["lead"] else verb.end("first"))
    kept = "" if verb["lead"] else verb["first"]
    return [edit(article, (opening.start, end), "subject", f"{name} {kept}", subject.entity_id)]


def _accused_edits(article: str, opening: Span, stance: Stance | None) -> list[Edit]:
    """Leave out `of` after the accused: `the mayor of taking bribes` gives `the mayor taking bribes`."""
    found = OF_GERUND.search(opening.exact, 0, LONGEST_NAME) if stance == "accuses" else None
    if found is None:
        return []
    return [edit(article, (opening.start + found.start("of"), opening.start + found.end()), "conjunction")]
