"""The scorer: predicted attributions against annotated ones.

Spans are compared as sets of word tokens, so that marks at their edges do not matter; figures are micro
averages over all articles. A prediction is paired with at most one annotation, by content that overlaps by
half (intersection over union); the relation is right when their sources agree as well: when they share a word
that means something, or both are absent.

The scope `speech` keeps annotations whose cue has a word of speech or writing; the others are don't-cares.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

Scope = Literal["all", "speech"]
Ids = frozenset[int]
Counts = Counter[tuple[str, str]]

HERE = Path(__file__).parent
WORD = re.compile(r"\w+(?:['’]\w+)*")
MARK_OR_WORD = re.compile(r"[“”\"\n]|\w+(?:['’]\w+)*")
WEAK = frozenset((HERE / "weak-words.txt").read_text("utf-8").split())
OVERLAP = 0.5
DIRECT = 0.9

ROLES = ("content", "source", "cue")
F1S = ("relation", "content_iou50", *(f"token_{role}" for role in ROLES))
RATES = ("source_given_content", "recall_direct", "recall_mixed", "recall_indirect")


def _inflected(verbs: Iterable[str]) -> frozenset[str]:
    forms: set[str] = set()
    for verb in verbs:
        endings = ("", "s", "es", "ed", "d", "ing", verb[-1] + "ed", verb[-1] + "ing")
        forms |= {verb + ending for ending in endings}
        forms |= {verb[:-1] + "ing"} if verb.endswith("e") else set()
        forms |= {verb[:-1] + "ied", verb[:-1] + "ies"} if verb.endswith("y") else set()
    return frozenset(forms)


SPEECH = _inflected((HERE / "speech-words.txt").read_text("utf-8").split())


@dataclass(frozen=True)
class Relation:
    """An attribution as sets of token numbers."""

    source: Ids
    cue: Ids
    content: Ids
    has_cue: bool
    """Whether it has a cue at all: a colon is one without tokens."""


class Tokens:
    """The word tokens of a text, and which of them stand in quotation marks."""

    def __init__(self, text: str) -> None:
        matches = list(WORD.finditer(text))
        self._words = [match[0].lower() for match in matches]
        self._at = {(match.start() + match.end() - 1) // 2: i for i, match in enumerate(matches)}
        self._quoted = _quoted(text)

    def ids(self, spans: Iterable[tuple[int, int]]) -> Ids:
        """Return the tokens whose middle is inside some spans."""
        return frozenset(self._at[i] for start, end in spans for i in range(start, end) if i in self._at)

    def words(self, ids: Ids) -> set[str]:
        """Return the tokens' words in lower case."""
        return {self._words[i] for i in ids}

    def kind(self, content: Ids) -> str:
        """Return whether content is direct, mixed or indirect."""
        share = len(content & self._quoted) / len(content)
        return "direct" if share >= DIRECT else "mixed" if share else "indirect"

    def relations(self, attributions: Iterable[dict[str, Any]]) -> list[Relation]:
        """Return attributions given as lists of spans by role; those without a token of content fall away."""
        found = [self.relation(one) for one in attributions]
        return [one for one in found if one.content]

    def relation(self, one: dict[str, Any]) -> Relation:
        """Return an attribution given as lists of spans by role."""
        source, cue, content = (self.ids(one.get(role) or ()) for role in ("source", "cue", "content"))
        return Relation(source, cue, content, has_cue=bool(one.get("cue")))


def _quoted(text: str) -> Ids:
    """Return the tokens inside double quotation marks; a paragraph's end closes them."""
    found, number, inside = set(), 0, False
    for match in MARK_OR_WORD.finditer(text):
        if match[0] in "“”\n":
            inside = match[0] == "“"
        elif match[0] == '"':
            inside = not inside
        else:
            found |= {number} if inside else set()
            number += 1
    return frozenset(found)


