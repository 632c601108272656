"""What a speaker did is a predicate that one speaker and several have alike."""

from __future__ import annotations

from claimwire.stances import did
from claimwire_schemas import STANCES


def test_every_stance_is_a_past_tense_which_agrees_with_one_and_with_many() -> None:
    assert {stance: did(stance) for stance in STANCES} == {
        "asserts": "asserted",
        "denies": "denied",
        "confirms": "confirmed",
        "accuses": "accused",
        "claims_responsibility": "claimed responsibility",
        "announces": "announced",
        "promises": "promised",
        "threatens": "threatened",
        "warns": "warned",
        "demands": "demanded",
        "predicts": "predicted",
        "believes": "believed",
        "doubts": "doubted",
        "asks": "asked",
        "praises": "praised",
        "criticizes": "criticized",
    }
