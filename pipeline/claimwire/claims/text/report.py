"""Reports: the cue's own clause with its subject named, as a short sentence in the article's words.

- `Lee, citing the move as a danger, left`: Lee cited the move as a danger.
- `“A sham,” Lee, who resigned in May, called it`: Lee called it “A sham”.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, groupby, takewhile

from claimwire.claims.text.draft import Draft
from claimwire.claims.text.naming import spoken_name
from claimwire.claims.text.parts import not_before
from claimwire.claims.text.relative import opens_relative, put_antecedent, put_behind_verb
from claimwire.claims.text.said import Said
from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base, inflect
from claimwire_schemas import Span

_ARGUMENTS = ("nsubj", "csubj", "expl", "obj", "iobj", "aux", "cop", "obl:agent", "compound:prt")
"""Relations of what a clause always keeps."""

_OF_PHRASE = (
    *("det", "case", "amod", "nummod", "compound", "flat", "fixed", "goeswith"),
    *("nmod:poss", "nmod:desc"),
)
"""Relations of what a phrase always keeps."""

_OF_NOUN = ("nmod", "acl", "conj", "cc", "mark", "advmod")
_OF_VERB = ("xcomp", "ccomp", "advmod", "obl")
"""Relations of what is kept between source, cue and content, unless commas set it off."""

_VERBS = ("VERB", "AUX")
_SMALL = ("ADP", "ADV", "DET", "PRON", "SCONJ")
"""Parts of speech that have a capital only where a sentence begins."""

_PARTING = ("PUNCT", "CCONJ")
_PREPOSITIONS = ("case", "mark", "fixed")
"""Relations of `according` and the like."""


_FARTHEST = 200
"""Words that a report may leave out between a cue and what it told: later sentences of a long quotation."""


@dataclass(frozen=True)
class _Clause:
    """The cue's clause, and the indexes of the words that its report has to have."""

    verb: Word
    source: frozenset[int]
    cue: frozenset[int]
    content: frozenset[int]

    @property
    def must(self) -> frozenset[int]:
        return self.source | self.cue | self.content


def report(document: Document, said: Said) -> Draft | None:
    """Return a draft of the cue's clause, its subject first if the content stood before it.

    None if there is no cue, if it is far from the content, or if neither the article nor the claimant's name
    gives the clause a subject.
    """
    if not said.cue:
        return None
    clause = _clause(document, said)
    if max(clause.must) - min(clause.must) - len(clause.must) > _FARTHEST:
        return None
    kept = _kept(document, clause)
    draft = Draft(document, _places(document, clause, kept))
    for words in _left_out(draft, kept):
        draft.leave_out(words, "adjunct")
    _give_opening(draft, clause)
    _leave_out_lone_comma(draft, clause.verb)
    _close_aside(draft, clause)
    _lower_opening(draft, clause)
    _give_tense(draft, clause)
    has_subject = _give_subject(draft, said, clause)
    is_sentence = has_subject and not opens_relative(draft) and not _is_bare(draft, clause.verb)
    return draft if is_sentence else None


def _is_bare(draft: Draft, verb: Word) -> bool:
    """Tell whether a verb is denied without an auxiliary that a draft has: `we not expect it`."""
    document, denied = draft.document, syntax.negation(draft.document, verb)
    is_denied = verb.form in ("VB", "VBP") and denied is not None and denied.lower in ("not", "nor")
    helpers = (*syntax.auxiliaries(document, verb), _shared_helper(document, verb))
    return is_denied and draft.has(verb) and not any(helpers)


def _clause(document: Document, said: Said) -> _Clause:
    source = _indexes(document, [said.source] if said.source else [])
    cue = _indexes(document, said.cue)
    content = _indexes(document, said.content) - source - cue
    last = document.words[max(content)] if content else None
    if last is not None and last.relation == "cc":  # what it joins is not in the content
        content -= {last.i}
    return _Clause(_verb(document, cue), source, cue, content)


def _indexes(document: Document, spans: Iterable[Span]) -> frozenset[int]:
    return frozenset(word.i for span in spans for word in document.within(span.start, span.end))


