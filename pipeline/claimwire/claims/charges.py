"""An accusation as a sentence: `the council of neglect` becomes `the council is guilty of neglect`."""

from __future__ import annotations

import re
from collections.abc import Sequence

from claimwire.claims.edits import edit
from claimwire.claims.naming import subject_name
from claimwire.claims.phrases import AGENT, first_word, is_name, is_noun_phrase
from claimwire.claims.verbs import be_form, be_form_of
from claimwire.claims.words import CLAUSE_WORDS, NOBODIES, NOT_GERUNDS
from claimwire.entities.nouns import PREPOSITIONS
from claimwire_schemas import Claimant, Edit, Span

GERUND = re.compile(r"(?:not\s+|[a-z]+ly\s+)*(?P<gerund>[a-z]+ing)\b(?!\s+of\b)")
WORD = re.compile(r"[^\W_]+")
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
    if len(content) > 2 or first_word(content[0].exact) in NOBODIES:
        return []
    if len(content) == 2:
        return _parted(article, content[0], content[1], lead)
    return _joined(article, content[0], lead, accused) or _alone(article, content[0], lead, accused)


def _parted(article: str, accused: Span, deed: Span, lead: re.Pattern[str]) -> list[Edit]:
    """Return the edit of content that the cue parts: `the council` was accused `of neglect`."""
    if not is_noun_phrase(accused.exact) or AGENT.search(deed.exact):
        return []
    return _guilty(article, deed, lead, be_form(article, accused.start, accused.end))


def _joined(article: str, span: Span, lead: re.Pattern[str], accused: Claimant | None) -> list[Edit]:
    """Return the edit of content that has both: `the council of neglect`."""
    found = _between(span.exact, lead, accused)
    if found is None:
        return []
    verb = f"{be_form(article, span.start, span.start + found.start())} guilty of "
    return [edit(article, (span.start + found.start(), span.start + found.end()), "subject", verb)]


def _between(words: str, lead: re.Pattern[str], accused: Claimant | None) -> re.Match[str] | None:
    """Return the preposition between the accused and the deed: the first before a gerund, or the last.

    `the head of the fund of misleading donors`, `the editor of the Harrowmere Post of libel`.
    """
    found = [one for one in lead.finditer(words, 1, LONGEST) if is_noun_phrase(words[: one.start()])]
    deeds = [one for one in found if _is_deed(words[one.end() :])]
    gerunds = [one for one in deeds if _is_gerund(words[one.end() :])]
    sure = [one for one in deeds if one[0].startswith("with") or is_name(words[: one.start()].rstrip())]
    if gerunds or sure:
        return gerunds[0] if gerunds else sure[-1]
    name = str(accused.name).lower() if accused else ""
    is_only = len(found) == 1 and words[: found[0].start()].strip().lower() == name
    return deeds[0] if deeds and is_only else None


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
