"""The linker: which source, cue and content segments are one attribution.

Segments stand in order, and those of one attribution nearly always stand together: so a text is cut into runs
by dynamic programming over two tables of `links.json`. `patterns` says how common each order of roles is
(S source, C cue, X content: SCX is “Smith said that it rains”), `joins` how often two neighbours of given
roles belong together, by what stands between them. What is left without a source takes the nearest one of its
sentence, unless its cue is a passive, which names nobody.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from itertools import pairwise
from math import log
from typing import Literal

from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.document import Document
from claimwire.english.quotations import MARKS
from claimwire.extract.passive import is_charged, is_passive
from claimwire.extract.segments import Link, Segment

Gap = Literal["adjacent", "near", "far", "sentence", "sentence_far", "paragraph"]
LETTERS = {"source": "S", "cue": "C", "content": "X"}
SENTENCE_END = re.compile(r"[.!?…][\"'”’)\]]*\s+[\"'“‘(\[]*[A-Z0-9]")
LONGEST = 8
"""Segments of one attribution at most."""

UNSEEN_JOIN = 0.05
OWNED = 0.9
"""How often a content belongs to the cue whose verb its clause completes."""

STRAY = log(0.0005)
"""Of a segment that stands alone; of a source and its cue whose content the tagger did not find."""
STRAYS = ("S", "C", "X", "SC", "CS")

REACH = 300
"""Characters within which a source is looked for."""

WIDE = 2000
"""Characters after which a gap is as good as a paragraph break."""

COORDINATED = re.compile(r"\b(?:and|but|then)\s$")
WORD = re.compile(r"\w+")
FIRST_WORDS = 100
"""Characters of a gap in which its words are counted."""


def link(document: Document, segments: Sequence[Segment]) -> list[Link]:
    """Return the attributions among segments that stand in order and apart.

    Content with neither a source nor a cue is none.
    """
    runs = _runs(
        segments,
        [gap(document, one, other) for one, other in pairwise(segments)],
        _owners(document, segments),
    )
    links = [_linked(run) for run in runs]
    sources = [segment for segment in segments if segment.role == "source"]
    whole = [_charged(document, one) or _with_source(document, one, sources) for one in links if one.content]
    return [one for one in whole if one.source or one.cue]


def gap(document: Document, one: Segment, other: Segment) -> Gap:
    """Return what stands between two segments; of what cannot be one attribution, `paragraph`."""
    text, start, end = document.text, one.end, other.start
    if end - start > WIDE or "\n" in text[start:end]:
        return "paragraph"
    few = len(WORD.findall(text, start, min(end, start + FIRST_WORDS)))
    if _is_parted(document, one, other):
        if _is_left_open(text, one, other):
            return "paragraph"
        return "sentence" if few == 0 else "sentence_far"
    if few == 0:
        return "adjacent"
    return "near" if few <= 3 and end - start < FIRST_WORDS else "far"


def _is_parted(document: Document, one: Segment, other: Segment) -> bool:
    """Tell whether a sentence ends between two segments: by its marks, and by the tree."""
    if not SENTENCE_END.search(document.text, max(one.start, one.end - 2), min(other.end, other.start + 2)):
        return False
    before, after = document.within(one.start, one.end), document.within(other.start, other.end)
    return bool(before and after) and before[-1].sentence != after[0].sentence


def _is_left_open(text: str, one: Segment, other: Segment) -> bool:
    """Whether nothing but a quotation could join two pieces over a sentence's end, and there is none."""
    if other.role == "content":
        return one.role != "source" and text[other.start] not in MARKS
    return one.role == "content" and text[one.start] not in MARKS and text[one.end - 1] not in MARKS


def _owners(document: Document, segments: Sequence[Segment]) -> dict[Segment, Segment]:
    """Return the cues of contents whose clause completes their verb, or that are quoted in their sentence."""
    cues = [segment for segment in segments if segment.role == "cue"]
    contents = [segment for segment in segments if segment.role == "content"]
    sentences = defaultdict(list)
    for cue in cues:
        for number in {word.sentence for word in document.within(cue.start, cue.end)}:
            sentences[number].append(cue)
    owners = {}
    for one in contents:
        owner = _completed(document, one, cues) or _quoted(document, one, sentences)
        if owner is not None:
            owners[one] = owner
    return owners


def _completed(document: Document, content: Segment, cues: Sequence[Segment]) -> Segment | None:
    """Return the cue whose verb the first clause of a content completes."""
    tops = document.heads(document.within(content.start, content.end))
    clause = next((top for top in tops if syntax.is_relation(top, "ccomp", "parataxis")), None)
    verb = syntax.head(document, clause) if clause else None
    at = bisect_right(cues, verb.start, key=lambda cue: cue.end) if verb else len(cues)
    return cues[at] if verb and at < len(cues) and cues[at].start <= verb.start else None


