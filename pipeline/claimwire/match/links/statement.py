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

from claimwire.data import read_json
from claimwire.english.closed_class import FUNCTION_WORDS, MONTHS, NEGATIONS, WEEKDAYS
from claimwire.english.inflection import base
from claimwire.english.words import words
from claimwire.entities.nouns import countries, demonym_country
from claimwire.match.links.wording import canon
from claimwire.words import words_of
from claimwire_schemas import ArticleRef, Claim, Quantity

_MOST_CHARACTERS = 1200
_MOST_TERMS = 80
NAME, RARE = 4.0, 7.0
"""How much a name tells, and a word that the table of common ones lacks."""
_QUOTED = re.compile(r"^[^“”]{1,120}: [“\"](.+?)[”\"]?$", re.DOTALL)
_BRACKETS = re.compile(r"[\[\]]")
_OPENERS = frozenset(".?!“”:")
"""Marks that a sentence may follow."""
_TITLES = frozenset(("mr", "mrs", "ms", "dr", "sen", "rep", "gov", "the", "former", "president", "senator"))


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
    """Name or actor id, empty where nobody is known."""

    accused: str
    stance: str
    kind: str
    terms: tuple[str, ...]
    """The lemmas of its words that mean something, in order."""

    names: tuple[tuple[str, str], ...]
    """Those that end a name, with the whole name, such as `clinton` and `hillary clinton`."""

    words: int
    negations: int
    tense: str
    duty: bool
    certain: bool
    amounts: tuple[Amount, ...]
    days: tuple[tuple[int, int], ...]
    """First and last day of each time that it names, as ordinals."""

    @property
    def day(self) -> int | None:
        """The day on which its article was published, as an ordinal."""
        at = self.article.published_at
        return at.toordinal() if at else None

    @cached_property
    def name_of(self) -> dict[str, str]:
        """The whole name that each term of a name ends."""
        return dict(self.names)

    @cached_property
    def weights(self) -> dict[str, float]:
        """What each term tells, by `canon`; numbers are compared apart."""
        told = {canon(it): self._rarity(it) for it in self.terms if not it[0].isdigit()}
        return told or {canon(it): RARE for it in self.terms}

    def _rarity(self, term: str) -> float:
        if term in self.name_of:
            return NAME
        return 1.0 if term in light() else rarities().get(term, RARE)

    @cached_property
    def phrases(self) -> frozenset[tuple[str, str, str]]:
        """Its runs of three words."""
        said = words_of(self.text)
        return frozenset(zip(said, said[1:], said[2:], strict=False))


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
    known = actors or {}
    entity, accused = claim.claimant.entity_id, claim.accused
    return Statement(
        claim_id=claim.claim_id,
        article=claim.article,
        text=text,
        speaker=known.get(entity or "", "") or _name(claim.claimant.name),
        accused=(known.get(accused.entity_id or "", "") or _name(accused.name)) if accused else "",
        stance=claim.stance or "",
        kind=claim.claim_type,
        terms=tuple(term for term, _ in terms),
        names=tuple({term: name for term, name in terms if name}.items()),
        words=sum(one[0].isalnum() for one in lower),
        negations=_negations(claim, lower),
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
    if claim.form == "quotation" and (quoted := _QUOTED.match(claim.text)):
        return _BRACKETS.sub("", quoted[1])
    if claim.form != "report" or claim.cue is None:
        return claim.text
    cue = claim.cue.spans[-1].exact
    at = claim.text.find(cue)
    rest = claim.text[at + len(cue) :].strip(" ,:") if 0 <= at < len(claim.text) // 2 else ""
    only_says = rest.startswith("that ") or claim.stance in _sets()["stances"]
    return rest if only_says and len(words_of(rest)) > 2 else claim.text


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


def _terms(tokens: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Give the lemma of each word that means something, and the name that it ends, if it ends one.

    Of `Hillary Clinton` only the last word is a term, so that half of a name is as near as all of it. Names
    have lemmas too: so `Sanders` is the same at the start of a sentence, where no capital tells.
    """
    opens, name = True, list[str]()
    for i, token in enumerate(tokens):
        low = token.lower()
        counts = token[0].isalnum() or token[0] == "#"
        if counts and _means_something(low):
            is_name = token[0].isupper() and not (opens and _is_common(tokens[i : i + 2]))
            name += [low] * is_name
            if is_name and _goes_on(tokens[i + 1 : i + 2]):
                opens = False
                continue
            whole = " ".join(name)
            yield countries().get(whole.strip("."), "").lower().replace(" ", "") or _term(token), whole
        opens, name = token in _OPENERS or (opens and not counts), []


def _means_something(low: str) -> bool:
    return low in _sets()["turning"] or not (low in FUNCTION_WORDS or low in MONTHS or low in WEEKDAYS)


def _goes_on(following: Sequence[str]) -> bool:
    """Tell whether the next word is of the same name."""
    return bool(following) and following[0][0].isupper() and following[0].lower() not in FUNCTION_WORDS


def _is_common(tokens: Sequence[str]) -> bool:
    """Tell whether the first of two words that open a sentence is no name."""
    alone = len(tokens) < 2 or not tokens[1][0].isupper()
    return alone and lemma(tokens[0]) in rarities()


def _term(token: str) -> str:
    if token[0].isupper() and (country := demonym_country(token)):
        return country.lower().replace(" ", "")
    return _lemma(token.lower().strip("#") if token.isascii() else "".join(words_of(token)))


def _negations(claim: Claim, lower: Sequence[str]) -> int:
    """Count what turns a statement round: negations, words that deny, a denying stance about it.

    Who says `There was no poison` denies as well, but not what is said.
    """
    negative = _sets()["negative"]
    within = sum(
        _is_negation(one, after) or _lemma(one) in negative for one, after in zip_longest(lower, lower[1:])
    )
    cue_denies = claim.cue is not None and claim.cue.lemma in negative
    return within + (claim.stance in ("denies", "doubts") and (cue_denies or not within))


def _is_negation(word: str, after: str | None) -> bool:
    """Tell whether a word negates; `No, I meant it` does not."""
    return (word in NEGATIONS or word.endswith(("n't", "n’t"))) and after != ","


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
    return " ".join(one for one in words_of(name or "") if one not in _TITLES)


@cache
def _sets() -> dict[str, frozenset[str]]:
    """Return the words that matter here.

    Claims of `stances` are what follows the cue; `negative` (lemmas) and `turning` (function words) turn it;
    `future`, `past` and `present` tell the tense, `duty` what ought to be; lemmas in `light` tell little.
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
