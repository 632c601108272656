"""Statements: claims as they are compared, small enough to keep one for each claim of the window.

There is no tree here: a statement is made from the record alone, in a tenth of a millisecond.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, lru_cache
from itertools import islice, zip_longest

from pydantic import TypeAdapter

from claimwire.asides import without_context
from claimwire.data import read_json
from claimwire.english.closed_class import FUNCTION_WORDS, MONTHS, NEGATIONS, WEEKDAYS
from claimwire.english.inflection import base
from claimwire.english.words import words
from claimwire.entities.nouns import PEOPLE, TITLES, countries, demonym_country
from claimwire.match.links.wording import canon
from claimwire.words import words_of
from claimwire_schemas import ArticleRef, Claim, Quantity

_MOST_CHARACTERS = 1200
_MOST_TERMS = 80
NAME, RARE = 4.0, 7.0
"""How much a name tells, and a word that the table of common ones lacks."""
_QUOTED = re.compile(r"^[^“”]{1,120}: [“\"](.+?)[”\"]?$", re.DOTALL)
_INNER = re.compile(r"“([^“”]{4,200})”|\"([^\"]{4,200})\"|''([^']{4,200})''|‘([^‘’]{4,200})’")
_BRACKETS = re.compile(r"[\[\]]")
_OPENERS = frozenset(".?!“”:")
"""Marks that a sentence may follow."""
_TITLES = frozenset(one.lower().rstrip(".") for one in TITLES) | PEOPLE | {"the", "former"}


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
        """What each term tells, by `canon`; numbers are compared apart."""
        names, few, known = dict(self.names), light(), rarities()
        told = {
            canon(it): NAME if it in names else 1.0 if it in few else known.get(it, RARE)
            for it in self.terms
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
        return frozenset(map(_lemma, self.speaker.split()))

    @property
    def last_name(self) -> str:
        """The lemma of the last word of its speaker's name; empty where nobody is known."""
        return _lemma(self.speaker.rsplit(" ", 1)[-1])

    @property
    def is_of_speaker(self) -> bool:
        """Whether it seems to be of whoever says it: `They will vote for the Greens`."""
        return bool(self.said) and self.said[0] in _sets()["selves"]

    @cached_property
    def is_of_itself(self) -> bool:
        """Whether its speaker may be meant: a pronoun may stand for who speaks, or nobody is named."""
        return not self.names or not _sets()["selves"].isdisjoint(self.said)

    @property
    def points(self) -> bool:
        """Whether it is of something that only the context tells: `It was closed`."""
        return bool(self.said) and self.said[0] in _sets()["pointing"]

    @property
    def moves(self) -> bool:
        """Whether its numbers may be given anew: not those of one poll or contest, or added to others."""
        return _sets()["unmoving"].isdisjoint(self.terms)

    @cached_property
    def is_asserted(self) -> bool:
        """Whether it says that something is so: no question, `whether`, infinitive or mere title."""
        if self.text.endswith("?") or "whether" in self.said or self.said[:1] == ["to"]:
            return False
        verbs = _sets()["past"] | _sets()["present"] | _sets()["future"]
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


def statement_of(claim: Claim, *, actors: Mapping[str, str] | None = None) -> Statement:
    """Return a claim as it is compared.

    `actors` gives entities of its article ids that hold across articles.
    """
    text = saying(claim)[:_MOST_CHARACTERS]
    tokens = [text[start:end] for start, end in words(text)]
    lower = [one.lower() for one in tokens]
    terms = list(islice(_terms(tokens), _MOST_TERMS))
    return Statement(
        claim_id=claim.claim_id,
        article=claim.article,
        text=text,
        speaker=_name(claim.claimant.name),
        actor_id=(actors or {}).get(claim.claimant.entity_id or "", ""),
        accused=_name(claim.accused.name) if claim.accused else "",
        stance=claim.stance or "",
        kind=claim.claim_type,
        terms=tuple(term for _, term, _ in terms),
        names=tuple({term: name for _, term, name in terms if name}.items()),
        words=sum(one[0].isalnum() for one in lower),
        negated=tuple(_negated(claim, lower, {at: term for at, term, _ in terms})),
        tense=_tense(lower),
        duty=not _sets()["duty"].isdisjoint(lower) or claim.stance == "demands",
        certain=claim.certainty == "certain",
        amounts=tuple(map(_amount, claim.quantities[:8])),
        days=tuple(_days(claim)),
    )


def saying(claim: Claim) -> str:
    """Return what a claim says, without who says it and without a cue that says no more than that.

    `Ada Vane: “We will sue.”` gives `We will sue.`, `The council denied that it knew` gives `that it knew`;
    `Ada Vane endorsed Bo Lindh` stays as it is.
    """
    text = without_context(claim)
    if claim.form == "quotation" and (quoted := _QUOTED.match(text)):
        return _BRACKETS.sub("", quoted[1])
    if claim.form != "report" or claim.cue is None:
        return text
    cue = claim.cue.spans[-1].exact
    at = text.find(cue)
    rest = text[at + len(cue) :].strip(" ,:") if 0 <= at < len(text) // 2 else ""
    only_says = rest.startswith("that ") or claim.stance in _sets()["stances"]
    return rest if only_says and len(words_of(rest)) > 2 else text


def lemma(word: str) -> str:
    """Return a word's lemma, of the likeliest category.

    >>> lemma("rose"), lemma("Soldiers"), lemma("denied")
    ('rise', 'soldier', 'deny')
    """
    return _lemma(word.lower())


