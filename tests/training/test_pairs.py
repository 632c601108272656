"""Pairs of claims: digests, places and labels, no texts; written ones make claims; parts share nothing."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from typing import get_args

import pytest

from claimwire.extract import Extractor
from claimwire.match.links.judge import model
from claimwire.match.links.pair import pair_of
from training.links import SORT_OF, bounds_of, fit, held_out
from training.pairs import LABELS, PAIRS, Labelled, Part, _found, enriched, read_written, written_pairs

ROWS = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]


@pytest.fixture(scope="module")
def written() -> Sequence[Labelled]:
    return written_pairs(Extractor.load())


def test_annotated_pairs_are_digests_places_and_labels() -> None:
    assert len(ROWS) >= 600
    assert sum("second" in row for row in ROWS) >= len(ROWS) // 11
    for row in ROWS:
        assert row.keys() - {"second", "drawn"} == {"label", "part", "ends"}
        assert row.get("drawn", "links") == "links"
        assert {row["label"], row.get("second", "same")} <= set(LABELS)
        for end in row["ends"]:
            assert end.keys() == {"digest", "day", "places"}
            assert end["digest"].startswith("sha256:")
            assert all(start < stop for start, stop in end["places"])


def test_no_article_is_both_learned_and_judged_by() -> None:
    of: dict[Part, set[str]] = {
        part: {end["digest"] for row in ROWS if row["part"] == part for end in row["ends"]}
        for part in get_args(Part)
    }
    assert of["train"].isdisjoint(of["dev"])


def test_both_ends_of_a_pair_are_of_other_articles() -> None:
    assert all(row["ends"][0]["digest"] != row["ends"][1]["digest"] for row in ROWS)


def test_every_written_sentence_makes_a_claim(written: Sequence[Labelled]) -> None:
    stories = read_written()
    assert len(written) == sum(len(story) - 1 for story in stories) >= 150
    assert Counter(one.label for one in written) == Counter(
        said.label for story in stories for said in story[1:]
    )


def test_written_stories_are_whole_in_one_part(written: Sequence[Labelled]) -> None:
    parts = {(one.group, one.part) for one in written}
    assert len(parts) == len({group for group, _ in parts})


def test_a_claim_is_found_again_by_its_place() -> None:
    text = "A headline\n\nMayor Ada Vane said that the mill would close in April. It rained all day in Harle."
    whole = enriched(text, "2026-03-02", Extractor.load())
    start = text.index("the mill")
    found = _found({"places": [[start, start + len("the mill would close in April")]]}, whole)
    assert found is not None
    assert found.claimant.name == "Ada Vane"
    assert _found({"places": [[0, 10]]}, whole) is None


def test_what_was_fitted_tells_agreement_from_contradiction(written: Sequence[Labelled]) -> None:
    learned = [one for one in written if one.part == "train"]
    weights = fit(learned)
    assert weights.keys() == set(SORT_OF.values())
    assert all(one.keys() >= {"base", "overlap"} for one in weights.values())
    tried = held_out(learned)
    assert len(tried) == sum(not pair_of(one.first, one.second).is_copy for one in learned)
    related = [(pair.label, one) for pair, one in tried if pair.label != "unrelated"]
    right = sum(SORT_OF[label] == one.sort for label, one in related)
    assert right > 0.75 * len(related)
    assert all(0 < it["suggested"] <= it["confirmed"] for it in bounds_of(tried).values())


def test_the_package_has_weights_for_what_is_seen() -> None:
    names = set(chain(*model()["sorts"].values()))
    assert {"overlap", "negation", "denial", "numbers_differ", "names_differ", "swapped"} <= names
