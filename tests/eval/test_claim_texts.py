"""Each figure of claims as readers get them counts its own mistakes."""

from __future__ import annotations

import pytest

from tests.eval.claim_texts import is_good, same_name, tally, token_f1, words

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
