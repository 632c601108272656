"""Reports: what a word of the tree reports, by its kind (`reports.json` has the words of each)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from typing_extensions import TypedDict

from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.closed_class import QUESTION_WORDS
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS, Quotation
from claimwire.extract.hearsay import heard, is_hearsay
from claimwire.extract.lexicon import base_of

Pattern = Literal["clause", "order", "thing", "about", "passive", "noun", "according", "hearsay"]


class _Data(TypedDict):
    confidence: dict[Pattern, float]
    """How often what a pattern finds is right."""

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

    answers: frozenset[str]
    """Words that stand for a whole clause: `says no`."""

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
CONFIDENCE = _DATA["confidence"]
"""How often what a pattern finds is right."""

_VERBS = frozenset(("VERB", "ADJ", "AUX"))
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


def reported(document: Document, word: Word, quotations: Sequence[Quotation]) -> Report | None:
    """Return what a word reports, if it reports."""
    if is_hearsay(word):
        return Report("hearsay", heard(document, word))
    if word.tag == "NOUN":
        return _of_noun(document, word, _base(word))
    if word.lower == "according" and word.relation == "case":
        return _according(document, word)
    return _of_verb(document, word, _base(word), quotations) if word.tag in _VERBS else None


def _of_verb(document: Document, verb: Word, base: str, quotations: Sequence[Quotation]) -> Report | None:
    if syntax.is_passive(document, verb):
        return _of_passive(document, verb, base)
    if not _has_speaker(document, verb) or _is_task(document, verb) or _is_withheld(document, verb):
        return None
    quoted = _quoted(document, verb, base, quotations)
    ways = (_clause, _order, _naming, _about, _thing)
    return quoted or next((found for way in ways if (found := way(document, verb, base))), None)


def _has_speaker(document: Document, verb: Word) -> bool:
    """Tell whether somebody reports, not a rule: `the guidelines call for 2%`."""
    subject = syntax.subject(document, verb)
    return subject is not None and _base(subject) not in _DATA["standards"]


def _is_task(document: Document, verb: Word) -> bool:
    """Tell whether a verb is only to be done: `it has to ask`, `it should ask`, but not `she used to say`."""
    mark, above = syntax.child(document, verb, "mark"), syntax.head(document, verb)
    is_infinitive = mark is not None and mark.lower == "to" and not (above and above.lower == "used")
    return is_infinitive or any(one.lower in _DATA["modals"] for one in syntax.auxiliaries(document, verb))


def _is_withheld(document: Document, verb: Word) -> bool:
    """Tell whether it is not said what a clause asks: `she would not say where he was`."""
    clause = syntax.child(document, verb, "ccomp", "advcl")
    asks = clause is not None and syntax.phrase(document, clause)[0].lower in QUESTION_WORDS
    return asks and _base(verb) not in _DATA["asking"] and syntax.negation(document, verb) is not None


def _base(word: Word) -> str:
    is_gerund = word.tag == "VERB" and word.lower.endswith("ing")
    return base_of(word.lower, "VBG" if is_gerund else word.form)


def _quoted(document: Document, verb: Word, base: str, quotations: Sequence[Quotation]) -> Report | None:
    """Return the quotations that a verb opens or closes."""
    if base not in _DATA["clause"] | _DATA["quoting"]:
        return None
    subject = syntax.subject(document, verb)
    first = min(verb.i, subject.i) if subject else verb.i
    low, high = document.words[max(0, first - _NEAR)].start, document.words[verb.i :][: _NEAR + 1][-1].start
    start = document.words[first].start
    found = [one for one in quotations if verb.end <= one.start <= high or low < one.end <= start]
    spoken = tuple(document.within(one.start, one.end) for one in found if _is_speech(document, one))
    return Report("clause", spoken) if spoken else None


def _is_speech(document: Document, one: Quotation) -> bool:
    """Tell whether a quotation is said by somebody: a mark leads to it or from it, or it has a clause."""
    words = document.within(one.start, one.end)
    is_led = document.text[: one.start].rstrip()[-1:] in (",", ":") or document.text[one.end - 2] in ",?!"
    return len(words) > _FEW and (is_led or any(_is_clause(document, word) for word in words))


def _clause(document: Document, verb: Word, base: str) -> Report | None:
    if base not in _DATA["clause"] | _DATA["known"]:
        return None
    clauses = [one for one in syntax.children(document, verb, "ccomp") if _completes(document, one, verb)]
    after = [one for one in clauses if one.i > verb.i]
    if clauses:
        return _completed(document, verb, (after or clauses)[0])
    answer = _answer(document, verb)
    if answer is not None:
        return Report("clause", ((answer,),))
    above = syntax.head(document, verb)
    if verb.relation == "parataxis" and above is not None:
        return Report("clause", _without(document, above, verb))
    return None


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
    return next((one for one in after if one.lower in _DATA["answers"] and one.head == verb.i), None)


def _completed(document: Document, verb: Word, clause: Word) -> Report | None:
    """Return a clause, with a subject that stands before its verb of reporting: `groups it said had fled`."""
    noun = syntax.head(document, verb) if verb.relation == "acl:relcl" else None
    if noun is None or syntax.own_subject(document, clause) is not None:
        return Report("clause", (_with_pivot(document, verb, clause),))
    moved = syntax.noun_chunk(document, noun)
    return None if noun.lower == "what" else Report("clause", (moved, _whole(document, clause)))


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


def _order(document: Document, verb: Word, base: str) -> Report | None:
    deed, noun = _infinitive(document, verb), syntax.head(document, verb)
    somebody = syntax.object_of(document, verb)
    if deed is None:
        return None
    if somebody is not None and base in _DATA["order"] and not (noun and noun.lower == "what"):
        return Report("order", (_from(document, somebody, deed),))
    if somebody is None and base in _DATA["infinitive"]:
        return Report("order", (_whole(document, deed),))
    return None


def _infinitive(document: Document, verb: Word) -> Word | None:
    for one in syntax.children(document, verb, "xcomp", "advcl"):
        mark = syntax.child(document, one, "mark")
        if one.relation == "xcomp" or (mark is not None and mark.lower == "to"):
            return one
    return None


def _naming(document: Document, verb: Word, base: str) -> Report | None:
    """Return what somebody calls somebody: `called it a sham`."""
    names = [one for one in syntax.children(document, verb, "obj", "xcomp", "iobj") if one.i > verb.i]
    if base not in _DATA["naming"] or not names:
        return None
    is_quoted = document.text[syntax.phrase(document, names[0], without=NOT_SOURCE)[0].start - 1] in MARKS
    if len(names) == 1 and not is_quoted:
        return None
    return Report("thing", (_from(document, names[0], names[-1]),))


def _thing(document: Document, verb: Word, base: str) -> Report | None:
    thing = syntax.child(document, verb, "obj")
    if thing is None or base not in _DATA["thing"] or thing.i < verb.i:
        return None
    more = [one for one in syntax.children(document, verb, "obl", "advmod", "xcomp") if one.i > thing.i]
    last = syntax.phrase(document, more[-1] if more else thing)[-1]
    return Report("thing", (document.words[syntax.phrase(document, thing)[0].i : last.i + 1],))


def _about(document: Document, verb: Word, base: str) -> Report | None:
    prepositions = _DATA["about"].get(base, [])
    somebody = syntax.child(document, verb, "obj")
    phrases = syntax.children(document, verb, "obl", "advcl")
    more = syntax.children(document, somebody, "nmod", "acl") if somebody else ()
    for one in (*phrases, *more):
        case = syntax.child(document, one, "case", "mark")
        if case is not None and case.lower in prepositions and case.i > verb.i:
            is_told = base in _DATA["told"] or somebody is None or somebody.i < verb.i
            told = _from(document, case if is_told else somebody or case, one)
            return Report("about", (told,))
    return None


def _of_passive(document: Document, verb: Word, base: str) -> Report | None:
    """Return what a passive reports; of `stocks are expected to fall`, the subject too."""
    clause = (
        syntax.child(document, verb, "ccomp", "csubj")
        or _infinitive(document, verb)
        or _answer(document, verb)
    )
    if base not in _DATA["passive"] or clause is None:
        return None
    whole = _whole(document, clause)
    subject = syntax.own_subject(document, verb)
    raised = clause.relation in ("xcomp", "advcl") and syntax.own_subject(document, clause) is None
    return Report("passive", (_whole(document, subject), whole) if subject and raised else (whole,))


def _of_noun(document: Document, noun: Word, base: str) -> Report | None:
    """Return what a noun reports: `her claim that it rained`."""
    if base not in _DATA["nouns"]:
        return None
    for clause in syntax.children(document, noun, "acl", "ccomp"):
        mark = syntax.child(document, clause, "mark")
        if mark is not None and mark.lower == "that" and not _takes(document, clause):
            return Report("noun", (_whole(document, clause),))
    return None


def _takes(document: Document, verb: Word) -> bool:
    """Tell whether a verb may have the noun before it as its object: `reports that they published`."""
    return _base(verb) in _DATA["taking"] and syntax.object_of(document, verb) is None


def _according(document: Document, word: Word) -> Report | None:
    """Return the clause that `according to somebody` is set into."""
    somebody = document.words[word.head]
    clause = syntax.clause_head(document, somebody)
    parts = _without(document, clause, somebody)
    is_standard = _base(somebody) in _DATA["standards"]
    return Report("according", parts) if parts and not is_standard else None


def _whole(document: Document, top: Word) -> Sequence[Word]:
    """Return all below a word, without the marks that open and close it."""
    words = syntax.subtree(document, top)
    inner = [number for number, one in enumerate(words) if one.relation != "punct"]
    return words[inner[0] : inner[-1] + 1]


def _from(document: Document, first: Word, last: Word) -> Sequence[Word]:
    start = syntax.phrase(document, first, without=NOT_SOURCE)[0].i
    end = syntax.phrase(document, last, without=NOT_SOURCE)[-1].i
    return document.words[min(start, first.i) : end + 1]
