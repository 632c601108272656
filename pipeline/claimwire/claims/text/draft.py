"""A draft: words of the article on their way to be a claim's text, every change recorded with its rule."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, groupby, pairwise

from claimwire.claims.text.edits import replayed
from claimwire.english.document import Document, Word
from claimwire.english.quotations import MARKS, Quotation
from claimwire.english.syntax import children, is_relation, noun_chunk
from claimwire_schemas import Edit, EditReason, Span

_CLOSING = frozenset("”\"’'»)]") | {"''"}
_LOOSE = frozenset(",;:–—-") | {"--"}
_LOOSE_RELATIONS = ("cc", "case", "mark", "det")
_CUT_RELATIONS = (*_LOOSE_RELATIONS, "nmod:poss", "amod", "compound", "nsubj", "expl", "aux")
"""Relations of a word before its head that says nothing without."""

_PARTNERS = {"(": ")", "[": "]"}
_MARKS = MARKS | {"''", "``"}
_ENDS = (".", "?", "!", "…")
_REASONS: dict[str, EditReason] = {
    "pronoun": "pronoun",
    "description": "description",
    "name": "description",
    "conjunction": "conjunction",
    "adjunct": "conjunction",
    "mark": "mark",
    "capital": "capital",
    "end": "end",
    "subject": "subject",
    "tense": "subject",
    "auxiliary": "subject",
    "speaker": "subject",
    "context": "description",
}
"""The reason that a record gives an edit, by the first rule that made it."""


def capital(letter: str) -> str:
    """Return a letter as a capital; a ligature, which would become two letters, as it is."""
    return letter.upper() if len(letter.upper()) == 1 else letter


@dataclass(slots=True)
class Piece:
    """A word or the space between two, and what stands for it in the text."""

    start: int
    end: int
    text: str
    group: int
    word: Word | None
    rules: tuple[str, ...] = ()
    entity_id: str | None = None
    antecedent: Span | None = None


class Draft:
    """Some places of a document, in the order in which a text has them, and the changes to their words."""

    def __init__(self, document: Document, places: Sequence[tuple[int, int]]) -> None:
        self.document = document
        self.basis = tuple(Span.of(document.text, *place) for place in places)
        self.pieces = [piece for i, place in enumerate(places) for piece in self._split(i, *place)]
        self._at = {piece.word.i: i for i, piece in enumerate(self.pieces) if piece.word}

    def _split(self, group: int, start: int, end: int) -> Iterator[Piece]:
        at = start
        for word in self.document.within(start, end):
            first, last = max(start, word.start), min(end, word.end)
            if at < first:
                yield Piece(at, first, self.document.text[at:first], group, None)
            yield Piece(first, last, self.document.text[first:last], group, word)
            at = last
        if at < end:
            yield Piece(at, end, self.document.text[at:end], group, None)

    @property
    def visible(self) -> list[Piece]:
        """The pieces that the text has, without white space."""
        return [piece for piece in self.pieces if piece.text.strip()]

    def has(self, word: Word) -> bool:
        """Tell whether the text has a word, changed or not."""
        return word.i in self._at and bool(self.pieces[self._at[word.i]].text)

    def rules(self, word: Word) -> tuple[str, ...]:
        """Return the rules that changed a word."""
        return self.pieces[self._at[word.i]].rules if word.i in self._at else ()

    def put(
        self,
        words: Sequence[Word],
        text: str,
        rule: str,
        *,
        entity_id: str | None = None,
        antecedent: Span | None = None,
    ) -> None:
        """Put a text for neighbouring words that the draft has; nothing, to leave them out."""
        first, *rest = self.pieces[self._at[words[0].i] : self._at[words[-1].i] + 1]
        self._change(first, text, rule)
        for piece in rest:
            self._change(piece, "", rule)
        first.entity_id, first.antecedent = entity_id or first.entity_id, antecedent or first.antecedent

    def leave_out(self, words: Sequence[Word], rule: str) -> None:
        """Leave out neighbouring words and the space before them, unless that would join others."""
        at, after = self._at[words[0].i], self._at[words[-1].i] + 1
        before, rest = self.pieces[at - 1], self.pieces[after : after + 1]
        joins = any(one.word and one.text[:1].isalnum() for one in rest)
        if at and before.word is None and before.group == self.pieces[at].group and not joins:
            self._change(before, "", rule)
        self.put(words, "", rule)

    def insert(
        self,
        before: Word,
        text: str,
        rule: str,
        *,
        entity_id: str | None = None,
        antecedent: Span | None = None,
    ) -> None:
        """Put a text before a word that the draft has."""
        piece = self.pieces[self._at[before.i]]
        self._change(piece, text + piece.text, rule)
        piece.entity_id, piece.antecedent = entity_id or piece.entity_id, antecedent or piece.antecedent

    def finished(
        self, *, speaker: str | None = None, speaker_id: str | None = None
    ) -> tuple[str, tuple[Edit, ...]]:
        """Return the text as a sentence, as a quotation if there is a speaker, and its edits."""
        self._drop_cut_aside()
        self._drop_loose_ends()
        unclosed = self._drop_lone_marks()
        self._tidy()
        self._balance()
        groups = [list(group) for _, group in groupby(self.visible, key=lambda piece: piece.group)]
        for group, following in pairwise([*groups, []]):
            if not following or _parts_sentences(group[-1], following[0]):
                self._end(group)
        if unclosed:
            self._change(self.visible[-1], self.visible[-1].text + unclosed, "mark")
        self._capital()
        if speaker is not None and (shown := self.visible):
            name = f"{speaker}: " if speaker else ""
            self._change(shown[0], f"{name}“{shown[0].text}", "speaker")
            shown[0].entity_id = speaker_id or shown[0].entity_id
            self._change(shown[-1], f"{shown[-1].text}”", "speaker")
        edits = tuple(sorted(self._edits(), key=lambda one: one.span.start))
        return replayed(self.basis, edits), edits

    def _change(self, piece: Piece, text: str, rule: str) -> None:
        piece.text = text
        piece.rules = (*piece.rules, *([] if rule in piece.rules else [rule]))

    def _drop_loose_ends(self) -> None:
        """Leave out words at the end that lead to something left out: `and two from`, `whose red`."""
        is_ended = False
        for piece in reversed(self.visible):
            word = piece.word
            if word is None or piece.rules:
                return
            if word.tag == "PUNCT":
                is_ended = is_ended or piece.text not in _LOOSE
                continue
            if self._lacks_clause(word):
                self._change(piece, "", "adjunct")
                continue
            above = self.document.words[word.head] if word.head > word.i else None
            relations = _LOOSE_RELATIONS if is_ended else _CUT_RELATIONS
            leads_on = is_relation(word, *relations) or word.form in ("WDT", "WP", "WP$")
            if above is None or self.has(above) or not leads_on:
                return
            self._change(piece, "", "adjunct")

    def _lacks_clause(self, word: Word) -> bool:
        """Tell whether a relative clause's verb is without what it tells: `a leaflet which alleged`."""
        below = self.document.dependents[word.i]
        return word.relation == "acl:relcl" and any(
            one.relation == "ccomp" and not self.has(one) for one in below
        )

    def _drop_cut_aside(self) -> None:
        """Leave out a noun at the end whose relative clause is left out: `denied it, a claim`."""
        last = next((piece.word for piece in reversed(self.visible) if piece.text not in _ENDS), None)
        if last is None or last.tag != "NOUN" or not is_relation(last, "appos", "parataxis"):
            return
        clause = next((one for one in children(self.document, last, "acl:relcl") if not self.has(one)), None)
        chunk = noun_chunk(self.document, last)
        before = self.document.words[chunk[0].i - 1] if chunk[0].i else chunk[0]
        is_restricted = clause is not None and self.document.words[last.i + 1].text != ","
        if is_restricted and before.text == "," and self.has(before):
            self.leave_out([before, *chunk], "adjunct")

    def unquote(self) -> None:
        """Leave out the marks of all outer quotations."""
        for mark in chain.from_iterable(self._quotations().values()):
            self._change(mark, "", "mark")

    def _drop_lone_marks(self) -> str:
        """Leave out marks without a partner; return the partner of one in whose quotation the text ends.

        A mark that opens the text is left out, too: all of it is quoted.
        """
        unclosed, shown = "", self.visible
        for around, marks in self._quotations().items():
            opens = marks[0].start == around.start and around.closed and marks[0] not in (shown[0], shown[-1])
            if len(marks) == 1 and opens and shown[-1].end < around.end:
                unclosed = self.document.text[around.end - len(marks[0].text) : around.end]
            elif len(marks) == 1:
                self._change(marks[0], "", "mark")
        return unclosed

    def _quotations(self) -> dict[Quotation, list[Piece]]:
        """Return the marks that the text has of each outer quotation."""
        found = dict[Quotation, list[Piece]]()
        for piece in self.visible:
            around = self.document.quotation_at(piece.start) if piece.text in _MARKS else None
            if around is not None and (
                piece.start == around.start or (around.closed and piece.end == around.end)
            ):
                found.setdefault(around, []).append(piece)
        return found

    def _tidy(self) -> None:
        """Leave out commas and dashes that no longer part anything, and the brackets of `[T]he`."""
        shown, opens = self.visible, True
        for piece, following in pairwise([*shown, None]):
            after = following.text if following else "."
            if piece is not None and piece.text in _LOOSE:
                if opens or after in _LOOSE or after in _ENDS:
                    self._change(piece, "", "mark")
            else:
                opens = False
        for one, letter, other, rest in zip(shown, shown[1:], shown[2:], shown[3:], strict=False):
            if one.text == "[" and other.text == "]" and len(letter.text) == 1 and other.end == rest.start:
                self._change(one, "", "mark")
                self._change(other, "", "mark")

    def _balance(self) -> None:
        """Leave out a closing mark without a partner, and close a bracket that opens inside the text."""
        shown, opened = self.visible, list[Piece]()
        for before, piece in pairwise([None, *shown]):
            if opened and piece is not None and piece.text == _PARTNERS[opened[-1].text]:
                opened.pop()
            elif piece is not None and piece.text in _PARTNERS:
                opened.append(piece)
            elif piece is not None and piece.text in _PARTNERS.values() and not _is_numbered(before):
                self._change(piece, "", "mark")
        for piece in reversed(opened):
            self._close(piece, shown)
        self._drop_closing_mark()

    def _close(self, opening: Piece, shown: Sequence[Piece]) -> None:
        """Put a bracket's partner before the stop; leave it out if it opens or ends the text."""
        if opening is shown[0] or opening is shown[-1]:
            self._change(opening, "", "mark")
            return
        last, partner = shown[-1], _PARTNERS[opening.text]
        text = last.text[:-1] + partner + last.text[-1] if last.text.endswith(_ENDS) else last.text + partner
        self._change(last, text, "mark")

    def _drop_closing_mark(self) -> None:
        """Leave out a quotation mark at the end whose partner the text does not have, or that opens one."""
        shown = [piece for piece in self.visible if not piece.text.endswith(_ENDS)]
        last = shown[-1] if shown else None
        if last is not None and last.text == "“":
            self._change(last, "", "mark")
        elif last is not None and last.text in ('"', "”"):
            opening = sum(piece.text in ('"', "“", "„") for piece in shown)
            if opening % 2 if last.text == '"' else not opening:
                self._change(last, "", "mark")

    def _end(self, shown: Sequence[Piece]) -> None:
        """Put a full stop after some pieces, within their last quotation if a comma stood there."""
        last, loose = len(shown) - 1, False
        while last >= 0 and (shown[last].text in _CLOSING or shown[last].text in _LOOSE):
            if shown[last].text in _LOOSE:
                self._change(shown[last], "", "mark")
                loose = True
            last -= 1
        if last < 0 or shown[last].text.endswith(_ENDS):
            return
        closing = [piece for piece in shown[last:] if piece.text]
        at = closing[0] if loose else closing[-1]
        self._change(at, f"{at.text}.", "end")

    def _capital(self) -> None:
        """Begin the text with a capital, within an opening mark or bracket too."""
        for piece in self.visible:
            at = next((i for i, letter in enumerate(piece.text) if letter.isalnum()), None)
            if at is not None:
                letter, after = piece.text[at], piece.text[at + 1 : at + 2]
                if capital(letter) != letter and not after.isupper():
                    text = piece.text[:at] + capital(letter) + piece.text[at + 1 :]
                    self._change(piece, text, "capital")
                return

    def _edits(self) -> Iterator[Edit]:
        """Give an edit for each changed piece; what is left out side by side is one."""
        text, run = self.document.text, list[Piece]()
        for piece in self.pieces:
            changed = piece.text != text[piece.start : piece.end]
            if run and not (
                changed
                and not piece.text
                and piece.start == run[-1].end
                and run[-1].rules[:1] == piece.rules[:1]
            ):
                yield self._edit(run)
                run = []
            if changed:
                run.append(piece)
        if run:
            yield self._edit(run)

    def _edit(self, run: Sequence[Piece]) -> Edit:
        first = run[0]
        return Edit(
            span=Span.of(self.document.text, first.start, run[-1].end),
            text=first.text,
            reason=_REASONS[first.rules[0]],
            rule="+".join(first.rules),
            entity_id=first.entity_id,
            antecedent=first.antecedent,
        )


def _is_numbered(before: Piece | None) -> bool:
    """Tell whether a bracket behind a piece numbers what follows: `a) the mill`."""
    return before is not None and (len(before.text) == 1 or before.text.isdigit()) and before.text.isalnum()


def _parts_sentences(last: Piece, first: Piece) -> bool:
    """Tell whether a sentence ends between the pieces at the end of a place and at the start of the next."""
    is_other = last.word is not None and first.word is not None and last.word.sentence != first.word.sentence
    return is_other and first.text[:1].isupper()
