"""Reports: what a word may report. `reports.json` lists words that do; `reporting.py` judges the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Literal

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.closed_class import QUESTION_WORDS
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS, Quotation
from claimwire.extract.hearsay import heard, is_hearsay
from claimwire.extract.lexicon import base_of

Pattern = Literal[
    "quoted",
    "clause",
    "inserted",
    "answer",
    "order",
    "infinitive",
    "naming",
    "about",
    "thing",
    "passive",
    "noun",
    "held",
    "according",
    "hearsay",
]


class _Data(TypedDict):
    confidence: dict[Pattern, float]
    """How often what is listed with a pattern is right."""

    clause: frozenset[str]
    """Verbs completed by a clause or by a quotation."""

    quoting: frozenset[str]
    """Verbs that report a quotation and nothing else: `she goes, ‘No!’`."""

    known: frozenset[str]
    """The same, of what is taken for true unless somebody else is told of it: `he reads that`."""

    modals: frozenset[str]
    """Auxiliaries by which something may or should be said, and is not."""

    asking: frozenset[str]
    infinitive: frozenset[str]
    order: frozenset[str]
    """Verbs with somebody who is to do something."""

    thing: frozenset[str]
    """Verbs whose object is reported: `had expected $1.18 a share`."""

    naming: frozenset[str]
    about: dict[str, list[str]]
    """Verbs with the prepositions of what they report."""

    told: frozenset[str]
    """Those of them whose object is only who is told."""

    passive: frozenset[str]
    """Verbs that, without an agent, report what nobody is named for."""

    nouns: frozenset[str]
    standards: frozenset[str]
    """Nouns that nobody speaks by, whatever they measure or ask: the rules, the plan, the guidelines."""

    taking: frozenset[str]
    """Verbs with such nouns as objects."""


_DATA = read_json("claimwire.extract", "reports.json", _Data)
_VERBS = frozenset(("VERB", "ADJ", "AUX"))
_DATA = read_json("claimwire.extract", "reports.json", _Data)
CONFIDENCE = _DATA["confidence"]
_ANSWERS = frozenset(("no", "so", "yes"))
"""Words that stand for a whole clause: `says no`."""

_OPENING = QUESTION_WORDS | {"that", "whether", "if"}
_LIGHT = frozenset(("express", "have", "make"))
"""Verbs whose subject has what their object says: `they had no plans to leave`."""

NOT_SOURCE = ("acl:relcl", "appos", "parataxis")
"""What describes a source and is not it."""

_FEW = 4
"""Words, marks included, of a quotation that is no clause."""

_NEAR = 3
"""Words that may stand between a verb and the quotation that it opens: `told the court: ‘…’`."""


@dataclass(frozen=True)
class Report:
    """What a word reports."""

    pattern: Pattern
    content: tuple[Sequence[Word], ...]
    kind: str = ""
    """What the content is of its clause: its conjunction, preposition or relation."""

    is_listed: bool = False
    """Whether `reports.json` has the word with this pattern."""


def reports(document: Document, word: Word, quotations: Sequence[Quotation]) -> Iterator[Report]:
    """Give all that a word may report."""
    if is_hearsay(word):
        yield Report("hearsay", heard(document, word), "", is_listed=True)
    elif word.tag == "NOUN":
        yield from _of_noun(document, word)
    elif word.lower == "according" and word.relation == "case":
        yield from _according(document, word)
    elif word.form == "VBN" and word.relation == "amod":
        yield from _held(document, word)
    elif word.tag in _VERBS:
        yield from _of_verb(document, word, quotations)


def base(word: Word) -> str:
    """Return the dictionary form of a word; of a gerund that is a noun, its own."""
    is_gerund = word.tag == "VERB" and word.lower.endswith("ing")
    return base_of(word.lower, "VBG" if is_gerund else word.form)


def _of_verb(document: Document, verb: Word, quotations: Sequence[Quotation]) -> Iterator[Report]:
    if syntax.is_passive(document, verb):
        yield from _of_passive(document, verb)
    elif syntax.subject(document, verb) is None:
        return
    barred = syntax.is_passive(document, verb) or _is_barred(document, verb)
    for way in (partial(_quoted, quotations=quotations), _clause, _infinitive, _naming, _about, _thing):
        for report in way(document, verb):
            yield replace(report, is_listed=report.is_listed and not barred)
            yield from _longer(document, verb, report)


def _is_barred(document: Document, verb: Word) -> bool:
    """Tell whether a verb reports nothing here, though it may elsewhere."""
    return not _has_speaker(document, verb) or _is_task(document, verb) or _is_withheld(document, verb)


def _has_speaker(document: Document, verb: Word) -> bool:
    """Tell whether somebody reports, not a rule: `the guidelines call for 2%`."""
    subject = syntax.subject(document, verb)
    return subject is not None and base(subject) not in _DATA["standards"]


def _is_task(document: Document, verb: Word) -> bool:
    """Tell whether a verb is only to be done: `it has to ask`, `it should ask`, but not `she used to say`."""
    mark, above = syntax.child(document, verb, "mark"), syntax.head(document, verb)
    is_infinitive = mark is not None and mark.lower == "to" and not (above and above.lower == "used")
    return is_infinitive or any(one.lower in _DATA["modals"] for one in syntax.auxiliaries(document, verb))


def _is_withheld(document: Document, verb: Word) -> bool:
    """Tell whether it is not said what a clause asks: `she would not say where he was`."""
    clause = syntax.child(document, verb, "ccomp", "advcl")
    asks = clause is not None and syntax.phrase(document, clause)[0].lower in QUESTION_WORDS
    return asks and base(verb) not in _DATA["asking"] and syntax.negation(document, verb) is not None


def _takes(document: Document, verb: Word) -> bool:
    """Tell whether a verb may have the noun before it as its object: `reports that they published`."""
    return base(verb) in _DATA["taking"] and syntax.object_of(document, verb) is None


def _quoted(document: Document, verb: Word, quotations: Sequence[Quotation]) -> Iterator[Report]:
    """Give the quotations that a verb opens or closes."""
    subject = syntax.subject(document, verb)
    first = min(verb.i, subject.i) if subject else verb.i
    low, high = document.words[max(0, first - _NEAR)].start, document.words[verb.i :][: _NEAR + 1][-1].start
    start = document.words[first].start
    found = [one for one in quotations if verb.end <= one.start <= high or low < one.end <= start]
    spoken = tuple(document.within(one.start, one.end) for one in found if _is_speech(document, one))
    if spoken:
        yield Report("quoted", spoken, "", base(verb) in _DATA["clause"] | _DATA["quoting"])


def _is_speech(document: Document, one: Quotation) -> bool:
    """Tell whether a quotation is said by somebody: a mark leads to it or from it, or it has a clause."""
    words = document.within(one.start, one.end)
    is_led = document.text[: one.start].rstrip()[-1:] in (",", ":") or document.text[one.end - 2] in ",?!"
    return len(words) > _FEW and (is_led or any(_is_clause(document, word) for word in words))


def _clause(document: Document, verb: Word) -> Iterator[Report]:
    clauses = [one for one in syntax.children(document, verb, "ccomp") if _completes(document, one, verb)]
    answer = _answer(document, verb)
    above = syntax.head(document, verb)
    behind = _behind(document, verb)
    if clauses:
        after = [one for one in clauses if one.i > verb.i]
        yield from _completed(document, verb, (after or clauses)[0])
    if behind and (not clauses or len(behind) > len(_whole(document, clauses[-1])) + 1):
        yield Report("clause", (behind,), _opening(behind))
    if clauses:
        return
    if answer is not None:
        yield Report("answer", ((answer,),), "", _takes_clause(verb))
    elif verb.relation == "parataxis" and above is not None:
        yield Report("inserted", _without(document, above, verb), "", _takes_clause(verb))


def _takes_clause(verb: Word) -> bool:
    return base(verb) in _DATA["clause"] | _DATA["known"]


def _behind(document: Document, verb: Word) -> Sequence[Word]:
    """Return what stands right behind a verb to the end of its clause, if a conjunction opens it."""
    opening = document.words[verb.i + 1 : verb.i + 2]
    if not opening or opening[0].lower not in _OPENING:
        return ()
    return document.words[verb.i + 1 : _end(document, verb)]


def _end(document: Document, verb: Word) -> int:
    """Return where a verb's clause ends, without what is joined to it or set behind it."""
    ends = document.extents[verb.i][1] + 1
    joined = (one for one in document.dependents[verb.i] if one.i > verb.i and _is_apart(document, one))
    first = min(
        (document.extents[one.i][0] for one in joined if document.extents[one.i][0] > verb.i), default=ends
    )
    while first - 1 > verb.i and document.words[first - 1].relation in ("punct", "cc"):
        first -= 1
    return first


