"""Queries: what people write, as trees; and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.errors import InputError
from claimwire.store.postgresql import tsquery
from claimwire.store.query import And, Node, Not, Or, Phrase, Prefix, Word, parse, terms
from claimwire.store.sqlite import fts5
from claimwire.words import words_of

A, B, C = Word("mill"), Word("fire"), Word("owner")


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("", None),
        ("  …  ", None),
        ("Mill", A),
        ("mill fire", And((A, B))),
        ("mill AND fire", And((A, B))),
        ("mill and fire", And((A, Word("and"), B))),
        ("mill fire OR owner", Or((And((A, B)), C))),
        ("mill (fire OR owner)", And((A, Or((B, C))))),
        ("mill NOT fire", And((A, Not(B)))),
        ("mill -fire", And((A, Not(B)))),
        ("-fire", Not(B)),
        ('mill -"fire owner"', And((A, Not(Phrase(("fire", "owner")))))),
        ("NOT (fire OR owner)", Not(Or((B, C)))),
        ("-(fire owner)", Not(And((B, C)))),
        ('"mill fire"', Phrase(("mill", "fire"))),
        ('"mill fire', Phrase(("mill", "fire"))),
        ('"mill"', A),
        ("mill-fire", Phrase(("mill", "fire"))),
        ("owner's", Phrase(("owner", "s"))),
        ("mil*", Prefix("mil")),
        ("MÍLL", A),
    ],
)
def test_what_is_written_is_a_tree(text: str, tree: Node | None) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("mill OR", "OR stands between"),
        ("OR mill", "OR stands between"),
        ("AND mill", "AND stands between"),
        ("mill AND", "AND stands between"),
        ("mill NOT", "NOT stands before"),
        ("(mill", "opening parenthesis"),
        ("mill)", "closing parenthesis"),
        ("fire) OR (mill", "closing parenthesis"),
        ("m*", "at least 2 letters"),
        ("(" * 20 + "mill" + ")" * 20, "nested more than"),
        ("mill " * 65, "more than 64 terms"),
        ("a " * 1000, "more than"),
        ("x" * 2001, "more than 2,000 characters"),
        ('"' + "mill " * 65 + '"', "more than 64 terms"),
    ],
)
def test_what_is_no_query_says_why(text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        parse(text)


@given(
    st.text(alphabet=st.sampled_from("ab\"'*():-+^{}|&!<>\\ ORANDT;%_é\0"), max_size=60)
    | st.text(max_size=60)
)
def test_any_text_is_a_tree_of_words_or_refused(text: str) -> None:
    """What reaches an engine is made of letters and digits, quoted, and the syntax of the engine's own."""
    try:
        tree = parse(text)
    except InputError:
        return
    if tree is not None:
        assert terms(tree) <= 64
        for leaf in leaves(tree):
            assert words_of(leaf) == [leaf]
        assert fts5(tree).count('"') % 2 == 0
        assert tsquery(tree).count("'") % 2 == 0


def leaves(tree: Node) -> list[str]:
    match tree:
        case And(parts) | Or(parts):
            return [leaf for part in parts for leaf in leaves(part)]
        case Not(part):
            return leaves(part)
        case Phrase(tokens):
            return list(tokens)
        case Prefix(start):
            return [start]
    return [tree.token]
