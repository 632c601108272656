"""A document tells how far each word's branch reaches, and where a spelling comes first."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from claimwire.english import syntax
from claimwire.english.document import Document
from claimwire.english.quotations import find_quotations
from tests.claims.trees import a_chain, documents
from tests.strategies import examples

TEXT = "The mayor, who left in May, said that the ferry had sunk. It was old."


@examples(50)
@given(st.data())
def test_an_extent_has_the_first_and_the_last_word_of_a_subtree(data: st.DataObject) -> None:
    document: Document = data.draw(documents(TEXT))
    for word in document.words:
        below = syntax.subtree(document, word)
        assert document.extents[word.i] == (below[0].i, below[-1].i)


def test_a_spelling_comes_first_where_it_is_first_in_any_case() -> None:
    assert a_chain("The ferry sank. the ferry").firsts == {"the": 0, "ferry": 1, "sank": 2, ".": 3}


def test_no_words_have_no_places() -> None:
    assert (Document("").extents, Document("").firsts) == ((), {})


def test_a_quotation_within_a_quotation_is_told_from_the_one_around_it() -> None:
    text = "“He said, ‘Not now,’ and left,” she wrote. ‘Later.’"
    document = Document(text, quotations=tuple(find_quotations(text)))
    inner = document.inner_quotation_at(text.index("Not"))
    assert inner is not None
    assert text[inner.start : inner.end] == "‘Not now,’"
    outside = ("He", "and", "wrote", "Later")
    assert [document.inner_quotation_at(text.index(word)) for word in outside] == [None] * 4