def _verb(document: Document, cue: frozenset[int]) -> Word:
    """Return the verb or predicate whose clause a cue stands in."""
    words = [document.words[i] for i in sorted(cue)]
    tops = [word for word in words if word.head not in cue and word.relation != "punct"] or words
    top = next((word for word in tops if word.tag in _VERBS), tops[0])
    is_verb = top.tag in _VERBS and top.relation not in _PREPOSITIONS
    verb = top if is_verb else syntax.clause_head(document, top)
    while verb.relation == "xcomp" and not syntax.is_finite(document, verb):
        verb = document.words[verb.head]
    return verb


def _kept(document: Document, clause: _Clause) -> frozenset[int]:
    """Return the indexes of a report's words: what has to be there, and the core of the clause around it.

    What leads to the needed words from behind a mark is of another clause, and left out.
    """
    kept = set(clause.must) | {clause.verb.i}
    denial = not_before(document, [document.words[i] for i in sorted(clause.source)])
    kept |= {denial.i} if denial else set()
    beside = _unparted(document, min(kept), max(kept))
    around, waiting = range(min(kept) + 1, max(kept)), [clause.verb]
    needed = _above(document, clause.content | clause.cue)
    while waiting:
        word = waiting.pop()
        for below in document.dependents[word.i]:
            if word is clause.verb and _is_told(document, below, clause):
                kept |= {one.i for one in syntax.subtree(document, below)}
            is_argument = word is clause.verb and _is_argument(document, word, below)
            if is_argument or (word.i in kept and _belongs(document, word, below, around)):
                kept.add(below.i)
                waiting.append(below)
            elif below.i in needed:
                kept |= {below.i} & {*beside}
                waiting.append(below)
    return frozenset(kept)


def _is_argument(document: Document, verb: Word, below: Word) -> bool:
    """Tell whether a branch is one that a verb always keeps; of several subjects, only the first."""
    is_second = below.relation.startswith("nsubj") and below is not syntax.own_subject(document, verb)
    return syntax.is_relation(below, *_ARGUMENTS) and not is_second


def _is_told(document: Document, below: Word, clause: _Clause) -> bool:
    """Tell whether a branch says what a noun that is the cue does: `her decision led to riots`."""
    is_behind = clause.verb.i not in clause.cue and below.i > max(clause.cue)
    return is_behind and syntax.is_relation(below, *_OF_VERB) and not _is_set_off(document, below)


def _unparted(document: Document, first: int, last: int) -> range:
    """Return the indexes of some words and of those round them up to a mark or a conjunction."""
    words, sentences = document.words, document.sentences
    opening, end = sentences[words[first].sentence].start, sentences[words[last].sentence].stop
    before = takewhile(lambda word: word.tag not in _PARTING, reversed(words[opening:first]))
    after = takewhile(lambda word: word.tag not in _PARTING, words[last + 1 : end])
    return range(first - sum(1 for _ in before), last + 1 + sum(1 for _ in after))


def _above(document: Document, indexes: Iterable[int]) -> set[int]:
    """Return the indexes of some words and of all that they depend on."""
    found = set[int]()
    waiting = [document.words[i] for i in indexes]
    while waiting:
        word = waiting.pop()
        if word.i not in found:
            found.add(word.i)
            waiting += [above for above in [syntax.head(document, word)] if above]
    return found


def _belongs(document: Document, word: Word, below: Word, around: range) -> bool:
    """Tell whether a branch goes with its head: a part of its phrase, or between the needed words."""
    is_measure = word.tag == "ADV" and below.relation == "obl:unmarked"  # two years ago
    if is_measure or syntax.is_relation(below, *_OF_PHRASE):
        return True
    inner = _OF_VERB if word.tag in _VERBS else _OF_NOUN
    return below.i in around and syntax.is_relation(below, *inner) and not _is_set_off(document, below)


def _is_set_off(document: Document, word: Word) -> bool:
    """Tell whether a comma or a dash stands before or after a branch."""
    first, last = document.extents[word.i]
    edges = (first - 1, first, last, last + 1)
    return any(document.words[i].text in ",;–—" for i in edges if 0 <= i < len(document.words))


