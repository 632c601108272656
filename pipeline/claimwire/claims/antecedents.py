"""Whom the pronouns and descriptions in a content mean, where that is sure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from claimwire.claims.mentioned import Mentioned
from claimwire.claims.nouns import PEOPLE, is_plural, noun_gender, noun_kind, singular
from claimwire.claims.salience import FIRST_PERSON, SORTS, Salience
from claimwire.claims.words import AFTER_OBJECT, BEFORE_OBJECT, FINITE, POSSESSIVE
from claimwire.data import read_json
from claimwire_schemas import Attribution, Claimant, EditReason, Entity, Span

_DATA = read_json("claimwire.claims", "antecedents.json", dict[str, list[str]])
PRONOUN = re.compile(
    r"\b(?:[Hh](?:e|im|is)|[Ss]he|[Hh]er|[Ii]ts?|[Tt]h(?:ey|em|eir)|I|[Mm][ey]|[Ww]e|[Uu]s|[Oo]ur)\b(?![’'])"
)
DUMMY_IT = re.compile(
    rf"\s+(?:{'|'.join(map(re.escape, _DATA['dummy_verbs']))})\s+(?:\w+\s+){{0,3}}(?:that|to|for)\b"
)
NEXT_WORD = re.compile(r"\s([^\W_]+)\b")
WORD = re.compile(r"[^\W\d_]+")
AGE = re.compile(r"\s(?:(?:early|mid|late)\b|\d0s\b|teens\b|\w+ties\b)")
"""After `his`: years of a life that are told of others."""

CLAUSE = re.compile(r"[.;!?]")
BODY = re.compile(r"\b[Tt]he (?:[a-z-]+ ){0,2}?([a-z-]+)(?=\W)")
BODIES = ("organization", "government", "armed_or_political_group")
OF_ANOTHER = BEFORE_OBJECT | {"about", "in", "of"}
"""Words between a subject and a pronoun that only belongs to it."""

OF_OTHERS = frozenset(_DATA["of_others"])
"""People who mostly speak of others: what `they` said of `them` is not of themselves."""

SENTENCE = re.compile(r"[.!?][”’\"]?\s|\n")
REACH = 600
"""Characters before a pronoun that are looked at."""

INNER_OPENS = re.compile(r"(?<![^\s(“\"—–])[‘'](?=[^\W\d_]|$)")
INNER_CLOSES = re.compile(r"(?<=[,.!?…])[’']|(?<=\w)[’'](?=\s(?:and|but|or|then)\b|[.,;:?!]|$)")
"""Single quotation marks in a quotation: no apostrophe is after a point, or before one."""

SURE = 0.85
QUOTATION = 2000
"""Characters before a place in which a quotation that it is in opens."""


class Antecedent(NamedTuple):
    """A pronoun or a description in some content, and the entity that it means."""

    span: Span
    entity: Entity
    reason: EditReason


class _Pronoun(NamedTuple):
    """A pronoun in a part of a content."""

    word: str
    """In lower case."""

    part: Span
    start: int
    """In the part, as is `end`."""

    end: int
    quoted: bool

    @property
    def place(self) -> int:
        return self.part.start + self.start

    @property
    def before(self) -> str:
        return self.part.exact[max(0, self.start - REACH) : self.start]

    @property
    def next_word(self) -> str:
        match = NEXT_WORD.match(self.part.exact, self.end)
        return match[1] if match else ""

    @property
    def is_possessive(self) -> bool:
        return self.word in POSSESSIVE or (self.word == "her" and self.next_word not in {"", *AFTER_OBJECT})

    @property
    def opens(self) -> bool:
        return not self.before.strip(' “"')

    @property
    def is_capital(self) -> bool:
        return self.part.exact[self.start].isupper()


class Antecedents:
    """Whom words in the contents of one article mean."""

    def __init__(self, text: str, mentioned: Mentioned, salience: Salience) -> None:
        self._text = text
        self._mentioned = mentioned
        self._salience = salience

    def of(self, one: Attribution, claimant: Claimant) -> Iterator[Antecedent]:
        """Give the pronouns and descriptions in a content with whom they mean, where that is sure enough."""
        speaker = self._mentioned.by_id.get(claimant.entity_id or "")
        found = [*self._pronouns(one, speaker), *self._descriptions(one)]
        yield from sorted(found, key=lambda it: it.span.start)

    def _descriptions(self, one: Attribution) -> Iterator[Antecedent]:
        for span in one.content:
            for mention in self._mentioned.within(span.start, span.end):
                exact = self._text[mention.start : mention.end]
                is_named = mention.entity.name[:1].isupper()
                if is_named and exact.split()[-1][:1].islower() and exact[:1] in "tT":
                    yield Antecedent(
                        Span.of(self._text, mention.start, mention.end), mention.entity, "description"
                    )

    def _pronouns(self, one: Attribution, speaker: Entity | None) -> Iterator[Antecedent]:
        named: Entity | None = None
        for part in one.content:
            for match in PRONOUN.finditer(part.exact):
                quoted = one.kind == "direct" or is_open(part, match.start())
                pronoun = _Pronoun(match[0].casefold(), part, match.start(), match.end(), quoted)
                named = self._meant(one, pronoun, speaker, named)
                if named is not None and not DUMMY_IT.match(part.exact, match.end()):
                    place = Span.of(self._text, pronoun.place, pronoun.place + len(pronoun.word))
                    yield Antecedent(place, named, "pronoun")

    def _meant(
        self, one: Attribution, pronoun: _Pronoun, speaker: Entity | None, last: Entity | None
    ) -> Entity | None:
        """Return whom a pronoun means: the speaker, or who surely comes to mind."""
        if pronoun.word in FIRST_PERSON:
            return speaker if pronoun.quoted and not _is_in_inner(pronoun) else None
        if SORTS[pronoun.word] in ("it", "they"):
            return speaker if not pronoun.quoted and self._speaks_of_itself(one, speaker, pronoun) else None
        if pronoun.quoted or speaker is None or not self._salience.may_be(speaker, pronoun.word):
            return self._another(pronoun, speaker, last)
        if not self._is_of_another(one, speaker, pronoun):
            return speaker
        another = self._another(pronoun, None, last)
        return another if another is not speaker and another and another.kind != "unnamed" else None

    def _speaks_of_itself(self, one: Attribution, speaker: Entity | None, pronoun: _Pronoun) -> bool:
        """Whether `it` or `they` in a content is who says it: the subject of a clause, or the first word.

        Elsewhere, it was mostly something else on the gold articles, and whoever comes to mind was wrong.
        """
        before = pronoun.before.casefold().split()
        if speaker is None or not self._salience.may_be(speaker, pronoun.word):
            return False
        if SORTS[pronoun.word] == "they" and not self._speak_of_themselves(one, speaker, pronoun):
            return False
        if pronoun.word == "it" and _names_a_body(pronoun.before):
            return False
        if pronoun.word in POSSESSIVE:
            return before in ([], ["that"])
        following = pronoun.next_word
        is_subject = following != "" and (following in FINITE or following not in AFTER_OBJECT)
        return pronoun.word != "them" and is_subject and not (before and before[-1] in OF_ANOTHER)

    def _speak_of_themselves(self, one: Attribution, speaker: Entity, pronoun: _Pronoun) -> bool:
        """Whether `they` may be who says it: of one body, it may as well be whom it speaks of."""
        words = one.source.exact.casefold().split() if one.source else []
        opens = pronoun.opens and pronoun.is_capital and speaker.kind == "unnamed"
        return self._salience.is_several(speaker) and OF_OTHERS.isdisjoint(map(singular, words)) and not opens

    def _is_of_another(self, one: Attribution, speaker: Entity, pronoun: _Pronoun) -> bool:
        """Whether `he` or `she` is hardly who says so, though it could be."""
        if pronoun.is_possessive:
            if pronoun.next_word == "client":
                return False
            is_another = AGE.match(pronoun.part.exact, pronoun.end) is not None
        elif pronoun.opens:
            is_unnamed = pronoun.is_capital and speaker.kind == "unnamed" and _is_fronted(one)
            is_another = is_unnamed or pronoun.word in ("him", "her")
        else:
            is_another = False
        return is_another or _is_of_its_source(one, pronoun) or self._has_rival(speaker, pronoun)

    def _has_rival(self, speaker: Entity, pronoun: _Pronoun) -> bool:
        """Whether another who may be meant stands before `him` or `his` in its clause."""
        if not pronoun.is_possessive and pronoun.word not in ("him", "her"):
            return False
        clause = CLAUSE.split(pronoun.before)[-1]
        wanted = "male" if SORTS[pronoun.word] == "he" else "female"
        if any(noun_gender(singular(word.casefold())) == wanted for word in WORD.findall(clause)):
            return True
        return any(
            entity is not speaker
            for entity in self._people(pronoun.place - len(clause), pronoun.place, pronoun.word)
        )

    def _people(self, start: int, end: int, word: str) -> list[Entity]:
        """Return the people mentioned in a place who may be meant by a pronoun."""
        return [
            mention.entity
            for mention in self._mentioned.within(start, end)
            if mention.entity.kind in ("person", "unnamed") and self._salience.may_be(mention.entity, word)
        ]

    def _another(self, pronoun: _Pronoun, speaker: Entity | None, last: Entity | None) -> Entity | None:
        """Return whom `he` or `she` means who is not the speaker, where one surely comes to mind."""
        if last is not None and self._salience.may_be(last, pronoun.word) and last is not speaker:
            return last
        guess = None if pronoun.quoted else self._salience.antecedent(pronoun.place, pronoun.word)
        if guess is None or guess.confidence < SURE or self._is_contested(guess.entity, speaker, pronoun):
            return None
        return guess.entity

    def _is_contested(self, entity: Entity, speaker: Entity | None, pronoun: _Pronoun) -> bool:
        """Whether anybody else of the sentence, named or not, may be meant."""
        window = max(0, pronoun.place - REACH)
        ends = [match.end() for match in SENTENCE.finditer(self._text, window, pronoun.place)]
        start = ends[-1] if ends else window
        near = [one for one in self._people(start, pronoun.place, pronoun.word) if one is not speaker]
        if near:
            return any(one is not entity for one in near)
        role = f"{speaker.role} {speaker.name}".casefold() if speaker else ""
        nouns = (word.casefold() for word in WORD.findall(self._text, start, pronoun.place))
        return any(noun not in role and _is_one(noun, pronoun.word) for noun in nouns)


def _names_a_body(before: str) -> bool:
    """Whether `the council` stands before `it`, with more than a verb between."""
    return any(
        len(before) - match.end() > 6 and noun_kind(singular(match[1])) in BODIES
        for match in BODY.finditer(before)
    )


def _is_fronted(one: Attribution) -> bool:
    """Whether a content stands before its source and cue: `He lied, a neighbour said`."""
    first = one.content[0].end
    return all(first <= span.start for span in (*(one.cue.spans if one.cue else ()), one.source) if span)


def _is_of_its_source(one: Attribution, pronoun: _Pronoun) -> bool:
    """Whether the source is somebody's of that gender: `his lawyer said he`."""
    first = one.source.exact.split()[0].casefold() if one.source else ""
    return first in ("his", "her") and SORTS[first] == SORTS[pronoun.word]


def _is_one(noun: str, word: str) -> bool:
    """Whether a noun is one person who may be meant by `he` or `she`."""
    gender = "male" if SORTS[word] == "he" else "female"
    return singular(noun) in PEOPLE and not is_plural(noun) and noun_gender(singular(noun)) in (None, gender)


def _is_in_inner(pronoun: _Pronoun) -> bool:
    """Whether a word is of what a speaker quotes: `“He said, ‘I will leave,’ and went”`."""
    before = pronoun.before[1:] if pronoun.start <= REACH else pronoun.before
    opened = sum(1 for _ in INNER_OPENS.finditer(before))
    return opened > sum(1 for _ in INNER_CLOSES.finditer(before))


def is_open(span: Span, end: int) -> bool:
    """Whether a quotation is open at a place of a content."""
    before = span.exact[max(0, end - QUOTATION) : end]
    return before.count("“") > before.count("”") or before.count('"') % 2 == 1
