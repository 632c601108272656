"""Whom a claimant accuses or blames: an entity of the article, or people that it describes."""

from __future__ import annotations

import re
from collections.abc import Iterable

from typing_extensions import TypedDict

from claimwire.claims.antecedents import Antecedent
from claimwire.claims.mentioned import Mention, Mentioned
from claimwire.claims.nouns import is_known, noun_kind, singular
from claimwire.claims.words import RELATIVES
from claimwire.data import read_json
from claimwire.extract.lemma import words_of
from claimwire.extract.lexicon import lexicon
from claimwire_schemas import Attribution, Claimant, Cue, Entity, Resolution, Span

REACH = 240
"""Characters after a cue in which its object is looked for."""

LEAD = 40
"""Characters that may stand before the name in its noun phrase: `the outgoing treasurer, Ama Brandt`."""

LONGEST = 7
"""Words of a noun phrase that is no entity's mention."""

APPOSITION = ", "
BEFORE_SOURCE = re.compile(r"(?:\A|\s)(who|whom|which|that)\s\Z")
OPENING_MARKS = ' \t\u00a0“"‘'
WORD = re.compile(r"[^\W_][\w’'.-]*")
OF_OR_FOR = re.compile(r"\b(?:of|for|with)\b")


class _Data(TypedDict):
    after: dict[str, list[str]]
    objects: list[str]
    clauses: list[str]
    be: list[str]
    forms: list[str]
    ends: list[str]


_DATA = read_json("claimwire.claims", "accused.json", _Data)
_AFTER = {
    lemma: re.compile(rf"\b(?:{'|'.join(words)})\s+(?!\w+day\b)") for lemma, words in _DATA["after"].items()
}
_BE, _FORMS, _ENDS = (frozenset(_DATA[name]) for name in ("be", "forms", "ends"))


def accused_of(
    text: str, one: Attribution, mentioned: Mentioned, antecedents: Iterable[Antecedent] = ()
) -> Claimant | None:
    """Return whom an attribution of the stance `accuses` accuses; null where the text does not say."""
    if one.cue is None or (one.source is None and is_allegation(one.cue)):
        return None
    place = _raised(one) or _relative(text, one)
    if text[slice(*place)] in RELATIVES if place else _is_passive(text, one.cue):
        subject = mentioned.before(place[0] if place else one.cue.spans[0].start, at_most=LEAD)
        return _entity(subject.entity) if subject else None
    place = place or _object(text, one, one.cue)
    if place is None:
        return None
    meant = next((it for it in antecedents if it.reason == "pronoun" and it.span.start == place[0]), None)
    return _entity(meant.entity, resolution="pronoun") if meant else _by_phrase(text, one, mentioned, place)


def _by_phrase(text: str, one: Attribution, mentioned: Mentioned, place: tuple[int, int]) -> Claimant | None:
    """Return whom the noun phrase at a place means: an entity, or people that it describes."""
    start, end = place
    phrase = _noun_phrase(text, start, end)
    mention = _named(mentioned.within(start, end), text, start, phrase)
    if mention is not None:
        return _entity(mention.entity)
    return None if is_allegation(one.cue) or phrase is None or not _are_people(phrase) else _people(phrase)


def accused_phrase(text: str, one: Attribution) -> Span | None:
    """Return the words for people or a body that an attribution accuses; null for things and bare names."""
    if one.cue is None or one.source is None or lexicon().stances.get(one.cue.lemma) != "accuses":
        return None
    place = _raised(one) or (None if _is_passive(text, one.cue) else _object(text, one, one.cue))
    phrase = _noun_phrase(text, *place) if place else None
    return phrase if phrase and _are_people(phrase) else None


def is_allegation(cue: Cue | None) -> bool:
    """Whether a cue alleges something, of somebody or of nobody: `it is alleged that`."""
    return cue is not None and cue.lemma in _DATA["clauses"]


def _is_passive(text: str, cue: Cue) -> bool:
    """Whether the accused is the subject: `was accused of`."""
    words = words_of(span.exact for span in cue.spans)
    form = next((i for i, word in enumerate(words) if word in _FORMS), None)
    if form is None:
        return False
    if not words[:form]:
        words, form = (
            [*words_of([text[max(0, cue.spans[0].start - 12) : cue.spans[0].start]])[-1:], *words],
            1,
        )
    return not _BE.isdisjoint(words[:form])


