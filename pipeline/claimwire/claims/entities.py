"""Entities of an article: its names and sources, with every mention of each."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence

from claimwire.claims.accused import accused_phrase
from claimwire.claims.citing import citations
from claimwire.claims.drafts import CALLS_ITSELF, DATELINE, Draft, drafts_of
from claimwire.claims.linking import Linker, kind_of, mentions_in_order
from claimwire.claims.nouns import (
    FUNCTION_WORDS,
    NOBODY,
    PEOPLE,
    capitals,
    countries,
    demonym_country,
    is_known,
    noun_kind,
    singular,
)
from claimwire.claims.phrases import Phrase, phrase_at, spoken
from claimwire.claims.proper_names import Names
from claimwire.claims.relatives import antecedent_of, is_beside_name
from claimwire.english.document import TaggedName
from claimwire_schemas import Article, Attribution, Entity, Span
from claimwire_schemas.ids import entity_id

PRONOUNS = frozenset(
    [
        "he",
        "she",
        "it",
        "they",
        "we",
        "i",
        "you",
        "who",
        "which",
        "that",
        "whose",
        "all",
        "both",
        "him",
        "her",
        "them",
        "us",
        "me",
        "his",
        "hers",
        "theirs",
        "mine",
        "ours",
    ]
)
DESCRIPTION = re.compile(r"\b[Tt]h(?:e|is|at)((?: [a-z0-9][\w-]*){1,4})")
AFTER_NAME = re.compile(
    r"$|\s?\(|[,;:.)—–’']|\s(?:and|or|of|for|at|in|from|who|whose|which|that|on|as|with|to|by|&)\b|[’']s?$"
)
DETERMINER = re.compile(r"(?:(?:^|(?<=\s))(?:the|an?|its|his|her|their|our|then|and)\s)+$", re.IGNORECASE)
FOR = re.compile(r"\s(?:for|of|from|at|with)\s+(?:the\s+)?")
COUNTED = re.compile(
    r"(?:tens|dozens|hundreds|thousands|millions|scores|a number|a group|a handful|some)$", re.IGNORECASE
)


def entities_of(
    article: Article, tagged: Sequence[TaggedName], attributions: Sequence[Attribution]
) -> tuple[Entity, ...]:
    """Return who and what an article speaks of, in the order of their first mention.

    Names are those tagged and those that capital letters, titles and lists tell; what a source, or somebody
    cited or accused, is called without a name is an entity too.
    """
    drafts = _Drafts(article.text, tagged)
    sources = {(one.source.start, one.source.end) for one in attributions if one.source is not None}
    sources |= {(one.cited.start, one.cited.end) for one in citations(article.text, attributions).values()}
    accused = (accused_phrase(article.text, one) for one in attributions)
    sources |= {(one.start, one.end) for one in accused if one is not None}
    gone_on_from = [antecedent_of(article.text, *one) for one in sources]
    sources |= {one for one in gone_on_from if one and not is_beside_name(article.text, one[0])}
    drafts.describe(sorted(sources), headline_end=_headline_end(article))
    return tuple(_entity(article, draft) for draft in sorted(drafts.all, key=lambda one: one.first))


def _headline_end(article: Article) -> int:
    """Return where the headline ends: as given, else the first paragraph where it is no sentence."""
    if article.headline is not None:
        return article.headline.end
    first, parted, _ = article.text.partition("\n\n")
    return len(first) if parted and not first.rstrip("”’\"'").endswith((".", "!", "?")) else 0


def _entity(article: Article, draft: Draft) -> Entity:
    spans = [Span.of(article.text, *place) for place in sorted(set(draft.mentions))]
    return Entity(
        entity_id=entity_id(article.article_id, article.text_digest, mention=spans[0]),
        name=draft.name,
        kind=draft.kind or "organization",
        mentions=tuple(spans),
        role=draft.role,
        affiliation=draft.affiliation,
    )


class _Drafts:
    """The drafts of one article, from its names to its descriptions."""

    def __init__(self, text: str, tagged: Sequence[TaggedName]) -> None:
        self.text = text
        self.all = drafts_of(text, Names(text, tagged).find())
        self._mentions = list(mentions_in_order(self.all))
        self._starts = [start for start, _, _ in self._mentions]
        self._of_dateline()
        self._linker = Linker(self.all)
        self._unnamed: dict[str, Draft] = {}

    def _of_dateline(self) -> None:
        """Make the agency of a dateline an outlet and the town a place: `WEND, May 3 (Meridian) —`."""
        for match in DATELINE.finditer(self.text, 0, 400):
            for draft in self._within(*match.span(1)):
                draft.kind = "outlet"
            line = self.text.rfind("\n", 0, match.start()) + 1
            for draft in self._within(line, match.start()):
                draft.kind = "place" if draft.first >= line and draft.kind != "outlet" else draft.kind

    def _within(self, start: int, end: int) -> list[Draft]:
        return [draft for _, _, draft in self._names_in(start, end)]

    def _names_in(self, start: int, end: int) -> list[tuple[int, int, Draft]]:
        near = self._mentions[bisect_left(self._starts, start) : bisect_right(self._starts, end)]
        return [one for one in near if one[1] <= end]

    def describe(self, sources: Iterable[tuple[int, int]], *, headline_end: int) -> None:
        """Put sources and definite descriptions to the entities that they mean, in order of the text.

        The headline's come last: what it calls by a bare noun (`Minister`), the text says more about.
        """
        places = dict.fromkeys(sources, True)
        at_sources = {start for start, _ in places}
        for match in DESCRIPTION.finditer(self.text):
            if match.start() not in at_sources and (end := self._description_end(match)) is not None:
                places[match.start(), end] = False
        for (start, end), is_source in sorted(
            places.items(), key=lambda one: (one[0][0] < headline_end, one)
        ):
            if is_source:
                self._source(start, end)
            else:
                self._description(start, end)

    @staticmethod
    def _description_end(match: re.Match[str]) -> int | None:
        """Return where a description ends: after its last known noun before a function word."""
        place, end = match.start(1), None
        for word in match[1].split(" ")[1:]:
            place += 1 + len(word)
            if word in FUNCTION_WORDS:
                break
            if is_known(singular(word)):
                end = place
        return end

    def _description(self, start: int, end: int) -> None:
        phrase = phrase_at(self.text, start, end)
        draft = self._linker.link(phrase)
        if draft is not None and draft.kind != "unnamed":
            draft.mention(start, phrase.end)

    def _source(self, start: int, end: int) -> None:
        """Put a source to the name that it is headed by, or to what its description means."""
        words = self.text[start:end].casefold().split()
        if words[0] in NOBODY or " ".join(words[:2]) in NOBODY or (words[0] in PRONOUNS and len(words) == 1):
            return
        head = self._head(start, end)
        if head is not None:
            head.sources.append(start)
            return
        self._described(start, end)

    def _head(self, start: int, end: int) -> Draft | None:
        """Return the one whose name a source is headed by."""
        for first, last, draft in self._names_in(start, end):
            if draft.kind == "nationality" or not AFTER_NAME.match(self.text, last, end):
                continue
            if self.text[last : last + 2] in ("’s", "'s") and last + 2 < end:
                continue
            if self._leads(start, first, draft):
                return self._as_speaker(draft, first, last)
        return None

    def _leads(self, start: int, first: int, draft: Draft) -> bool:
        """Whether nothing but a determiner, a role or a description is before a name in a source."""
        if CALLS_ITSELF.search(self.text[start:first]):
            self._take(draft, phrase_at(self.text, start, first))
            return True
        before = self.text[start : max(start, draft.wholes.get(first, first))]
        end = start + len(DETERMINER.sub("", before))
        if not self.text[start:end].strip():
            return True
        if self.text[start:end].endswith(", "):
            return self._is_put_beside(phrase_at(self.text, start, end - 2), end - 2, draft)
        phrase = phrase_at(self.text, start, end)
        if not phrase.head or phrase.end < end - 1 or draft.kind == "nationality":
            return False
        return is_known(phrase.head) or len(self.text[start:end].split()) <= 2

    def _take(self, draft: Draft, phrase: Phrase) -> None:
        """Put a description to the name that it says is its own: `a group that calls itself the Dawn`."""
        other = self._linker.link(phrase) if phrase.is_definite else None
        if other is not None and not other.is_named and other in self.all:
            draft.mentions = sorted([*draft.mentions, *other.mentions])
            draft.sources += other.sources
            self.all.remove(other)
            other.mentions, other.sources = draft.mentions, draft.sources
        draft.mention(phrase.start, phrase.end)
        draft.about |= {phrase.head}
        draft.role = draft.role or self._role(phrase) if phrase.head in PEOPLE else draft.role
        self._linker.index(draft)

    def _is_put_beside(self, phrase: Phrase, end: int, draft: Draft) -> bool:
        """Whether a description is of the name after its comma, which then is known by it."""
        is_person = draft.kind in ("person", None) and bool(phrase.determiner)
        if not (is_known(phrase.head) or is_person) or phrase.end < end:
            return False
        kind = noun_kind(phrase.head)
        if kind in ("armed_or_political_group", "outlet") and draft.kind != "person":
            draft.kind, draft.is_sure = kind, True
        draft.about |= {phrase.head}
        self._linker.index(draft)
        return True

    def _as_speaker(self, draft: Draft, first: int, last: int) -> Draft:
        """Return a place as the government that speaks by its name."""
        if draft.kind != "place":
            return draft
        country = draft.country or draft.name
        government = self._government(country)
        if government is None:
            government = Draft(draft.name, "government", draft.words, country=country, about={"government"})
            self.all.append(government)
            self._linker.index(government)
        government.mention(first, last)
        draft.mentions.remove((first, last))
        if not draft.mentions:
            self.all.remove(draft)
        return government

    def _government(self, country: str) -> Draft | None:
        return next(
            (
                one
                for one in self.all
                if one.kind == "government" and one.country == country and "government" in one.about
            ),
            None,
        )

    def _described(self, start: int, end: int) -> None:
        phrase = phrase_at(self.text, start, end)
        named = (
            self._linker.link(phrase)
            if phrase.is_definite and phrase.head
            else self._linker.introduced(phrase)
        )
        draft = named or self._known_unnamed(phrase) or self._new(phrase, end)
        draft.mention(start, phrase.end)
        draft.sources.append(start)

    def _known_unnamed(self, phrase: Phrase) -> Draft | None:
        """Return the one that the same words of no determiner mean: `prosecutors`."""
        return self._unnamed.get(self._key(phrase)) if not phrase.determiner else None

    def _key(self, phrase: Phrase) -> str:
        return self.text[phrase.start : phrase.end].casefold()

    def _new(self, phrase: Phrase, end: int) -> Draft:
        kind = kind_of(phrase)
        named = (
            one.country or one.name for one in self._within(phrase.start, phrase.end) if one.kind == "place"
        )
        country = next(filter(None, map(_country, sorted(phrase.modifiers))), None) or next(named, None)
        draft = Draft(spoken(self.text, phrase, end), kind, plural=phrase.plural, country=country)
        draft.about = {phrase.head, *phrase.modifiers} | ({"document"} if kind == "document" else set())
        if kind in ("unnamed", "person"):
            draft.role = self._role(phrase)
            draft.affiliation = self._affiliation(phrase, end)
        self._unnamed[self._key(phrase)] = draft
        self.all.append(draft)
        self._linker.index(draft)
        return draft

    def _role(self, phrase: Phrase) -> str | None:
        words = self.text[phrase.start : phrase.end].split()
        kept = words[1:] if phrase.determiner and phrase.determiner != "owner" else words
        owners = [i for i, word in enumerate(kept) if word.endswith(("’s", "'s"))]
        role = " ".join(kept[owners[-1] + 1 :] if owners else kept)
        return role if role and not phrase.plural else None

    def _affiliation(self, phrase: Phrase, end: int) -> str | None:
        """Return whom an unnamed one speaks for: `the ministry` of `a spokeswoman for the ministry`."""
        match = FOR.match(self.text, phrase.end, end)
        if match is not None and COUNTED.search(self.text, phrase.start, phrase.end):
            return None
        if match is not None:
            return spoken(self.text, phrase_at(self.text, match.end(), end), end)
        owned = re.match(r"(?i:the\s+)?(.+?)[’']s?\s", self.text[phrase.start : phrase.end])
        if owned is not None:
            return owned[1]
        words = self.text[phrase.start : phrase.end].split()[:-1]
        return next((word for word in words if noun_kind(singular(word)) is not None), None)


def _country(word: str) -> str | None:
    return demonym_country(word) or countries().get(word) or capitals().get(word)
