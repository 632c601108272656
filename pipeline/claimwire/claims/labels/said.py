"""What an attribution's labels are read off: its source, cue and content as words of the document."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from claimwire.english.document import Document, Word
from claimwire.english.syntax import is_relation
from claimwire.extract.lemma import lemma_of
from claimwire_schemas import Attribution, Span

_MOST_WORDS = 400
"""Of a content that are looked at."""

_VERBS = ("VERB", "AUX")


@dataclass(frozen=True)
class Said:
    """An attribution, or a sentence of the outlet's own, with no source and no cue."""

    document: Document
    source: Sequence[Word]
    cue: Sequence[Word]
    content: Sequence[Word]
    lemma: str | None
    """The cue's; none of a sentence of the outlet's own, or where nothing but the layout attributes."""

    is_attributed: bool = True
    shared: float = 0.0
    """The share of a sentence of the outlet's own that is in attributions besides."""

    @property
    def span(self) -> Span:
        """The content from its first word to its last."""
        return Span.of(self.document.text, self.content[0].start, self.content[-1].end)

    @cached_property
    def cue_head(self) -> Word | None:
        """The word of the cue that the others depend on: `said`, `according`, `claim`."""
        found = list(self.document.heads(self.cue))
        return next((one for one in found if one.tag in ("VERB", "NOUN")), found[0] if found else None)

    @cached_property
    def head(self) -> Word | None:
        """The head of the content's first clause, else the first word that depends on none of the others."""
        inside = {one.i for one in self.content}
        heads = [one for one in self.content if one.head not in inside and one.tag != "PUNCT"]
        first = [one for one in heads if one.sentence == heads[0].sentence]
        clauses = (one for one in first if one.tag in _VERBS or is_relation(one, "root", "ccomp"))
        return next(clauses, first[0] if first else None)

    @cached_property
    def first_sentence(self) -> Sequence[Word]:
        """Those words of the content that stand in its head's sentence."""
        if self.head is None:
            return self.content
        return [one for one in self.content if one.sentence == self.head.sentence]


def said_in(document: Document, one: Attribution) -> Said:
    """Return an attribution with its words in a document."""
    spans = one.cue.spans if one.cue else ()
    return said_of(document, [one.source] if one.source else [], spans, one.content)


def part_of(said: Said, content: Iterable[Span]) -> Said:
    """Return an attribution of a part of what is said."""
    return replace(said, content=_words(said.document, content))


def said_of(document: Document, source: Iterable[Span], cue: Sequence[Span], content: Iterable[Span]) -> Said:
    """Return what stands at some spans with its words."""
    lemma = lemma_of(span.exact for span in cue) if cue else None
    words = [_words(document, spans) for spans in (source, cue, content)]
    return Said(document, source=words[0], cue=words[1], content=words[2], lemma=lemma)


def _words(document: Document, spans: Iterable[Span]) -> Sequence[Word]:
    found = [word for span in spans for word in document.within(span.start, span.end)]
    return found[:_MOST_WORDS]
