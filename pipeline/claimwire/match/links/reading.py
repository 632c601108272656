"""Reading a claim as a statement, in a tenth of a millisecond: from the record alone, which has no tree."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import islice, zip_longest

from claimwire.asides import without_context
from claimwire.english.closed_class import FUNCTION_WORDS, MONTHS, NEGATIONS, WEEKDAYS
from claimwire.english.inflection import base
from claimwire.english.words import words
from claimwire.entities.capital_words import has_headline_case
from claimwire.entities.nouns import PEOPLE, TITLES, countries, demonym_country
from claimwire.match.links.statement import Amount, Statement
from claimwire.match.links.vocabulary import lemma, rarities, word_sets
from claimwire.words import words_of
from claimwire_schemas import Claim, Quantity

_MOST_CHARACTERS = 1200
_MOST_TERMS = 80
_QUOTED = re.compile(r"^[^“”]{1,120}: [“\"](.+?)[”\"]?$", re.DOTALL)
_BRACKETS = re.compile(r"[\[\]]")
_OPENERS = frozenset(".?!“”:")
"""Marks that a sentence may follow."""
_TITLES = frozenset(one.lower().rstrip(".") for one in TITLES) | PEOPLE | {"the", "former"}


def statement_of(claim: Claim, *, actors: Mapping[str, str] | None = None) -> Statement:
    """Return a claim as it is compared.

    `actors` gives entities of its article ids that hold across articles.
    """
    text = saying(claim)[:_MOST_CHARACTERS]
    tokens = _without_headline_case([text[start:end] for start, end in words(text)])
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
        duty=not word_sets()["duty"].isdisjoint(lower) or claim.stance == "demands",
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
    only_says = rest.startswith("that ") or claim.stance in word_sets()["stances"]
    return rest if only_says and len(words_of(rest)) > 2 else text


def _terms(tokens: Sequence[str]) -> Iterator[tuple[int, str, str]]:
    """Give the place and lemma of each word that means something, and the name that it ends, if it ends one.

    Of `Hillary Clinton` only the last word is a term, so that half of a name is as near as all of it. Names
    have lemmas too: so `Sanders` is the same at the start of a sentence, where no capital tells.
    """
    opens, name = True, list[str]()
    for i, token in enumerate(tokens):
        low = token.lower()
        counts = token[0].isalnum() or token[0] == "#"
        if counts and _means_something(low) and not _is_filler(tokens, i):
            is_name = token[0].isupper() and not (opens and _is_common(tokens[i : i + 2]))
            is_name = is_name and low not in word_sets()["parties"]
            name += [low] * is_name
            if is_name and not _is_adjective(token) and _goes_on(tokens[i + 1 : i + 2]):
                opens = False
                continue
            whole = " ".join(_untitled(name))
            yield i, countries().get(whole.strip("."), "").lower().replace(" ", "") or _term(token), whole
        opens, name = token in _OPENERS or (opens and not counts), []


def _without_headline_case(tokens: Sequence[str]) -> Sequence[str]:
    """Return the words of a headline with common ones in lower case: `Vane Denies the Fraud` names Vane."""
    if not has_headline_case([one for one in tokens if one.isalpha()]):
        return tokens
    return [one.lower() if lemma(one) in rarities() else one for one in tokens]


def _is_filler(tokens: Sequence[str], i: int) -> bool:
    """Tell whether a word is one of `of course` or the like."""
    pairs = (tokens[max(0, i - 1) : i + 1], tokens[i : i + 2])
    return any(" ".join(pair).lower() in word_sets()["fillers"] for pair in pairs)


def _means_something(low: str) -> bool:
    return low in word_sets()["turning"] or not (low in FUNCTION_WORDS or low in MONTHS or low in WEEKDAYS)


def _goes_on(following: Sequence[str]) -> bool:
    """Tell whether the next word is of the same name; `Democratic` is not of `Missouri Democratic`."""
    if not following or not following[0][0].isupper() or following[0].lower() in FUNCTION_WORDS:
        return False
    return not _is_adjective(following[0])


def _is_adjective(token: str) -> bool:
    return token.lower() in word_sets()["parties"] or demonym_country(token) is not None


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
    return lemma(token.lower().strip("#") if token.isascii() else "".join(words_of(token)))


def _negated(claim: Claim, lower: Sequence[str], terms: Mapping[int, str]) -> Iterator[str]:
    """Give the term after each negation and each word that denies; empty for a denying stance about it all.

    Who says `There was no poison` denies as well, but not what is said.
    """
    negative = word_sets()["negative"]
    within = [
        i
        for i, (one, after) in enumerate(zip_longest(lower, lower[1:]))
        if _is_negation(one, after) or lemma(one) in negative
    ]
    said = {at: term for at, term in terms.items() if not _is_manner(term)}
    yield from (next((term for at, term in said.items() if at > i), "") for i in within)
    cue_denies = claim.cue is not None and claim.cue.lemma in negative
    if cue_denies or (claim.stance in ("denies", "doubts") and not within):
        yield ""


def _is_manner(term: str) -> bool:
    """Tell whether a term only says how or how much: a negation before it is of the next one."""
    return term in ("long", "longer") or term.endswith("ly") or term[0].isdigit()  # `no longer`


def _is_negation(word: str, after: str | None) -> bool:
    """Tell whether a word negates; `No, I meant it`, `nothing but` and `not only` do not."""
    return (word in NEGATIONS or word.endswith(("n't", "n’t"))) and after not in (",", "but", "only")


def _tense(lower: list[str]) -> str:
    sets = word_sets()
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
        lemma(counted[0]) if counted else "",
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
