"""Hearsay: an adverb by which a sentence is somebody's word, though nobody is named: `reportedly`."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.extract.segments import Link, Segment

_ADVERBS = frozenset(("allegedly", "purportedly", "reportedly"))
_SURE = 0.85


def is_hearsay(word: Word) -> bool:
    """Tell whether a word makes hearsay of its clause."""
    return word.lower in _ADVERBS and word.head >= 0


def heard(document: Document, adverb: Word) -> tuple[Sequence[Word], ...]:
    """Return the parts of what is hearsay: the clause of an adverb, with its subject.

    Of an adverb that opens a sentence it is all of that: `Reportedly two died and ten were hurt`.
    """
    head = document.words[adverb.head]
    if head.relation != "amod" and head.tag not in ("VERB", "AUX"):
        head = syntax.clause_head(document, head)
    opens = not adverb.i or document.words[adverb.i - 1].sentence != adverb.sentence
    rest = set[int]() if opens else _rest(document, head)
    whole = [one for one in syntax.phrase(document, head, without=("parataxis",)) if one.i not in rest]
    before = [one for one in whole if one.i < adverb.i]
    after = [one for one in whole if one.i > adverb.i]
    subject = syntax.subject(document, head) if head.tag in ("VERB", "AUX") else None
    if subject is not None and subject not in whole:
        before = [*syntax.noun_chunk(document, subject), *before] if subject.i < adverb.i else before
    return tuple(part for part in (_trimmed(before), _trimmed(after)) if part)


def _rest(document: Document, head: Word) -> set[int]:
    """Return the indexes of clauses joined to a clause that have subjects of their own."""
    joined = [one for one in syntax.children(document, head, "conj") if syntax.own_subject(document, one)]
    return {one.i for clause in joined for one in syntax.subtree(document, clause)}


def _trimmed(words: Sequence[Word]) -> Sequence[Word]:
    inner = [at for at, one in enumerate(words) if one.tag not in ("PUNCT", "CCONJ")]
    return words[inner[0] : inner[-1] + 1] if inner else ()


def by_hearsay(document: Document, links: Iterable[Link]) -> list[Link]:
    """Return links with hearsay as the adverb’s clause tells it."""
    known = [one for one in links if not _is_hearsay(document, one)]
    taken = {i for one in known for i in _indexes(document, one)}
    return [*known, *_found(document, taken)]


def _is_hearsay(document: Document, link: Link) -> bool:
    cue = document.within(link.cue.start, link.cue.end) if link.cue and link.source is None else ()
    return len(cue) == 1 and is_hearsay(cue[0])


def _indexes(document: Document, link: Link) -> Iterator[int]:
    parts = [*link.content, *([link.cue] if link.cue else []), *([link.source] if link.source else [])]
    return (word.i for part in parts for word in document.within(part.start, part.end))


def _found(document: Document, taken: set[int]) -> Iterator[Link]:
    for word in document.words:
        parts = heard(document, word) if is_hearsay(word) and word.i not in taken else ()
        if parts and taken.isdisjoint(one.i for part in parts for one in part):
            cue = Segment(word.start, word.end, "cue", _SURE)
            content = (Segment(part[0].start, part[-1].end, "content", _SURE) for part in parts)
            yield Link(None, cue, tuple(content))
