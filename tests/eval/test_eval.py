"""The eval counts as the scorer's definitions say, and fails when a figure falls below its floor."""

from __future__ import annotations

import json
from collections import Counter
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from claimwire.extract.extractor import default_extractor
from claimwire_schemas import Attribution, Cue, Span
from tests.eval import __main__ as command
from tests.eval.articles import article_of
from tests.eval.breakdown import breakdown
from tests.eval.calibration import calibration
from tests.eval.corpus import GOLD, Annotated, Corpus, located, read_gold, read_jsonl
from tests.eval.extracted import Extracted, extracted
from tests.eval.floors import Key, check, pin
from tests.eval.measure import SCOPES, measure
from tests.eval.score import Scope, count, figures
from tests.eval.verdicts import Verdict, judge

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
    assert len(corpus.articles) == len(list(GOLD.glob("*.txt"))) >= 40
    assert min(total[f"recall_{kind}", "of"] for kind in ("direct", "mixed", "indirect")) >= 3


def test_json_lines_are_read(tmp_path: Path) -> None:
    file = tmp_path / "data.jsonl"
    attributions = [SAID, HOPES | {"nested": True}]
    file.write_text(json.dumps({"doc_id": "a", "text": TEXT, "attributions": attributions}) + "\n\n", "utf-8")
    (article,) = read_jsonl(file).articles
    assert (article.name, article.text) == ("a", TEXT)
    assert ([*map(len, (article.attributions, article.nested))], article.nested[0]["nested"]) == (
        [1, 1],
        True,
    )


def test_the_attributions_of_enriched_articles_are_measured() -> None:
    corpus = read_gold()
    run = extracted(Corpus(corpus.articles[:1], "0"))
    [(article, found)] = run.articles
    assert found == default_extractor().extract(article_of(article.text))
    assert (len(found) > 3, run.cpu_s > 0, run.words) == (True, True, len(article.text.split()))


def an_attribution(
    spans: dict[str, Any], *, text: str = TEXT, confidence: float = 0.9, nested: bool = False
) -> Attribution:
    """Return the record of an annotation."""
    found = {role: tuple(Span.of(text, *span) for span in spans[role]) for role in spans}
    return Attribution(
        attribution_id="00000000-0000-0000-0000-000000000000",
        article=article_of(text).ref(),
        source=found["source"][0] if found["source"] else None,
        cue=Cue(spans=found["cue"], lemma="say") if found["cue"] else None,
        content=found["content"],
        kind="indirect",
        nested=nested,
        confidence=confidence,
        extractor="test",
    )


def test_a_verdict_is_right_where_the_relation_is() -> None:
    wrong = an_attribution(SAID | {"source": [(33, 36)]}, confidence=0.4)
    judged = judge(TEXT, [SAID, HOPES], [wrong, an_attribution(HOPES), an_attribution(HOPES)])
    assert [one.right for one in judged.gold] == [False, True]
    assert [(one.right, confidence) for one, confidence in judged.found] == [
        (False, 0.4),
        (True, 0.9),
        (False, 0.9),
    ]


def test_nested_attributions_are_counted_and_left_out_of_the_rest() -> None:
    article = Annotated("a", TEXT, [SAID], nested=(HOPES, HOPES))
    found = (an_attribution(SAID), an_attribution(HOPES, nested=True))
    measured = measure(Extracted(((article, found),), extractor="test", words=10, cpu_s=2.0))
    assert measured["nested"] == {"predicted": 1, "gold": 2, "recall": 50.0, "precision": 100.0}
    assert {measured[scope]["relation"]["f1"] for scope in SCOPES} == {100.0}
    assert measured["all"]["relation"]["predicted"] == sum(
        b["count"] for b in measured["calibration"]["bins"]
    )
    assert measured["words_per_cpu_second"] == 5


def test_a_verdict_knows_its_kind_and_whether_there_is_a_source() -> None:
    text = "“No,” said Vane. It was late, it was said."
    quoted = {"source": [(11, 15)], "cue": [(6, 10)], "content": [(0, 5)]}
    bare = {"source": [], "cue": [(37, 41)], "content": [(17, 28)]}
    judged = judge(text, [quoted, bare], [an_attribution(bare, text=text)])
    said = Verdict(kind="indirect", has_source=False, right=True)
    assert judged.gold == (Verdict(kind="direct", has_source=True, right=False), said)
    assert judged.found == ((said, 0.9),)


def test_groups_have_precision_of_what_was_found_and_recall_of_what_is_annotated() -> None:
    right = Verdict(kind="direct", has_source=True, right=True)
    wrong = replace(right, right=False)
    other = Verdict(kind="mixed", has_source=False, right=False)
    found = breakdown([right, wrong, wrong, wrong], [right, wrong, other])
    assert (found["direct"]["p"], found["direct"]["r"]) == (50, 25)
    assert found["direct"]["f1"] == pytest.approx(100 / 3)
    assert (found["with source"]["predicted"], found["without source"]["predicted"]) == (2, 1)
    assert found["indirect"] == dict.fromkeys(found["indirect"], 0)


