"""Reporting clauses as expressions: who reports, by which word, what follows. Its words: `nested.json`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.extract.lexicon import lexicon

PRONOUN = r"(?:[Hh]e|[Ss]he|[Tt]hey|[Ii]t|[Ww]e|I)"
NAME = (
    r"[A-Z](?:[\w&-]|[’'.](?=[\w&-])(?![’']s\b))*"
    r"(?:(?<=\b[A-Z])\.|(?<=\b[MDS][rst])\.|(?<=\bMrs)\.)?"
)
TIME = (
    r"(?:\s+(?:on\s+)?(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day(?:\s+(?:night|morning|evening|afternoon))?"
    r"|\s+(?:last|this)\s+(?:night|week|month|year|spring|summer|autumn|fall|winter)"
    r"|\s+(?:today|yesterday|earlier|in\s+\d{4}|(?:a\s+few\s+)?\w+\s+(?:day|week|month|year)s?\s+ago))?"
)
FINITE = (
    r"(?:is|are|was|were|has|have|had|will|would|can|could|may|might|must|should|do|does|did|\w+n[’']t)\b"
)
CLAUSE_PRONOUN = (
    rf"(?:(?:he|she|they|we|I)\b|there(?:[’']\w+|\s+{FINITE})"
    rf"|it(?:[’']\w+|\s+(?:also\s+)?(?:{FINITE}|\w{{3,}}(?:ed|s)\b)))"
)
THAT = (
    r"that\s+(?!(?:to|in|at|about|with|and|or|but|because|when|if|on|for|very|so|much|over|day|night|week|month"
    r"|year|time|morning|way|story|kind|sort|same|one|thing)\b)(?=[\w“‘\"'$£€])"
)
QUESTION = r"(?:if|whether|why|how|what|who|where|when)\s"
SHORT = r"(?:me|him|her|them|us|you|reporters)\b"


class Data(TypedDict):
    """What `nested.json` holds."""

    confidence: dict[str, float]
    verbs: dict[str, list[str]]
    nouns: list[str]
    before_nouns: list[str]
    people: list[str]
    determiners: list[str]
    adverbs: list[str]
    function_words: list[str]
    joining: list[str]
    subordinating: list[str]
    hypothetical: list[str]
    no_antecedents: list[str]
    standards: list[str]
    taking: list[str]


@dataclass(frozen=True)
class Frame:
    """What follows a verb of a kind where it reports: content starts where `after` ends."""

    pattern: str
    verbs: frozenset[str]
    after: re.Pattern[str]


@dataclass(frozen=True)
class Reporting:
    """The words and expressions of reporting clauses, compiled."""

    confidence: dict[str, float]
    bases: dict[str, str]
    """Forms of verbs of reporting, and the verb that each is of."""

    verb: re.Pattern[str]
    frames: tuple[Frame, ...]
    """Of clauses, the surest first."""

    quoting: tuple[Frame, ...]
    """Of quotations."""

    stating: frozenset[str]
    """Verbs that a clause follows."""

    thinking: frozenset[str]
    """Verbs of what somebody else thinks; a speaker's own thoughts are plain speech."""

    before: re.Pattern[str]
    """A subject and what stands between it and its verb, at the end of a string."""

    before_gap: re.Pattern[str]
    """The same after the noun that the gap in the clause is of: `groups it` of `groups it said had fled`."""

    before_who: re.Pattern[str]
    joins: re.Pattern[str]
    """What a subject of a new clause may stand after."""

    plural: re.Pattern[str]
    noun: re.Pattern[str]
    passive: re.Pattern[str]
    according: re.Pattern[str]
    subordinating: frozenset[str]
    hypothetical: frozenset[str]
    no_antecedents: frozenset[str]


