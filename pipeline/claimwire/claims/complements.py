"""An object and what is said of it as a sentence: `the plan a disgrace` becomes `the plan is a disgrace`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal, NamedTuple

from claimwire.claims.edits import edit
from claimwire.claims.phrases import AGENT, first_word, is_noun_phrase, phrase_at
from claimwire.claims.verbs import HAVE, INFINITIVE, TO_AGAIN, be_form
from claimwire.claims.words import CALLING, CLAUSE_WORDS, DESCRIBING, NOMINATIVES, TELLING, TO_BE_DONE, URGING
from claimwire.entities.nouns import DEFINITE, INDEFINITE, PREPOSITIONS, is_known
from claimwire_schemas import Edit, Span

AS = re.compile(r"\bas\s+(?P<not>not\s+)?(?P<gerund>(?:being|having)\s+)?(?=(?P<next>[^\W_]+)|[“„«\"‘'])")
CALLED = re.compile(r"[“„«\"‘]|\ban?\s(?!(?:day|few|little|minute|moment|month|second|third|week|year)\b)")
AFTER_PRONOUN = re.compile(r"(?P<pronoun>(?!her\b)[a-z]+)\s+(?P<next>[^\W_]+)")
"""`her` may be a possessive."""

HER_OWN = re.compile(r"her\s(?!as\b)", re.IGNORECASE)
WORD = re.compile(r"[^\W_]+")
NO_VERB = re.compile(r"(?:ern|ism|[^s]s)$")
NOT_VERBS = (
    DEFINITE
    | INDEFINITE
    | PREPOSITIONS
    | {"all", "anyone", "as", "despite", "during", "everyone", "someone", "those", "until"}
)
NOT_ADJECTIVES = NOT_VERBS | CLAUSE_WORDS | {"back", "names", "off", "out", "up"}
EVERYBODY = frozenset(("anybody", "anyone", "everybody", "everyone", *NOMINATIVES))
LONGEST = 120
"""Characters of the object."""


class _Verb(NamedTuple):
    """A place in some words that a verb may stand at."""

    start: int
    end: int
    verb: Literal["be", "have", "should"]
    kept: str
    """What stays of the words there, after the verb."""


def complement_edits(article: str, content: Sequence[Span], lemma: str) -> list[Edit]:
    """Return the edit that puts a verb between an object and its complement; none where that is not sure."""
    if len(content) == 2 and is_noun_phrase(content[0].exact) and not AGENT.search(content[1].exact):
        subject, last = content[0], content[1]
        found = next((one for one in _verbs(last.exact, lemma) if one.start == 0), None)
        return [_edit(article, (subject.start, subject.end), last.start, found)] if found else []
    if len(content) != 1 or lemma in TELLING:
        return []
    span = content[0]
    found = next((one for one in _verbs(span.exact, lemma) if is_noun_phrase(span.exact[: one.start])), None)
    return [_edit(article, (span.start, span.start + found.start), span.start, found)] if found else []


def _edit(article: str, subject: tuple[int, int], at: int, found: _Verb) -> Edit:
    be = be_form(article, *subject)
    verb = {"be": be, "have": HAVE[be]}.get(found.verb, found.verb)
    return edit(article, (at + found.start, at + found.end), "subject", f"{verb} {found.kept}")


def _verbs(words: str, lemma: str) -> Iterator[_Verb]:
    if lemma in URGING:
        yield from _urged(words)
    if lemma in DESCRIBING:
        yield from _described(words)
    if lemma in CALLING:
        yield from _called(words)


def _urged(words: str) -> Iterator[_Verb]:
    """Give the infinitives: residents `to leave`."""
    for found in INFINITIVE.finditer(words, 0, LONGEST):
        is_verb = found["verb"] not in NOT_VERBS and not NO_VERB.search(words, found.start(), found.end())
        if is_verb and not TO_AGAIN.match(words, found.end()) and _are_urged(words[: found.start()]):
            yield _Verb(*found.span(), "should", f"not {found['verb']}" if found["not"] else found["verb"])


def _are_urged(words: str) -> bool:
    """Whether it is surely people who are to do it: not `a vote` to end the siege."""
    if not words:
        return True
    phrase = phrase_at(words, 0, len(words))
    is_some = phrase.determiner in INDEFINITE or phrase.determiner[:1].isdigit()
    is_name = words[phrase.start : phrase.end].split()[-1:] != [phrase.head]
    is_mass = not phrase.determiner and not phrase.plural and not is_name and phrase.head not in EVERYBODY
    is_asked_for = phrase.head in TO_BE_DONE or " for " in words
    return not is_asked_for and (is_known(phrase.head) or not (is_some or is_mass))


def _described(words: str) -> Iterator[_Verb]:
    """Give what leads to complements: the plan `as` unfair, the mayor `as having` lied."""
    every = list(AS.finditer(words, 0, LONGEST))
    is_clear = len(every) == 1 or (first_word(words) in NOMINATIVES and not HER_OWN.match(words))
    for found in every[:1] if is_clear else ():
        following = found["next"] or ""
        if following not in CLAUSE_WORDS and following[:1] == following[:1].lower():
            verb: Literal["be", "have"] = "have" if (found["gerund"] or "").startswith("having") else "be"
            yield _Verb(*found.span(), verb, found["not"] or "")


def _called(words: str) -> Iterator[_Verb]:
    """Give where a complement may begin: at once, after a pronoun, at a quotation, or at `a`."""
    first, pronoun = WORD.match(words), AFTER_PRONOUN.match(words)
    if first is not None and first[0] not in NOT_ADJECTIVES and not first[0].endswith("ly"):
        yield _Verb(*first.span(), "be", first[0])
    if pronoun and pronoun["pronoun"] in NOMINATIVES and pronoun["next"] not in NOT_ADJECTIVES:
        yield _Verb(*pronoun.span("next"), "be", pronoun["next"])
    for found in CALLED.finditer(words, 0, LONGEST):
        if _is_object(WORD.findall(words, 0, found.start())):
            yield _Verb(*found.span(), "be", found[0])


def _is_object(words: Sequence[str]) -> bool:
    """Whether some words are all of an object: not `the tax unfair and the mayor` a coward."""
    if not words or words == ["her"]:
        return True
    is_gerund = len(words) == 1 and words[0].endswith("ing")
    return not is_gerund and "and" not in words and words[-1].lower() not in NOT_VERBS