def _places(document: Document, clause: _Clause, kept: frozenset[int]) -> list[tuple[int, int]]:
    """Return the places of a report's words in the order of a sentence: subject, verb, content.

    They stay in the article's order if that is one, in a passive too, or if they stand between each other.
    """
    source, content = clause.source, clause.content
    in_order = max(source, default=-1) < clause.verb.i <= min(content, default=clause.verb.i)
    groups = [sorted(group) for group in (source, kept - source - content, content) if group]
    apart = all(one[-1] < other[0] or other[-1] < one[0] for one, other in combinations(groups, 2))
    if in_order or not apart or clause.verb.i not in clause.cue or syntax.is_passive(document, clause.verb):
        groups = [sorted(kept)]
    return [(document.words[group[0]].start, document.words[group[-1]].end) for group in groups]


def _left_out(draft: Draft, kept: Collection[int]) -> Iterator[list[Word]]:
    """Give the runs of words in a draft that a report does without."""
    words = [piece.word for piece in draft.pieces if piece.word]
    runs = (list(run) for is_kept, run in groupby(words, lambda word: _is_kept(word, kept)) if not is_kept)
    return (run for run in runs if not _only_leads(run, kept))


def _only_leads(words: Sequence[Word], kept: Collection[int]) -> bool:
    """Tell whether words between kept ones only lead on to the next: the `to` of `plans to call for it`."""
    is_between = words[0].i - 1 in kept and words[-1].i + 1 in kept
    return is_between and all(word.tag in ("ADP", "PART") and word.form != "POS" for word in words)


def _is_kept(word: Word, kept: Collection[int]) -> bool:
    return word.i in kept or (word.tag == "PUNCT" and word.i - 1 in kept and word.i + 1 in kept)


def _give_opening(draft: Draft, clause: _Clause) -> None:
    """Leave out a conjunction before all that is kept, or put in what a relative pronoun there stands for.

    `It is odd that she asks it` becomes `she asks it`, `a deal that he denied signing` the denial.
    """
    first = next(piece.word for piece in draft.visible if piece.word)
    if first.lower == "that" and first.relation == "mark":
        draft.leave_out([first], "conjunction")
    elif first.relation == "obj" and first.head in clause.content:
        put_behind_verb(draft, first)


def _leave_out_lone_comma(draft: Draft, verb: Word) -> None:
    """Leave out a comma before the verb that has no partner: `Lee, citing`, but not `Lee, 40, said`."""
    first = next(iter(syntax.auxiliaries(draft.document, verb)), verb)
    words = [piece.word for piece in draft.visible if piece.word and piece.start < first.start]
    commas = [word for word in words if word.text == ","]
    if len(commas) == 1 and commas[0] is words[-1]:
        draft.leave_out(commas, "adjunct")


def _close_aside(draft: Draft, clause: _Clause) -> None:
    """Put a comma behind a source that is moved before its verb with an aside: `the mayor, Ada Vane,`."""
    words = [piece.word for piece in draft.visible if piece.word]
    source = list(takewhile(lambda word: word.i in clause.source, words))
    commas = [word for word in source if word.text == ","]
    if len(commas) != 1 or source[-1] is commas[0] or len(source) == len(words):
        return
    is_moved = words[len(source)].i != source[-1].i + 1
    aside = draft.document.words[commas[0].i + 1]
    heads = [one for one in draft.document.heads(source[source.index(aside) :]) if one.relation != "punct"]
    if is_moved and not any(one.relation == "conj" for one in heads):
        draft.put([source[-1]], f"{source[-1].text},", "mark")


def _lower_opening(draft: Draft, clause: _Clause) -> None:
    """Take its capital from a content that opened a sentence and stands behind its cue now."""
    first, *rest = [piece.word for piece in draft.visible if piece.word]
    opening = next((word for word in rest if word.i in clause.content), first)
    begins = not opening.i or draft.document.words[opening.i - 1].sentence != opening.sentence
    if opening is not first and begins and opening.text != "I" and _is_small(draft.document, opening):
        draft.put([opening], opening.lower, "capital")


