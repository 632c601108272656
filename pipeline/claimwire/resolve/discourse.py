"""The walk through a document: each mention is put to a referent that is known, or makes a new one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from claimwire.english.document import Document, Word
from claimwire.english.syntax import antecedent, child, children, head, own_subject
from claimwire.entities.clusters import Draft
from claimwire.entities.nouns import OFFICES, demonym_country
from claimwire.resolve.constraints import (
    belongs_to_another,
    is_of_own_clause,
    is_outlet,
    is_part_of,
    is_spoken_to,
    labels_of,
    may_be,
    may_speak,
)
from claimwire.resolve.features import (
    OF_HIMSELF,
    OF_OTHERS,
    Context,
    Speech,
    directions_of,
    features,
    open_features,
)
from claimwire.resolve.kinds import BODY, OTHER, PLACE, kinds_of
from claimwire.resolve.mentions import Mention, Sort, mentions_of, sort_of
from claimwire.resolve.ranker import likely
from claimwire.resolve.referents import Referent, referent_of_name

_MOST_COMPARED = 12
"""Referents that a mention is compared with; those mentioned last."""

LEAST = 0.75
"""How likely a description must mean what is known already, not to make a new referent."""

_LEAST_BODY = 0.4
"""The same, of one body for another, if it is less likely than `_NEW` that it is a new one: `the group`."""

_NEW = 0.2

_LEAST_TOLD = 0.3
"""The same, for one that its noun is usual for."""

_THING = 0.6
"""How likely a description is of a thing, from which on it is not asked whom it means."""

_REACH = 60
"""Referents, by their last mentions, among which these are looked for."""

_SPEECH_REACH = 2
"""Sentences after its content in which who says it may stand, to be looked at first."""

Rows = Sequence[Sequence[tuple[str, float]]]


class Question(NamedTuple):
    """A mention whose antecedent is asked for: the first row is for none, the others are the candidates'."""

    mention: Mention
    sort: Sort
    candidates: Sequence[Referent]
    rows: Rows


class Answer(NamedTuple):
    """The antecedent chosen, None for none, and how likely it is right."""

    one: Referent | None
    likely: float


Choose = Callable[[Question], Answer]


def ranked(question: Question) -> Answer:
    """Return the likeliest antecedent."""
    chances = likely(question.rows, question.sort)
    best = max(range(len(chances)), key=chances.__getitem__)
    told = {name for name, _ in question.rows[best]}
    noun = question.mention.noun
    usual = noun == "year-old" or demonym_country(noun) is not None
    known = usual or bool(told & {"generic for it", "same noun"})
    are_bodies = best and min(question.mention.kinds[BODY], question.candidates[best - 1].kinds[BODY]) > 0.5
    least = _LEAST_TOLD if known else _LEAST_BODY if are_bodies and chances[0] < _NEW else LEAST
    if best and question.sort == "description" and chances[best] < least:
        return Answer(None, 1 - chances[best])
    return Answer(question.candidates[best - 1] if best else None, chances[best])


