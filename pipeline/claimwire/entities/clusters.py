"""Drafts: entities in the making. Names that mean the same are put together, whatever their order."""

from __future__ import annotations

import re
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from claimwire.entities.abbreviations import abbreviations_in
from claimwire.entities.names import Name
from claimwire.entities.nouns import (
    COMPANIES,
    FUNCTION_WORDS,
    MAKERS,
    PREPOSITIONS,
    TRADES,
    countries,
    demonym_country,
    given_gender,
    head_kind,
    singular,
    title_gender,
)
from claimwire.entities.roles import role_of
from claimwire_schemas import EntityKind

_MOST_COMPARED = 12
"""Drafts with a word in common that a name is compared with: a hostile text has thousands."""

_LAST_WORD = re.compile(r"\b([^\W_]+) $")
_MOST_USUAL = 4
"""Words of a person's name; what has more was run together in a headline."""

_ACRONYM = re.compile(r"[’'”]?\s\((?:the\s)?([A-Z][A-Za-z.&-]{1,9})\)")
CALLS_ITSELF = re.compile(
    r"(?:(?:calls|calling|styles|styling)\s(?:itself|themselves|himself|herself)\s(?:the\s)?"
    r"|(?:gave|gives|giving)\s(?:his|her|their)\sname\s(?:only\s)?as\s)$"
)
_OF_STATE = re.compile(
    r"(?:[’']s)?\s(?:\w+\s){0,2}(?:government|ministry|minister|embassy|army|parliament|capital)\b",
    re.IGNORECASE,
)
_DATELINE = re.compile(r"\(([A-Z][\w&. -]{1,40})\)\s(?:—|–|-{1,2})\s")
_APPOSED = re.compile(
    rf", (?:an?|the) (?:(?!(?:{'|'.join(PREPOSITIONS)})\b)[\w’'-]+ ){{0,5}}?({'|'.join(COMPANIES | MAKERS)})"
    r"(?=[,.;:)]|\s(?:based|for|from|in|of|that|which|whose|with)\b)"
)
"""After a name: `, a small energy company`."""

_ADJECTIVES = ("an", "ese", "ish")
"""Endings of words that name a people or a place: `Andean` is not short for the Andean Space Agency."""

_WHO = re.compile(r"(?:,? \(?\d{1,3}\)?)?(?:,| –| —| \()? ?who\b")
"""Behind a name: `, 45, who`."""

_OF_SOMEBODY = re.compile(r"\b(?:his|her|my)\s", re.IGNORECASE)
_PERSONS: tuple[EntityKind | None, ...] = ("person", None)
_MISTAKEN: tuple[EntityKind, ...] = ("organization", "place")
"""Kinds that a tag may give to a last name that stands alone."""

_BODIES: frozenset[EntityKind | None] = frozenset(
    ("organization", "government", "armed_or_political_group", "outlet", None)
)


@dataclass(eq=False)
class Draft:
    """What is known so far of an entity."""

    name: str
    kind: EntityKind | None
    words: tuple[str, ...] = ()
    """Of its fullest name, in lower case; none where it has no name."""

    mentions: list[tuple[int, int]] = field(default_factory=list)
    """In order of the text."""

    role: str | None = None
    affiliation: str | None = None
    about: set[str] = field(default_factory=set)
    """Words that it is described by: of its name, role and descriptions, in the singular."""

    titles: set[str] = field(default_factory=set)
    """Words before the name in its mentions: `Mrs`."""

    plural: bool = False
    takes_who: bool = False
    """Whether the text goes on from it with `who`."""

    country: str | None = None

    @property
    def first(self) -> int:
        """Where it is first mentioned."""
        return self.mentions[0][0]

    def mention(self, start: int, end: int) -> None:
        """Note that it is mentioned at a place."""
        insort(self.mentions, (start, end))

    def last_before(self, place: int) -> int | None:
        """Return where it was last mentioned before a place."""
        before = bisect_left(self.mentions, (place, 0))
        return self.mentions[before - 1][0] if before else None


