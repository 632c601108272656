"""Features that labels are learned from: names of what is seen, and the network's states."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from claimwire.claims.labels.said import Said
from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.closed_class import PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.english.inflection import LONGEST
from claimwire.extract.lemma import lemma_of
from claimwire.extract.lexicon import base_of, lexicon

_OPEN = frozenset(("NOUN", "VERB", "ADJ", "ADV"))
_MEANT = _OPEN | {"PROPN"}
_QUOTES = frozenset('“”"«»„‘')
_LENGTHS = (4, 8, 16, 32)
"""Bounds, in words, of the classes of a content's length."""

_FAR, _PLACES = 4000, 12
"""Characters, and line ends in them, that tell how far down an article something stands."""

_SHARES = frozenset(("%", "percent", "cent", "$", "£", "€"))
_COMPARED = frozenset(("JJS", "RBS", "JJR", "RBR"))
_CLASSES = {
    word: tuple(name for name, words in table.items() if word in words)
    for table in (read_json("claimwire.claims.labels", "words.json", dict[str, frozenset[str]]),)
    for word in frozenset().union(*table.values())
}

WIDTH = 384
"""Numbers of the network's state of a word."""


class Seen(NamedTuple):
    """An attribution or a sentence with what its labels are read off, read once for all of them."""

    said: Said
    features: Sequence[str]
    states: NDArray[np.float32]


def seen_of(said: Said) -> Seen:
    """Return what labels are read off."""
    return Seen(said, features_of(said), vector_of(said))


def features_of(said: Said) -> list[str]:
    """Return the names of what is seen in an attribution or a sentence, each once."""
    found = [*_of_cue(said), *_of_source(said), *_of_content(said)]
    return list(dict.fromkeys(found))


def _stance(said: Said) -> str:
    if said.lemma is None:
        return "none"
    stances = lexicon().stances
    longer = lemma_of(one.text for one in (*said.cue, *said.content[:3]))
    lemma = longer if longer.startswith(said.lemma + " ") else said.lemma
    stance: str | None = stances.get(lemma)
    return stance or "unknown"


def _of_cue(said: Said) -> Iterator[str]:
    stance, document, head, top = _stance(said), said.document, said.cue_head, said.head
    yield f"cue={said.lemma}"
    yield f"cue_stance={stance}"
    if head is not None:
        yield f"cue_tag={head.tag}"
        yield f"cue_form={head.form}"
        yield from (f"cue_word={base_of(one.lower, one.form)}" for one in said.cue if one.tag in _OPEN)
        if syntax.is_passive(document, head):
            yield f"cue_passive+{stance}"
        if syntax.negation(document, head):
            yield "cue_negated"
            yield f"cue_negated+{stance}"
        yield from (f"cue_aux={one.lower}" for one in syntax.auxiliaries(document, head) if one.form == "MD")
    if top is not None:
        relation = top.relation if head is not None and top.head == head.i else "apart"
        yield f"link={relation}+{stance}"
        shapes = list(_shape(document, top))
        yield from (f"{stance}+{shape}" for shape in shapes)
        yield from (f"{said.lemma}+{shape}" for shape in shapes)
        for name in dict.fromkeys(_classes(said.first_sentence)):
            yield f"{stance}+{name}"
            yield f"{said.lemma}+{name}"


def _of_source(said: Said) -> Iterator[str]:
    head = next((one for one in said.document.heads(said.source) if one.tag != "PUNCT"), None)
    if head is None:
        yield "no_source"
        return
    yield f"source_tag={head.tag}"
    yield f"source_person={syntax.person(head)}"
    if head.tag == "NOUN":
        yield f"source={base_of(head.lower, head.form)}"


def _of_content(said: Said) -> Iterator[str]:
    words, top = said.first_sentence, said.head
    if top is None:
        return
    yield f"first={words[0].lower}"
    yield f"last={words[-1].lower}" if words[-1].tag == "PUNCT" else "last=word"
    if any(one.text == "?" for one in said.content):
        yield "question_mark"
    quoted = words[0].text in _QUOTES
    yield f"quoted={'whole' if quoted else any(one.text in _QUOTES for one in words)}"
    yield f"length={sum(len(words) > bound for bound in _LENGTHS)}"
    yield f"head={base_of(top.lower, top.form)}"
    yield f"head_tag={top.tag}"
    yield from (f"word={base_of(one.lower, one.form)}" for one in said.content[:80] if one.tag in _OPEN)
    yield from _classes(said.content[:80])
    yield from _of_clause(said, top, quoted=quoted)
    yield from _counts(said, words)


def _classes(words: Sequence[Word]) -> Iterator[str]:
    for one in words:
        if len(one.lower) <= LONGEST:
            yield from _classes_of(one.lower, one.form)


@lru_cache(maxsize=1 << 14)
def _classes_of(word: str, form: str) -> tuple[str, ...]:
    """Return the lists of `words.json` that have a word as it stands, then those that have its lemma."""
    return tuple(f"of:{name}" for one in (word, base_of(word, form)) for name in _CLASSES.get(one, ()))


