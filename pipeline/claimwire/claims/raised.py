"""A subject that a passive cue has taken from its verb: `the suspect` is believed `to have fled`."""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.claims.edits import edit
from claimwire.claims.phrases import first_word
from claimwire.claims.verbs import INFINITIVE, be_form, be_form_in, finite
from claimwire.claims.words import EXPECTING, RAISING, RELATIVES
from claimwire.extract.lemma import words_of
from claimwire_schemas import Edit, Span


def raised_edits(article: str, content: Sequence[Span], lemma: str) -> list[Edit]:
    """Return the edit that gives the verb of a raised subject its form; none where that is not sure."""
    if len(content) != 2 or lemma not in RAISING | EXPECTING:
        return []
    subject, predicate = content
    if first_word(subject.exact) in RELATIVES:
        return []
    cue = words_of([article[subject.end : predicate.start]])
    be, infinitive = be_form_in(cue), INFINITIVE.match(predicate.exact)
    if be is None and len(cue) == 1:  # `paintings believed to be worth millions`
        be = be_form(article, subject.start, subject.end)
    verb = finite(infinitive, be, is_future=lemma in EXPECTING) if be and infinitive else None
    if infinitive is None or verb is None:
        return []
    place = predicate.start, predicate.start + infinitive.end()
    return [edit(article, place, "subject", verb)]