def drafts_of(text: str, names: Sequence[Name]) -> list[Draft]:
    """Return a draft for each of those that some names mean, in no order that matters."""
    aliases = _acronyms(text, names)
    groups = _Groups(text, aliases)
    for name in sorted(names, key=lambda one: (-len(one.words), one.start)):
        groups.add(name)
    for draft, members in zip(groups.drafts, groups.members, strict=True):
        _complete(text, draft, members)
    _of_dateline(text, groups.drafts)
    return groups.drafts


def _of_dateline(text: str, drafts: Iterable[Draft]) -> None:
    """Make the agency of a dateline an outlet and the town a place: `WEND, May 3 (Meridian) —`."""
    for match in _DATELINE.finditer(text, 0, 400):
        line = text.rfind("\n", 0, match.start()) + 1
        for draft in drafts:
            if match.start(1) <= draft.first < match.end(1):
                draft.kind = "outlet"
            elif line <= draft.first < match.start():
                draft.kind = "place"


def _acronyms(text: str, names: Iterable[Name]) -> dict[str, tuple[str, ...]]:
    """Return the names that abbreviations are introduced for: `Wend Port Board (WPB)`.

    Behind a name, one of its first letters is enough: `Kurdistan Workers’ Party (PKK)`.
    """
    places: dict[tuple[int, int], tuple[str, ...]] = {}
    found: dict[str, tuple[str, ...]] = {}
    for name in names:
        places[name.bare, name.end] = name.words
        match = _ACRONYM.match(text, name.end)
        firsts = {word[0] for word in name.words}
        if match is not None and len(name.words) > 1 and match[1][0].casefold() in firsts:
            found[match[1].casefold()] = name.words
    known = ((one.short.casefold(), places.get((one.start, one.end))) for one in abbreviations_in(text))
    return found | {short: words for short, words in known if words}


def initials(words: Iterable[str]) -> str:
    """Return the first letters of a name's words, but of those that carry no meaning."""
    return "".join(word[0] for word in words if word not in FUNCTION_WORDS)


