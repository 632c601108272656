"""The date of a file that has no field for one: what a short line near its top states."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice

from claimwire.normalize.dates import DAY_PATTERN, read_moment
from claimwire.normalize.sentence_end import ends_sentence

_MOST_LINES = 10
_LONGEST = 120
"""Characters; a longer line is a sentence, whose dates are of what it tells."""

_DAY = re.compile(rf"(?<!\w){DAY_PATTERN}(?!\d)|(?<!\d)\d{{4}}-\d\d-\d\d(?!\d)", re.IGNORECASE)
_YEAR = re.compile(r"\d{4}")


def stated_date(lines: Iterable[str]) -> str | None:
    """Return the first date with a year in the short lines that open a file, but in no sentence.

    >>> stated_date(["Tarn Council", "For release: 4 March 2026", "It began on 1 May 2020."])
    '4 March 2026'
    """
    for line in islice(lines, _MOST_LINES):
        if len(line) > _LONGEST or ends_sentence(line):
            continue
        for day in _DAY.finditer(line):
            if _YEAR.search(day[0]) and read_moment(day[0]) is not None:
                return day[0]
    return None
