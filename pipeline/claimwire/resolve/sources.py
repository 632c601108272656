"""Who stands behind each attribution: the claimant, and through whom the claim comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from claimwire.data import read_json
from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Word
from claimwire.english.senses import sense
from claimwire.english.syntax import (
    antecedent,
    is_asked,
    is_passive,
    is_relation,
)
from claimwire.entities.nouns import (
    METONYMS,
    NOBODY,
    capitals,
    countries,
    singular,
)
from claimwire.extract.lexicon import lexicon
from claimwire.resolve.citing import Citation
from claimwire.resolve.discourse import Discourse
from claimwire.resolve.kinds import BODY, PERSON
from claimwire.resolve.records import Entities
from claimwire.resolve.referents import Referent
from claimwire.resolve.source_word import source_word
from claimwire_schemas import Article, Attribution, Claimant, Entity, Resolution, Span

_CONFIDENCE: dict[Resolution, float] = {
    "name": 0.95,
    "description": 0.85,
    "metonym": 0.85,
    "unnamed": 0.95,
    "outlet": 0.9,
    "elided": 0.85,
    "pronoun": 0.9,
}
LEAST = 0.35
"""How likely a pronoun's antecedent is at least, to be the claimant."""

_ABLE = 0.5
"""How likely it is that one who is gone on from with `who` is a person or a body."""

_LEAST_QUOTED = 0.7
"""The same, in somebody’s own words."""

_DATA = read_json("claimwire.resolve", "sources.json", dict[str, list[str]])
_OWN_OUTLET = tuple(_DATA["own_outlet"])
_HEARERS, _TOLD = frozenset(_DATA["hearers"]), frozenset(_DATA["told"])
_HEARD = frozenset(_DATA["heard"])
_REPORTS = frozenset(("report", "account"))
"""Nouns that in the plural tell of nobody: `according to reports`."""

_BE = frozenset(("am", "is", "are", "was", "were", "been", "being"))
_PREPOSITIONS = (" to", " by", "per")
"""Ends of cues before whom something is heard from."""

_THINKING = frozenset(("believes", "predicts"))
_OPENING = "“\"‘'«„"
_OF_AND_COMMA = re.compile(r"(?: (?:of|from|for|in|at) [^,]{1,60})?, ")
_UNRESOLVED = Claimant(
    entity_id=None, name=None, kind=None, resolution="unresolved", role=None, affiliation=None, confidence=0
)


def claimant_of(entity: Entity, resolution: Resolution, confidence: float) -> Claimant:
    """Return an entity as the one who stands behind something."""
    return Claimant(
        entity_id=entity.entity_id,
        name=entity.name,
        kind=entity.kind,
        resolution=resolution,
        role=entity.role,
        affiliation=entity.affiliation,
        confidence=round(confidence, 2),
    )