def _is_apart(document: Document, one: Word) -> bool:
    mark = syntax.child(document, one, "mark")
    is_joined = one.relation == "conj" and (mark is None or mark.lower != "that")
    return is_joined or one.relation == "parataxis" or _is_according(document, one)


def _is_according(document: Document, one: Word) -> bool:
    case = syntax.child(document, one, "case")
    return case is not None and case.lower == "according"


def _longer(document: Document, verb: Word, report: Report) -> Iterator[Report]:
    """Give what a verb may report, and the same to the end of the verb's clause."""
    if report.pattern in ("quoted", "clause", "answer", "inserted") or not report.content[-1]:
        return
    last, end = report.content[-1][-1].i, _end(document, verb)
    if verb.i < last < end - 1:
        first = report.content[-1][0].i
        yield replace(
            report,
            content=(*report.content[:-1], document.words[first:end]),
            kind=f"{report.kind} on",
            is_listed=False,
        )


def _completes(document: Document, clause: Word, verb: Word) -> bool:
    """Tell whether a clause completes a verb, unlike that of `he wishes them well, he’s moved on`."""
    if syntax.child(document, verb, "obj") is None or clause.i < verb.i:
        return _is_clause(document, clause)
    first = next(one.i for one in syntax.subtree(document, clause) if one.i > verb.i)
    return _is_clause(document, clause) and all(
        one.text != "," for one in document.words[first - 1 : first + 1]
    )


