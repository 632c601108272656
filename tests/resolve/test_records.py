"""Names of what has none, from trees that are not quite right."""

from __future__ import annotations

from claimwire.english.document import Document, Word
from claimwire.resolve.mentions import Mention
from claimwire.resolve.records import as_name

TEXT = "and the boats and nets"
TREE = (
    ("and", 4, "cc", "CCONJ"),
    ("the", 2, "det", "DET"),
    ("boats", -1, "root", "NOUN"),
    ("and", 4, "cc", "CCONJ"),
    ("nets", 2, "conj", "NOUN"),
)


def test_a_conjunct_whose_conjunction_is_before_the_first_leaves_a_name() -> None:
    """The network may hang both conjunctions on the last conjunct."""
    words, start = list[Word](), 0
    for i, (text, head, relation, tag) in enumerate(TREE):
        start = TEXT.index(text, start)
        words.append(Word.of(i, start, start + len(text), text, head, relation, tag, "NN", 0))
        start += len(text)
    document = Document(TEXT, tuple(words))
    boats = Mention(words[2], 4, 13, "description", "boat", "plural", None, "definite", frozenset(), "other")
    assert as_name(document, boats) == "the boats"
