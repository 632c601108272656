"""Sources resolved: who stands behind each attribution, and through whom it comes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from claimwire.claims.antecedents import Antecedent, Antecedents, is_open
from claimwire.claims.citing import Citation
from claimwire.claims.mentioned import Mention, Mentioned
from claimwire.claims.nouns import METONYMS, NOBODY, capitals, countries, head_kind
from claimwire.claims.phrases import is_participle
from claimwire.claims.relatives import REACH, antecedent_of, is_beside_name
from claimwire.claims.salience import FIRST_PERSON, SORTS, Guess, Salience
from claimwire.data import read_json
from claimwire_schemas import Article, Attribution, Claimant, Entity, Resolution, Span

CONFIDENCE: dict[Resolution, float] = {
    "name": 0.95,
    "description": 0.85,
    "metonym": 0.85,
    "unnamed": 0.95,
    "outlet": 0.9,
}
_DATA = read_json("claimwire.claims", "resolve.json", dict[str, list[str]])
_ANY = {key: "|".join(map(re.escape, words)) for key, words in _DATA.items()}
OWN_OUTLET = re.compile(rf"(?:{_ANY['own_outlet']})\b", re.IGNORECASE)
HEARERS = re.compile(rf"(?:(?:a|an|the)\s)?(?:{_ANY['hearers']})", re.IGNORECASE)
HEARS = re.compile(r"\b(?:told|heard|hears)\b")
TOLD = re.compile(rf"\b(?:am|is|are|was|were|be|been|being)\s(?:\w+ly\s)?(?:{_ANY['told']})\b(?!\sby$)")
ING = re.compile(r"\w+ing\b")
AFTER_HEAD = re.compile(rf"\s?\(|[,;:.)—–]|[’'][,;\s](?<!s\s)|\s(?:{_ANY['heads_end_before']})\b")
"""What follows the head of a source: the name before it is no mere modifier."""

NEXT_WORD = re.compile(r"\s([^\W_]+)\b")
BEFORE_OTHERS = re.compile(rf"(?<=\s)(?:{_ANY['others_follow']})\b(?!.*,\s$)", re.DOTALL)
"""What stands before a name that only belongs to the head."""

STOP = re.compile(r"[.!?](?=[\s”’\"])|\n")
UNRESOLVED = Claimant(
    entity_id=None, name=None, kind=None, resolution="unresolved", role=None, affiliation=None, confidence=0
)


class Resolved(NamedTuple):
    """Who is meant in an article, by the ids of its attributions."""

    chains: Mapping[str, tuple[Claimant, ...]]
    """Who stands behind each: those who pass it on, then the claimant."""

    antecedents: Mapping[str, tuple[Antecedent, ...]]
    """Whom the pronouns and descriptions in its content mean, where that is sure."""


def resolved(
    article: Article,
    attributions: Sequence[Attribution],
    entities: Sequence[Entity],
    passed_on: Mapping[str, Citation],
) -> Resolved:
    """Return who stands behind each attribution, and whom its content means by a pronoun or a description."""
    resolver = _Resolver(article, attributions, entities, passed_on)
    chains = resolver.resolve()
    means = {
        one.attribution_id: tuple(resolver.antecedents.of(one, chains[one.attribution_id][-1]))
        for one in attributions
    }
    return Resolved(chains, means)


def _claimant(entity: Entity, resolution: Resolution, confidence: float) -> Claimant:
    return Claimant(
        entity_id=entity.entity_id,
        name=entity.name,
        kind=entity.kind,
        resolution=resolution,
        role=entity.role,
        affiliation=entity.affiliation,
        confidence=round(confidence, 2),
    )


class _Resolver:
    """Resolves one article's sources, in order of the text."""

    def __init__(
        self,
        article: Article,
        attributions: Sequence[Attribution],
        entities: Sequence[Entity],
        passed_on: Mapping[str, Citation],
    ) -> None:
        self._article = article
        self._passed_on = passed_on
        self._text = article.text
        self._attributions = attributions
        self._by_id = {one.attribution_id: one for one in attributions}
        self._mentioned = Mentioned(entities)
        contents = [(span.start, span.end) for one in attributions if not one.nested for span in one.content]
        self._salience = Salience(article.text, entities, contents)
        self.antecedents = Antecedents(article.text, self._mentioned, self._salience)
        self._found: dict[str, tuple[Claimant, ...]] = {}
        self._before: Attribution | None = None

    def resolve(self) -> dict[str, tuple[Claimant, ...]]:
        """Return the chain of each attribution, by its id."""
        ordered = sorted(self._attributions, key=lambda one: (one.nested, _place(one)))
        for one in ordered:
            self._found[one.attribution_id] = self._chain(one)
            if not one.nested:
                self._before = one
        return self._found

    def _chain(self, one: Attribution) -> tuple[Claimant, ...]:
        """Return those who pass a claim on, and the claimant: whom its source cites, if it cites anybody."""
        citation = self._passed_on.get(one.attribution_id)
        claimant = self._one(citation.by if citation and one.source is None else one)
        through = (*self._through(one, claimant), claimant)
        cited = self._by_source(one, citation.cited) if citation else UNRESOLVED
        return (*through, cited) if cited.name and cited.entity_id != claimant.entity_id else through

    def _one(self, one: Attribution) -> Claimant:
        claimant = self._elided(one) if one.source is None else self._by_source(one, one.source)
        if claimant.entity_id is not None and not one.nested:
            self._salience.said(_place(one), self._mentioned.by_id[claimant.entity_id])
        return claimant

    def _through(self, one: Attribution, claimant: Claimant) -> Iterator[Claimant]:
        """Give those who pass a claim on: the sources of what it is nested in."""
        outer = self._found.get(one.within or "", ())
        yield from (link for link in outer if link.name and link.entity_id != claimant.entity_id)

    def _by_source(self, one: Attribution, source: Span) -> Claimant:
        words = source.exact.casefold().split()
        if words[0] in NOBODY or " ".join(words[:2]) in NOBODY or self._is_hearer(one, source):
            return UNRESOLVED
        if OWN_OUTLET.match(source.exact):
            return self._outlet()
        if len(words) == 1:
            claimant = self._by_pronoun(one, source, words[0])
            if claimant is not None:
                return claimant
        mention = self._mention(source)
        return self._by_mention(mention, source) if mention else UNRESOLVED

    def _is_hearer(self, one: Attribution, source: Span) -> bool:
        """Whether a source only was told: `court told of theft`, `a jury heard`, `I was told`."""
        cue = one.cue.spans[0] if one.cue else None
        if cue is None:
            return False
        is_told = source.end <= cue.start and TOLD.search(cue.exact) is not None
        return is_told or bool(HEARS.search(cue.exact) and HEARERS.fullmatch(source.exact))

    def _outlet(self) -> Claimant:
        return Claimant(
            entity_id=None,
            name=self._article.outlet,
            kind="outlet",
            resolution="outlet",
            role=None,
            affiliation=None,
            confidence=CONFIDENCE["outlet"],
        )

    def _by_pronoun(self, one: Attribution, source: Span, word: str) -> Claimant | None:
        """Return whom a pronoun means; null where the word is none."""
        if word in FIRST_PERSON:
            return self._first_person(one)
        if word not in SORTS or (word in ("his", "her", "its", "their") and " " in source.exact):
            return None
        outer = self._outer(one)
        if (
            outer is not None
            and not self._is_quoted(one, source.start)
            and self._salience.may_be(outer, word)
        ):
            self._salience.learn(outer, SORTS[word])
            return _claimant(outer, "pronoun", 0.8)
        # In somebody's words it is mostly wrong who comes to mind: 3 of 11 were right on the gold articles.
        guess = self._guess(source, word) if not one.nested or SORTS[word] == "any" else None
        if guess is None:
            return UNRESOLVED
        self._salience.learn(guess.entity, SORTS[word])
        return _claimant(guess.entity, "pronoun", guess.confidence)

    def _outer(self, one: Attribution) -> Entity | None:
        """Return who says what an attribution is nested in."""
        links = self._found.get(one.within or "", ())
        return self._mentioned.by_id.get(links[-1].entity_id or "") if links else None

    def _is_quoted(self, one: Attribution, place: int) -> bool:
        """Whether a place in what an attribution is nested in is in a quotation there."""
        outer = self._by_id.get(one.within or "")
        part = (
            next((span for span in outer.content if span.start <= place < span.end), None) if outer else None
        )
        if outer is None or part is None:
            return False
        return outer.kind == "direct" or is_open(part, place - part.start)

    def _first_person(self, one: Attribution) -> Claimant:
        """Return whose words `I` stands in; outside a quotation, an outlet's or a guest's."""
        outer = self._outer(one)
        return _claimant(outer, "pronoun", 0.9) if outer else UNRESOLVED

    def _guess(self, source: Span, word: str) -> Guess | None:
        return (
            self._relative(source) if SORTS[word] == "any" else self._salience.antecedent(source.start, word)
        )

    def _relative(self, source: Span) -> Guess | None:
        """Return whom `who` and `whose author` go on from."""
        phrase = antecedent_of(self._text, source.start, source.end)
        is_beside = phrase is not None and is_beside_name(self._text, phrase[0])
        place = phrase[0] if phrase is not None and is_beside else source.start
        for mention in self._mentioned.within(max(0, place - REACH), place):
            close = self._text[mention.end : place].strip(" ,") == ""
            if close and (not is_beside or mention.entity.kind == "person"):
                return Guess(mention.entity, 0.9)
        return None

    def _mention(self, source: Span) -> Mention | None:
        """Return the mention that a source is headed by."""
        for mention in self._mentioned.within(source.start, source.end):
            last = mention.end >= source.end - 2 or self._ends_head(mention.end)
            apart = BEFORE_OTHERS.search(self._text, source.start, mention.start) is None
            if last and apart and mention.entity.kind not in ("nationality",):
                return mention
        return None

    def _ends_head(self, place: int) -> bool:
        """Whether the noun phrase that ends at a place has no further noun."""
        word = NEXT_WORD.match(self._text, place)
        goes_on = word is not None and is_participle(word[1])
        return goes_on or AFTER_HEAD.match(self._text, place) is not None

    def _by_mention(self, mention: Mention, source: Span) -> Claimant:
        entity = mention.entity
        if entity.kind == "outlet" and self._is_own(entity.name):
            return self._outlet()
        resolution = self._resolution(mention, source)
        return _claimant(entity, resolution, CONFIDENCE[resolution])

    def _is_own(self, name: str) -> bool:
        dateline = self._article.dateline
        own = {self._article.outlet or "", (dateline.agency if dateline else None) or ""}
        return name.casefold() in {one.casefold() for one in own}

    def _resolution(self, mention: Mention, source: Span) -> Resolution:
        """Return by what a mention tells who it is."""
        exact = self._text[mention.start : mention.end]
        if mention.entity.kind == "unnamed":
            return "unnamed"
        last = exact.split()[-1]
        named = last[:1].isupper() and last.casefold() in mention.entity.name.casefold()
        named = named or mention.entity.name in source.exact
        if not named or mention.entity.name[:1].islower():
            return "description"
        is_metonym = mention.entity.kind == "government" and self._is_place(exact)
        return "metonym" if is_metonym else "name"

    def _is_place(self, exact: str) -> bool:
        """Whether a government is meant by the name of a place."""
        lower = exact.casefold()
        if lower in countries() or lower in capitals() or lower in METONYMS:
            return True
        words = exact.split()
        return len(words) < 3 and all(word[0].isupper() and head_kind(word) is None for word in words)

    def _elided(self, one: Attribution) -> Claimant:
        """Return who goes on speaking where a source is left out: in the same sentence, or by a quotation."""
        before = self._before
        if before is None or one.nested:
            return UNRESOLVED
        last = self._found[before.attribution_id][-1]
        entity = self._mentioned.by_id.get(last.entity_id or "")
        if entity is None:
            return UNRESOLVED
        between = self._text[_end(before) : _place(one)]
        if one.cue is not None and ING.match(one.cue.spans[0].exact) and not STOP.search(between):
            return _claimant(entity, "elided", 0.85)
        opens = one.content[0].exact[:1] in "“\"‘'«„"
        if opens and one.cue is None and before.kind != "indirect" and between.strip(" \n.,”’\"'") == "":
            return _claimant(entity, "elided", 0.85 if "\n" not in between else 0.65)
        return UNRESOLVED


def _place(one: Attribution) -> int:
    """Return where an attribution's source stands; its cue or content where it has none."""
    if one.source is not None:
        return one.source.start
    return one.cue.spans[0].start if one.cue else one.content[0].start


def _end(one: Attribution) -> int:
    spans = [*one.content, *(one.cue.spans if one.cue else ()), *((one.source,) if one.source else ())]
    ends: list[int] = [span.end for span in spans]
    return max(ends)
