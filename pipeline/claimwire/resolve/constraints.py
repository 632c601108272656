"""Whom a mention may mean at all: number, gender, kind, country, office and owner, and who speaks to whom."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container

from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.syntax import child, clause_head, head
from claimwire.entities.nouns import KIN, OFFICES, demonym_country, noun_kind, singular
from claimwire.resolve.kinds import BODY, OTHER, PERSON
from claimwire.resolve.mentions import Mention, sort_of
from claimwire.resolve.referents import STATUS, Referent

_LABEL = re.compile(r"^([^\n:]{1,60}):", re.MULTILINE)
REFLEXIVE = ("self", "selves")
"""Ends of pronouns for who does something to himself."""

_LEAST_SHARED = 0.3
"""How much a description and a referent must have in common of what kind they may be."""

_LEAST_PERSON = 0.5
_LIFELESS = 0.6
"""How likely something is a thing, from which on it says nothing."""


def may_be(mention: Mention, one: Referent) -> bool:
    """Whether number, gender, kind, country and office allow that a mention means a referent."""
    if mention.form == "pronoun":
        return _pronoun_may_be(mention, one)
    return _description_may_be(mention, one)


def is_of_own_clause(mention: Mention, one: Referent, document: Document) -> bool:
    """Whether a pronoun is the object of what a referent does: `she described her` is of two."""
    last = one.last_before(mention.i)
    if last is None or mention.place != "object" or mention.noun.endswith(REFLEXIVE):
        return False
    same = last.place == "subject" and last.head.sentence == mention.head.sentence
    return same and clause_head(document, mention.head).i == clause_head(document, last.head).i


def belongs_to_another(mention: Mention, speaker: Referent, document: Document) -> bool:
    """Whether a speaker is somebody’s whom a pronoun may mean as well: `her sister said she`."""
    owner = _owner(speaker, mention, document)
    told = PRONOUNS.get(owner.lower) if owner is not None else None
    return told is not None and mention.gender is not None and told.get("gender") == mention.gender


def _owner(speaker: Referent, mention: Mention, document: Document) -> Word | None:
    """Return whose a speaker is: `her`, in `her daughter, Maud Webb`."""
    last = speaker.last_before(mention.i)
    if last is None:
        return None
    beside = document.words[last.head.head] if last.head.relation == "appos" else None
    noun = beside if beside is not None and singular(beside.lower) in KIN else last.head
    return child(document, noun, "nmod:poss")


def _pronoun_may_be(mention: Mention, one: Referent) -> bool:
    sort = sort_of(mention)
    if sort == "they":
        return one.number == "plural" or one.kinds[PERSON] + one.kinds[BODY] > 0.3
    if one.number == "plural":
        return False
    if sort == "it":
        return one.kinds[PERSON] < 0.6 and one.gender in (None, "neuter")
    return one.kinds[PERSON] > 0.25 and one.gender in (None, mention.gender)


def _description_may_be(mention: Mention, one: Referent) -> bool:
    if one.number != mention.number:
        return False
    if mention.gender and one.gender and mention.gender != one.gender:
        return False
    if mention.noun in one.nouns:
        return _same_holder(mention, one) and not (_other_office(mention, one) or _other_owner(mention, one))
    is_group = one.name is not None and one.name.kind == "nationality"
    holds_another = mention.noun in OFFICES and one.nouns and mention.noun not in one.about
    if is_group or holds_another or _other_office(mention, one) or mention.determiner == "possessive":
        return False
    return _same_holder(mention, one) and sum(map(min, mention.kinds, one.kinds)) > _LEAST_SHARED


def _other_owner(mention: Mention, one: Referent) -> bool:
    """Whether a possessive shares no word before its noun with a referent: `Vane’s team`, `Lindh’s team`."""
    is_told = mention.determiner == "possessive" and bool(mention.modifiers)
    return is_told and mention.modifiers.isdisjoint(one.about)


def _other_office(mention: Mention, one: Referent) -> bool:
    """Whether an office is another’s: `the finance minister` is not the minister of salt."""
    person = one.name is not None and one.kinds[PERSON] > _LEAST_PERSON
    if not person or mention.noun not in OFFICES:
        return False
    return any(demonym_country(word) is None for word in mention.modifiers - one.about - STATUS)


def _same_holder(mention: Mention, one: Referent) -> bool:
    """Whether neither country nor `former` or `deputy` tells two holders of an office apart."""
    if (mention.modifiers & STATUS) - one.about:
        return False
    if mention.noun in one.nouns and (one.about & STATUS) - mention.modifiers:
        return False
    words = (*mention.modifiers, mention.noun)
    told = {found for word in words if (found := demonym_country(word))}
    return not told or not one.countries or not told.isdisjoint(one.countries)


def is_outlet(one: Referent) -> bool:
    """Whether a referent is an outlet by name, which mostly passes on what others said."""
    return one.name is not None and one.name.kind == "outlet"


def may_speak(one: Referent) -> bool:
    """Whether a referent can say something: somebody, a body, a paper."""
    return one.kinds[OTHER] < _LIFELESS or any(noun_kind(noun) == "document" for noun in one.nouns)


def is_part_of(mention: Mention, last: Mention, document: Document) -> bool:
    """Whether a mention stands in another's noun phrase: `her` of `readers of her book` is no reader."""
    above = head(document, mention.head)
    while above is not None and above.tag in ("NOUN", "PROPN"):
        if above.i == last.i:
            return True
        above = head(document, above)
    return False


def labels_of(text: str) -> frozenset[str]:
    """Return what opens several lines of a text before a colon: the speakers of a transcript's turns."""
    return frozenset(label for label, lines in Counter(_LABEL.findall(text)).items() if lines > 1)


def is_spoken_to(mention: Mention, last: Mention, labels: Container[str], document: Document) -> bool:
    """Whether a referent was last mentioned as the label of a turn: no `he` of the next turns, but `you`."""
    text, start, end = document.text, last.start, last.end
    opens = text[end : end + 1] == ":" and text[max(0, start - 1) : start] in ("", "\n")
    return opens and sort_of(mention) == "he" and text[start:end] in labels
