"""Which form a claim's text has, and whether there is a claim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from claimwire.claims.text.parts import Part, not_before, subject_of
from claimwire.claims.text.said import Form, Said
from claimwire.claims.text.words import ALLEGED, ASKED, QUOTED, REPORTED, TOLD, WITHHELD, WITHHOLDING
from claimwire.english import syntax
from claimwire.english.closed_class import CONDITIONALS, NEGATIONS, PRONOUNS, QUESTION_WORDS
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base
from claimwire.extract.lexicon import lexicon

_WHETHER = ("whether", "if")
_LIMITING = ("just", "merely", "more", "only", "simply")
_INVERTED = ("should", "had", "were")
_ANYBODY = ("anyone", "anybody", "whoever")
_DUTIES = ("should", "must", "ought")
_SURE = 0.6
"""Confidence from which a cue that the lexicon does not have is one."""


@dataclass(frozen=True)
class _Facts:
    """What the form depends on."""

    words: Sequence[Word]
    is_clause: bool
    is_duty: bool
    """Whether it is a clause of its own that says what should be: `the law should change`."""

    is_question: bool
    """Whether it is a reported one: `whether it rains`, `how it began`."""

    is_noun: bool
    """Whether the cue is a noun: `suggestions that`."""

    is_asked: bool
    """Whether the cue or the content is asked for: `Would you call it so?`, `asked whether he thinks so`."""

    is_direct: bool
    is_withheld: bool
    """Whether the cue says that something is not said: `stopped short of calling`."""

    is_negated: bool
    is_limited: bool
    """Whether a negation may be of less than the cue: `not only said`."""

    is_nobodys: bool
    """Whether nobody says it."""

    is_of_few: bool
    """Whether hardly anybody says it: `few think`, `not everyone agrees`."""

    is_known: bool
    """Whether the cue is a listed one."""


def form_of(document: Document, said: Said, part: Part) -> Form:
    """Return the form that says best what a part of a content says.

    What is asserted in so many words is a proposition, or a quotation if it speaks of the speaker. Anything
    else is reported by the cue's clause, and so is what the cue denies, demands or accuses somebody of.
    """
    facts = _facts(document, said, part)
    if _is_nothing(said, facts) or _is_hearers(document, said) or _is_supposed(document, said):
        return "none"
    if facts.is_nobodys:
        is_spoken = facts.is_direct or (said.source and document.quotation_at(said.source.start))
        return "none" if is_spoken else "report"
    if facts.is_direct and _is_spoken(said, facts):
        return "quotation"
    is_duty = said.stance == "demands" and facts.is_duty
    is_alleged = (said.stance in REPORTED and not is_duty) or said.lemma in ALLEGED
    is_others = facts.is_negated or facts.is_question or facts.is_of_few
    is_reported = (is_alleged or is_others) and not facts.is_direct
    return "report" if said.cue and (is_reported or not facts.is_clause) else "proposition"


def _facts(document: Document, said: Said, part: Part) -> _Facts:
    words = [word for span in part for word in document.within(span.start, span.end) if word.tag != "PUNCT"]
    cue = [word for span in said.cue for word in document.within(span.start, span.end)]
    top = asserted(document, words)
    return _Facts(
        words=words,
        is_clause=top is not None,
        is_duty=top is not None and _is_duty(document, top, words[0]),
        is_question=bool(words) and _is_question(document, words[0], top),
        is_noun=bool(cue) and all(word.tag in ("NOUN", "DET", "ADJ") for word in cue),
        is_asked=any(
            _is_asked(document, word) or _is_in_question(document, word) for word in (*cue, *words[:1])
        ),
        is_direct=is_quoted(document, said, words),
        is_withheld=said.lemma in WITHHELD or _withholds(document, cue),
        is_negated=any(_is_negated(document, word) for word in cue),
        is_limited=any(word.lower in _LIMITING for one in cue[:1] for word in document.sentence_of(one)),
        is_nobodys=_is_nobodys(document, said),
        is_of_few=_is_of_few(document, said),
        is_known=said.lemma in lexicon().stances,
    )


def _is_duty(document: Document, top: Word, first: Word) -> bool:
    """Tell whether a verb says what should be, and heads all from a first word."""
    helper = next(iter(syntax.auxiliaries(document, top)), top)
    is_whole = document.extents[top.i][0] <= first.i and top.relation != "acl:relcl"
    return is_whole and helper.lower in _DUTIES


def _withholds(document: Document, cue: Sequence[Word]) -> bool:
    """Tell whether a cue is headed by a verb of not saying something that is not negated itself."""
    top = next(document.heads(cue), None)
    if top is None or _is_negated(document, top):
        return False
    lemma = base(top.lower, top.form)
    longer = {f"{lemma} {one.lower}" for one in document.words[top.i + 1 : top.i + 2]}
    return not WITHHOLDING.isdisjoint({lemma, *longer})


def _is_negated(document: Document, word: Word) -> bool:
    """Tell whether a word is negated: by `not`, or as what is still to come, `has yet to say`."""
    is_to_come = (
        word.lower == "yet" and document.words[min(word.i + 1, len(document.words) - 1)].lower == "to"
    )
    return is_to_come or syntax.negation(document, word) is not None


def _is_asked(document: Document, verb: Word) -> bool:
    """Tell whether a verb's subject stands behind an auxiliary of it, in a sentence that asks."""
    return syntax.is_turned(document, verb) and syntax.is_asked(document, verb)


