"""The opening of reported content as a sentence's: no `that`, and a subject for `to go` or `going`."""

from __future__ import annotations

import re

from claimwire.claims.edits import edit
from claimwire.claims.naming import subject_name
from claimwire.claims.verbs import HAVE, INFINITIVE, be_form_of, finite
from claimwire.claims.words import (
    AFTER_DEMONSTRATIVE,
    FUTURE_STANCES,
    HOPING,
    NOT_GERUNDS,
    SELF_CUES,
    SUBJECT_STANCES,
)
from claimwire_schemas import Claimant, Edit, Span, Stance

THAT = re.compile(r"[Tt]hat\s+(?=[“„«\"‘']?(?P<next>[^\W_]+))")
GERUND = re.compile(
    r"(?P<lead>(?:(?:full\s+)?responsibility\s+for|of|for)\s+(?=[a-z]+ing\b))?(?P<verb>[a-z]+ing)\b(?!\s+of\b)"
)


def opening_edits(
    article: str, opening: Span, stance: Stance | None, lemma: str, subject: Claimant | None
) -> list[Edit]:
    """Return the edits of content that begins with a conjunction, or with a verb that has no subject.

    `lemma` is the cue's; `subject` is whose deed the verb would be.
    """
    that = THAT.match(opening.exact)
    if that is not None and _is_conjunction(that["next"]):
        return [edit(article, (opening.start, opening.start + that.end()), "conjunction")]
    name = subject_name(subject)
    if subject is None or name is None or not (stance in SUBJECT_STANCES or lemma in SELF_CUES):
        return []
    be, infinitive = be_form_of(subject, name), INFINITIVE.match(opening.exact)
    found = _gerund(opening.exact, be) if infinitive is None else _infinitive(infinitive, be, stance, lemma)
    if found is None:
        return []
    end, verb = found
    place = opening.start, opening.start + end
    return [edit(article, place, "subject", f"{name} {verb}", subject.entity_id)]


def subject_edit(article: str, opening: Span, subject: Span) -> Edit:
    """Return the edit that puts the words of an antecedent before the verb that content begins with."""
    verb = opening.exact.split()[0]
    made = edit(article, (opening.start, opening.start + len(verb)), "subject", f"{subject.exact} {verb}")
    return made.model_copy(update={"antecedent": subject})


def _is_conjunction(following: str) -> bool:
    """Whether `that` before a word is no demonstrative, as in `that decision` and `that is`."""
    return following not in AFTER_DEMONSTRATIVE


def _infinitive(infinitive: re.Match[str], be: str, stance: Stance | None, lemma: str) -> tuple[int, str]:
    """Return where an infinitive ends and what it is after a subject; itself where its tense is not known."""
    is_future = stance in FUTURE_STANCES or lemma in HOPING
    is_known = is_future or lemma in SELF_CUES or infinitive["verb"] == "have"
    verb = finite(infinitive, be, is_future=is_future) if is_known else None
    return infinitive.end(), verb or infinitive[0]


def _gerund(content: str, be: str) -> tuple[int, str] | None:
    """Return where the gerund that content begins with ends, or its lead, and what is after a subject."""
    gerund = GERUND.match(content)
    if gerund is None or gerund["verb"] in NOT_GERUNDS:
        return None
    if gerund["lead"]:
        return gerund.end("lead"), ""
    return gerund.end(), HAVE[be] if gerund["verb"] == "having" else gerund["verb"]
