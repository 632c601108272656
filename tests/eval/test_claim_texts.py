"""Each figure of claims as readers get them counts its own mistakes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tests.eval import claim_texts
from tests.eval.claim_texts import is_good, same_name, tally, token_f1, words
from tests.eval.gold_claims import read_gold_claims
from tests.eval.gold_texts import line_of

TEXT = (
    "Mayor quits over pier\n\nThe mayor of Dorn, Ana Ruiz, said on Monday that the pier was closed. "
    "Ana Ruiz denied that she had taken money. The pier fell into the sea in 2019."
)


def span(part: str) -> list[int]:
    start = TEXT.index(part)
    return [start, start + len(part)]


def annotation(content: str, texts: list[str], **changes: object) -> dict[str, object]:
    labels = {"claimant": "Ana Ruiz", "stance": "asserts", "accused": None, "type": "event"}
    rest = {"certainty": "certain", "negated": False, "worth": 2, "form": "proposition"}
    return {"content": [span(content)], "texts": texts, "splits": []} | labels | rest | changes


def article(*attributions: dict[str, object], own: tuple[str, ...] = ()) -> dict[str, object]:
    sentences = [{"sentence": span(one), "texts": [one], "worth": 2} for one in own]
    return {"doc_id": "a", "text": TEXT, "attributions": list(attributions), "own": sentences}


CLOSED = annotation("the pier was closed", ["The pier was closed."])


def test_a_claim_as_annotated_has_all_figures() -> None:
    figures = tally([article(CLOSED)]).figures()
    assert (figures["found"], figures["text"], figures["good"], figures["claimant"]) == (100, 100, 100, 100)
    assert figures["broken"] == 0


@pytest.mark.parametrize(
    ("change", "figure"),
    [
        ({"claimant": "Bo Lindh"}, "claimant"),
        ({"stance": "denies"}, "stance"),
        ({"type": "opinion"}, "type"),
        ({"certainty": "possible"}, "certainty"),
        ({"negated": True}, "negated"),
        ({"accused": "Bo Lindh"}, "accused"),
        ({"texts": ["Bo Lindh sold his boat to a bank."]}, "good"),
    ],
)
def test_each_wrong_field_counts_in_its_figure_alone(change: dict[str, object], figure: str) -> None:
    right, wrong = tally([article(CLOSED)]).figures(), tally([article(CLOSED | change)]).figures()
    assert wrong[figure] < right[figure]
    touched = {figure} | ({"text", "broken"} if figure == "good" else set())
    assert {name for name in right if right[name] != wrong[name]} == touched


def test_what_no_claim_matches_is_not_found_and_what_nobody_annotated_is_spurious() -> None:
    figures = tally([article(annotation("fell into the sea", ["It fell into the sea."]))]).figures()
    assert (figures["found"], figures["spurious"]) == (0, 100)


def test_a_claim_of_withheld_speech_is_spurious() -> None:
    assert tally([article(CLOSED | {"form": "none", "texts": []})]).figures()["spurious"] > 0


def test_own_sentences_have_recall_and_precision() -> None:
    wanted = "The pier fell into the sea in 2019."
    figures = tally([article(CLOSED, own=(wanted, "Mayor quits over pier"))]).figures()
    assert (figures["own recall"], figures["own precision"]) == (50, 100)


@pytest.mark.parametrize(
    ("given", "gold", "same"),
    [
        (None, None, True),
        ("Ana Ruiz", None, False),
        ("Mayor Ana Ruiz", "Ana Ruiz", True),
        ("Ruiz", "Ana Ruiz", True),
        ("Ruiz", "the former mayor of Dorn, Ana Ruiz", False),
        ("Bo Ruiz Lindh", "Ana Ruiz", False),
    ],
)
def test_names_are_compared_by_their_words(given: str | None, gold: str | None, *, same: bool) -> None:
    assert same_name(given, gold) == same


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("Ana Ruiz closed the pier in Dorn.", True),
        ("Ana Ruiz closed the pier in Dorn", False),
        ("ana Ruiz closed the pier in Dorn.", False),
        ("She closed the pier in Dorn.", False),
        ("Ana Ruiz closed the pier in Tarn.", False),
        ("Ana Ruiz closed it.", False),
    ],
)
def test_a_good_text_is_near_complete_and_a_sentence(text: str, *, good: bool) -> None:
    assert is_good(text, ["Ana Ruiz closed the pier in Dorn."]) == good


def test_texts_are_compared_word_by_word() -> None:
    assert token_f1(words("The pier’s owner"), words("the pier owner")) == 1
    assert token_f1(words("rain"), words("sun")) == 0


NOTES = """{"published": "2021-05-04T09:00:00Z", "outlet": [],
 "entities": [{"name": "Ana Ruiz", "kind": "person", "mentions": ["Ana Ruiz"]}],
 "claims": [{"attribution": 0, "claimant": "Ana Ruiz", "resolution": "name", "stance": "asserts",
  "form": "proposition", "texts": ["The pier was closed."], "worth": 2}],
 "own": [{"sentence": "The pier fell into the sea in 2019.", "texts": ["The pier fell into the sea in 2019."],
  "type": "event", "worth": 2}]}"""


@pytest.fixture
def gold(tmp_path: Path) -> Path:
    """Return a folder with the article, its attribution and its claim as the gold has them."""
    note = {
        "paragraph": 1,
        "source": ["The mayor of Dorn, Ana Ruiz,"],
        "cue": ["said"],
        "content": ["that the pier was closed"],
    }
    (tmp_path / "a.txt").write_text(TEXT + "\n", "utf-8")
    (tmp_path / "a.json").write_text(json.dumps([note]), "utf-8")
    (tmp_path / "a.claims.json").write_text(NOTES, "utf-8")
    return tmp_path


def test_a_gold_article_is_a_line_of_data(gold: Path) -> None:
    [one] = read_gold_claims(gold).articles
    line, [start, end] = line_of(one), span("that the pier was closed")
    wanted = CLOSED | {"content": [(start, end)], "splits": ()}
    [noted] = line["attributions"]
    assert {name: noted[name] for name in wanted} == wanted | {"texts": ("The pier was closed.",)}
    assert [TEXT[slice(*own["sentence"])] for own in line["own"]] == ["The pier fell into the sea in 2019."]


def test_without_data_the_gold_is_scored_and_held_to_its_floors(
    gold: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No floors fail only where they are required; a changed wording makes the floors stale."""
    book = gold / "floors.book"
    book.write_text("{}", "utf-8")
    monkeypatch.setattr("tests.eval.floors.FLOORS", book)
    monkeypatch.setattr(claim_texts, "read_gold_claims", lambda: read_gold_claims(gold))

    def run(*options: str) -> tuple[int, str]:
        ran = CliRunner().invoke(claim_texts.main, options)
        return ran.exit_code, ran.output

    assert [run()[0], run("--require-floors")[0], run("--pin")[0]] == [0, 1, 0]
    [[digest, entry]] = json.loads(book.read_text("utf-8")).items()
    assert (entry["corpus"], entry["floors"]["found"]) == ("tests/gold, claim texts", 100)
    assert digest != read_gold_claims(gold).digest
    assert run("--require-floors")[0] == 0
    (gold / "a.claims.json").write_text(NOTES.replace("The pier was closed", "The pier was shut"), "utf-8")
    code, output = run("--require-floors")
    assert (code, "is stale" in output) == (1, True)
