"""Documents with any trees at all, for properties that must hold however a text is parsed."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import strategies as st

from claimwire.english.document import Document, Word
from claimwire.english.quotations import find_quotations
from claimwire.english.universal import FORMS, RELATIONS, TAGS
from claimwire.english.words import words
from claimwire.extract.parse import LONGEST


def a_chain(text: str) -> Document:
    """Return a text in sentences of the most words, in which each depends on the one before: deep trees."""
    chain = (
        Word.of(i, start, end, text[start:end], *_link(i), "VERB", "VBD", i // LONGEST)
        for i, (start, end) in enumerate(words(text))
    )
    return Document(text, tuple(chain), tuple(find_quotations(text)))


def _link(i: int) -> tuple[int, str]:
    return (i - 1, "ccomp") if i % LONGEST else (-1, "root")


@st.composite
def documents(draw: st.DrawFn, text: str) -> Document:
    """Return a text with sentences of any lengths, each a tree of any shape with any labels."""
    places = words(text)
    cuts = draw(st.sets(st.integers(0, max(len(places) - 1, 0)))) - {0}
    found = list[Word]()
    for number, (first, last) in enumerate(pairwise([0, *sorted(cuts), len(places)])):
        order = draw(st.permutations(range(first, last)))
        for at, i in enumerate(order):
            head = order[draw(st.integers(0, at - 1))] if at else -1
            relation = draw(st.sampled_from(RELATIONS)) if at else "root"
            tag, form = draw(st.sampled_from(TAGS)), draw(st.sampled_from(FORMS))
            start, end = places[i]
            found.append(Word.of(i, start, end, text[start:end], head, relation, tag, form, number))
    return Document(text, tuple(sorted(found)), tuple(find_quotations(text)))
