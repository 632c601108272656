"""Wire agencies and outlets that stories are credited to: names as printed, by the name we give them."""

from __future__ import annotations

import re
from functools import cache

from claimwire.data import read_json


@cache
def agencies() -> dict[str, str]:
    """Return the agency for each name as printed."""
    table = read_json("claimwire.normalize", "data/agencies.json", dict[str, list[str]])
    return {alias: agency for agency, aliases in table.items() for alias in aliases}


@cache
def agency_pattern() -> str:
    """Return a regular expression for any name as printed, the longest first."""
    return "|".join(re.escape(alias) for alias in sorted(agencies(), key=lambda alias: (-len(alias), alias)))


def agency_named(printed: str) -> str | None:
    """Return the agency that `printed` names, alone or first of several.

    >>> agency_named("AFP/Reuters")
    'AFP'
    """
    if printed in agencies():
        return agencies()[printed]
    first = re.split(r"\s*[/,&–-]\s*", printed.removeprefix("The ").removeprefix("the "), maxsplit=1)[0]
    return agencies().get(first)
