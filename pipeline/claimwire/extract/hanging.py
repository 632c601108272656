"""Trees that agree with who says what: content hangs on the cue before it.

The parser now and then hangs content on a verb behind it: of `they write that it may, and argue that …`, on
`argue`. The roles of an attribution are surer than single arcs.
"""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import replace

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.extract.segments import Link, Segment

_VERBS = ("VERB", "AUX")
_MOVED = (*_VERBS, "NOUN", "PROPN", "ADJ")


def hung(document: Document, links: Sequence[Link]) -> Document:
    """Return a document in which clauses told by a cue depend on it, and not on another cue behind them."""
    words = list(document.words)
    cues = [_verb(document, link.cue) if link.cue else None for link in links]
    others = {cue.i for cue in cues if cue is not None}
    for link, cue in zip(links, cues, strict=True):
        content = [word for part in link.content for word in document.within(part.start, part.end)]
        if cue is None or not content or content[0].i < cue.i:
            continue
        for word in _astray(document, content, others):
            if word.sentence == cue.sentence and not _is_below(words, words[cue.i], word):
                words[word.i] = _moved(document, word, cue)
    return replace(document, words=tuple(words)) if words != list(document.words) else document


def _verb(document: Document, cue: Segment) -> Word | None:
    heads = document.heads(document.within(cue.start, cue.end))
    return next((word for word in heads if word.tag in _VERBS and word.relation != "case"), None)


def _astray(document: Document, content: Sequence[Word], cues: Container[int]) -> Iterator[Word]:
    """Give the verbs and nouns of a content that depend on a cue behind all of it.

    The subject of that cue stays, unless it is joined to another: `which police believe never happened`.
    """
    behind = (word for word in content if word.head > content[-1].i and word.head in cues)
    for word in behind:
        is_subject = syntax.is_relation(word, "nsubj") and document.words[word.head].relation != "conj"
        if word.tag in _MOVED and not is_subject:
            yield word


def _is_below(words: Sequence[Word], word: Word, above: Word) -> bool:
    while word.head >= 0 and word.i != above.i:
        word = words[word.head]
    return word.i == above.i


def _moved(document: Document, word: Word, cue: Word) -> Word:
    """Return a word that depends on a cue: as its clause, its object or an oblique."""
    if word.tag in _VERBS or syntax.own_subject(document, word) is not None:
        relation = "ccomp" if syntax.is_finite(document, word) else "xcomp"
    else:
        relation = "obj" if syntax.child(document, word, "case") is None else "obl"
    return word._replace(head=cue.i, relation=relation, type=relation)
