"""Statements: claims as they are compared, small enough to keep one for each claim of the window."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property

from pydantic import TypeAdapter

from claimwire.english.closed_class import FUNCTION_WORDS
from claimwire.match.links.vocabulary import lemma, light, rarities, word_sets
from claimwire.match.links.wording import canon
from claimwire.words import words_of
from claimwire_schemas import ArticleRef

NAME, RARE = 4.0, 7.0
"""How much a name tells, and a word that the table of common ones lacks."""

_INNER = re.compile(r"“([^“”]{4,200})”|\"([^\"]{4,200})\"|''([^']{4,200})''|‘([^‘’]{4,200})’")


@dataclass(frozen=True)
class Amount:
    """A number with its unit and what it counts."""

    low: float
    high: float
    unit: str
    counted: str
    bound: str


@dataclass(frozen=True)
class Statement:
    """A claim as it is compared with others."""

    claim_id: str
    article: ArticleRef
    text: str
    """What it says, without who says it; shown in reasons."""

    speaker: str
    """A name without titles, empty where nobody is known."""

    actor_id: str
    """The speaker's id across articles; empty where there is none."""

    accused: str
    stance: str
    kind: str
    terms: tuple[str, ...]
    """The lemmas of its words that mean something, in order."""

    names: tuple[tuple[str, str], ...]
    """Those that end a name, with the whole name, such as `clinton` and `hillary clinton`."""

    words: int
    negated: tuple[str, ...]
    """For each negation the next term; empty where it turns all that is said."""

    tense: str
    duty: bool
    certain: bool
    amounts: tuple[Amount, ...]
    days: tuple[tuple[int, int], ...]
    """First and last day of each time that it names, as ordinals."""

    @property
    def negations(self) -> int:
        """How many negations it has."""
        return len(self.negated)

    @property
    def day(self) -> int | None:
        """The day on which its article was published, as an ordinal."""
        at = self.article.published_at
        return at.toordinal() if at else None

    @cached_property
    def name_of(self) -> dict[str, str]:
        """The whole name that each term of a name ends, by `canon`."""
        return {canon(term): name for term, name in self.names}

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each term tells, by `canon`; words that are alike tell the same. Numbers are left out."""
        names, few, known = dict(self.names), light(), rarities()
        told = {
            term: NAME if it in names else 1.0 if term in few else known.get(term, RARE)
            for it, term in zip(self.terms, self.canons, strict=True)
            if not it[0].isdigit()
        }
        return told or dict.fromkeys(map(canon, self.terms), RARE)

    @cached_property
    def canons(self) -> list[str]:
        """Its terms in order, by `canon`."""
        return [canon(it) for it in self.terms]

    @cached_property
    def owned(self) -> dict[str, frozenset[str]]:
        """The numbers that follow each name up to the next: `Ruiz has 46 percent, Kowal 41`."""
        found, name = dict[str, set[str]](), ""
        for it in self.canons:
            if it in self.name_of:
                name = it
            elif name and it[0].isdigit():
                found.setdefault(name, set()).add(it)
        return {name: frozenset(numbers) for name, numbers in found.items()}

    @cached_property
    def speaks(self) -> frozenset[str]:
        """The lemmas of its speaker's name."""
        return frozenset(map(lemma, self.speaker.split()))

    @property
    def last_name(self) -> str:
        """The lemma of the last word of its speaker's name; empty where nobody is known."""
        return lemma(self.speaker.rsplit(" ", 1)[-1])

    @property
    def is_of_speaker(self) -> bool:
        """Whether it seems to be of whoever says it: `They will vote for the Greens`."""
        return bool(self.said) and self.said[0] in word_sets()["selves"]

    @cached_property
    def is_of_itself(self) -> bool:
        """Whether its speaker may be meant: a pronoun may stand for who speaks, or nobody is named."""
        return not self.names or not word_sets()["selves"].isdisjoint(self.said)

    @property
    def points(self) -> bool:
        """Whether it is of something that only the context tells: `It was closed`."""
        return bool(self.said) and self.said[0] in word_sets()["pointing"]

    @property
    def moves(self) -> bool:
        """Whether its numbers may be given anew: not those of one poll or contest, or added to others."""
        return word_sets()["unmoving"].isdisjoint(self.terms)

    @cached_property
    def is_asserted(self) -> bool:
        """Whether it says that something is so: no question, `whether`, infinitive or mere title."""
        if self.text.endswith("?") or "whether" in self.said or self.said[:1] == ["to"]:
            return False
        verbs = word_sets()["past"] | word_sets()["present"] | word_sets()["future"]
        return any(
            it.lower() in verbs or (it.islower() and it not in FUNCTION_WORDS) for it in self.text.split()
        )

    @cached_property
    def quoted(self) -> list[list[str]]:
        """The words of each of its quotations of two words or more."""
        runs = (words_of(next(filter(None, found.groups()))) for found in _INNER.finditer(self.text))
        return [run for run in runs if len(run) > 1]

    @cached_property
    def said(self) -> list[str]:
        """All its words."""
        return words_of(self.text)

    @cached_property
    def phrases(self) -> frozenset[tuple[str, str, str]]:
        """Its runs of three words."""
        return frozenset(zip(self.said, self.said[1:], self.said[2:], strict=False))


_STATEMENTS = TypeAdapter(Statement)


def packed(statement: Statement) -> bytes:
    """Return a statement as JSON, to be stored."""
    return _STATEMENTS.dump_json(statement)


def unpacked(data: bytes | str) -> Statement:
    """Return the statement in JSON."""
    return _STATEMENTS.validate_json(data)