class _Groups:
    """Drafts with an index by the words of their names."""

    def __init__(self, text: str, aliases: dict[str, tuple[str, ...]]) -> None:
        self._text = text
        self._aliases = aliases
        self._by_word: dict[str, list[int]] = defaultdict(list)
        self.drafts: list[Draft] = []
        self.members: list[list[Name]] = []

    def add(self, name: Name) -> None:
        """Put a name to the draft that it means, or to a new one."""
        words = self._words(name)
        place = self._place(name, words)
        if place is None:
            place = len(self.drafts)
            self.drafts.append(
                Draft(self._text[name.bare : name.end], name.kind, words, country=name.country)
            )
            self.members.append([])
            for word in {
                *words,
                words[-1].rpartition("-")[2],
                *([initials(words)] if len(words) > 1 else []),
            }:
                self._by_word[word].append(place)
        draft = self.drafts[place]
        draft.kind = draft.kind or name.kind
        draft.mention(name.start, name.end)
        draft.titles |= {title.rstrip(".") for title in self._text[name.start : name.bare].split()}
        self.members[place].append(name)

    def _words(self, name: Name) -> tuple[str, ...]:
        """Return the words that a name is compared by: of a country and its people, the country's."""
        if name.kind == "nationality" and name.country:
            return (name.country.casefold(),)
        if name.kind == "place" and name.country and " ".join(name.words).rstrip(".") in countries():
            return tuple(name.country.casefold().split())
        return self._aliases.get(name.words[0], name.words) if len(name.words) == 1 else name.words

    def _place(self, name: Name, words: tuple[str, ...]) -> int | None:
        near = [place for word in {words[0], words[-1]} for place in self._by_word[word][-_MOST_COMPARED:]]
        found = [place for place in near if self._means(name, words, self.drafts[place])]
        if not found and self._may_be_firm(name, words):
            found = [place for place in near if _begins_body(words[0], self.drafts[place])]
        return min(found, key=lambda place: self._distance(name, place), default=None)

    def _may_be_firm(self, name: Name, words: tuple[str, ...]) -> bool:
        """Whether a tag may have taken the first word of a company's name for a person's."""
        alone = len(words) == 1 and name.bare == name.start and name.kind == "person"
        is_adjective = words[0].endswith(_ADJECTIVES)
        return alone and not is_adjective and given_gender(self._text[name.start : name.end]) is None

    def _distance(self, name: Name, place: int) -> tuple[bool, int, int]:
        """Order drafts for a name: those mentioned before it first, the most mentioned of them first."""
        before = self.drafts[place].last_before(name.start)
        return before is None, -len(self.drafts[place].mentions), name.start - (before or 0)

    def _means(self, name: Name, words: tuple[str, ...], draft: Draft) -> bool:
        if words == draft.words:
            return (name.kind == "nationality") == (draft.kind == "nationality")
        if "nationality" in (name.kind, draft.kind):
            return False
        if len(words) == 1 and len(draft.words) > 2 and words[0] == initials(draft.words):
            return self._text[name.start : name.end].isupper()
        if draft.kind == "place":
            return False
        may_be_person = name.kind in _PERSONS or (name.kind in _MISTAKEN and draft.kind == "person")
        if draft.kind in _PERSONS and may_be_person and _is_short_person(words, draft):
            return not self._is_of_other_gender(name, draft)
        return draft.kind in _BODIES and name.kind in _BODIES and self._is_short_body(name, words, draft)

    def _is_of_other_gender(self, name: Name, draft: Draft) -> bool:
        """Whether a name's title has another gender than a person's given name: `Mrs Vane`, `Bill Vane`."""
        titles = self._text[name.start : name.bare].split()
        told = {title_gender(title.rstrip(".")) for title in titles} - {None}
        given = given_gender(draft.name.split()[0])
        return given is not None and bool(told) and given not in told

    def _is_short_body(self, name: Name, words: tuple[str, ...], draft: Draft) -> bool:
        """Whether a name is a body's beginning, its head after `the`, or its initials."""
        if (
            len(words) == 1
            and words[0] == initials(draft.words)
            and self._text[name.start : name.end].isupper()
        ):
            return True
        if words == draft.words[: len(words)]:
            return not _is_another_body(words, draft.words)
        after_the = self._text[max(0, name.start - 4) : name.start].casefold() == "the "
        return after_the and len(words) == 1 and words[0] == _head_of(draft.words)


def _head_of(words: tuple[str, ...]) -> str:
    """Return the word that heads a name: `court` of `court of salt`, else its last."""
    return next((words[i] for i, word in enumerate(words[1:]) if word in ("of", "for")), words[-1])


