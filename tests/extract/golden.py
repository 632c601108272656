"""The gold articles against the shipped extractor: what it misses, what it invents, and the marks of both.

`python -m tests.extract.golden` marks the annotations anew, to be read as a diff: `"missed"` with what went
wrong on each that is not found, and a note `"invented"` for each content that nobody annotated.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import cache
from typing import Any

import click

from claimwire.extract import extract
from claimwire_schemas import Attribution
from tests.eval import score
from tests.eval.articles import article_of
from tests.eval.corpus import GOLD, Annotated, located, read_gold
from tests.eval.score import OVERLAP, Tokens, overlap
from tests.eval.verdicts import as_spans


@cache
def articles() -> dict[str, Annotated]:
    """Return the gold articles by name."""
    return {article.name: article for article in read_gold().articles}


@cache
def found_in(text: str) -> tuple[Attribution, ...]:
    """Return what the shipped extractor finds in a text; it looks once."""
    return extract(article_of(text))


def missed(text: str, annotation: dict[str, Any], found: Sequence[Attribution]) -> str | None:
    """Return why an annotation is not among what was found, or `None` where it is.

    It is where content overlaps by half, the source agrees, and both are nested or neither is.
    """
    tokens = Tokens(text)
    [gold] = tokens.relations([annotation])
    level = [one for one in found if one.nested == bool(annotation.get("nested"))]
    guesses = tokens.relations(as_spans(one) for one in level)
    shares = [overlap(one.content, gold.content) for one in guesses]
    sources = [one.source for one, share in zip(guesses, shares, strict=True) if share >= OVERLAP]
    if any(score.sources_agree(tokens, gold.source, source) for source in sources):
        return None
    if sources:
        return "with another source" if any(sources) else "without its source"
    return "with other edges" if any(shares) else "not found"


def invented(article: Annotated, found: Sequence[Attribution]) -> list[str]:
    """Return the contents found that overlap by half with none annotated in the article, nested or not."""
    tokens = Tokens(article.text)
    golds = tokens.relations([*article.attributions, *article.nested])
    return [
        " … ".join(span.exact for span in one.content)
        for one in found
        for guess in tokens.relations([as_spans(one)])
        if all(overlap(guess.content, gold.content) < OVERLAP for gold in golds)
    ]


def marked(article: Annotated, notes: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the notes of an article with their marks made anew."""
    found = found_in(article.text)
    annotated = [note for note in notes if "invented" not in note]
    reasons = [missed(article.text, one, found) for one in located(article.text, annotated)]
    return [
        *(_marked(note, why) for note, why in zip(annotated, reasons, strict=True)),
        *({"invented": content} for content in invented(article, found)),
    ]


def _marked(note: dict[str, Any], why: str | None) -> dict[str, Any]:
    if "unsure" in note:
        return note
    return {key: note[key] for key in note if key != "missed"} | ({"missed": why} if why else {})


@click.command()
def main() -> None:
    """Mark in the gold articles what the shipped extractor misses and invents."""
    for name, article in articles().items():
        path = GOLD / f"{name}.json"
        notes = marked(article, json.loads(path.read_text("utf-8")))
        lines = ",\n ".join(json.dumps(note, ensure_ascii=False) for note in notes)
        path.write_text(f"[\n {lines}\n]\n", "utf-8")
        counts = [sum(mark in note for note in notes) for mark in ("missed", "invented")]
        click.echo(f"{name}: {counts[0]} missed, {counts[1]} invented")


if __name__ == "__main__":
    main()
