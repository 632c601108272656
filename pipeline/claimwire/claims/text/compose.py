"""The text of a claim: its form, the article's words that it is made of, and the names put in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import takewhile

from claimwire.claims.text.context import PutsContext
from claimwire.claims.text.draft import Draft, capital
from claimwire.claims.text.form import asserted, form_of, is_quoted
from claimwire.claims.text.naming import open_words, put_names, speaks_of_itself
from claimwire.claims.text.report import put_antecedent, report
from claimwire.claims.text.said import NOTHING, Said, Wording
from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.resolve.antecedent import Antecedent
from claimwire_schemas import Span


def text_of(context: PutsContext, said: Said, who: Mapping[int, Antecedent]) -> Wording:
    """Return the wording of a content of the context's document as a claim's text.

    `who` has, by a word's index, whom a pronoun or a description headed by it surely means.
    """
    document = context.document
    form = form_of(document, said, said.content)
    if form == "none":
        return NOTHING
    draft = report(document, said) if form == "report" else _clause(document, said)
    if draft is None and not _has_verb(document, said):
        form, draft = "proposition", _clause(document, said)
    if draft is None:
        return NOTHING
    form = "quotation" if speaks_of_itself(draft) else form
    put_names(draft, who, quoted=form == "quotation")
    speaker = _speaker(said) if form == "quotation" else None
    unexplained = open_words(draft, who, spoken=bool(speaker))
    context.put(draft, unexplained, form, claimant=said.claimant)
    left_open = open_words(draft, who, spoken=bool(speaker))
    if speaker and said.claimant is None and said.source is not None:
        left_open = (said.source, *left_open)
    text, edits = draft.finished(speaker=speaker, speaker_id=said.claimant_id if speaker else None)
    return Wording(form, text, draft.basis, edits, left_open) if text else NOTHING


def _has_verb(document: Document, said: Said) -> bool:
    """Tell whether a cue is a verb, unlike `according to` and a colon."""
    words = (word for span in said.cue for word in document.within(span.start, span.end))
    return any(word.tag in ("VERB", "AUX") and word.relation != "case" for word in words)


def _speaker(said: Said) -> str:
    """Return who says a quotation; nothing if the article does not tell."""
    name = said.claimant or (said.source.exact if said.source else None)
    return capital(name[0]) + name[1:] if name else ""


def _clause(document: Document, said: Said) -> Draft:
    """Return a draft of a content without the marks around it and the conjunction that opens it."""
    draft = Draft(document, [(span.start, span.end) for span in said.content])
    words = [piece.word for piece in draft.pieces if piece.word]
    if is_quoted(document, said, words):
        draft.unquote()
    top = asserted(document, words)
    opening = list(takewhile(lambda word: _opens(word, top), words))
    if len(opening) < len(words) and any(word.tag != "PUNCT" for word in opening):
        draft.leave_out(opening, "conjunction")
    for that in _later_marks(document, top):
        if draft.has(that):
            draft.leave_out([that], "conjunction")
    _give_antecedent(draft, said, top)
    first = next((word for word in words if draft.has(word)), None)
    if first is not None and first.relation != "det":
        put_antecedent(draft, first)
    return draft


def _later_marks(document: Document, top: Word | None) -> Iterator[Word]:
    """Give the `that` behind an `and`, outside quotations: `it closed, and that the rest would follow`."""
    for clause in syntax.children(document, top, "conj") if top else ():
        for one in syntax.children(document, clause, "mark"):
            if one.lower == "that" and document.words[one.i - 1].tag == "CCONJ":
                yield from () if document.quotation_at(one.start) else (one,)


def _opens(word: Word, top: Word | None) -> bool:
    if word.tag == "PUNCT":
        return word.text not in "[("
    is_that = word.relation == "mark" and word.lower in ("that", "as")
    return is_that or (word.relation == "cc" and top is not None)


def _give_antecedent(draft: Draft, said: Said, top: Word | None) -> None:
    """Put the noun before a clause that goes on from it: `rebels it said had fled`."""
    document = draft.document
    if top is None or syntax.child(document, top, "expl") is not None:
        return
    subject = syntax.own_subject(document, top) or syntax.subject(document, top) or _gap(document, said)
    first = next((piece.word for piece in draft.pieces if piece.word and piece.text), None)
    if subject is None or first is None or draft.has(subject) or not _begins(first, top):
        return
    if said.source is not None and said.source.start <= subject.start < said.source.end:
        return
    chunk = syntax.noun_chunk(document, subject)
    span = Span.of(document.text, chunk[0].start, chunk[-1].end)
    draft.insert(first, f"{span.exact} ", "subject", antecedent=span)


def _begins(first: Word, top: Word) -> bool:
    """Tell whether a word is a verb or one of its auxiliaries and adverbs."""
    return first is top or (first.head == top.i and syntax.is_relation(first, "aux", "cop", "advmod"))


def _gap(document: Document, said: Said) -> Word | None:
    """Return the noun right before a source whose clause goes on from it: `groups it said had entered`."""
    source = document.at(said.source.start) if said.source else None
    if source is None or not source.i:
        return None
    before = document.words[source.i - 1]
    return before if syntax.is_nominal(before) and before.sentence == source.sentence else None