@cache
def reporting() -> Reporting:
    """Return the expressions of the data in the package."""
    data = read_json("claimwire.extract", "nested.json", Data)
    phrases = _phrases(data)
    bases = _forms({verb for verbs in data["verbs"].values() for verb in verbs})
    adverbs = rf"(?P<adverbs>(?:(?:has|have|had)\s+)?(?:(?:{_any(data['adverbs'])})\s+){{0,2}})$"
    return Reporting(
        confidence=data["confidence"],
        bases=bases,
        verb=re.compile(rf"\b(?:{_any(bases)})\b"),
        frames=_frames(data, phrases),
        quoting=_quoting(data, phrases),
        stating=frozenset(data["verbs"]["saying"]) | frozenset(data["verbs"]["thinking"]),
        thinking=frozenset(data["verbs"]["thinking"]) | frozenset(data["verbs"]["intending"]),
        before=re.compile(rf"(?P<subject>{phrases['subject']})\s+{adverbs}"),
        before_gap=re.compile(
            rf"(?P<antecedent>{phrases['antecedent']})\s+(?:(?:which|who)\s+)?"
            rf"(?P<subject>{phrases['tight']})\s+{adverbs}"
        ),
        before_who=re.compile(rf"(?P<subject>{phrases['tight']}),\s+who\s+{adverbs}"),
        joins=re.compile(
            rf"(?i:(?:^|[,;:.!?…—–(“\"‘«]|[,.!?][”’'»]|\s[’'-]|\b(?:{_any(data['joining'])}))\s*$)"
        ),
        plural=re.compile(rf"(?i:\b(?:I|we|they|{_any(data['people'])}|\w+(?<!s)(?<!\bNew)s)$)"),
        noun=_noun(data, phrases),
        passive=_passive(),
        according=_according(data),
        subordinating=frozenset(data["subordinating"]),
        hypothetical=frozenset(data["hypothetical"]),
        no_antecedents=frozenset(data["no_antecedents"]),
    )


def _phrases(data: Data) -> dict[str, str]:
    """Return noun phrases: a subject that opens a clause, a tight one that follows a noun, a recipient."""
    function = rf"(?!(?i:{_any(data['function_words'])})\b)"
    word = rf"\b{function}[\w’'&-]+(?<![’']s)"
    modifier = rf"\b{function}[\w’'&.-]+"
    name = rf"\b{function}{NAME}(?<![’']s)(?![’'\w])"
    names = rf"{name}(?:\s+(?:(?:of|de|al|bin|van|von)\s+(?:the\s+)?)?{name}){{0,4}}"
    determined = (
        rf"\b(?i:{_any(data['determiners'])})\s+(?:{modifier}\s+){{0,4}}{word}"
        rf"(?:\s+(?:of|for|in|at|from)\s+(?:(?:the|his|her|their|its|a)\s+)?(?:{modifier}\s+){{0,2}}{word})?"
    )
    people = (
        rf"\b(?i:{_any(data['people'])})\b"
        rf"(?:\s+(?:in|at|for|from)\s+(?:the\s+)?(?:{modifier}\s+)?{word})?"
    )
    titled = rf"(?:(?:{name}\s+)?(?:\b{function}[a-z-]+\s+){{0,3}}){names}"
    return {
        "function": function,
        "word": word,
        "modifier": modifier,
        "names": names,
        "determined": determined,
        "subject": rf"(?:\b{PRONOUN}|(?:{modifier}\s+){{0,2}}{people}|{titled}|{determined})",
        "tight": rf"(?:\b{PRONOUN}|{determined}|(?:{name}\s+)?{people}|{names})",
        "antecedent": rf"(?:\b(?i:{_any(data['determiners'])})\s+(?:{modifier}\s+){{0,3}})?{word}",
        "recipient": rf"(?:{names}|{determined}|(?:{modifier}\s+){{0,2}}{people})",
    }