class Discourse:
    """What the mentions of a document mean, by their head words."""

    def __init__(
        self,
        document: Document,
        names: Iterable[Draft],
        speeches: Sequence[Speech],
        *,
        headline_end: int = 0,
        choose: Choose = ranked,
    ) -> None:
        self.document = document
        self.of: dict[int, Referent] = {}
        self.mentions: dict[int, Mention] = {}
        self.answers: dict[int, Answer] = {}
        self.trust: dict[int, float] = {}
        """How likely each mention means what it is put to, all that led there included."""

        self.beside: set[int] = set()
        """The head words of descriptions that are no mentions of their own: `the mayor, Ann Lee`."""

        self.of_himself: set[int] = set()
        """The pronouns for a speaker that are subjects of what he says: `the council said it had left`."""

        self.joined: dict[int, Referent] = {}
        """Those joined by `and`, by the head word of the first."""

        self._choose = choose
        self._headline_end = headline_end
        self._labels = labels_of(document.text)
        self._likely = kinds_of(document)
        self._directions = directions_of(document)
        self._named: dict[int, Referent] = {}
        self._places: dict[int, tuple[int, int]] = {}
        self._heads: dict[int, int] = {}
        self._inner: dict[int, Speech] = {}
        self._around: dict[int, Speech] = {}
        for one in sorted(speeches, key=lambda it: it.start - it.end):
            for word in document.within(one.start, one.end):
                self._inner[word.i] = one
                self._around.setdefault(word.i, one)
        self._recent: dict[int, Referent] = {}
        self._by_noun: dict[str, list[Referent]] = {}
        self._by_words: dict[str, Referent] = {}
        self._previous: Referent | None = None
        self._before_previous: Referent | None = None
        drafts = list(names)
        self._outer = _outermost(drafts)
        for draft in drafts:
            self._know(draft)
        self._sources = {
            self._heads.get(one.source, one.source) for one in speeches if one.source is not None
        }
        self._quoted = {
            self._heads.get(one.source, one.source)
            for one in speeches
            if one.source is not None and document.quotation_at(one.start) is not None
        }
        self._walk()
        self._name_later()

    def _know(self, draft: Draft) -> None:
        places = [self.document.at(start) for start, _ in draft.mentions]
        inside = [word.i for word in places if word is not None]
        if not inside:
            return
        likely = self._likely[inside].mean(axis=0)
        one = referent_of_name(draft, likely)
        for noun in one.nouns:
            self._by_noun.setdefault(noun, []).append(one)
        for start, end in draft.mentions:
            heads = [*self.document.heads(self.document.within(start, end))]
            if (
                heads
                and (start, end) in self._outer
                and not (draft.kind == "nationality" and self._is_somebody(heads[0]))
            ):
                self._named[heads[0].i], self._places[heads[0].i] = one, (start, end)
                self._heads |= {word.i: heads[0].i for word in self.document.within(start, end)}

    def _is_somebody(self, word: Word) -> bool:
        """Whether a word of origin means one person, or a people: `the Italian said`."""
        found = child(self.document, word, "det")
        return found is not None and found.lower == "the" and word.form not in ("NNS", "NNPS")

    @property
    def referents(self) -> Iterator[Referent]:
        """Give those that have mentions, each once."""
        yield from dict.fromkeys(self.of.values())

    def _walk(self) -> None:
        found = mentions_of(self.document, self._places, self._likely)
        for _, _, mention in sorted((*self._turn(one), one) for one in found):
            self.mentions[mention.i] = mention
            one = self._meant(mention)
            self.of[mention.i] = one
            self._see(one, mention)
            self._join(mention)
            if mention.i in self._sources and not is_outlet(one):
                if one is not self._previous:
                    self._before_previous = self._previous
                self._previous = one

    def _name_later(self) -> None:
        """Put who speaks by an office to the name that is quoted next, with nothing said of who that is."""
        sources = sorted(i for i in self._sources if i in self.of)
        for i, following in pairwise(sources):
            office, named = self.of[i], self.of[following]
            if self._is_office(self.mentions[i]) and self._is_introduced_by(self.mentions[i], following):
                for mention in office.mentions:
                    self.of[mention.i] = named
                    named.see(mention)
                self.answers |= {
                    at: answer._replace(one=named)
                    for at, answer in self.answers.items()
                    if answer.one is office
                }

    def _is_office(self, mention: Mention) -> bool:
        one = self.of[mention.i]
        definite = mention.determiner in ("definite", "possessive") and mention.number == "singular"
        return definite and one.name is None and mention.noun in OFFICES and not self._is_headline(mention)

    def _is_introduced_by(self, office: Mention, i: int) -> bool:
        """Whether a quotation’s name is first mentioned there, bare, in the sentence after an office."""
        mention, one = self.mentions[i], self.of[i]
        if one.name is None or one.name.kind != "person" or i not in self._quoted:
            return False
        is_first = one.mentions[0].i == i and len(one.name.words) > 1
        is_bare = not one.name.role and not one.name.affiliation
        after = self.document.text[mention.end : mention.end + 4].lstrip("”\"’'")[:2]
        near = 1 <= mention.head.sentence - office.head.sentence <= _SPEECH_REACH
        fits = not (office.gender and one.gender and office.gender != one.gender)
        return is_first and is_bare and near and fits and after not in (", ", " (")

    def _turn(self, mention: Mention) -> tuple[int, int]:
        """Return when a mention is looked at: after who says the words that it stands in, if that is near."""
        if self._is_headline(mention):
            return len(self.document.words), mention.i
        speeches = (self._inner.get(mention.i), self._around.get(mention.i))
        source = max((found for one in speeches if (found := self._source(one)) is not None), default=None)
        if source is None or source <= mention.i:
            return mention.i, 0
        near = self.document.words[source].sentence - mention.head.sentence <= _SPEECH_REACH
        return (source, mention.i) if near else (mention.i, 0)

    def _is_headline(self, mention: Mention) -> bool:
        return mention.form != "name" and mention.end <= self._headline_end

    def _see(self, one: Referent, mention: Mention) -> None:
        one.see(mention)
        self._recent.pop(id(one), None)
        self._recent[id(one)] = one
        if mention.form == "description":
            known = self._by_noun.setdefault(mention.noun, [])
            if one not in known[-_MOST_COMPARED:]:
                known.append(one)

    def _join(self, mention: Mention) -> None:
        """Make a referent of those that are joined by `and`, where a mention is the last of them."""
        first = head(self.document, mention.head)
        if mention.head.relation != "conj" or first is None or first.i not in self.of:
            return
        if len(self.document.dependents[first.i]) > _MOST_COMPARED:
            return
        joined = [first, *children(self.document, first, "conj")]
        words = [one.lower for it in joined for one in children(self.document, it, "cc")]
        if joined[-1].i != mention.i or "and" not in words or any(it.i not in self.of for it in joined):
            return
        parts = tuple(self.of[it.i] for it in joined)
        key = " ".join(str(id(part)) for part in parts)
        one = self._by_words.setdefault(key, Referent(None, "plural", parts[0].kinds, parts=parts))
        self.joined[first.i] = one
        whole = mention._replace(
            start=self.mentions[first.i].start, number="plural", place=self.mentions[first.i].place
        )
        self._see(one, whole._replace(form="name"))

    def _meant(self, mention: Mention) -> Referent:
        if mention.form == "name":
            return self._named[mention.i]
        beside = self._beside(mention)
        if beside is not None:
            if mention.determiner != "definite" or mention.head.relation != "appos":
                self.beside.add(mention.i)
            return beside
        known = self._repeated(mention)
        if known is not None:
            return known
        question = self._question(mention)
        answer = self._choose(question)
        self.answers[mention.i] = answer
        if answer.one is None:
            return self._new(mention)
        if any(name == OF_HIMSELF for name, _ in question.rows[question.candidates.index(answer.one) + 1]):
            self.of_himself.add(mention.i)
        before = answer.one.last_before(mention.i)
        self.trust[mention.i] = answer.likely * (self.trust.get(before.i, 1.0) if before is not None else 1.0)
        if mention.gender in ("masculine", "feminine") and answer.likely > 0.8:
            answer.one.gender = answer.one.gender or mention.gender
        return answer.one

    def _repeated(self, mention: Mention) -> Referent | None:
        """Return what the same words meant before, or mean anew; None where others may be meant."""
        if mention.form != "description":
            return None
        if mention.determiner == "indefinite":
            return self._new(mention)
        key = self.document.text[mention.start : mention.end].casefold()
        if mention.determiner in ("bare", "possessive") and key in self._by_words:
            return self._by_words[key]
        if self._is_headline(mention) and mention.number == "singular":
            return None
        if mention.determiner == "bare" or self._is_thing(mention):
            return self._by_words.setdefault(key, self._new(mention))
        return None

    def _is_thing(self, mention: Mention) -> bool:
        return mention.kinds[OTHER] > _THING

    def _beside(self, mention: Mention) -> Referent | None:
        """Return whom a description stands beside, or is said to be: `the mayor, Ann Lee`."""
        document, word = self.document, mention.head
        if mention.form != "description" or mention.number == "plural":
            return None
        if word.relation == "appos" and word.head in self.of:
            other = self.mentions[word.head]
            owns = child(document, other.head, "case") is not None and document.text[other.end] in "’'"
            apart = owns or other.head.tag == "NUM" or other.form == "pronoun"
            return self.of[word.head] if other.number == "singular" and not apart else None
        named = next((one for one in children(document, word, "appos") if one.i in self._named), None)
        named = named or self._called(word)
        if named is not None:
            return self._named[named.i]
        if child(document, word, "cop") is not None and (subject := own_subject(document, word)) is not None:
            meant = self.at(subject)
            told = meant is not None and any(it.form != "pronoun" for it in meant.mentions)
            return meant if told and word.tag == "NOUN" else None
        return None

    def _called(self, word: Word) -> Word | None:
        """Return the name that a description leads up to: `a driver named Odo Lund`."""
        after = self.document.words[word.i + 1 : word.i + 3]
        if len(after) < 2 or after[0].lower not in ("named", "called"):
            return None
        named = self._heads.get(after[1].i)
        return self.document.words[named] if named is not None else None

    def at(self, word: Word) -> Referent | None:
        """Return what a word means, a relative pronoun what it goes on from."""
        return self.of.get(self.head_of(antecedent(self.document, word) or word))

    def head_of(self, word: Word) -> int:
        """Return the index of the head word of the mention that a word is of: itself, or that of its name."""
        return self._heads.get(word.i, word.i)

    def _new(self, mention: Mention) -> Referent:
        return Referent(None, mention.number, mention.kinds, mention.gender)

    def _source(self, speech: Speech | None) -> int | None:
        """Return the head word of who says a stretch of text."""
        if speech is None or speech.source is None:
            return None
        return self._heads.get(speech.source, speech.source)

    def _question(self, mention: Mention) -> Question:
        speech = self._inner.get(mention.i)
        source = self._source(speech)
        speaker = self.of.get(source) if source is not None else None
        if source == mention.i:
            speech = speaker = None
        context = Context(
            document=self.document,
            directions=self._directions,
            speech=speech,
            speaker=speaker,
            is_source=mention.i in self._sources,
            previous=self._previous,
            before_previous=self._before_previous,
        )
        found = self._candidates(mention, speaker)
        fresh = mention.form == "description" and mention.noun not in self._by_noun
        rows = [list(open_features(mention, self.document, fits=len(found), fresh=fresh))]
        rows += (features(mention, one, rank, context) for rank, one in enumerate(found))
        return Question(mention, sort_of(mention), found, rows)

    def _is_hidden(self, mention: Mention, one: Referent) -> bool:
        """Whether a referent's last mention was in another's name, opened a turn, or has a mention in it."""
        last = one.last_before(mention.i)
        if last is None:
            return False
        inner = last.form == "name" and (last.start, last.end) not in self._outer and not one.parts
        is_other = is_spoken_to(mention, last, self._labels, self.document)
        return inner or is_other or is_part_of(mention, last, self.document)

    def _candidates(self, mention: Mention, speaker: Referent | None) -> list[Referent]:
        """Return whom a mention may mean: the last mentioned, the speaker, and those called so."""
        near = [one for one, _ in zip(reversed(self._recent.values()), range(_REACH), strict=False)]
        if mention.form == "description":
            near += self._by_noun.get(mention.noun, ())[-_MOST_COMPARED:]
        near += [speaker] if speaker is not None else []
        near = list(dict.fromkeys(near))
        if self._is_headline(mention):
            near += self._by_noun.get(mention.noun, ())[:_MOST_COMPARED]
            near = list(dict.fromkeys(near))
        found = [one for one in near if may_be(mention, one) and not self._is_hidden(mention, one)]
        if speaker is not None and self._is_not_speaker(mention, speaker):
            found = [one for one in found if one is not speaker]
        if mention.form == "pronoun":
            found = [one for one in found if not is_of_own_clause(mention, one, self.document)]
            found = [one for one in found if one is not self._quoted_by(mention)]
        if mention.i in self._sources:
            found = self._able(mention, found)
        same = [one for one in found[_MOST_COMPARED:] if one is speaker or mention.noun in one.nouns]
        return [*found[:_MOST_COMPARED], *same[:_MOST_COMPARED]]

    def _quoted_by(self, mention: Mention) -> Referent | None:
        """Return who says the quotation that a mention stands in: Lee, in `“He said he knew,” Lee said`."""
        around, speech = self.document.quotation_at(mention.start), self._around.get(mention.i)
        source = self._source(speech)
        is_of = around is not None and speech is not None and around.start <= speech.start < around.end
        return self.of.get(source) if is_of and source is not None else None

    def _is_not_speaker(self, mention: Mention, speaker: Referent) -> bool:
        """Whether a mention in somebody's words does not mean himself."""
        around, speech = self.document.quotation_at(mention.start), self._inner.get(mention.i)
        if mention.form != "pronoun":
            return around is None and mention.noun not in speaker.nouns
        if around is not None and speech is not None and around.start <= speech.start < around.end:
            return True
        others = sort_of(mention) == "they" and not speaker.nouns.isdisjoint(OF_OTHERS)
        return others or belongs_to_another(mention, speaker, self.document)

    def _able(self, mention: Mention, found: Sequence[Referent]) -> list[Referent]:
        """Return those who can be the source of something; of bodies, those that do not only pass it on."""
        able = [one for one in found if may_speak(one)]
        if sort_of(mention) == "he":
            people = [one for one in able if one.name is None or one.name.kind == "person"]
            return people or able
        if mention.form != "pronoun" or not any(
            one.kinds[BODY] > _THING and not is_outlet(one) for one in able
        ):
            return able
        passing = (one for one in able if is_outlet(one) or one.kinds[PLACE] > _THING)
        left_out = {id(one) for one in passing if one is not self._previous}
        return [one for one in able if id(one) not in left_out]


def _outermost(drafts: Iterable[Draft]) -> set[tuple[int, int]]:
    """Return the places of names that are within no other name: `Ruthland` is in `Ruthland’s Army`."""
    places = sorted({place for one in drafts for place in one.mentions}, key=lambda it: (it[0], -it[1]))
    found: list[tuple[int, int]] = []
    for place in places:
        if not found or place[1] > found[-1][1]:
            found.append(place)
    return set(found)
