"""The words of links: lemmas, words that are alike and opposites are consistent."""

from __future__ import annotations

from claimwire.data import read_json
from claimwire.match.links.reading import _terms
from claimwire.match.links.vocabulary import lemma, rarities
from claimwire.match.links.wording import are_opposites, canon

PACKAGE = "claimwire.match.links"


def test_opposites_are_lemmas_and_not_alike() -> None:
    for one, other in read_json(PACKAGE, "opposites.json", list[tuple[str, str]]):
        assert canon(one) != canon(other), (one, other)
        assert are_opposites(canon(one), canon(other))
        assert are_opposites(canon(other), canon(one))


def test_words_that_are_alike_have_one_canon() -> None:
    for group in read_json(PACKAGE, "alike.json", list[list[str]]):
        assert group[0] == canon(group[0])
        assert all(canon(canon(word)) == canon(word) for word in group)


def test_every_inflection_has_its_lemma() -> None:
    assert [lemma(word) for word in ("fell", "rose", "denied", "Soldiers", "injured")] == [
        "fall",
        "rise",
        "deny",
        "soldier",
        "injure",
    ]


def test_fillers_mean_nothing() -> None:
    found = [[term for _, term, _ in _terms(text.split())] for text in ("He left after all", "He left")]
    assert found[0] == found[1]
    assert [term for _, term, _ in _terms(["a", "course", "of", "action"])] == ["course", "action"]


def test_common_words_tell_less() -> None:
    assert rarities()["say"] < rarities()["murder"]
