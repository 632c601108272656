"""Copies: the floor that own articles hold, and that the scorer sees what is wrong."""

from __future__ import annotations

from pathlib import Path

from tests.eval import copies

GOLD = Path(__file__).parents[1] / "gold"


def originals() -> list[tuple[str, str]]:
    return [
        (path.stem, text)
        for path in sorted(GOLD.glob("*.txt"))
        if len((text := path.read_text("utf-8")).split()) >= 150
    ]


def test_copies_of_our_own_articles_hold_the_floor() -> None:
    texts = originals()
    assert len(texts) >= 10, "too few to tell anything"
    figures = copies.measure(texts)
    assert figures.wrong == ()
    assert figures.recall >= copies.FLOORS["recall"], figures.missed


def test_two_originals_in_one_family_are_wrong() -> None:
    (name, text), *others = originals()
    figures = copies.measure([(name, text), ("printed-again", text), *others[:4]])
    assert (name, "printed-again") in figures.wrong or ("printed-again", name) in figures.wrong
    assert figures.precision < copies.FLOORS["precision"]
