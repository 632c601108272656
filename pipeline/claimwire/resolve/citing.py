"""Citing: who passes on what another said, `citing the ministry`, `quoted a witness as saying`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from claimwire.extract.clauses import SENTENCE_END
from claimwire_schemas import Attribution, Span

_CITING = re.compile(r"\b(?:citing|quoting)$")
_WITHIN_SOURCE = re.compile(r",?\s(?:citing|quoting)\s(?P<cited>[^,]{1,100}),?\Z")
_AS_SAYING = re.compile(
    r"(?P<cited>[^“”\"\n]{1,100}?),?\s(?P<lead>as\s(?:saying|having\ssaid|telling\s\w+)\b\s*(?:that\s|:\s*)?)"
)
_OPENING = ("“", '"', "‘", "„")
_NEAR = 4
"""Attributions before and after one that cites that may be of its sentence."""

_MOST_WORDS = 8
"""Of those who are cited; what is longer is what they said."""


class Citation(NamedTuple):
    """Whom an attribution's content is put to by the one who cites."""

    cited: Span
    by: Attribution
    """The attribution whose source cites: the same, or one beside it, `citing the ministry`."""

    lead: Span | None
    """What of the content only says who is cited: `a witness as saying that`."""


def citations(text: str, attributions: Sequence[Attribution]) -> Mapping[str, Citation]:
    """Return the citations in an article, by the id of the attribution that is passed on."""
    found = {one.attribution_id: own for one in attributions if (own := _own(text, one)) is not None}
    for at, citing in enumerate(attributions):
        near = attributions[max(0, at - _NEAR) : at + _NEAR + 1] if _is_citing(citing) else ()
        for one in _beside(text, citing, near):
            found.setdefault(one.attribution_id, Citation(citing.content[0], citing, None))
    return found


def _own(text: str, one: Attribution) -> Citation | None:
    """Return whom an attribution itself says that it cites."""
    if one.cue is not None and one.cue.lemma == "quote":
        for span in one.content:
            match = _AS_SAYING.match(span.exact)
            if match is not None:
                cited = Span.of(text, span.start, span.start + match.end("cited"))
                return Citation(cited, one, Span.of(text, span.start, span.start + match.end()))
    match = _WITHIN_SOURCE.search(one.source.exact) if one.source else None
    if match is None or one.source is None:
        return None
    start, end = match.span("cited")
    return Citation(Span.of(text, one.source.start + start, one.source.start + end), one, None)


def _is_citing(one: Attribution) -> bool:
    """Whether all that an attribution says is who is cited: `citing two officials`."""
    if one.cue is None or not _CITING.search(one.cue.spans[-1].exact.lower()):
        return False
    exact = one.content[0].exact
    return len(one.content) == 1 and not exact.startswith(_OPENING) and len(exact.split()) <= _MOST_WORDS


def _beside(text: str, citing: Attribution, attributions: Iterable[Attribution]) -> Iterator[Attribution]:
    """Give the attributions of the same sentence and source, and one that left its source to that."""
    place = citing.content[0]
    for one in attributions:
        if one.cue is None or one.nested or _is_citing(one):
            continue
        first, last = sorted([(one.cue.spans[0].start, one.cue.spans[-1].end), (place.start, place.end)])
        if "\n" in text[first[1] : last[0]] or SENTENCE_END.search(text, first[1], last[0]):
            continue
        if one.source == citing.source:
            goes_on = one.source is not None
        elif one.source is None:
            goes_on = one.cue.spans[0].start >= place.end
        else:
            goes_on = citing.source is None and one.cue.spans[-1].end <= place.start
        if goes_on:
            yield one
