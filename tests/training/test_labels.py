"""The labels' regression learns what tells classes apart, and annotations keep to their texts."""

from __future__ import annotations

import json
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire_schemas.claims import CLAIM_TYPES, STANCES
from training.annotated import FOLDER, read_claims, read_texts, read_written
from training.judged import nearest
from training.regression import Examples, Table, fitted, fitted_ridge

LABELS = {*STANCES, "declines"}


def test_the_regression_learns_names_and_vectors() -> None:
    count = 60
    numbers = np.random.default_rng(0).normal(size=(count, 4)).astype(np.float32)
    labels = ["wet" if one[0] > 0 else "dry" for one in numbers]
    features = [["rain" if i % 3 else "sun", "day"] for i in range(count)]
    labels[::3] = ["sunny"] * len(labels[::3])
    model = fitted(Examples(features, numbers, labels, np.ones(count, np.float32)), ridge=0.1, shrink=1.0)
    guesses = [
        model.classes[int(model.scores(seen, vector).argmax())]
        for seen, vector in zip(features, numbers, strict=True)
    ]
    assert sum(guess == label for guess, label in zip(guesses, labels, strict=True)) > 0.9 * count


@given(st.lists(st.lists(st.integers(0, 5), min_size=1, max_size=4), min_size=1, max_size=6))
def test_a_table_multiplies_as_a_matrix(rows: list[list[int]]) -> None:
    dense = np.zeros((len(rows), 6), np.float32)
    for number, row in enumerate(rows):
        np.add.at(dense[number], row, 1)
    right = np.arange(12, dtype=np.float32).reshape(6, 2)
    table = Table(rows, 6)
    assert np.allclose(table.times(right), dense @ right)
    below = np.arange(2 * len(rows), dtype=np.float32).reshape(-1, 2)
    assert np.allclose(table.transposed_times(below), dense.T @ below)


def test_the_ridge_states_what_it_saw() -> None:
    rows = np.ones((100, 1))
    weights = fitted_ridge(rows, np.array([1.0] * 80 + [0.0] * 20))
    assert 1 / (1 + np.exp(-weights[0])) == pytest.approx(0.8, abs=0.02)


def test_the_nearest_content_shares_most_words() -> None:
    assert nearest("the mill burned", ["it rained", "the mill burned down"])[0] == 1


def test_written_sentences_have_known_labels_and_hold_their_marks() -> None:
    written = read_written()
    for one in written:
        noted = one.attributions[0]
        assert noted.stance in LABELS
        assert noted.type in CLAIM_TYPES
        assert all(one.text[start:end].strip() for start, end in noted.content)
    assert len(written) > 300


def test_annotations_are_offsets_labels_and_digests_without_the_texts() -> None:
    for name in ("claims.jsonl", "second.jsonl", "labels.jsonl"):
        for line in (FOLDER / name).read_text("utf-8").splitlines():
            row = json.loads(line)
            assert row["digest"].startswith("sha256:")
            assert "text" not in row
            for one in row["attributions"]:
                assert one["stance"] in LABELS
                assert one["type"] in CLAIM_TYPES
                assert all(start < end for role in ("source", "cue", "content") for start, end in one[role])


def test_texts_are_found_by_their_digests(tmp_path: Path) -> None:
    file = tmp_path / "texts.jsonl"
    file.write_text(json.dumps({"text": "It rained."}) + "\n", "utf-8")
    assert read_texts([file]) == {f"sha256:{sha256(b'It rained.').hexdigest()}": "It rained."}
    with pytest.raises(KeyError):
        read_claims(read_texts([file]))
