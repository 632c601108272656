"""What kind of thing a noun stands for: WordNet's class of its first senses (Fellbaum 1998).

`training/senses.py` makes the table.
"""

from __future__ import annotations

from claimwire.data import read_json

_CLASSES = read_json("claimwire.english", "senses.json", dict[str, str])
_OF = {noun: name for name, nouns in _CLASSES.items() for noun in nouns.split()}


def sense(noun: str) -> str:
    """Return the class of a noun, in its base form; `unknown` if it has none.

    >>> sense("earthquake"), sense("officer"), sense("xyzzy")
    ('event', 'person', 'unknown')
    """
    return _OF.get(noun, "unknown")