def count(
    text: str, golds: list[dict[str, Any]], predictions: list[dict[str, Any]], *, scope: Scope
) -> Counts:
    """Return the counts of one article, to be added to those of others."""
    tokens = Tokens(text)
    gold, predicted = tokens.relations(golds), tokens.relations(predictions)
    if scope == "speech":
        gold, predicted = _of_speech(tokens, gold, predicted)
    counts: Counts = Counter()
    pairs = pairs_of(gold, predicted)
    agreeing = sum(sources_agree(tokens, one.source, other.source) for one, other in pairs)
    _add(counts, "content_iou50", len(pairs), len(predicted), len(gold))
    _add(counts, "relation", agreeing, len(predicted), len(gold))
    for role in ROLES:
        truth, guess = _all_of(role, gold), _all_of(role, predicted)
        _add(counts, f"token_{role}", len(truth & guess), len(guess), len(truth))
    counts["source_given_content", "hits"] += agreeing
    counts["source_given_content", "of"] += len(pairs)
    counts.update(("recall_" + tokens.kind(one.content), "of") for one in gold)
    counts.update(("recall_" + tokens.kind(one.content), "hits") for one, _ in pairs)
    return counts


def _add(counts: Counts, name: str, hits: int, predicted: int, gold: int) -> None:
    counts[name, "hits"] += hits
    counts[name, "predicted"] += predicted
    counts[name, "gold"] += gold


def _all_of(role: str, relations: Iterable[Relation]) -> Ids:
    return frozenset[int]().union(*(getattr(one, role) for one in relations))


def overlap(one: Ids, other: Ids) -> float:
    """Return intersection over union."""
    shared = len(one & other)
    return shared / (len(one) + len(other) - shared) if shared else 0.0


def pairs_of(gold: list[Relation], predicted: list[Relation]) -> list[tuple[Relation, Relation]]:
    """Pair greedily, the largest overlap of content first, then that of sources, then by position."""
    candidates = [
        (shared, overlap(one.source, other.source), -i, -j)
        for i, one in enumerate(gold)
        for j, other in enumerate(predicted)
        if (shared := overlap(one.content, other.content)) >= OVERLAP
    ]
    left_gold, left_predicted, pairs = set(range(len(gold))), set(range(len(predicted))), []
    for _, _, i, j in sorted(candidates, reverse=True):
        if -i in left_gold and -j in left_predicted:
            left_gold.remove(-i)
            left_predicted.remove(-j)
            pairs.append((gold[-i], predicted[-j]))
    return pairs


def sources_agree(tokens: Tokens, gold: Ids, predicted: Ids) -> bool:
    """Return whether two sources share a word that means something, or are both absent."""
    if not gold or not predicted:
        return not gold and not predicted
    shared = tokens.words(gold & predicted)
    all_weak = not tokens.words(gold | predicted) - WEAK
    return bool(shared - WEAK) or (bool(shared) and all_weak)


def _is_speech(tokens: Tokens, one: Relation) -> bool:
    return one.has_cue and (not one.cue or bool(tokens.words(one.cue) & SPEECH))


def _of_speech(
    tokens: Tokens, gold: list[Relation], predicted: list[Relation]
) -> tuple[list[Relation], list[Relation]]:
    kept = [one for one in gold if _is_speech(tokens, one)]
    others = [one for one in gold if not _is_speech(tokens, one)]

    def counts(guess: Relation) -> bool:
        if any(overlap(one.content, guess.content) >= OVERLAP for one in kept):
            return True
        if guess.has_cue and not _is_speech(tokens, guess):
            return False
        return all(len(guess.content & one.content) <= len(guess.content) / 2 for one in others)

    return kept, [guess for guess in predicted if counts(guess)]


def figures(counts: Counts) -> dict[str, dict[str, float]]:
    """Return precision, recall and F1, or a rate, for each name, from the summed counts, in per cent."""
    found: dict[str, dict[str, float]] = {}
    for name in F1S:
        hits, predicted, gold = (counts[name, part] for part in ("hits", "predicted", "gold"))
        found[name] = {
            "p": _per_cent(hits, predicted),
            "r": _per_cent(hits, gold),
            "f1": _per_cent(2 * hits, predicted + gold),
        }
    for name in RATES:
        found[name] = {"rate": _per_cent(counts[name, "hits"], counts[name, "of"])}
    return found


def _per_cent(hits: int, of: int) -> float:
    return 100 * hits / of if of else 0.0