@lru_cache(maxsize=50_000)
def _lemma(word: str) -> str:
    if not word.isalpha() or len(word) < 3:
        return word
    for form in ("VBD", "NNS", "VBG", "VBZ", "VBN"):
        if (found := base(word, form)) != word and len(found) > 1:
            return found
    return word


def _terms(tokens: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Give the place and lemma of each word that means something, and the name that it ends, if it ends one.

    Of `Hillary Clinton` only the last word is a term, so that half of a name is as near as all of it. Names
    have lemmas too: so `Sanders` is the same at the start of a sentence, where no capital tells.
    """
    opens, name = True, list[str]()
    for i, token in enumerate(tokens):
        low = token.lower()
        counts = token[0].isalnum() or token[0] == "#"
        if counts and _means_something(low):
            is_name = token[0].isupper() and not (opens and _is_common(tokens[i : i + 2]))
            is_name = is_name and low not in _sets()["parties"]
            name += [low] * is_name
            if is_name and not _is_adjective(token) and _goes_on(tokens[i + 1 : i + 2]):
                opens = False
                continue
            whole = " ".join(_untitled(name))
            yield i, countries().get(whole.strip("."), "").lower().replace(" ", "") or _term(token), whole
        opens, name = token in _OPENERS or (opens and not counts), []


def _means_something(low: str) -> bool:
    return low in _sets()["turning"] or not (low in FUNCTION_WORDS or low in MONTHS or low in WEEKDAYS)


def _goes_on(following: Sequence[str]) -> bool:
    """Tell whether the next word is of the same name; `Democratic` is not of `Missouri Democratic`."""
    if not following or not following[0][0].isupper() or following[0].lower() in FUNCTION_WORDS:
        return False
    return not _is_adjective(following[0])


def _is_adjective(token: str) -> bool:
    return token.lower() in _sets()["parties"] or demonym_country(token) is not None


def _untitled(name: Sequence[str]) -> Sequence[str]:
    """Return the words of a name without titles before them."""
    first = next((i for i, one in enumerate(name) if one.rstrip(".") not in _TITLES), len(name) - 1)
    return name[max(0, first) :]


def _is_common(tokens: Sequence[str]) -> bool:
    """Tell whether the first of two words that open a sentence is no name."""
    alone = len(tokens) < 2 or not tokens[1][0].isupper()
    return alone and lemma(tokens[0]) in rarities()


def _term(token: str) -> str:
    if token[0].isupper() and (country := demonym_country(token)):
        return country.lower().replace(" ", "")
    return _lemma(token.lower().strip("#") if token.isascii() else "".join(words_of(token)))


def _negated(claim: Claim, lower: Sequence[str], terms: Mapping[int, str]) -> Iterator[str]:
    """Give the term after each negation and each word that denies; empty for a denying stance about it all.

    Who says `There was no poison` denies as well, but not what is said.
    """
    negative = _sets()["negative"]
    within = [
        i
        for i, (one, after) in enumerate(zip_longest(lower, lower[1:]))
        if _is_negation(one, after) or _lemma(one) in negative
    ]
    said = {at: term for at, term in terms.items() if term not in ("long", "longer")}  # of `no longer`
    yield from (next((term for at, term in said.items() if at > i), "") for i in within)
    cue_denies = claim.cue is not None and claim.cue.lemma in negative
    if cue_denies or (claim.stance in ("denies", "doubts") and not within):
        yield ""


def _is_negation(word: str, after: str | None) -> bool:
    """Tell whether a word negates; `No, I meant it`, `nothing but` and `not only` do not."""
    return (word in NEGATIONS or word.endswith(("n't", "n’t"))) and after not in (",", "but", "only")


def _tense(lower: list[str]) -> str:
    sets = _sets()
    for word in lower:
        for tense in ("future", "past", "present"):
            if word in sets[tense]:
                return tense
        if word.endswith("ed") or (word.isalpha() and base(word, "VBD") not in (word, word.rstrip("s"))):
            return "past"
    return "present"


def _amount(quantity: Quantity) -> Amount:
    counted = words_of(quantity.counted.exact)[-1:] if quantity.counted else []
    return Amount(
        quantity.low,
        quantity.high,
        quantity.unit or "",
        _lemma(counted[0]) if counted else "",
        quantity.bound,
    )


def _days(claim: Claim) -> Iterator[tuple[int, int]]:
    for time in claim.times[:8]:
        if time.first_day and time.last_day:
            try:
                first, last = date.fromisoformat(time.first_day), date.fromisoformat(time.last_day)
            except ValueError:  # a record may name the 30th of February
                continue
            yield first.toordinal(), last.toordinal()


def _name(name: str | None) -> str:
    return " ".join(_untitled(words_of(name or "")))


@cache
def _sets() -> dict[str, frozenset[str]]:
    """Return the words that matter here.

    Claims of `stances` are what follows the cue; `negative` (lemmas) and `turning` (function words) turn it;
    `future`, `past` and `present` tell the tense, `duty` what ought to be; lemmas in `light` tell little;
    `selves` are pronouns that may mean who speaks, `pointing` those whose thing only the context tells;
    numbers with a lemma in `unmoving` are not given anew; `parties` have capitals and are no names.
    """
    data = read_json("claimwire.match.links", "words.json", dict[str, list[str]])
    return {name: frozenset(some) for name, some in data.items()}


@cache
def rarities() -> Mapping[str, float]:
    """Return how seldom claims have a word, as a logarithm, for those that are common."""
    return read_json("claimwire.match.links", "rarity.json", dict[str, float])


@cache
def light() -> frozenset[str]:
    """Return the lemmas that say little of what a sentence is about."""
    return _sets()["light"]
