"""The text of a claim: its form, the article's words that it is made of, and the names put in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache, partial
from itertools import takewhile

from claimwire.claims.text.context import Context
from claimwire.claims.text.draft import Draft, capital
from claimwire.claims.text.form import asserted, form_of, is_quoted
from claimwire.claims.text.naming import has_quoted, open_words, put_names, speaks_of_itself
from claimwire.claims.text.parts import subject_of
from claimwire.claims.text.relative import opens_relative, put_antecedent, put_behind_verb
from claimwire.claims.text.report import report
from claimwire.claims.text.said import NOTHING, Form, Said, Wording
from claimwire.claims.text.whole import is_whole
from claimwire.claims.text.words import REPORTED
from claimwire.english import syntax
from claimwire.english.closed_class import PRONOUNS, RELATIVE_PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.resolve.antecedent import Antecedent
from claimwire_schemas import Span

_NO_OPENING = ("VERB", "AUX", "ADP")
"""Parts of speech that open no run of words that reads alone."""


def text_of(context: Context, said: Said, who: Mapping[int, Antecedent]) -> Wording:
    """Return the wording of a content of the context's document as a claim's text.

    `who` has, by a word's index, whom a pronoun or a description headed by it surely means.
    """
    document = context.document
    form = form_of(document, said, said.content)
    if form == "none":
        return NOTHING
    form, draft = _drafted(document, said, form)
    if draft is None:
        return NOTHING
    form = "quotation" if speaks_of_itself(draft) else form
    left = put_names(draft, who, quoted=form == "quotation")
    speaker = _speaker(said) if form == "quotation" else None
    context.put(draft, form, claimant=said.claimant)
    left_open = open_words(draft, who, left, spoken=bool(speaker))
    if speaker and said.claimant is None and said.source is not None:
        left_open = (said.source, *left_open)
    text, edits = draft.finished(speaker=speaker, speaker_id=said.claimant_id if speaker else None)
    return Wording(form, text, draft.basis, edits, left_open) if text else NOTHING


def _drafted(document: Document, said: Said, form: Form) -> tuple[Form, Draft | None]:
    """Return a draft that reads as a clause: of a form, else a report, else the sentence or the quotation."""
    if form == "quotation" or said.own:
        return form, _clause(document, said)
    reported = cache(partial(report, document))
    if not _has_verb(document, said) and (
        (said.source is not None and said.stance not in REPORTED) or reported(said) is None
    ):
        form = "proposition"
    if form == "report" and reported(said) is None:
        return _as_sentence(document, said) if _is_relative(said) else (form, None)
    told = list(_shorter(document, said))
    drafts = list[tuple[Form, Draft]]()
    is_direct = said.kind == "direct" and is_quoted(document, said, _words(document, said))
    for draft in _in_turn(document, told, reported, clauses=form == "proposition" or is_direct):
        if is_whole(draft[1], apart=_apart(document, said)):
            return draft
        drafts.append(draft)
    if not drafts:
        return form, None
    if is_direct:
        return "quotation", _clause(document, said)
    return _as_sentence(document, said)


def _as_sentence(document: Document, said: Said) -> tuple[Form, Draft | None]:
    """Return a draft of the sentence of a cue; none if a `which` from within it would open it."""
    sentence = _sentence(document, said)
    form: Form = "proposition" if _leave_out_aside(sentence, said) else "report"
    first = document.at(sentence.basis[0].start)
    begins = first is not None and document.sentence_of(first)[0] is first
    return form, None if opens_relative(sentence) and not begins else sentence


def _words(document: Document, said: Said) -> list[Word]:
    return [word for span in said.content for word in document.within(span.start, span.end)]


def _in_turn(
    document: Document, told: Sequence[Said], reported: Callable[[Said], Draft | None], *, clauses: bool
) -> Iterator[tuple[Form, Draft]]:
    """Give the drafts that may do, each made when it is asked for: a report of a long content takes long."""
    if clauses:
        yield from (("proposition", _clause(document, one)) for one in told)
    yield from (("report", found) for one in told if (found := reported(one)) is not None)


def _shorter(document: Document, said: Said) -> Iterator[Said]:
    """Give what was said, and its longest run of words alone if it has several and no verb opens that."""
    yield said
    longest = max(said.content, key=lambda span: span.end - span.start)
    words = [word for word in document.within(longest.start, longest.end) if word.tag != "PUNCT"]
    top = asserted(document, words)
    subject = subject_of(document, top) if top else None
    is_clause = top is None or (subject is not None and subject in words)
    reads_alone = bool(words) and words[0].tag not in _NO_OPENING and is_clause
    if len(said.content) > 1 and reads_alone and not _is_relative(said):
        yield replace(said, content=(longest,))


def _is_relative(said: Said) -> bool:
    """Tell whether a content is a relative clause around its cue: `which she said failed`."""
    return said.content[0].exact.lower() in RELATIVE_PRONOUNS


def _apart(document: Document, said: Said) -> frozenset[int]:
    """Return the indexes of the words of a source and a cue."""
    spans = (*said.cue, *([said.source] if said.source else ()))
    return frozenset(word.i for span in spans for word in document.within(span.start, span.end))


def _sentence(document: Document, said: Said) -> Draft:
    """Return a draft of the sentence of a cue, or of a content without one: its coordinated clause."""
    places = said.cue or said.content
    words = document.sentence_of(document.within(places[0].start, places[0].end)[0])
    needed = [word.i for span in (*places, *said.content) for word in document.within(span.start, span.end)]
    first, last = min(needed), max(needed)
    starts = list(_clause_starts(document, words))
    begin = max((i for i in starts if i <= first), default=words[0].i)
    end = min((i for i in starts if i > last), default=words[-1].i + 1)
    while begin < first and document.words[begin].tag in ("CCONJ", "PUNCT"):
        begin += 1
    draft = Draft(document, [(document.words[begin].start, document.words[end - 1].end)])
    if document.quotation_at(places[0].start) is not None:
        draft.unquote()
    return draft


def _leave_out_aside(draft: Draft, said: Said) -> bool:
    """Leave out a source and cue between commas, and tell whether there are: `it was, we heard, shut`."""
    words, apart = draft.document.words, sorted(_apart(draft.document, said))
    if not apart or said.stance in REPORTED or apart[-1] - apart[0] != len(apart) - 1:
        return False
    aside = words[max(0, apart[0] - 1) : apart[-1] + 2]
    is_aside = aside[0].text == aside[-1].text == "," and all(draft.has(word) for word in aside)
    if is_aside:
        draft.leave_out(aside, "adjunct")
    return is_aside


def _clause_starts(document: Document, words: Sequence[Word]) -> Iterator[int]:
    """Give the indexes at which a sentence goes on, behind a mark, with a clause that has its own subject."""
    for word in words:
        is_clause = syntax.is_relation(word, "conj", "parataxis") and syntax.own_subject(document, word)
        first = document.extents[word.i][0]
        if is_clause and document.words[first].text in ",;":
            first += 1
        if is_clause and first and document.words[first - 1].text in ",;":
            yield first


def _has_verb(document: Document, said: Said) -> bool:
    """Tell whether a cue is a verb, unlike `according to` and a colon."""
    words = (word for span in said.cue for word in document.within(span.start, span.end))
    return any(word.tag in ("VERB", "AUX") and word.relation != "case" for word in words)


def _speaker(said: Said) -> str:
    """Return who says a quotation; nothing if the article does not tell, or has a mere `she`."""
    name = said.claimant or (said.source.exact if said.source else "")
    return "" if name.lower() in PRONOUNS else capital(name[:1]) + name[1:]


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
    that = next((word for word in words if _is_that(word) and draft.has(word)), None)
    if that is not None and document.words[that.i - 1].tag == "CCONJ" and not has_quoted(draft, that):
        draft.leave_out([that], "conjunction")
    _give_antecedent(draft, said, top)
    first = next((word for word in words if draft.has(word)), None)
    if first is not None and first.relation == "obj" and top and syntax.own_subject(document, top):
        put_behind_verb(draft, first)
    elif first is not None and first.relation != "det":
        put_antecedent(draft, first)
    return draft


def _is_that(word: Word) -> bool:
    return word.lower == "that" and word.relation == "mark"


def _opens(word: Word, top: Word | None) -> bool:
    if word.tag == "PUNCT":
        return word.text not in "[("
    is_as = word.lower == "as" and _is_of(word, top)
    is_that = word.relation == "mark" and (word.lower == "that" or is_as)
    return is_that or (word.relation == "cc" and word.lower != "nor" and top is not None)


def _is_of(mark: Word, top: Word | None) -> bool:
    """Tell whether a mark opens what is asserted, and no clause before it: `as June began, the fire …`."""
    return top is None or mark.head >= top.i


def _give_antecedent(draft: Draft, said: Said, top: Word | None) -> None:
    """Put the noun before a clause that goes on from it: `rebels it said had fled`."""
    document = draft.document
    if top is None or syntax.child(document, top, "expl") is not None:
        return
    subject = syntax.own_subject(document, top) or syntax.subject(document, top) or _gap(document, said)
    first = next((piece.word for piece in draft.pieces if piece.word and piece.text), None)
    subject = subject or _noun_before(document, said)
    if subject is None or first is None or draft.has(subject) or not _begins(first, top):
        return
    if subject.lower in RELATIVE_PRONOUNS:
        return  # nobody is known that it stands for
    if said.source is not None and said.source.start <= subject.start < said.source.end:
        return
    chunk, name = syntax.noun_chunk(document, subject), document.name_at(subject)
    start = max(chunk[0].start, name.start) if name else chunk[0].start
    span = Span.of(document.text, start, chunk[-1].end)
    draft.insert(first, f"{span.exact} ", "subject", antecedent=span)


def _noun_before(document: Document, said: Said) -> Word | None:
    """Return the noun between a cue and a predicate that is quoted of it: `told us Ada “was great”`."""
    words = document.within(said.content[0].start, said.content[-1].end)
    first = next((word for word in words if word.tag != "PUNCT"), None)
    if first is None or first.form in ("VB", "VBP") or not syntax.is_finite(document, first):
        return None  # `Thank you` asks for no noun
    at = first.i - 1
    while at >= 0 and document.words[at].tag == "PUNCT":
        at -= 1
    is_behind = bool(said.cue) and at >= 0 and document.words[at].start >= said.cue[-1].end
    before = document.words[at]
    return syntax.name_head(document, before) if is_behind and syntax.is_nominal(before) else None


def _begins(first: Word, top: Word) -> bool:
    """Tell whether a word is a verb or one of its auxiliaries and adverbs."""
    return first is top or (first.head == top.i and syntax.is_relation(first, "aux", "cop", "advmod"))


def _gap(document: Document, said: Said) -> Word | None:
    """Return the noun before a source whose clause goes on from it: `it said had`, `Ada, he said, “is`."""
    source = document.at(said.source.start) if said.source else None
    if source is None or source.i < 2:
        return None
    at = source.i - 2 if document.words[source.i - 1].text == "," else source.i - 1
    before = document.words[at]
    before = syntax.antecedent(document, before) or before
    return before if syntax.is_nominal(before) and before.sentence == source.sentence else None
