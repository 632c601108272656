"""Contradictions and updates are of one thing; what only looks like one is held back, whatever its score."""

from __future__ import annotations

import pytest

from claimwire.match.links.features import features
from claimwire.match.links.gates import may_contradict, may_update
from claimwire.match.links.pair import pair_of
from tests.match.links.conftest import Say


def _may(say: Say, one: str, other: str) -> tuple[bool, bool]:
    """Return whether two sentences may contradict, and whether the second may update the first."""
    pair = pair_of(say(one, 2), say(other, 4))
    seen = features(pair)
    return may_contradict(pair, seen), may_update(pair, seen)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Greta Holm said that the Ostby mill would close its paper machine.",
            "Rolf Aken said that the Ostby mill would not close its paper machine.",
        ),
        (
            "Greta Holm said that Ivo Petrov was fit to lead.",
            "Rolf Aken said that Ivo Petrov was unfit to lead.",
        ),
        (
            "The paper said that Marta Ruiz would debate Jan Kowal.",
            "Echo said that Marta Ruiz would not debate Jan Kowal.",
        ),
        (
            "Greta Holm accused Rolf Aken of hiding mercury reports.",
            "Rolf Aken denied hiding mercury reports.",
        ),
    ],
)
def test_what_one_denies_of_the_same_thing_is_a_contradiction(say: Say, one: str, other: str) -> None:
    assert _may(say, one, other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Greta Holm said that Ivo Petrov knew.", "Rolf Aken said that Ivo Petrov did not know what to do."),
        ("Greta Holm said: “It is a good idea.”", "Rolf Aken said: “It is not a good idea.”"),
        (
            "Greta Holm said: “We will back the harbor tax of Ivo Petrov.”",
            "Rolf Aken said: “They will not back the harbor tax of Ivo Petrov.”",
        ),
        (
            "Greta Holm said that the mill would not close its paper machine.",
            "Rolf Aken said that the mill would never close its paper machine.",
        ),
        (
            "Greta Holm said that she doubted whether the Ostby mill would close its paper machine.",
            "Rolf Aken said that the Ostby mill would not close its paper machine.",
        ),
        (
            "Greta Holm said that the Ostby mill should close its paper machine.",
            "Rolf Aken said that the Ostby mill did not close its paper machine.",
        ),
        (
            "Greta Holm said that Tilda Marrow apologized for the remarks of Ivo Petrov.",
            "Rolf Aken said that Ivo Petrov never apologized for his remarks.",
        ),
        (
            "Greta Holm said that Ivo Petrov criticized the bishop in a political sermon.",
            "Rolf Aken said that political bishops in the north supported the sermon of Ivo Petrov.",
        ),
        (
            "Greta Holm said that the council decided not to sell the Ostby mill.",
            "Rolf Aken said that the council decided against selling the Ostby mill.",
        ),
        (
            "Greta Holm said: “The mill will not back Jan Kowal over Marta Ruiz.”",
            "Rolf Aken said: “The mill will back Marta Ruiz over Jan Kowal.”",
        ),
    ],
)
def test_one_person_and_a_negation_are_no_contradiction(say: Say, one: str, other: str) -> None:
    assert not _may(say, one, other)[0]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Greta Holm said that 20,000 refugees had reached Estmark.",
            "Rolf Aken said that 26,000 refugees had reached Estmark.",
        ),
        (
            "The paper said that Marta Ruiz leads with 61 delegates.",
            "The paper said that Marta Ruiz leads with 182 delegates.",
        ),
        (
            "Echo said that Marta Ruiz has 370 delegates and Jan Kowal 63.",
            "Echo said that Marta Ruiz has 384 delegates and Jan Kowal 129.",
        ),
        (
            "Nordmetrix said that 41 percent of voters backed Marta Ruiz.",
            "Nordmetrix said that 45 percent of voters backed Marta Ruiz.",
        ),
    ],
)
def test_another_number_of_the_same_is_an_update(say: Say, one: str, other: str) -> None:
    assert _may(say, one, other)[1]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (
            "Echo said that Marta Ruiz won 19 delegates in Norrland.",
            "Echo said that Marta Ruiz has won 40 delegates.",
        ),
        ("Echo said that Marta Ruiz won 19 delegates.", "Echo said that Jan Kowal won 40 delegates."),
        (
            "Echo said that Marta Ruiz leads with 61 delegates.",
            "Echo said that Marta Ruiz leads with 610 delegates.",
        ),
        (
            "Nordmetrix said that 41 percent of voters backed Marta Ruiz.",
            "Echo Research said that 45 percent of voters backed Marta Ruiz.",
        ),
        (
            "Nordmetrix said that the poll has a margin of error of 3 points.",
            "Nordmetrix said that the poll has a margin of error of 4 points.",
        ),
        (
            "Echo said that the council had found 600 secret letters.",
            "Echo said that the council had found an additional 328 secret letters.",
        ),
    ],
)
def test_numbers_of_others_or_of_elsewhere_are_no_update(say: Say, one: str, other: str) -> None:
    assert not _may(say, one, other)[1]


@pytest.mark.parametrize("said", ["Will the mill close?", "I wonder whether the mill will close."])
def test_questions_assert_nothing(say: Say, said: str) -> None:
    assert say("Rolf Aken said: “The mill will close.”", 2).is_asserted
    assert not say(f"Rolf Aken said: “{said}”", 2).is_asserted