def _raised(one: Attribution) -> tuple[int, int] | None:
    """Return the object's place where it comes before the cue: `the rebels it blamed for the raid`."""
    if one.cue is None or len(one.content) == 1 or one.cue.lemma not in _DATA["objects"]:
        return None
    first = one.content[0]
    return (first.start, first.end) if first.end <= one.cue.spans[0].start else None


def _relative(text: str, one: Attribution) -> tuple[int, int] | None:
    """Return the place of the relative pronoun that is the object: `the aide whom she accused of lying`."""
    if one.cue is None or one.source is None or one.cue.lemma not in _DATA["objects"]:
        return None
    before = BEFORE_SOURCE.search(text, max(0, one.source.start - 8), one.source.start)
    return before.span(1) if before and one.source.start < one.cue.spans[0].start else None


def _object(text: str, one: Attribution, cue: Cue) -> tuple[int, int] | None:
    """Return where to look for the accused: after the cue, or after the preposition that the cue takes."""
    start, preposition = cue.spans[0].end, _AFTER.get(cue.lemma)
    paragraph_end = text.find("\n", start)
    last = max(span.end for span in (*one.content, *cue.spans))
    end = min(last, start + REACH, paragraph_end if paragraph_end >= 0 else len(text))
    if len(cue.spans) > 1 and preposition is not None:
        return cue.spans[-1].end, max(last, cue.spans[-1].end)
    if preposition is not None and not _names_first(text, start, end):
        found = preposition.search(text, start, end)
        start = found.end() if found else start
    if cue.lemma in _DATA["objects"] or start > cue.spans[0].end:
        return start, end
    return (one.content[0].start, one.content[-1].end) if cue.lemma in _DATA["clauses"] else None


def _names_first(text: str, start: int, end: int) -> bool:
    """Whether `for` or `of` comes before `on`: `blamed the rebels for the attack on the bridge`."""
    first = re.search(r"\b(?:for|of|on|against|at)\b", text[start:end])
    return first is not None and first[0] in {"for", "of"} and text[start:end][: first.start()].strip() != ""


def _noun_phrase(text: str, start: int, end: int) -> Span | None:
    """Return the words from a place to the next that no noun phrase has in it."""
    first, last = None, start
    for word, _ in zip(WORD.finditer(text, start, end), range(LONGEST), strict=False):
        lower = word[0].lower()
        if text[last : word.start()].strip(OPENING_MARKS) or (lower in _ENDS and lower != "that"):
            break
        if lower == "that" and first is not None:
            break
        first = word.start() if first is None and lower != "that" else first
        last = word.end()
    return Span.of(text, first, last) if first is not None else None


def _named(mentions: Iterable[Mention], text: str, start: int, phrase: Span | None) -> Mention | None:
    """Return the first mention that is the noun phrase, or its head: the last in it."""
    limit = phrase.end if phrase else start
    near = (one for one in mentions if one.start <= limit + len(APPOSITION))
    heads = [one for one in near if _leads_to(text, start, one.start)]
    within = [one for one in heads if one.start < limit and not _modifies(one, limit)]
    reaching = [one for one in within if one.end >= limit]
    beyond = [one for one in heads if one.start >= limit]
    return next(iter(reaching or within[-1:] or beyond), None)


def _modifies(mention: Mention, limit: int) -> bool:
    """Whether a mention is an adjective in the noun phrase: `Meridian` in `Meridian armed groups`."""
    return mention.entity.kind in ("nationality", "place") and mention.end < limit


def _leads_to(text: str, start: int, name: int) -> bool:
    return name - start <= LEAD + 20 and not OF_OR_FOR.search(text[start:name])


def _are_people(phrase: Span) -> bool:
    """Whether a noun phrase is of people or of a body: `armed groups`, `the ministry`, not `weak orders`."""
    head = singular(phrase.exact.split()[-1])
    return is_known(head) and noun_kind(head) != "document"


def _people(phrase: Span) -> Claimant:
    """Return people that the text describes without a mention of any entity: `armed groups`."""
    return Claimant(
        entity_id=None,
        name=phrase.exact,
        kind=None,
        resolution="description",
        role=None,
        affiliation=None,
        confidence=0.5,
    )


def _entity(entity: Entity, *, resolution: Resolution = "name") -> Claimant:
    return Claimant(
        entity_id=entity.entity_id,
        name=entity.name,
        kind=entity.kind,
        resolution="unnamed" if entity.kind == "unnamed" else resolution,
        role=entity.role,
        affiliation=entity.affiliation,
        confidence=0.8,
    )
