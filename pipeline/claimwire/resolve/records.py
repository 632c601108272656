"""Entities as records: of each name, and of whoever else says something or is accused."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS
from claimwire.english.syntax import child, children, noun_chunk, phrase
from claimwire.entities.nouns import (
    OFFICES,
    PEOPLE,
    demonym_country,
    noun_kind,
    singular,
)
from claimwire.resolve.accused import reason_behind
from claimwire.resolve.discourse import Discourse
from claimwire.resolve.kinds import BODY, OTHER, PERSON, PLACE
from claimwire.resolve.mentions import Mention
from claimwire.resolve.referents import Referent
from claimwire_schemas import Article, Entity, EntityKind, Span
from claimwire_schemas.ids import entity_id

LONGEST = 80
"""Characters of a description as a name."""

_MARKS = MARKS | {":"}
_LEADING_ON = frozenset(("ADP", "AUX", "DET", "SCONJ"))
"""Parts of speech of words that end no name: they lead on to something left out."""

_SURE = 0.5
"""How likely a description must mean a referent to be a mention of its entity."""

_SMALL = (*_LEADING_ON, "CCONJ", "PART", "PROPN", "PUNCT")
"""Parts of speech of words that are small in a headline too, and of names, which never are."""

_LEFT_OUT = ("acl:relcl", "parataxis", "appos", "acl", "dep", "list")
_ARMED = frozenset(("armed", "militant", "rebel", "guerrilla", "insurgent", "jihadist", "paramilitary"))


class Entities:
    """The entities of an article, by the words that mention them."""

    def __init__(self, article: Article, discourse: Discourse, used: Collection[int]) -> None:
        self._article = article
        self._discourse = discourse
        self._used = used
        self.of: dict[int, Entity] = {}
        """By the head words of their mentions."""

        self.by_referent: dict[int, Entity] = {}
        """By the `id` of the referents that they are records of."""

        found = [entity for one in discourse.referents for entity in self._entities(one)]
        self.all = tuple(
            sorted(found, key=lambda entity: (entity.mentions[0].start, -entity.mentions[0].end))
        )

    def _entities(self, one: Referent) -> Iterator[Entity]:
        mentions = list(one.mentions)
        if all(it.form == "pronoun" for it in mentions):
            return
        if one.name is not None and one.name.kind == "place":
            spoke = [it for it in mentions if it.i in self._used]
            mentions = [it for it in mentions if it.i not in self._used]
            if any(self._tells(it) for it in spoke):
                yield self._entity(one, spoke, "government")
        used = any(it.i in self._used for it in mentions) and not (one.parts and not self._speaks(one))
        if any(self._tells(it) for it in mentions) and (one.name is not None or used):
            yield self._entity(one, mentions, None)

    def _speaks(self, one: Referent) -> bool:
        return any(self._discourse.joined.get(i) is one for i in self._used)

    def _entity(self, one: Referent, mentions: Sequence[Mention], kind: EntityKind | None) -> Entity:
        text = self._article.text
        told = [it for it in mentions if self._tells(it)]
        apart = [it for it in told if it.i not in self._discourse.beside]
        told = apart or told
        spans = {(it.start, it.end) for it in told}
        places = [Span.of(text, *place) for place in sorted(spans)]
        role, affiliation = self._role(one, told)
        entity = Entity(
            entity_id=entity_id(self._article.article_id, self._article.text_digest, mention=places[0]),
            name=self._name(one, told),
            kind=kind or self._kind(one, told),
            mentions=tuple(places),
            role=role,
            affiliation=affiliation,
        )
        if not one.parts:
            self.of |= {it.i: entity for it in mentions}
        self.by_referent[id(one)] = entity
        return entity

    def at(self, word: Word) -> Entity | None:
        """Return the entity that a word is of a mention of."""
        return self.of.get(self._discourse.head_of(word))

    def name_of(self, one: Referent) -> str | None:
        """Return what a referent is called; None where it has neither a name nor a description."""
        told = [it for it in one.mentions if self._tells(it)]
        return self._name(one, told) if told or one.name is not None else None

    def _tells(self, mention: Mention) -> bool:
        """Whether a mention names or describes who it surely means."""
        if mention.form == "pronoun":
            return False
        answer = self._discourse.answers.get(mention.i)
        return answer is None or answer.one is None or answer.likely >= _SURE

    def _name(self, one: Referent, mentions: Sequence[Mention]) -> str:
        if one.name is not None:
            return one.name.name
        if one.parts:
            return " and ".join(self._name(part, part.mentions) for part in one.parts)
        described = [it for it in mentions if it.form == "description"] or list(mentions)
        spoken = [it for it in described if it.i in self._used] or described
        return as_name(self._discourse.document, spoken[0])

    def _kind(self, one: Referent, mentions: Sequence[Mention]) -> EntityKind:
        if one.name is not None:
            return one.name.kind or "organization"
        return kind_of(one, mentions[0])

    def _role(self, one: Referent, mentions: Sequence[Mention]) -> tuple[str | None, str | None]:
        if one.name is not None:
            return one.name.role, one.name.affiliation
        first = mentions[0]
        if one.parts or first.form != "description" or self._kind(one, mentions) not in ("unnamed", "person"):
            return None, None
        role = _role_words(self._discourse.document, first.head) if first.number == "singular" else None
        return role, _affiliation(self._discourse.document, first.head)


def as_name(document: Document, mention: Mention) -> str:
    """Return a description as a name: with what belongs to it, without its relative clause."""
    words = _without_clause(document, mention, phrase(document, mention.head, without=_LEFT_OUT))
    joined = [one.i for one in children(document, mention.head, "conj", "cc") if one.i > mention.i]
    others = [
        one.i
        for it in children(document, mention.head, "conj")
        for one in children(document, it, "cc")
        if one.i > mention.i
    ]
    if joined:
        words = [one for one in words if one.i < min(joined + others)]
    reason = reason_behind(document, mention.head)
    if reason is not None:
        words = [one for one in words if one.i < document.extents[reason.i][0]]
    while len(words) > 1 and words[0].i < mention.i and _only_joins(words[0]):
        words = words[1:]
    words = _before_mark(words, mention)
    name = " ".join(document.exact(words).split())[:LONGEST].rstrip(" ,;:.’'") or mention.head.text
    first = words[0]
    before = document.words[first.i - 1] if first.i else None
    opens = before is None or before.sentence != first.sentence or before.text in _MARKS
    keeps = (
        not opens
        or first.tag == "PROPN"
        or (first.tag != "DET" and _is_titled(words[1:]))
        or demonym_country(first.text) is not None
        or any(map(str.isupper, first.text[1:]))
    )
    return name if keeps else name[0].lower() + name[1:]


def _is_titled(words: Sequence[Word]) -> bool:
    """Tell whether all words of some that are no names have a capital, as in a headline."""
    told = [one.text for one in words if one.tag not in _SMALL and one.text.isalpha()]
    return bool(told) and all(one[0].isupper() for one in told)


def _without_clause(document: Document, mention: Mention, words: Sequence[Word]) -> Sequence[Word]:
    """Return a phrase without what stands before it if that is a clause, which the tree puts under it."""
    first = noun_chunk(document, mention.head)[0]
    is_clause = any(one.i < first.i and one.tag in ("VERB", "AUX") for one in words)
    return [one for one in words if one.i >= first.i] if is_clause else words


def _only_joins(word: Word) -> bool:
    return word.tag in ("ADP", "SCONJ", "PUNCT") or word.relation == "cc"


def _before_mark(words: Sequence[Word], mention: Mention) -> Sequence[Word]:
    """Return the words of a phrase before a quotation or a colon: `the firm` of `the firm of “lying”`."""
    marks = [at for at, one in enumerate(words) if one.text in _MARKS and one.i > mention.i]
    words = words[: marks[0]] if marks else words
    while words[-1].i > mention.i and (words[-1].tag in _LEADING_ON or words[-1].form == "POS"):
        words = words[:-1]
    return words


def kind_of(one: Referent, mention: Mention) -> EntityKind:
    """Return the kind of what has no name."""
    if one.parts or mention.form == "pronoun":
        return "unnamed"
    noun, kind = mention.noun, noun_kind(mention.noun)
    if noun in PEOPLE and kind != "armed_or_political_group":
        definite = mention.determiner in ("definite", "bare") and mention.number == "singular"
        return "person" if definite and noun in OFFICES else "unnamed"
    if kind == "organization" and not mention.modifiers.isdisjoint(_ARMED):
        return "armed_or_political_group"
    if kind is not None and not (mention.number == "plural" and kind == "place"):
        return kind
    likeliest = max((PERSON, BODY, PLACE, OTHER), key=one.kinds.__getitem__)
    return "organization" if likeliest == BODY and mention.number == "singular" else "unnamed"


def _role_words(document: Document, noun: Word) -> str | None:
    words = [word for word in noun_chunk(document, noun) if word.i <= noun.i]
    owner = child(document, noun, "nmod:poss")
    first = max(
        (one.i for one in document.dependents[noun.i] if one.relation in ("det", "nmod:poss")), default=-1
    )
    if owner is not None:
        first = max(first, *(one.i for one in children(document, owner, "case")), owner.i)
    return document.exact([word for word in words if word.i > first]) or None


def _affiliation(document: Document, noun: Word) -> str | None:
    """Return whom an unnamed one speaks for: `the ministry` of `a spokeswoman for the ministry`."""
    for one in children(document, noun, "nmod"):
        case = child(document, one, "case")
        if one.relation == "nmod:poss" and one.tag != "PRON":
            return document.exact(
                [it for it in noun_chunk(document, one) if it.lower not in ("the", "’s", "'s")]
            )
        if case is not None and case.lower in ("for", "of", "from", "at", "with") and one.i > noun.i:
            return document.exact([it for it in noun_chunk(document, one) if it.relation != "det"])
    words = children(document, noun, "compound")
    return next((word.text for word in words if noun_kind(singular(word.lower)) is not None), None)