def _frames(data: Data, phrases: dict[str, str]) -> tuple[Frame, ...]:
    """Return the frames of clauses, the surest first."""
    recipient = phrases["recipient"]
    noun = rf"(?:{phrases['determined']}|{phrases['names']}|this\s+(?:\w+\s+)?{FINITE})"
    bare = rf"(?:{CLAUSE_PRONOUN}|{noun}[^.;:,]{{0,60}}\b{FINITE})"
    rows = (
        ("telling", "telling", rf"\s+(?:{SHORT}|{recipient}){TIME}\s+(?={THAT})"),
        ("telling", "telling", rf"\s+{SHORT}{TIME}\s+(?={CLAUSE_PRONOUN})"),
        ("clause", "saying", rf"{TIME}\s+(?={THAT}|{CLAUSE_PRONOUN})"),
        ("clause", "bare", rf"{TIME}\s+(?={bare})"),
        ("thinking", "thinking", rf"\s+(?={THAT}|{CLAUSE_PRONOUN})"),
        ("thinking", "bare_thinking", rf"\s+(?={bare})"),
        ("question", "asking", rf"(?:\s+(?:{SHORT}|{recipient}))?\s+(?={QUESTION})"),
        ("accusation", "accusing", rf"\s+(?=(?:{SHORT}|{recipient})\s+of\s+\w)"),
        ("denial", "denying", r"\s+(?=\w{2,}ing\s)"),
        ("promise", "promising", r"\s+(?=to\s+[a-z])"),
        ("intention", "intending", r"\s+(?=to\s+[a-z])"),
    )
    return tuple(
        Frame(pattern, frozenset(data["verbs"][kind]), re.compile(after)) for pattern, kind, after in rows
    )


def _quoting(data: Data, phrases: dict[str, str]) -> tuple[Frame, ...]:
    mark = r"(?=[“\"‘'«])"
    told = rf"\s+(?:(?:{SHORT}|{phrases['names']}),?|{phrases['recipient']}[,:]){TIME}[,:]?\s+{mark}"
    rows = (("quoting", rf"{TIME}[,:]?\s+{mark}"), ("quoting_to", told))
    return tuple(
        Frame("quotation", frozenset(data["verbs"][kind]), re.compile(after)) for kind, after in rows
    )


def _noun(data: Data, phrases: dict[str, str]) -> re.Pattern[str]:
    nouns = _any([*data["nouns"], *(noun + "s" for noun in data["nouns"])])
    owned, function = r"(?:[’']s|(?<=s)[’'])", phrases["function"]
    owner = (
        r"(?:\b(?:[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur)"
        rf"|\b(?i:the|a)\s+(?:{phrases['modifier']}\s+){{0,2}}{function}[\w-]+{owned}"
        rf"|\b(?:{function}[A-Z][\w.-]*\s+){{0,3}}\b{function}[A-Z][\w-]*{owned})"
    )
    before = rf"(?:(?P<source>{owner})|(?P<before>\b(?i:{_any(data['before_nouns'])})|[”’\"]))\s+"
    taken = (
        rf"(?:{PRONOUN}|you|{phrases['tight']})\s+(?:(?:has|have|had|also)\s+)?(?:{_any(data['taking'])})\b"
    )
    clause = rf"(?:{CLAUSE_PRONOUN}|(?i:{_any(data['determiners'])}|this|these|no)\b|[A-Z\d“])"
    return re.compile(
        rf"(?:{before}|^)(?P<between>(?:{phrases['word']}\s+){{0,2}})(?P<cue>{nouns})\s+"
        rf"(?P<content>that\s+(?!{taken}){clause})"
    )


def _passive() -> re.Pattern[str]:
    return re.compile(
        r"(?:\b(?:was|were|been)\s+(?:also\s+)?told|\b[Ii]t\s+(?:is|was|has\s+been)\s+"
        rf"(?:said|alleged|claimed|reported|rumoured|rumored|believed))(?=\s+(?:{THAT}|{CLAUSE_PRONOUN}))"
    )


def _according(data: Data) -> re.Pattern[str]:
    standard = rf"(?!(?:\w+\s+){{0,2}}(?:{_any(data['standards'])})\b)"
    dot = r"(?:\.(?=\w)|(?<=\b[A-Z])\.|(?<=\b[MD][rs])\.|(?<=\bMrs)\.)"
    return re.compile(rf"\b(?P<cue>[Aa]ccording\s+to)\s+{standard}(?P<source>(?:[^,;:.—–()“”\"]|{dot})+)")


def _forms(verbs: set[str]) -> dict[str, str]:
    """Map the finite forms of verbs to the verbs; `states` is more often a noun."""
    forms = lexicon().forms.items()
    return {
        form: base for form, base in forms if base in verbs and not form.endswith("ing") and form != "states"
    }


def _any(words: Iterable[str]) -> str:
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    return "|".join(re.escape(word).replace(r"\ ", r"\s+") for word in longest_first)
