"""The eval counts as the scorer's definitions say, and fails when a figure falls below its floor."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from tests.eval import __main__ as command
from tests.eval.corpus import GOLD, located, read_gold, read_jsonl
from tests.eval.score import Scope, count, figures

TEXT = "Ada Vane said the pier was safe. She hopes it stays so."
SAID = {"source": [(0, 8)], "cue": [(9, 13)], "content": [(14, 31)]}
HOPES = {"source": [(33, 36)], "cue": [(37, 42)], "content": [(43, 54)]}


def scored(
    golds: list[dict[str, Any]], guesses: list[dict[str, Any]], scope: Scope = "all"
) -> dict[str, float]:
    found = figures(count(TEXT, golds, guesses, scope=scope))
    return {name: round(values.get("f1", values.get("rate", 0)), 1) for name, values in found.items()}


def test_the_annotation_itself_scores_full() -> None:
    found = scored([SAID, HOPES], [SAID, HOPES])
    assert {found[name] for name in found if name not in ("recall_direct", "recall_mixed")} == {100.0}


def test_nothing_found_scores_nothing() -> None:
    assert scored([SAID], [])["relation"] == 0


@pytest.mark.parametrize(
    ("change", "relation", "content"),
    [
        ({"source": [(4, 8)]}, 100, 100),
        ({"source": [(33, 36)]}, 0, 100),
        ({"source": []}, 0, 100),
        ({"content": [(14, 22)]}, 100, 100),
        ({"content": [(14, 17)]}, 0, 0),
        ({"cue": []}, 100, 100),
    ],
)
def test_half_of_the_content_and_a_word_of_the_source_make_the_relation(
    change: dict[str, Any], relation: float, content: float
) -> None:
    found = scored([SAID], [SAID | change])
    assert (found["relation"], found["content_iou50"]) == (relation, content)


def test_one_prediction_pairs_with_one_annotation() -> None:
    assert scored([SAID], [SAID, SAID])["relation"] == round(100 * 2 / 3, 1)


def test_speech_leaves_out_hopes() -> None:
    assert scored([SAID, HOPES], [SAID], "speech")["relation"] == 100
    assert scored([SAID], [SAID, HOPES], "speech")["relation"] == 100
    assert scored([SAID, HOPES], [SAID], "all")["relation"] == round(100 * 2 / 3, 1)


def test_parts_of_a_note_are_found_from_its_paragraph_on() -> None:
    text = "Vane said no\n\nVane said yes, Vane said."
    notes = [{"paragraph": 1, "after": "yes", "source": ["Vane"], "content": ["said"]}]
    assert located(text, notes) == [{"source": [(29, 33)], "cue": [], "content": [(34, 38)]}]
    with pytest.raises(ValueError, match="substring not found"):
        located(text, [{"paragraph": 1, "content": ["no"]}])


def test_the_gold_articles_cover_every_kind() -> None:
    corpus = read_gold()
    total: Counter[tuple[str, str]] = Counter()
    for article in corpus.articles:
        total.update(count(article.text, article.attributions, [], scope="all"))
    assert len(corpus.articles) == len(list(GOLD.glob("*.json"))) >= 6
    assert min(total[f"recall_{kind}", "of"] for kind in ("direct", "mixed", "indirect")) >= 3


def test_json_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    file.write_text(json.dumps({"doc_id": "a", "text": TEXT, "attributions": [SAID]}) + "\n\n", "utf-8")
    (article,) = read_jsonl(file).articles
    assert (article.name, article.text) == ("a", TEXT)


def test_the_gold_articles_reach_their_floors_and_a_higher_floor_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out, floors = tmp_path / "out.json", tmp_path / "floors.json"
    passed = CliRunner().invoke(command.main, ["--json", str(out)])
    assert (passed.exit_code, "No figure is below its floor" in passed.output) == (0, True), passed.output
    measured = json.loads(out.read_text("utf-8"))
    assert json.loads(command.FLOORS.read_text("utf-8")).keys() >= {measured["corpus_sha256"]}
    floors.write_text(
        json.dumps({measured["corpus_sha256"]: {"floors": {"all relation F1": 100.1}}}), "utf-8"
    )
    monkeypatch.setattr(command, "FLOORS", floors)
    failed = CliRunner().invoke(command.main, [])
    assert (failed.exit_code, "below its floor of 100.1" in failed.output) == (1, True)