def _answer(document: Document, verb: Word) -> Word | None:
    """Return the `yes`, `no` or `so` right behind a verb."""
    after = document.words[verb.i + 1 : verb.i + 2]
    return next((one for one in after if one.lower in _ANSWERS and one.head == verb.i), None)


def _completed(document: Document, verb: Word, clause: Word) -> Iterator[Report]:
    """Give a clause, with a subject that stands before its verb of reporting: `groups it said had fled`."""
    noun = syntax.head(document, verb) if verb.relation == "acl:relcl" else None
    if noun is None or syntax.own_subject(document, clause) is not None:
        whole = _with_pivot(document, verb, clause)
        yield Report("clause", (whole,), _opening(whole), _takes_clause(verb))
    elif noun.lower != "what":
        yield Report(
            "clause",
            (syntax.noun_chunk(document, noun), _whole(document, clause)),
            "moved",
            _takes_clause(verb),
        )


def _opening(clause: Sequence[Word]) -> str:
    first = clause[0].lower
    return first if first in _OPENING else "bare"


def _with_pivot(document: Document, verb: Word, clause: Word) -> Sequence[Word]:
    """Return a clause with what `there is` says exists, even if the tree has that below the verb."""
    whole = _whole(document, clause)
    after = whole[-1].i + 1
    pivots = [one for one in syntax.children(document, verb, "nsubj", "obj") if one.i >= after]
    if syntax.child(document, clause, "expl") is None or not pivots:
        return whole
    phrase = _whole(document, pivots[0])
    return document.words[whole[0].i : phrase[-1].i + 1] if phrase[0].i == after else whole


def _is_clause(document: Document, word: Word) -> bool:
    """Tell whether a word heads a clause: with a subject, a tense, or as an order."""
    is_order = word.form == "VB" and not word.lower.endswith("ing")
    return syntax.own_subject(document, word) is not None or (
        word.tag in ("VERB", "AUX") and (syntax.is_finite(document, word) or is_order)
    )


