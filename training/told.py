"""Fit which attributions make claims: `python -m training.told TEXTS...`, JSON lines with the texts.

What their sources tell is known of claims that were read (`annotations/read.jsonl`), with the causes why bad
ones are bad, and of annotated articles (`annotations/claims.jsonl`), where what is found and not annotated is
told by nobody. Writes the model `told` of `claims/labels/weights.npz`, and prints what it leaves out in
articles that it is not fitted to.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from claimwire.claims import labels
from claimwire.claims.labels.told import LIKELY, told_features_of
from claimwire.claims.linear import WEIGHTS
from claimwire.extract import Extractor, Reading
from claimwire.extract.lexicon import lexicon
from claimwire_schemas import Attribution
from tests.eval.articles import article_of
from training.annotated import FOLDER, Annotated, read_claims, read_texts
from training.judged import FAR, SAME, nearest
from training.regression import write_weights
from training.yes_no import RIGHT, Row, fold_of, tried

UNTOLD = ("outlet", "nobody")
"""Real tellers of what is then no claim of its source."""

ACTS = ("act", "question")
"""Causes of claims that are none."""

OF_MIND = (None, "believes", "demands", "doubts", "praises", "predicts")
"""Stances of cues that tell what somebody thinks or wants."""

Told = Mapping[str, bool]
"""Whether sources tell what attributions have, by their ids; where that is known."""


@click.command()
@click.argument("texts", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
def main(texts: Sequence[Path]) -> None:
    """Fit which attributions make claims; TEXTS have the texts of both annotations."""
    extractor, found = Extractor.load(), read_texts(texts)
    annotated = {one.text: one for one in read_claims(found)}
    lines = map(json.loads, (FOLDER / "read.jsonl").read_text("utf-8").splitlines())
    read = {found[line["digest"]]: line for line in lines}
    rows = list[Row]()
    for text in annotated | read:
        reading, verdicts = extractor.read(article_of(text)), read.get(text, {"part": "train", "read": []})
        known = _annotated(reading, annotated.get(text)) | _read(reading, verdicts["read"])
        rows += _rows(reading, known, fold_of(text) if verdicts["part"] == "train" else None)
    model, by_others, apart = tried(rows)
    _print("in articles not fitted to", by_others)
    _print("in articles that only judge", apart)
    write_weights(Path(labels.__file__).with_name(WEIGHTS), model.arrays("told"))


def _annotated(reading: Reading, noted: Annotated | None) -> dict[str, bool]:
    """Return what is told of what is found in an annotated article: what matches, what is far from all."""
    if noted is None:
        return {}
    contents = [" ".join(noted.text[slice(*place)] for place in one.content) for one in noted.attributions]
    known = dict[str, bool]()
    for one in reading.attributions:
        at, share = nearest(" ".join(span.exact for span in one.content), contents)
        if at is not None and share >= SAME:
            known[one.attribution_id] = noted.attributions[at].form != "none"
        elif share < FAR:
            known[one.attribution_id] = False
    return known


def _read(reading: Reading, verdicts: Sequence[Mapping[str, Any]]) -> dict[str, bool]:
    """Return what is told of the attributions whose claims were read."""
    by_content = defaultdict[Any, list[Mapping[str, Any]]](list)
    for verdict in verdicts:
        if not verdict["own"]:
            by_content[tuple(map(tuple, verdict["content"]))].append(verdict)
    known = dict[str, bool]()
    for one in reading.attributions:
        content = tuple((span.start, span.end) for span in one.content)
        is_told = _is_told(by_content.pop(content, []), one)
        if is_told is not None:
            known[one.attribution_id] = is_told
    return known


def _is_told(verdicts: Sequence[Mapping[str, Any]], one: Attribution) -> bool | None:
    """Tell by the verdicts on a content's claims if its source tells it; None if unknown, or another does."""
    if any(verdict["verdict"] in RIGHT for verdict in verdicts):
        return True
    tellers, causes = ({verdict.get(name) for verdict in verdicts} for name in ("teller", "cause"))
    is_untold = not tellers.isdisjoint(UNTOLD) or not causes.isdisjoint(ACTS)
    return False if is_untold or ("other" in tellers and one.nested and _is_of_mind(one)) else None


def _is_of_mind(one: Attribution) -> bool:
    """Tell whether a cue is no word for speech, so that who tells of it claims something of a mind."""
    return one.cue is None or lexicon().stances.get(one.cue.lemma) in OF_MIND


def _rows(reading: Reading, known: Told, fold: int | None) -> Iterator[Row]:
    for one in reading.attributions:
        if one.attribution_id in known:
            seen = labels.seen_of(labels.said_in(reading.document, one))
            yield Row(told_features_of(seen, one), seen.states, known[one.attribution_id], fold)


def _print(where: str, judged: Sequence[tuple[float, bool]]) -> None:
    """Print what is left out of what is told and of what is not."""
    for is_told, name in ((True, "told"), (False, "not told")):
        these = [likely for likely, told in judged if told == is_told]
        left = sum(likely < LIKELY for likely in these)
        click.echo(f"{left} of {len(these)} that are {name} are left out, {where}")


if __name__ == "__main__":
    main()