def _is_in_question(document: Document, word: Word) -> bool:
    """Tell whether a word stands in a question that is asked: `Asked whether it shut, he left`."""
    for one in (word, *syntax.ancestors(document, word)):
        above = syntax.head(document, one)
        asks = above is not None and above.i < one.i and base(above.text, above.form) in ASKED
        if asks and any(mark.lower in _WHETHER for mark in syntax.children(document, one, "mark")):
            return True
    return False


def _is_nobodys(document: Document, said: Said) -> bool:
    source = _source(document, said)
    return bool(source) and source[0].lower in NEGATIONS


def _source(document: Document, said: Said) -> Sequence[Word]:
    return document.within(said.source.start, said.source.end) if said.source else ()


def _is_of_few(document: Document, said: Said) -> bool:
    source = _source(document, said)
    return bool(source) and (source[0].lower == "few" or not_before(document, source) is not None)


def _is_supposed(document: Document, said: Said) -> bool:
    """Tell whether it is only supposed that somebody says so: `if they reject the plan`, unless quoted."""
    verbs = document.heads([word for span in said.cue for word in document.within(span.start, span.end)])
    return said.kind != "direct" and any(_is_supposition(document, verb) for verb in verbs)


def _is_supposition(document: Document, verb: Word) -> bool:
    """Tell whether a clause is a condition, `even if` apart, or goes on from one."""
    while verb.relation == "conj" and not _is_condition(document, verb):
        verb = document.words[verb.head]
    marks = _conditionals(document, verb)
    is_even = any(one.i and document.words[one.i - 1].lower == "even" for one in marks)
    is_turned = syntax.is_turned(document, verb, *_INVERTED) and not syntax.is_asked(document, verb)
    return is_turned or (bool(marks) and not is_even)


def _is_hearers(document: Document, said: Said) -> bool:
    """Tell whether whoever reads or hears it is to say it: `if you want to know`, `anyone who thinks so`."""
    source = document.within(said.source.start, said.source.end) if said.source else ()
    head = next(document.heads(source), None)
    meant = (syntax.antecedent(document, head) or head) if head else None
    return meant is not None and (syntax.person(meant) == 2 or meant.lower in _ANYBODY)


def is_quoted(document: Document, said: Said, words: Sequence[Word]) -> bool:
    """Tell whether words are a quotation or stand in one, a part of a mixed content too.

    What is told within a quotation is not quoted by its own cue: `“I do not think it will rain”`.
    """
    of_cue = document.quotation_at(said.cue[0].start) if said.cue else None
    if of_cue is not None and all(document.quotation_at(word.start) == of_cue for word in words):
        return bool(words) and document.inner_quotation_at(words[0].start) is not None
    quoted = [document.quotation_at(word.start) is not None for word in words if word.tag != "PUNCT"]
    is_mixed = bool(said.cue) and any(quoted) and not quoted[0]  # a turn without a cue is all speech
    return all(quoted) or (said.kind == "direct" and not is_mixed)