def _without(document: Document, clause: Word, parenthesis: Word) -> tuple[Sequence[Word], ...]:
    """Return the parts of a clause before and behind a reporting clause set into it."""
    cut = syntax.subtree(document, parenthesis)
    whole = [one for one in syntax.phrase(document, clause) if one.relation != "punct"]
    before = [one for one in whole if one.i < cut[0].i]
    after = [one for one in whole if one.i > cut[-1].i]
    return tuple(part for part in (before, after) if part)


def _infinitive(document: Document, verb: Word) -> Iterator[Report]:
    deed = _deed(document, verb)
    somebody = syntax.object_of(document, verb)
    if deed is None or deed.i < verb.i:
        return
    if somebody is not None and verb.i < somebody.i < deed.i:
        noun = syntax.head(document, verb)
        known = base(verb) in _DATA["order"] and not (noun and noun.lower == "what")
        if known or _has_to(document, deed):
            yield Report("order", (_from(document, somebody, deed),), "", known)
    elif somebody is None and (_has_to(document, deed) or deed.form == "VBG"):
        yield Report(
            "infinitive",
            (_whole(document, deed),),
            "to" if _has_to(document, deed) else deed.form,
            base(verb) in _DATA["infinitive"],
        )


def _deed(document: Document, verb: Word) -> Word | None:
    for one in syntax.children(document, verb, "xcomp", "advcl", "ccomp"):
        is_other = one.relation == "ccomp" and _is_clause(document, one)
        if not is_other and (one.relation != "advcl" or _has_to(document, one)):
            return one
    return None


def _has_to(document: Document, verb: Word) -> bool:
    mark = syntax.child(document, verb, "mark")
    return mark is not None and mark.lower == "to"


def _naming(document: Document, verb: Word) -> Iterator[Report]:
    """Give what somebody calls somebody: `called it a sham`."""
    names = [one for one in syntax.children(document, verb, "obj", "xcomp", "iobj") if one.i > verb.i]
    is_deed = any(_has_to(document, one) for one in names)
    if not names or is_deed:
        return
    is_quoted = document.text[syntax.phrase(document, names[0], without=NOT_SOURCE)[0].start - 1] in MARKS
    if len(names) > 1 or is_quoted:
        kind = "quoted" if is_quoted else names[-1].tag
        yield Report("naming", (_from(document, names[0], names[-1]),), kind, base(verb) in _DATA["naming"])


def _thing(document: Document, verb: Word) -> Iterator[Report]:
    thing = syntax.child(document, verb, "obj")
    if thing is None or thing.i < verb.i:
        return
    more = [one for one in syntax.children(document, verb, "obl", "advmod", "xcomp") if one.i > thing.i]
    last = syntax.phrase(document, more[-1] if more else thing)[-1]
    start = syntax.phrase(document, thing)[0].i
    is_quoted = document.text[document.words[start].start - 1] in MARKS
    yield Report(
        "thing",
        (document.words[start : last.i + 1],),
        "quoted" if is_quoted else thing.tag,
        base(verb) in _DATA["thing"],
    )


def _about(document: Document, verb: Word) -> Iterator[Report]:
    somebody = syntax.child(document, verb, "obj")
    phrases = syntax.children(document, verb, "obl", "advcl")
    more = syntax.children(document, somebody, "nmod", "acl") if somebody else ()
    for one in (*phrases, *more):
        case = syntax.child(document, one, "case", "mark")
        if case is not None and case.i > verb.i and case.lower != "by":
            known = case.lower in _DATA["about"].get(base(verb), [])
            is_told = base(verb) in _DATA["told"] or somebody is None or somebody.i < verb.i
            yield Report("about", (_from(document, case, one),), case.lower, known and is_told)
            if somebody is not None and verb.i < somebody.i < case.i:
                kind = f"somebody {case.lower}"
                yield Report("about", (_from(document, somebody, one),), kind, known and not is_told)


