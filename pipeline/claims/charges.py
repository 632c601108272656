"""An accusation as a sentence: `the council of neglect` becomes `the council is guilty of neglect`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from pipeline.claims.edits import edit
from pipeline.claims.naming import subject_name
from pipeline.claims.nouns import PREPOSITIONS
from pipeline.claims.phrases import is_noun_phrase
from pipeline.claims.verbs import be_form, be_form_of
from pipeline.claims.words import CLAUSE_WORDS, NOMINATIVES, NOT_GERUNDS
from schemas import Claimant, Edit, Span

GERUND = re.compile(r"(?:not\s+|[a-z]+ly\s+)*(?P<gerund>[a-z]+ing)\b")
WORD = re.compile(r"[^\W_]+")
NAME_LAST = re.compile(r"\b[A-Z][\w.’'-]*,?\Z")
LONGEST = 120
"""Characters between `accused` and `of`."""

LONGEST_LEAD = 8
NOT_DEEDS = CLAUSE_WORDS | PREPOSITIONS
MARKS = "“\"‘'"


def charge_edits(
    article: str, content: Sequence[Span], prepositions: Sequence[str], accused: Claimant | None
) -> list[Edit]:
    """Return the edit that says of the accused that it `is guilty of` a deed; none where that is not sure.

    `prepositions` are those that the cue has before the deed.
    """
    lead = re.compile(rf"\b(?:{'|'.join(prepositions)})\s+")
    if len(content) == 2:
        return _parted(article, content[0], content[1], lead)
    if len(content) != 1:
        return []
    return _joined(article, content[0], lead, accused) or _alone(article, content[0], lead, accused)


def _parted(article: str, accused: Span, deed: Span, lead: re.Pattern[str]) -> list[Edit]:
    """Return the edit of content that the cue parts: `the council` was accused `of neglect`."""
    if not is_noun_phrase(accused.exact):
        return []
    return _guilty(article, deed, lead, be_form(article, accused.start, accused.end))


def _joined(article: str, span: Span, lead: re.Pattern[str], accused: Claimant | None) -> list[Edit]:
    """Return the edit of content that has both: `the council of neglect`."""
    for found in lead.finditer(span.exact, 1, LONGEST):
        before, deed = span.exact[: found.start()].rstrip(), span.exact[found.end() :]
        is_sure = _is_gerund(deed) or found[0].startswith("with") or _is_accused(before, accused)
        if is_sure and is_noun_phrase(before) and _is_deed(deed):
            place = span.start + found.start(), span.start + found.end()
            verb = f"{be_form(article, span.start, span.start + len(before))} guilty of "
            return [edit(article, place, "subject", verb)]
    return []


def _alone(article: str, deed: Span, lead: re.Pattern[str], accused: Claimant | None) -> list[Edit]:
    """Return the edit that names the accused before content that does not: accused `of neglect`."""
    name = subject_name(accused)
    is_led = lead.match(deed.exact) or lead.search(article, max(0, deed.start - LONGEST_LEAD), deed.start)
    if accused is None or name is None or accused.entity_id is None or not is_led:
        return []
    made = _guilty(article, deed, lead, f"{name} {be_form_of(accused, name)}")
    return [one.model_copy(update={"entity_id": accused.entity_id}) for one in made]


def _guilty(article: str, deed: Span, lead: re.Pattern[str], be: str) -> list[Edit]:
    """Return the edit that puts `is guilty of` before a deed, and for the preposition that it has."""
    led = lead.match(deed.exact)
    named = deed.exact[led.end() :] if led else deed.exact
    first = WORD.match(deed.exact)
    if first is None or not _is_deed(named):
        return []
    end, kept = (led.end(), "") if led else (first.end(), first[0])
    return [edit(article, (deed.start, deed.start + end), "subject", f"{be} guilty of {kept}")]


def _is_deed(words: str) -> bool:
    """Whether some words begin as a deed's name does, not as a clause: `neglect`, `taking bribes`."""
    first = WORD.match(words.lstrip(MARKS))
    return first is not None and first[0].islower() and first[0] not in NOT_DEEDS


def _is_gerund(words: str) -> bool:
    found = GERUND.match(words.lstrip(MARKS))
    return found is not None and found["gerund"] not in NOT_GERUNDS


def _is_accused(words: str, accused: Claimant | None) -> bool:
    """Whether some words are surely all of the accused: `the head` of `the head of security` is not."""
    if NAME_LAST.search(words) is not None or words.lower() in NOMINATIVES:
        return True
    return accused is not None and accused.name is not None and words.lower() == accused.name.lower()