def _quoted(
    document: Document, content: Segment, sentences: Mapping[int, Sequence[Segment]]
) -> Segment | None:
    """Return the only cue in the sentence that a quotation stands in whole."""
    numbers = {word.sentence for word in document.within(content.start, content.end)}
    cues = sentences.get(min(numbers), ()) if len(numbers) == 1 else ()
    return cues[0] if len(cues) == 1 and document.text[content.start] in MARKS else None


def _odds(one: Segment, other: Segment, found: Gap, owners: dict[Segment, Segment]) -> tuple[float, float]:
    """Return the log odds that two neighbours are one attribution, and that they are not."""
    content, cue = (one, other) if one.role == "content" else (other, one)
    if cue.role == "cue" and content in owners:
        return _log_odds(OWNED if owners[content] == cue else 1 - OWNED)
    _, joins = _tables()
    return joins.get(f"{LETTERS[one.role]}{LETTERS[other.role]} {found}", _log_odds(UNSEEN_JOIN))


def _runs(
    segments: Sequence[Segment], gaps: Sequence[Gap], owners: dict[Segment, Segment]
) -> list[Sequence[Segment]]:
    patterns, _ = _tables()
    letters = "".join(LETTERS[segment.role] for segment in segments)
    odds = [_odds(segments[i], segments[i + 1], found, owners) for i, found in enumerate(gaps)]
    best, begins = [0.0], [0]
    for end in range(1, len(letters) + 1):
        inside, choices = 0.0, []
        for start in range(end - 1, max(-1, end - 1 - LONGEST), -1):
            inside += odds[start][0] if start < end - 1 else 0.0
            apart = odds[start - 1][1] if start else 0.0
            prior = patterns.get(letters[start:end])
            if prior is not None:
                choices.append((best[start] + apart + inside + prior, start))
        score, start = max(choices)
        best.append(score)
        begins.append(start)
    return _cut(segments, begins)


def _cut(segments: Sequence[Segment], begins: list[int]) -> list[Sequence[Segment]]:
    runs, end = [], len(segments)
    while end:
        runs.append(segments[begins[end] : end])
        end = begins[end]
    return runs[::-1]


def _linked(run: Sequence[Segment]) -> Link:
    source = next((segment for segment in run if segment.role == "source"), None)
    cue = next((segment for segment in run if segment.role == "cue"), None)
    return Link(source, cue, tuple(segment for segment in run if segment.role == "content"))


def _charged(document: Document, one: Link) -> Link | None:
    """Return a link without its source, if that is only who is charged with something, as content."""
    source, cue = one.source, one.cue
    if source is None or cue is None or not is_charged(document, source, cue):
        return None
    return replace(one, source=None, content=(replace(source, role="content"), *one.content))


def _with_source(document: Document, one: Link, sources: Sequence[Segment]) -> Link:
    if one.source is not None or (
        one.cue and not _goes_on(document.text, one.cue) and is_passive(document, one.cue)
    ):
        return one
    anchor = one.cue or one.content[0]
    at = bisect_left(sources, anchor.start, key=lambda source: source.start)
    near = [source for source in sources[max(0, at - 1) : at + 1] if _in_sentence(document, source, anchor)]
    return replace(one, source=min(near, key=lambda source: _distance(source, anchor), default=None))


def _goes_on(text: str, cue: Segment) -> bool:
    """Whether a cue has the subject of the one before it: `was freed but told to stay`."""
    return COORDINATED.search(text, max(0, cue.start - 5), cue.start) is not None


def _in_sentence(document: Document, source: Segment, anchor: Segment) -> bool:
    first, second = sorted((source, anchor))
    return _distance(source, anchor) <= REACH and gap(document, first, second) in ("adjacent", "near", "far")


def _distance(one: Segment, other: Segment) -> int:
    return max(one.start - other.end, other.start - one.end, 0)


def _log_odds(share: float) -> tuple[float, float]:
    return log(share), log(1 - share)


@cache
def _tables() -> tuple[dict[str, float], dict[str, tuple[float, float]]]:
    data = read_json("claimwire.extract", "links.json", dict[str, dict[str, float]])
    patterns = {pattern: log(share) for pattern, share in data["patterns"].items()}
    patterns |= dict.fromkeys(STRAYS, STRAY)
    return patterns, {pair: _log_odds(share) for pair, share in data["joins"].items()}