def _of_passive(document: Document, verb: Word) -> Iterator[Report]:
    """Give what a passive reports; of `stocks are expected to fall`, the subject too."""
    subject = syntax.own_subject(document, verb)
    clause = (
        syntax.child(document, verb, "ccomp", "csubj") or _deed(document, verb) or _answer(document, verb)
    )
    moved = (_whole(document, subject),) if subject and subject.i < verb.i else ()
    if clause is not None:
        raised = clause.relation in ("xcomp", "advcl") and syntax.own_subject(document, clause) is None
        whole = _whole(document, clause)
        known = base(verb) in _DATA["passive"]
        yield Report("passive", (*moved, whole) if raised else (whole,), clause.relation, known)
        return
    rest = [one for one in syntax.children(document, verb, "obl", "xcomp") if one.i > verb.i]
    rest = [one for one in rest if one.relation != "obl:agent"]
    if moved and rest:
        case = syntax.child(document, rest[0], "case", "mark")
        yield Report(
            "passive", (*moved, _from(document, case or rest[0], rest[-1])), case.lower if case else ""
        )
    elif moved:
        yield Report("passive", moved, "alone")


def _of_noun(document: Document, noun: Word) -> Iterator[Report]:
    """Give what a noun reports: `her claim that it rained`, `no plans to leave`, `demands for an inquiry`."""
    for one in syntax.children(document, noun, "acl", "ccomp", "nmod"):
        mark = syntax.child(document, one, "mark", "case")
        if mark is not None and mark.i > noun.i and one.relation != "nmod:poss" and mark.lower != "by":
            content = _whole(document, one) if mark.relation == "mark" else _from(document, mark, one)
            is_full = syntax.object_of(document, one) is not None
            known = mark.lower == "that" and base(noun) in _DATA["nouns"] and not _takes(document, one)
            kind = f"{mark.lower}{'' if is_full or one.relation == 'nmod' else ' open'}"
            yield Report("noun", (content,), kind, known)


def _held(document: Document, participle: Word) -> Iterator[Report]:
    """Give what a participle before a noun makes hearsay: `the suspected thieves`, `has alleged ties`."""
    noun = syntax.head(document, participle)
    if noun is not None:
        chunk = syntax.phrase(document, noun)
        parts = (
            [one for one in chunk if one.i < participle.i and one.relation != "det"],
            [one for one in chunk if one.i > participle.i],
        )
        yield Report("held", tuple(part for part in parts if part), "noun")
        clause = syntax.clause_head(document, noun)
        if clause.i != participle.i:
            whole = syntax.phrase(document, clause, without=("parataxis",))
            parts = (
                [one for one in whole if one.i < participle.i],
                [one for one in whole if one.i > participle.i],
            )
            yield Report("held", tuple(part for part in parts if part), "clause")


def _according(document: Document, word: Word) -> Iterator[Report]:
    """Give the clause that `according to somebody` is set into."""
    somebody = document.words[word.head]
    parts = _without(document, syntax.clause_head(document, somebody), somebody)
    if parts:
        yield Report("according", parts, "", base(somebody) not in _DATA["standards"])


def _whole(document: Document, top: Word) -> Sequence[Word]:
    """Return all below a word but the marks around it; below an infinitive, no joined verb with a tense."""
    words = syntax.subtree(document, top)
    if not syntax.is_finite(document, top):
        joined = [one for one in syntax.children(document, top, "conj") if syntax.is_finite(document, one)]
        cut = min((document.extents[one.i][0] for one in joined), default=words[-1].i + 1)
        words = tuple(one for one in words if one.i < cut or one.i <= top.i)
        while words[-1].relation in ("cc", "punct") and len(words) > 1:
            words = words[:-1]
    inner = [number for number, one in enumerate(words) if one.relation != "punct"]
    return words[inner[0] : inner[-1] + 1]


def _from(document: Document, first: Word, last: Word) -> Sequence[Word]:
    start = syntax.phrase(document, first, without=NOT_SOURCE)[0].i
    end = syntax.phrase(document, last, without=NOT_SOURCE)[-1].i
    return document.words[min(start, first.i) : end + 1]


def is_light(document: Document, noun: Word) -> bool:
    """Tell whether a noun says what the subject of its verb has to say: `they had no plans`."""
    verb = syntax.head(document, noun)
    return noun.relation == "obj" and verb is not None and base(verb) in _LIGHT