class Sources:
    """Resolves one article's sources, in order of the text."""

    def __init__(
        self,
        article: Article,
        attributions: Sequence[Attribution],
        discourse: Discourse,
        entities: Entities,
        passed_on: Mapping[str, Citation],
    ) -> None:
        self._article = article
        self._attributions = attributions
        self._discourse = discourse
        self._document = discourse.document
        self._entities = entities
        self._passed_on = passed_on
        self._found: dict[str, tuple[Claimant, ...]] = {}
        self._before: Attribution | None = None

    def chains(self) -> dict[str, tuple[Claimant, ...]]:
        """Return, by the ids of attributions, those who pass each on and its claimant."""
        for one in sorted(self._attributions, key=lambda one: (one.nested, place_of(one))):
            self._found[one.attribution_id] = self._chain(one)
            if not one.nested:
                self._before = one
        by_id = {one.attribution_id: one for one in self._attributions}
        passed = [one for one in self._attributions if self._is_passed_on(by_id.get(one.within or ""), one)]
        for one in passed:
            self._found[by_id[one.within or ""].attribution_id] = self._found[one.attribution_id]
        return self._found

    def _is_passed_on(self, outer: Attribution | None, one: Attribution) -> bool:
        """Whether all that an outlet or a body passes on is another's words: `Vane denied it, Reuters said`.

        Such a body is only told of by its preposition: `according to`, `as reported by`.
        """
        if outer is None or outer.nested or one.cue is None or one.source is None:
            return False
        by, claimant = self._found[outer.attribution_id][-1], self._found[one.attribution_id][-1]
        passes = by.kind == "outlet" or (by.kind == "organization" and _is_preposition(outer))
        content = self._document.within(outer.content[0].start, outer.content[0].end)
        top = next(self._document.heads(content), None)
        says = lexicon().stances.get(one.cue.lemma, "believes") not in _THINKING
        quoted = self._document.quotation_at(one.cue.spans[0].start)
        is_top = top is not None and any(span.start <= top.start < span.end for span in one.cue.spans)
        is_said = says and is_top and not self._is_planned(one)
        return passes and claimant.name is not None and is_said and quoted is None

    def _is_planned(self, one: Attribution) -> bool:
        """Tell whether what is told is an infinitive, by which nobody needs to say it: `plans to visit`."""
        words = self._document.within(one.content[0].start, one.content[0].end)
        return any(word.relation == "xcomp" and word.form == "VB" for word in self._document.heads(words))

    def _chain(self, one: Attribution) -> tuple[Claimant, ...]:
        citation = self._passed_on.get(one.attribution_id)
        claimant = self._one(citation.by if citation and one.source is None else one)
        through = (*self._through(one, claimant), claimant)
        is_said = citation is not None and self._may_say(citation.cited)
        cited = self._by_source(one, citation.cited) if citation and is_said else _UNRESOLVED
        return (*through, cited) if cited.name and cited.entity_id != claimant.entity_id else through

    def _may_say(self, cited: Span) -> bool:
        """Tell whether what is cited can say something: `citing the ministry`, not `the heavy rain`."""
        word = source_word(self._document, cited)
        one = self._discourse.of.get(self._discourse.head_of(word)) if word else None
        is_told = word is not None and sense(singular(word.lower)) == "communication"
        return is_told or (one is not None and _is_somebody(one))

    def _one(self, one: Attribution) -> Claimant:
        return self._elided(one) if one.source is None else self._by_source(one, one.source)

    def _through(self, one: Attribution, claimant: Claimant) -> Iterator[Claimant]:
        """Give those who pass a claim on: the sources of what it is nested in."""
        outer = self._found.get(one.within or "", ())
        yield from (link for link in outer if link.name and link.entity_id != claimant.entity_id)

    def _by_source(self, one: Attribution, source: Span) -> Claimant:
        words = source.exact.casefold().split()
        if words[0] in NOBODY or " ".join(words[:2]) in NOBODY or self._is_hearer(one, source):
            return _UNRESOLVED
        if source.exact.casefold().startswith(_OWN_OUTLET):
            return self._outlet()
        word = source_word(self._document, source)
        if word is None or (word.form == "NNS" and singular(word.lower) in _REPORTS):
            return _UNRESOLVED
        pronoun = PRONOUNS.get(word.lower)
        if pronoun is not None and pronoun["person"] != 3 and word.i not in self._entities.of:
            return self._first_person(one, word) if pronoun["person"] == 1 else _UNRESOLVED
        return self._meant(one, source, word)

    def _is_hearer(self, one: Attribution, source: Span) -> bool:
        """Whether a source only was told: `court told of theft`, `a jury heard`, `I was told`."""
        cue = self._document.at(one.cue.spans[-1].start) if one.cue else None
        if cue is None or one.cue is None:
            return False
        words = one.cue.spans[-1].exact.casefold().split()
        told = not _TOLD.isdisjoint(words)
        head = source_word(self._document, source)
        hears = head is not None and singular(head.lower) in _HEARERS
        if hears and (not _HEARD.isdisjoint(words) or (told and len(source.exact.split()) < 3)):
            return True
        verb = next(
            (it for it in self._document.within(cue.start, one.cue.spans[-1].end) if it.lower in _TOLD), cue
        )
        passive = is_passive(self._document, verb) or words[0] in _BE
        return told and source.end <= cue.start and passive

    def _outlet(self) -> Claimant:
        return by_outlet(self._article, confidence=_CONFIDENCE["outlet"])

    def _first_person(self, one: Attribution, word: Word) -> Claimant:
        """Return whose words `I` stands in: a speaker's, else those of who wrote the letter or column."""
        outer = self._found.get(one.within or "", ())
        if outer and outer[-1].entity_id is not None:
            return outer[-1].model_copy(
                update={"resolution": "pronoun", "confidence": _CONFIDENCE["pronoun"]}
            )
        return _UNRESOLVED if self._document.quotation_at(word.start) else by_byline(self._article)

    def _meant(self, one: Attribution, source: Span, word: Word) -> Claimant:
        """Return whom a source's word means, a relative pronoun what it goes on from."""
        gone_on_from = self._gone_on_from(word)
        entity = self._entities.at(gone_on_from or word)
        answer = self._discourse.answers.get(word.i)
        least = _LEAST_QUOTED if one.nested and self._document.quotation_at(word.start) else LEAST
        if entity is None or (answer is not None and word.lower in PRONOUNS and answer.likely < least):
            return _UNRESOLVED
        if word.lower in PRONOUNS or gone_on_from is not None:
            return claimant_of(entity, "pronoun", answer.likely if answer is not None else 0.9)
        joined = self._joined(word)
        if joined is not None:
            return joined
        if entity.kind == "outlet" and self._is_own(entity.name):
            return self._outlet()
        resolution = self._resolution(word, entity, source)
        sure = answer.likely if answer is not None and answer.one is not None else 1.0
        return claimant_of(entity, resolution, min(_CONFIDENCE[resolution], sure))

    def _gone_on_from(self, word: Word) -> Word | None:
        """Return whom a relative pronoun goes on from: the nearest before it who can say something."""
        found = antecedent(self._document, word)
        if word.lower not in ("who", "whose"):
            return found
        able = [one for one in self._mentioned_before(found, word) if _is_somebody(self._discourse.of[one.i])]
        if found is None:
            return able[-1] if able and self._is_behind(able[-1], word) else None
        if able and self._document.text[self._discourse.mentions[able[-1].i].end : word.start] == ", ":
            return able[-1]
        return found if found in able or not able else able[0]

    def _mentioned_before(self, found: Word | None, word: Word) -> Iterator[Word]:
        """Give the mentions before a `who`: from a noun's phrase on, or in its sentence."""
        words, top = self._document.words, found
        while top is not None and is_relation(top, "nmod"):
            top = words[top.head]
        first = top.i if top else self._document.sentences[word.sentence].start
        return (one for one in words[first : word.i] if one.i in self._discourse.mentions)

    def _is_behind(self, one: Word, word: Word) -> bool:
        """Tell whether a `who` that asks nothing follows a mention and a comma: `Ada Vane of Wend, who`."""
        between = self._document.text[self._discourse.mentions[one.i].end : word.start]
        return _OF_AND_COMMA.fullmatch(between) is not None and not is_asked(self._document, word)

    def _joined(self, word: Word) -> Claimant | None:
        """Return all of a joint source as one: `Ana Ruiz and Bo Lindh`."""
        whole = self._discourse.joined.get(self._discourse.head_of(word))
        entity = self._entities.by_referent.get(id(whole)) if whole is not None else None
        return claimant_of(entity, "name" if whole and whole.is_named else "unnamed", 0.9) if entity else None

    def _is_own(self, name: str) -> bool:
        dateline = self._article.dateline
        own = {self._article.outlet or "", (dateline.agency if dateline else None) or ""}
        return name.casefold() in {one.casefold() for one in own}

    def _resolution(self, word: Word, entity: Entity, source: Span) -> Resolution:
        """Return by what a source's word tells who it is."""
        if entity.kind == "unnamed":
            return "unnamed"
        mention = self._discourse.mentions[self._discourse.head_of(word)]
        named = mention.form == "name" or entity.name in source.exact
        if not named or entity.name[:1].islower():
            return "description"
        exact = self._document.text[mention.start : mention.end]
        return (
            "metonym" if entity.kind == "government" and _is_place(exact, self._discourse, word) else "name"
        )

    def _elided(self, one: Attribution) -> Claimant:
        """Return who goes on speaking where a source is left out: in the same sentence, or by a quotation."""
        before = self._before
        if before is None or one.nested:
            return _UNRESOLVED
        last = self._found[before.attribution_id][-1]
        between = self._document.text[end_of(before) : place_of(one)]
        if last.entity_id is None or ("\n" in between.strip(" ") and one.cue is not None):
            return _UNRESOLVED
        if one.cue is not None and self._goes_on(one, before):
            return _elided(last, _CONFIDENCE["elided"])
        opens = one.content[0].exact[:1] in _OPENING
        if opens and one.cue is None and before.kind != "indirect" and between.strip(" \n.,”’\"'") == "":
            return _elided(last, _CONFIDENCE["elided"] if "\n" not in between else 0.65)
        return _UNRESOLVED

    def _goes_on(self, one: Attribution, before: Attribution) -> bool:
        """Whether a cue without a source is a participle of the sentence before: `…, adding that`."""
        cue = self._document.at(one.cue.spans[0].start) if one.cue else None
        other = self._document.at(place_of(before))
        same = cue is not None and other is not None and cue.sentence == other.sentence
        return same and cue is not None and cue.form == "VBG"