def test_confidences_are_binned_and_their_error_is_weighted_by_count() -> None:
    found = calibration([(0.8, True), (0.82, True), (0.88, False), (1.0, True), (0.0, False)])
    counts = {one["least"]: one["count"] for one in found["bins"] if one["count"]}
    assert counts == {0.0: 1, 0.8: 3, 0.9: 1}
    assert found["bins"][8]["confidence"] == pytest.approx(2.5 / 3)
    assert found["bins"][8]["right"] == pytest.approx(2 / 3)
    assert found["ece"] == pytest.approx(3 / 5 * 0.5 / 3)
    assert calibration([])["ece"] is None


KEY = Key("a" * 64, "ours")
FORMER = Key("b" * 64, "ours")


def a_book(path: Path, floors: dict[Key, dict[str, float]]) -> Path:
    entries = {key.digest: {"corpus": key.corpus, "floors": found} for key, found in floors.items()}
    path.write_text(json.dumps(entries), "utf-8")
    return path


@pytest.mark.parametrize(
    ("key", "figures", "required", "passed", "said"),
    [
        (KEY, {"F1": 50.0, "recall": 1}, False, True, "No figure is below its floor."),
        (KEY, {"F1": 49.44}, False, False, "F1 is 49.44, below its floor of 50.0"),
        (KEY, {"recall": 99}, False, False, "F1 is nothing measured, below its floor of 50.0"),
        (FORMER, {"F1": 99}, False, True, "has no floors"),
        (FORMER, {"F1": 99}, True, False, "has no floors"),
        (FORMER, {"F1": 99}, False, True, "ours (aaaaaaaaaaaa) is stale"),
    ],
)
def test_a_figure_below_its_floor_fails_and_a_corpus_without_floors_where_they_are_required(
    tmp_path: Path, key: Key, figures: dict[str, float], *, required: bool, passed: bool, said: str
) -> None:
    outcome = check(a_book(tmp_path / "floors.json", {KEY: {"F1": 50.0}}), key, figures, required=required)
    assert (outcome.passed, said in "\n".join(outcome.lines)) == (passed, True), outcome.lines


def test_pinned_floors_are_rounded_down_and_the_others_stay(tmp_path: Path) -> None:
    other = Key("c" * 64, "theirs")
    book = a_book(tmp_path / "floors.json", {KEY: {"F1": 50.0}, other: {"F1": 70.0}})
    assert pin(book, KEY, {"F1": 62.38, "recall": 8.0}, allow_lower=False).passed
    assert json.loads(book.read_text("utf-8")) == {
        other.digest: {"corpus": "theirs", "floors": {"F1": 70.0}},
        KEY.digest: {"corpus": "ours", "floors": {"F1": 62.3, "recall": 8.0}},
    }


@pytest.mark.parametrize("held", [KEY, FORMER])
def test_a_floor_is_lowered_only_on_purpose_whether_the_corpus_has_changed_or_not(
    tmp_path: Path, held: Key
) -> None:
    book = a_book(tmp_path / "floors.json", {held: {"F1": 50.0, "recall": 60.0, "gone": 1.0}})
    before = book.read_bytes()
    refused = pin(book, KEY, {"F1": 50.1, "recall": 59.98}, allow_lower=False)
    assert (refused.passed, book.read_bytes()) == (False, before)
    assert refused.lines[:2] == (
        "recall would fall from 60.0 to 59.9",
        "gone would fall from 1.0 to nothing measured",
    )
    assert pin(book, KEY, {"F1": 50.1, "recall": 59.98}, allow_lower=True).passed
    assert json.loads(book.read_text("utf-8")) == {
        KEY.digest: {"corpus": "ours", "floors": {"F1": 50.1, "recall": 59.9}}
    }


@pytest.mark.slow
def test_the_gold_articles_reach_their_floors() -> None:
    passed = CliRunner().invoke(command.main, ["--require-floors"])
    assert (passed.exit_code, "No figure is below its floor" in passed.output) == (0, True), passed.output


def test_the_command_pins_and_then_holds_the_floors(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A corpus without floors fails where they are required; with them it passes until one is raised."""
    data, out = tmp_path / "data.jsonl", tmp_path / "out.json"
    data.write_text(json.dumps({"doc_id": "a", "text": TEXT, "attributions": [SAID]}), "utf-8")
    book = a_book(tmp_path / "floors.json", {})
    monkeypatch.setattr("tests.eval.floors.FLOORS", book)

    def exit_code(*options: str) -> int:
        return CliRunner().invoke(command.main, [str(data), *options]).exit_code

    assert [exit_code(), exit_code("--require-floors"), exit_code("--allow-lower")] == [0, 1, 2]
    assert [exit_code("--pin"), exit_code("--require-floors", "--json", str(out))] == [0, 0]
    measured = json.loads(out.read_text("utf-8"))
    [[digest, entry]] = json.loads(book.read_text("utf-8")).items()
    assert digest == measured["corpus_sha256"] == sha256(data.read_bytes()).hexdigest()
    assert entry["corpus"] == f"{tmp_path.name}/data.jsonl"
    assert entry["floors"]["all recall_indirect"] == measured["all"]["recall_indirect"]["rate"] == 100
    assert (len(measured["calibration"]["bins"]), measured["groups"]["indirect"]["gold"]) == (10, 1)
    a_book(book, {Key(digest, entry["corpus"]): entry["floors"] | {"all relation F1": 100.1}})
    assert exit_code() == 1