def _is_another_body(words: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether a longer name goes on from a whole one: `Salt Party Conference` from `Salt Party`.

    A number tells a product from who makes it: `Salto A380` from `Salto`.
    """
    if any(map(str.isdigit, "".join(whole[len(words) :]))):
        return True
    goes_on = len(whole) > len(words) and whole[len(words)] not in FUNCTION_WORDS
    return len(words) > 1 and goes_on and head_kind(words[-1]) is not None


def _begins_body(word: str, draft: Draft) -> bool:
    return draft.kind == "organization" and len(draft.words) > 1 and draft.words[0] == word


def _is_short_person(words: tuple[str, ...], draft: Draft) -> bool:
    """Whether a name is the end of a person's or the first of it: `Vane` or `Ada` of `Ada Vane`."""
    if len(draft.words) < 2 or len(words) >= len(draft.words):
        return False
    last = draft.words[-1].rpartition("-")[2] if draft.words[-1].startswith(("al-", "el-")) else ""
    return (
        draft.words[-len(words) :] == words
        or words == (last,)
        or (len(words) == 1 and words[0] in draft.words[:-1] and len(words[0]) > 2)
    )


def _complete(text: str, draft: Draft, members: list[Name]) -> None:
    """Give a draft its fullest name, its kind, role and affiliation."""
    draft.kind = "place" if _is_place(text, members) else _kind(members)
    draft.name = _fullest(text, members)
    draft.about |= {singular(word) for word in draft.words if word not in FUNCTION_WORDS}
    draft.takes_who = any(_WHO.match(text, one.end) for one in members)
    firm = _firm(text, draft, members)
    if firm is not None:
        draft.kind = "organization"
        draft.about.add(firm)
    if draft.kind not in ("person", None):
        return
    for one in sorted(members, key=lambda name: name.start):
        found = role_of(text, one)
        draft.about |= _origin(text, one)
        draft.role, draft.affiliation = draft.role or found.role, draft.affiliation or found.affiliation
        if found.role:
            draft.kind = "person"
            draft.about |= {singular(word) for word in re.findall(r"[\w-]+", found.role)}
    draft.kind = draft.kind or _guess(text, draft)


def _origin(text: str, name: Name) -> set[str]:
    """Return the word of origin right before a name: `the Italian Renzo Calvi`."""
    word = _LAST_WORD.search(text, max(0, name.start - 30), name.start)
    return {word[1].casefold()} if word is not None and demonym_country(word[1]) else set()


def _firm(text: str, draft: Draft, members: Iterable[Name]) -> str | None:
    """Return what kind of company the text calls a name, beside it; null where it is none.

    `Lumen Salt, a small energy company,` and `the supplier, Lumen Salt`, but not `his supplier, Odo Lund`.
    """
    if draft.kind not in ("person", "organization", None) or given_gender(draft.name.split()[0]):
        return None
    for one in (name for name in members if name.bare == name.start):
        apposed, found = _APPOSED.match(text, one.end), role_of(text, one)
        if apposed is not None and (apposed[1] in COMPANIES or len(draft.words) == 1):
            return apposed[1]
        noun = found.role.split()[-1].casefold() if found.role else ""
        if noun in TRADES and not _OF_SOMEBODY.search(text, found.start, one.start):
            return noun
    return None


def _fullest(text: str, members: Sequence[Name]) -> str:
    """Return the fullest usual form of a name; one that a given name opens before one that has more to it."""
    counts = Counter(text[one.bare : one.end] for one in members)
    least = min((len(form.split()) for form in counts if not form.isupper()), default=1)

    def rank(one: Name) -> tuple[bool, bool, int, bool, int]:
        form = text[one.bare : one.end]
        is_given = len(one.words) > 1 and given_gender(form.split()[0]) is not None
        usual = len(one.words) <= _MOST_USUAL
        if one.kind == "organization":
            usual = len(form.split()) == least or counts[form] > 1 or is_headed(form)
        return (
            usual or one.kind not in ("person", "organization"),
            is_given,
            len(one.words),
            not form.isupper(),
            -one.start,
        )

    fullest = max(members, key=rank)
    return text[fullest.bare : fullest.end]


def is_headed(form: str) -> bool:
    """Whether a name tells what it is: `Salt Company`, `Front of Upland`, but not `Salt Chairman`."""
    words = form.split()
    return " of " in form or " for " in form or head_kind(words[-1].rstrip(".")) is not None


def _is_place(text: str, members: list[Name]) -> bool:
    """Whether the text treats a name of one word as a country's or a town's: `Wend’s foreign ministry`."""
    if any(len(one.words) > 1 or one.bare > one.start or one.kind == "nationality" for one in members):
        return False
    if given_gender(text[members[0].bare : members[0].end]) is not None:
        return False
    return any(one.kind == "place" or _OF_STATE.match(text, one.end) for one in members)


def _kind(members: list[Name]) -> EntityKind | None:
    """Return the kind that most of some names have; a title, a list or a head outvotes tags."""
    kinds = Counter[EntityKind](one.kind for one in members if one.kind is not None)
    if not kinds:
        return None
    fullest = max(members, key=lambda one: (len(one.words), -one.start))
    if fullest.kind is not None and len(fullest.words) > 1:
        return fullest.kind
    likeliest: EntityKind = max(kinds, key=lambda kind: (kinds[kind], kind == "person", kind))
    titled = any(one.bare > one.start for one in members)
    return "person" if titled else likeliest


def _guess(text: str, draft: Draft) -> EntityKind:
    start = draft.first
    if text[max(0, start - 4) : start].casefold() == "the ":
        return "organization"
    if given_gender(draft.name.split()[0]) or len(draft.words) == 2:
        return "person"
    return "organization"