def _is_small(document: Document, word: Word) -> bool:
    """Tell whether a word has a capital only where a sentence begins: it is short, or small elsewhere."""
    return word.tag in _SMALL or (word.tag != "PROPN" and word.lower in document.lowercase)


def _give_subject(draft: Draft, said: Said, clause: _Clause) -> bool:
    """Put the claimant before a verb without a subject, and a noun for `who`; tell whether there is one."""
    document, verb = draft.document, clause.verb
    own = syntax.own_subject(document, verb) or syntax.child(document, verb, "expl")
    if own is not None and draft.has(own):
        put_antecedent(draft, own)
        return True
    if verb.i not in clause.cue:
        return False
    if clause.source or syntax.is_passive(document, verb):
        _leave_out_genitive(draft, clause)
        return True
    first = next(piece.word for piece in draft.pieces if piece.word and piece.text)
    if said.claimant and verb.tag in _VERBS:
        draft.insert(
            first, f"{said.article}{spoken_name(said.claimant)} ", "subject", entity_id=said.claimant_id
        )
    return said.claimant is not None and verb.tag in _VERBS


def _leave_out_genitive(draft: Draft, clause: _Clause) -> None:
    """Leave out the `’s` of a source that has become a subject: `Ada Vane’s speech denouncing it`."""
    last = draft.document.words[max(clause.source)] if clause.source else None
    if last is not None and last.form == "POS" and draft.has(last) and "tense" in draft.rules(clause.verb):
        draft.leave_out([last], "subject")


def _give_tense(draft: Draft, clause: _Clause) -> None:
    """Make a sentence's verb of a participle: `citing` becomes `cited`, `charged` `was charged`."""
    document, verb = draft.document, clause.verb
    helpers = syntax.auxiliaries(document, verb)
    having = helpers[0] if [one.lower for one in helpers] == ["having"] else None
    if not draft.has(verb) or (helpers and having is None):
        return
    if verb.form == "VBG" and verb.relation == "root":
        draft.insert(verb, f"{_be(draft, verb, 'is', 'are')} ", "tense")
    elif (verb.form == "VBG" or having) and verb.tag in _VERBS and verb.relation != "amod":
        draft.put([verb], inflect(base(verb.lower, verb.form), "VBD"), "tense")
        if having is not None and draft.has(having):
            draft.leave_out([having], "tense")
        mark = syntax.child(document, verb, "mark")
        if mark is not None and draft.has(mark):
            draft.leave_out([mark], "adjunct")
    elif verb.relation == "conj" and verb.form in ("VB", "VBP") and base(verb.lower, "VBZ") == verb.lower:
        _give_auxiliaries(draft, verb)
    elif verb.form == "VBN" and verb.relation in ("acl", "advcl") and syntax.is_passive(document, verb):
        draft.insert(verb, f"{_be(draft, verb, 'was', 'were')} ", "tense")


def _be(draft: Draft, verb: Word, singular: str, plural: str) -> str:
    subject = syntax.subject(draft.document, verb)
    return plural if subject and syntax.number(draft.document, subject) == "plural" else singular


def _give_auxiliaries(draft: Draft, verb: Word) -> None:
    """Put the auxiliary and `not` of the verb that it is joined to: `did not list it nor mention it`."""
    document, helper = draft.document, _shared_helper(draft.document, verb)
    if helper is None or draft.has(helper):
        return
    denied, own = syntax.negation(document, document.words[verb.head]), syntax.negation(document, verb)
    is_denied = denied is not None and (own is None or not draft.has(own))
    draft.insert(
        verb, f"{helper.lower} {denied.lower} " if denied and is_denied else f"{helper.lower} ", "tense"
    )


def _shared_helper(document: Document, verb: Word) -> Word | None:
    """Return the `will` or `did` that a verb shares with the one that it is joined to."""
    if verb.relation != "conj" or syntax.own_subject(document, verb) is not None:
        return None
    first = next(iter(syntax.auxiliaries(document, document.words[verb.head])), None)
    is_helper = first is not None and (first.form == "MD" or base(first.lower, first.form) == "do")
    return first if is_helper else None
