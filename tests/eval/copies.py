"""Measure copies: `python -m tests.eval.copies ARTICLES.jsonl...`, on copies that are made here.

Of each text: a cut one, one under another headline with its paragraphs in another order, one merged with
another story, and an agency's lead with a local end; each has at least half of the text. All of them are
placed in an order that is drawn, always the same one. Prints how many pairs of a copy and its original are
of one family, and how many other pairs are. Lines need `doc_id` and `text`; pairs that are in truth one text
are in `copies.json`.
"""

from __future__ import annotations

import json
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from tempfile import TemporaryDirectory

import click

from claimwire.match.copies.families import place
from claimwire.store import open_store
from claimwire_schemas import Family
from claimwire_schemas.ids import article_id
from claimwire_schemas.topics import FAMILIES
from tests.builders import an_article

FLOORS = {"precision": 99.0, "recall": 95.0}
_HEADLINE = "What we know so far"
_SAME = Path(__file__).with_name("copies.json")


@dataclass(frozen=True)
class Text:
    """A text, and the names of the originals that it has at least half of."""

    name: str
    paragraphs: tuple[str, ...]
    of: frozenset[str]


@dataclass(frozen=True)
class Figures:
    """Pairs of texts that are in one family."""

    right: int
    wrong: tuple[tuple[str, str], ...]
    missed: tuple[tuple[str, str], ...]

    @property
    def precision(self) -> float:
        """Of the pairs that were found, the share that are copies."""
        return 100 * self.right / max(1, self.right + len(self.wrong))

    @property
    def recall(self) -> float:
        """Of each copy and its original, the share that were found."""
        return 100 * self.right / max(1, self.right + len(self.missed))


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@click.option("--show", is_flag=True, help="List what is wrong and what is missed.")
def main(files: tuple[Path, ...], *, show: bool) -> None:
    """Measure copies; exits with 1 below the floors."""
    lines = [json.loads(line) for file in files for line in file.read_text("utf-8").splitlines()]
    figures = measure([(line["doc_id"], line["text"]) for line in lines])
    click.echo(
        f"copies of {len(lines):,} texts: precision {figures.precision:.2f} ({len(figures.wrong)} wrong), "
        f"recall {figures.recall:.2f} ({len(figures.missed)} missed, {figures.right:,} right)"
    )
    if show:
        listed = [("wrong", figures.wrong), ("missed", figures.missed)]
        click.echo("\n".join(f"{what} {one} {other}" for what, pairs in listed for one, other in pairs))
    low = figures.precision < FLOORS["precision"] or figures.recall < FLOORS["recall"]
    raise SystemExit(int(low))


def measure(originals: Sequence[tuple[str, str]]) -> Figures:
    """Place texts and copies of them, and compare the families with what they were made of."""
    draw = random.Random(18)
    texts = list(_made(originals, draw))
    draw.shuffle(texts)
    together = _together(texts)
    same = _same()
    known = {one.name: one.of for one in texts}
    wanted = {frozenset((one.name, name)) for one in texts for name in one.of if name != one.name}
    wrong = {pair for pair in together if not _may_meet(pair, known, same)}
    return Figures(len(wanted & together), _listed(wrong), _listed(wanted - together))


def _may_meet(pair: frozenset[str], known: dict[str, frozenset[str]], same: set[frozenset[str]]) -> bool:
    """Tell whether two texts have an original in common, or two that are one text in truth."""
    one, other = (known[name] for name in pair)
    return bool(one & other) or any(frozenset((a, b)) in same for a in one for b in other)


def _together(texts: Sequence[Text]) -> set[frozenset[str]]:
    """Return the pairs that are in one family once all texts are placed, in their order."""
    ids = {article_id(url=f"https://copies.example/{one.name}", outlet=None, body=""): one for one in texts}
    with TemporaryDirectory() as folder:
        store = open_store(f"sqlite:///{folder}/copies.db")
        with store.matching() as matching:
            for one_id, one in ids.items():
                place(
                    an_article(*one.paragraphs, title=_HEADLINE, url=None, article_id=one_id), matching.window
                )
        waiting = store.outgoing.first(FAMILIES.name, limit=len(texts))
        families = [Family.decode(row.body.encode()) for row in waiting]
        store.close()
    pairs = set[frozenset[str]]()
    for family in families:
        names = [ids[one.article.article_id].name for one in family.relatives]
        pairs |= {frozenset(pair) for pair in combinations(names, 2)}
    return pairs


def _same() -> set[frozenset[str]]:
    """Return the pairs of texts that are one text in truth."""
    return {frozenset(pair) for pair in json.loads(_SAME.read_text())}


def _made(originals: Sequence[tuple[str, str]], draw: random.Random) -> Iterator[Text]:
    """Yield each text and its copies; each fourth gives local ends, and each paragraph of it goes to one."""
    bodies = [
        (name, tuple(part for part in text.split("\n\n")[1:] if part.strip())) for name, text in originals
    ]
    # What gives ends has no copy of its own.
    printed_twice = {name for pair in _same() for name in pair}
    givers = {name for at, (name, _) in enumerate(bodies) if at % 4 == 3} - printed_twice
    ends = [paragraph for name, body in bodies if name in givers for paragraph in body]
    stories = [one for one in bodies if one[0] not in givers and one[1]]
    for name, body in stories:
        own = frozenset({name})
        other, other_body = draw.choice([one for one in stories if one[0] != name])
        yield Text(name, body, own)
        yield Text(f"{name} cut", _half(body), own)
        yield Text(f"{name} reordered", (body[0], *reversed(body[1:])), own)
        yield Text(f"{name} merged", (*body, *other_body), frozenset({name, other}))
        yield Text(f"{name} localized", (*_half(body), *_local_end(_half(body), ends)), own)


def _local_end(lead: Sequence[str], ends: list[str]) -> Iterator[str]:
    """Take paragraphs with half as many words as a lead."""
    needed = sum(len(one.split()) for one in lead) / 2
    while needed > 0 and ends:
        needed -= len(ends[-1].split())
        yield ends.pop()


def _half(paragraphs: tuple[str, ...]) -> tuple[str, ...]:
    """Return the first paragraphs that have at least half of the words."""
    needed = sum(len(one.split()) for one in paragraphs) / 2
    for count in range(1, len(paragraphs) + 1):
        if sum(len(one.split()) for one in paragraphs[:count]) >= needed:
            return paragraphs[:count]
    return paragraphs


def _listed(pairs: set[frozenset[str]]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((min(pair), max(pair)) for pair in pairs))


if __name__ == "__main__":
    main()