def _is_question(document: Document, first: Word, top: Word | None) -> bool:
    """Tell whether a question word opens a clause that it belongs to, and no condition or aside of it."""
    if first.lower not in QUESTION_WORDS or syntax.antecedent(document, first) is not None:
        return False
    is_mark = top is not None and first.relation == "mark"
    return syntax.head(document, first) is top if is_mark else syntax.clause_head(document, first) is top


def asserted(document: Document, words: Sequence[Word]) -> Word | None:
    """Return the finite verb or predicate that heads some words, if its subject is there or before them.

    One with an `if` or a `when` is it only if there is no other.
    """
    inside = {word.i for word in words}
    tops = (word for word in words if word.head not in inside and word.relation != "punct")
    found = [top for top in tops if _is_assertion(document, top, inside)]
    plain = (top for top in found if not (_is_condition(document, top) or _is_of_time(document, top)))
    return next(plain, found[0] if found else None)


def _is_of_time(document: Document, top: Word) -> bool:
    return any(one.form == "WRB" for one in syntax.children(document, top, "advmod"))


def _is_condition(document: Document, top: Word) -> bool:
    return bool(_conditionals(document, top))


def _conditionals(document: Document, top: Word) -> list[Word]:
    return [one for one in syntax.children(document, top, "mark") if one.lower in CONDITIONALS]


def _is_assertion(document: Document, top: Word, inside: set[int]) -> bool:
    """Tell whether a verb is a statement: with a tense, and no `that it be so` or `which he left`."""
    subject = subject_of(document, top)
    if not syntax.is_finite(document, top) or _is_subjunctive(document, top, subject):
        return False
    if top.relation == "acl:relcl":
        return subject is not None and subject.i in inside and bool(syntax.antecedent(document, subject))
    return subject is not None or top.relation in ("conj", "ccomp", "parataxis", "root")


def _is_subjunctive(document: Document, top: Word, subject: Word | None) -> bool:
    """Tell whether a verb is that of `insists that the budget include it`."""
    verb = next(iter(syntax.auxiliaries(document, top)), top)
    if subject is None or subject.relation == "expl":
        return False
    if verb.tag != "VERB" or verb.form not in ("VB", "VBP"):
        return verb.lower == "be"
    is_one = subject.form in ("NN", "NNP") and syntax.number(document, subject) == "singular"
    return is_one or verb.lower == "be"


def _is_spoken(said: Said, facts: _Facts) -> bool:
    """Tell whether a direct quotation has to be given as one: `we`, a question, a cry, a mere fragment."""
    people = {PRONOUNS[word.lower]["person"] for word in facts.words if word.lower in PRONOUNS}
    is_cry = said.content[-1].exact.rstrip("”\"’' ").endswith(("?", "!"))
    is_fragment = not facts.is_clause and (not said.cue or said.lemma in QUOTED)
    return bool(people - {3}) or is_cry or is_fragment


def _is_mere_answer(words: Sequence[Word]) -> bool:
    """Tell whether words say nothing without what they answer: `Yes, I would`; `No, I did not do it` does."""
    tags = {word.tag for word in words}
    return "INTJ" in tags and tags <= {"INTJ", "PRON", "AUX", "PART"}


def _is_nothing(said: Said, facts: _Facts) -> bool:
    """Tell whether nothing is claimed: speech withheld, a question, a topic, a noun of nobody's."""
    is_denied = facts.is_negated and said.lemma in TOLD and not (facts.is_direct or facts.is_limited)
    if not facts.words or facts.is_withheld or is_denied or (facts.is_noun and not said.source):
        return True
    if facts.is_direct and _is_mere_answer(facts.words):
        return True
    if facts.is_asked and not facts.is_direct:
        return True
    if facts.is_question and not facts.is_direct:
        is_open = facts.words[0].lower in _WHETHER and said.lemma not in ASKED
        return not (is_open and facts.is_clause) or facts.is_negated
    if facts.is_clause or facts.is_direct or said.own:
        return False
    is_pronoun = len(facts.words) == 1 and facts.words[0].tag == "PRON"
    is_unknown = not facts.is_known and (facts.is_negated or said.confidence < _SURE)
    return is_pronoun or is_unknown or not said.cue