def _is_preposition(one: Attribution) -> bool:
    return one.cue is not None and one.cue.spans[-1].exact.casefold().endswith(_PREPOSITIONS)


def _is_somebody(one: Referent) -> bool:
    place = one.name is not None and one.name.kind == "place"
    return not place and (one.kinds[PERSON] > LEAST or one.kinds[BODY] > _ABLE)


def _elided(last: Claimant, confidence: float) -> Claimant:
    return last.model_copy(update={"resolution": "elided", "confidence": confidence})


def by_outlet(article: Article, *, confidence: float) -> Claimant:
    """Return the outlet as the claimant of what it says itself."""
    return Claimant(
        entity_id=None,
        name=article.outlet,
        kind="outlet",
        resolution="outlet",
        role=None,
        affiliation=None,
        confidence=confidence,
    )


def by_byline(article: Article) -> Claimant:
    """Return who wrote an article, as the claimant of what it says in the first person."""
    if article.byline is None:
        return _UNRESOLVED
    return Claimant(
        entity_id=None,
        name=article.byline,
        kind="person",
        resolution="pronoun",
        role=None,
        affiliation=None,
        confidence=0.7,
    )


def _is_place(exact: str, discourse: Discourse, word: Word) -> bool:
    """Whether a government is meant by the name of a place."""
    lower = exact.casefold()
    name = discourse.of[discourse.head_of(word)].name
    is_place = name is not None and name.kind == "place"
    return is_place or lower in countries() or lower in capitals() or lower in METONYMS


def place_of(one: Attribution) -> int:
    """Return where an attribution's source stands; its cue or content where it has none."""
    if one.source is not None:
        return one.source.start
    return one.cue.spans[0].start if one.cue else one.content[0].start


def end_of(one: Attribution) -> int:
    """Return where the last of an attribution's parts ends."""
    spans = [*one.content, *(one.cue.spans if one.cue else ()), *((one.source,) if one.source else ())]
    ends: list[int] = [span.end for span in spans]
    return max(ends)