def _of_clause(said: Said, top: Word, *, quoted: bool) -> Iterator[str]:
    """Give the grammar of a content's main clause: who does it, whether it is the speaker; negation; mood."""
    document = said.document
    who = _who(said, syntax.subject(document, top), quoted=quoted)
    shapes = list(_shape(document, top))
    yield f"who={who}"
    yield from (f"shape:{shape}" for shape in shapes)
    yield from (f"{who}+{shape}" for shape in shapes)
    inner = lexicon().stances.get(base_of(top.lower, top.form))
    if inner:
        yield f"inner={inner}"
        yield f"inner={inner}+{who}"
    nothing = any(syntax.negation(document, one) for one in syntax.children(document, top, "obj", "nsubj"))
    if syntax.negation(document, top) or nothing or syntax.negation(document, said.content[0]):
        yield "negated"
        yield f"negated+{who}"
        yield from (f"negated+{shape}" for shape in shapes)
    if syntax.is_passive(document, top):
        yield f"passive+{who}"


def _who(said: Said, subject: Word | None, *, quoted: bool) -> str:
    """Return whether a clause is about its speaker, its hearer or others."""
    if subject is None:
        return "nobody"
    pronoun = PRONOUNS.get(subject.lower) if subject.tag == "PRON" else None
    if pronoun and pronoun["person"] == 1:
        return "self"
    if pronoun and pronoun["person"] == 2:
        return "hearer"
    sources = {one.lower for one in said.source if one.tag in ("NOUN", "PROPN", "PRON")}
    if subject.lower in sources:
        return "self"
    if pronoun and subject.lower != "it":
        return "they" if quoted else "self?"
    return "it" if pronoun or subject.lower in ("this", "that", "there") else "other"


def _counts(said: Said, words: Sequence[Word]) -> Iterator[str]:
    numbers = [one for one in words if one.tag == "NUM"]
    yield f"numbers={min(len(numbers), 2)}"
    yield f"names={min(sum(one.tag == 'PROPN' for one in words), 4)}"
    yield from (f"counted={relation}" for one in numbers for relation in _counted(said, one))
    if any(one.lower in _SHARES for one in words):
        yield "share_or_money"
    if any(one.form in _COMPARED for one in words):
        yield "comparison"


def _counted(said: Said, number: Word) -> Iterator[str]:
    """Give the place in the main clause of what a number counts: its subject, its object."""
    one = number
    while one.relation in ("nummod", "compound", "advmod") and one.head >= 0 and one != said.head:
        one = said.document.words[one.head]
    if one == said.head:
        yield "head"
    elif said.head is not None and one.head == said.head.i and one.tag != "PROPN":
        yield one.relation


def _shape(document: Document, top: Word) -> Iterator[str]:
    """Give the grammar of a clause: its modal, or its tense or form."""
    helpers = syntax.auxiliaries(document, top)
    modal = next((one.lower for one in helpers if one.form == "MD"), None)
    if modal:
        yield f"modal={modal}"
    elif any(one.lower == "to" for one in syntax.children(document, top, "mark")):
        yield "form=to"
    elif top.form == "VB" and not helpers:
        yield "form=imperative"
    elif syntax.is_finite(document, top):
        yield f"form={(helpers[0] if helpers else top).form}"
    else:
        yield f"form={top.form}"


def worth_features_of(said: Said) -> list[str]:
    """Return the names of what else check-worthiness depends on: whose it is, where it stands."""
    start = said.content[0].start if said.content else 0
    place = min(said.document.text.count("\n", 0, min(start, _FAR)), _PLACES)
    whose = "said" if said.is_attributed else "own"
    meant = {base_of(one.lower, one.form) for one in said.content if one.tag in _MEANT}
    seen = {
        "paragraph": place,
        "shared": round(said.shared * 4),
        "headline": min(len(meant & _headline(said.document)), 3),
        "year": any(one.tag == "NUM" and len(one.text) == 4 for one in said.content),
    }
    return [whose, *(f"{whose}+{name}={value}" for name, value in seen.items())]


def _headline(document: Document) -> set[str]:
    """Return what words an article's first line is made of."""
    end = document.text.find("\n")
    return {base_of(one.lower, one.form) for one in document.within(0, max(end, 0)) if one.tag in _MEANT}


def vector_of(said: Said) -> NDArray[np.float32]:
    """Return the network's states of a cue's head, a content's head and, in the mean, of its content."""
    vectors = said.document.vectors
    if not len(vectors):  # a document that the network has not read
        return np.zeros(3 * WIDTH, np.float32)
    nothing = np.zeros(WIDTH, np.float32)
    sentence = [one.i for one in said.first_sentence]
    return np.concatenate(
        [
            vectors[said.cue_head.i] if said.cue_head else nothing,
            vectors[said.head.i] if said.head else nothing,
            np.add.reduce(vectors.take(sentence, axis=0)) / np.float32(len(sentence))
            if sentence
            else nothing,
        ]
    )
