"""The parse: sentences, heads, relations and tags of a text's words, put together from windows."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from claimwire.english.document import Word
from claimwire.english.inflection import base, inflect
from claimwire.english.universal import FORMS, RELATIONS, TAGS
from claimwire.extract.pieces import Ints
from claimwire.extract.tree import ROOT, heads_of
from claimwire.extract.windows import Floats

Bounds = tuple[int, int]
"""First word of a sentence, and one past its last."""

LABELS_WIDTH = len(RELATIONS) + len(TAGS) + len(FORMS) + 1
"""Logits of a word: of its relation, tag and form, and that a sentence ends behind it."""

TAG, FORM, END = len(RELATIONS), len(RELATIONS) + len(TAGS), LABELS_WIDTH - 1
IS_ROOT = RELATIONS.index("root")
FAR = -1e9
"""Score of an arc that no window shows."""

_STOPS = (".", "!", "?")
_CLOSING = ('"', "”", "''", "’", "»")
_QUOTED_STOP = re.compile(
    r"(?<!\b(?:Inc|Ltd|etc))(?<!\b(?:Corp|Bros))(?<!\b(?:vs|Co|Jr|Sr))(?<=[a-z0-9]{2})\.\Z"
)
"""A full stop of no abbreviation; a name may follow `“Stop!”`, but not `“We stop.”`."""

_MOVED = [FORMS.index(form) for form in ("WDT", "WP", "WRB")]
"""Forms of words that may be moved out of the clause that they depend on: `which`, `what`, `when`."""

_PAST = ("VBD", "VBN")
_NOUNS = ("NOUN", "PROPN")
_OWNERS = frozenset(("my", "our", "your", "his", "her", "its", "their"))
_SHORTEST = len("bring")
"""Letters of a word in `-ing` that may be a past or another form: `sing`, `bring`."""

LONGEST = 200
"""Words of a sentence; a longer one is divided where it most likely ends."""


@dataclass(frozen=True)
class Parse:
    """Words in order, a column each."""

    starts: Ints
    ends: Ints
    sentences: Ints
    """Number of the sentence that a word is in."""

    heads: Ints
    """Number of the word that a word depends on, in the text; -1 at a root."""

    relations: Ints
    """Numbers in `RELATIONS`; of `TAGS` and `FORMS` below."""

    tags: Ints
    forms: Ints
    vectors: Floats
    """The encoder's last states."""


@dataclass(frozen=True)
class Glimpse:
    """What the network says of the words of one window."""

    first: int
    """Number of the first of them in the text."""

    arcs: Floats
    """A row a word: a score for the root as its head, then for each of these words."""

    labels: Floats
    """`LABELS_WIDTH` logits a word, then its vector."""

    weights: Floats
    """How far each word is from an edge that cuts the text."""

    @property
    def last(self) -> int:
        """Number of one past its last word."""
        return self.first + len(self.arcs)


def words_of(text: str, parse: Parse) -> tuple[Word, ...]:
    """Return the words of a text with their nodes of the tree."""
    columns = (
        parse.starts,
        parse.ends,
        parse.heads,
        parse.relations,
        parse.tags,
        parse.forms,
        parse.sentences,
    )
    rows = zip(*(column.tolist() for column in columns), strict=True)
    words = [
        Word.of(i, start, end, text[start:end], head, RELATIONS[relation], TAGS[tag], FORMS[form], sentence)
        for i, (start, end, head, relation, tag, form, sentence) in enumerate(rows)
    ]
    subjects = {word.head for word in words if word.relation == "nsubj"}
    alone = subjects - {word.head for word in words if word.type in ("aux", "cop")}
    for word in words:
        if word.tag == "PRON" and _is_acronym(words, word):
            words[word.i] = word._replace(tag="PROPN", form="NNP")
        elif word.tag == "PRON" and _is_possessive(words, word):
            words[word.i] = word._replace(relation="nmod:poss", type="nmod", form="PRP$")
        elif word.form in _PAST and word.lower.endswith("ing") and len(word.lower) > _SHORTEST:
            words[word.i] = word._replace(form="VBG")
        elif word.form == "VBN" and word.i in alone and _may_be_past(word):
            words[word.i] = word._replace(form="VBD")
    return tuple(words)


def _is_possessive(words: list[Word], word: Word) -> bool:
    """Tell whether a pronoun opens the phrase of the noun that it depends on: `her terrible numbers`."""
    if word.lower not in _OWNERS or word.head <= word.i or words[word.head].tag not in _NOUNS:
        return False
    return all(one.tag in (*_NOUNS, "ADJ", "NUM") for one in words[word.i + 1 : word.head])


def _may_be_past(word: Word) -> bool:
    """Tell whether a participle with a subject and no auxiliary is a past tense: `told`, but not `seen`."""
    is_spelled_so = inflect(base(word.lower, "VBN"), "VBD") == word.lower
    return is_spelled_so and word.type not in ("acl", "amod", "xcomp")


def _is_acronym(words: list[Word], word: Word) -> bool:
    """Tell whether capitals make a name of a pronoun, `the WHO`; the network does not see them."""
    beside = words[max(0, word.i - 1) : word.i] + words[word.i + 1 : word.i + 2]
    shouted = any(one.text.isupper() and len(one.text) > 1 for one in beside)
    return len(word.text) > 1 and word.text.isupper() and not shouted


def parsed(
    starts: Ints, ends: Ints, glimpses: Sequence[Glimpse], *, text: str, dateline_end: int = 0
) -> Parse:
    """Return the parse of a text's words: each has the labels of the window that it stands deepest in.

    What follows a dateline begins a sentence.
    """
    labels = _deepest(len(starts), glimpses)
    bounds = _sentences(labels[:, END], _certain_ends(text, starts, ends, dateline_end))
    return _put_together(bounds, starts, ends, glimpses, labels)


def parsed_in(bounds: Sequence[Bounds], starts: Ints, ends: Ints, glimpses: Sequence[Glimpse]) -> Parse:
    """Return the parse of words whose sentences are known."""
    return _put_together(bounds, starts, ends, glimpses, _deepest(len(starts), glimpses))


def _put_together(
    bounds: Sequence[Bounds], starts: Ints, ends: Ints, glimpses: Sequence[Glimpse], labels: Floats
) -> Parse:
    heads, forms = np.full(len(starts), -1), labels[:, FORM:END].argmax(axis=1)
    for low, high in bounds:
        moved = np.flatnonzero(np.isin(forms[low:high], _MOVED)).tolist()
        found = np.array(heads_of(_arcs(glimpses, low, high), moved), np.int64)
        heads[low:high] = np.where(found == ROOT, -1, found + low - 1)
    relations = labels[:, :TAG]
    relations[:, IS_ROOT] = FAR
    return Parse(
        starts,
        ends,
        np.repeat(np.arange(len(bounds)), [high - low for low, high in bounds]),
        heads,
        np.where(heads < 0, IS_ROOT, relations.argmax(axis=1)),
        labels[:, TAG:FORM].argmax(axis=1),
        forms,
        np.ascontiguousarray(labels[:, LABELS_WIDTH:]),
    )


def _deepest(words: int, glimpses: Sequence[Glimpse]) -> Floats:
    width = glimpses[0].labels.shape[1] if glimpses else LABELS_WIDTH
    labels, deepest = np.zeros((words, width), np.float32), np.full(words, -1.0, np.float32)
    for one in glimpses:
        place = slice(one.first, one.last)
        deeper = one.weights > deepest[place]
        labels[place][deeper] = one.labels[deeper]
        deepest[place][deeper] = one.weights[deeper]
    return labels


def _certain_ends(text: str, starts: Ints, ends: Ints, dateline_end: int) -> NDArray[np.bool_]:
    """Return, for each word, whether a sentence certainly ends behind it.

    That is so at the end of a line and of a dateline, and at a full stop before a capital: as a word it is no
    abbreviation's.
    """
    firsts, lasts = starts.tolist(), ends.tolist()
    found = (
        "\n" in text[end:after] or end <= dateline_end <= after or _is_stop(text, start, end, after)
        for start, end, after in zip(firsts, lasts, firsts[1:], strict=False)
    )
    return np.array([*found, True])[: len(starts)]


def _is_stop(text: str, start: int, end: int, after: int) -> bool:
    """Tell whether a word is a full stop before a capital, or a closing mark behind such a stop."""
    stops = text[start:end] in _STOPS or (
        text[start:end] in _CLOSING and _QUOTED_STOP.search(text, max(0, start - 1), start) is not None
    )
    return stops and end < after and text[after].isupper()


def _sentences(likely: Floats, certain: NDArray[np.bool_]) -> list[Bounds]:
    ends = np.flatnonzero((likely > 0) | certain) + 1
    bounds = zip([0, *ends[:-1]], ends, strict=True) if len(ends) else []
    return [piece for low, high in bounds for piece in _divided(likely, int(low), int(high))]


def _divided(likely: Floats, low: int, high: int) -> list[Bounds]:
    bounds = []
    while high - low > LONGEST:
        cut = low + int(likely[low : low + LONGEST].argmax()) + 1
        bounds.append((low, cut))
        low = cut
    return [*bounds, (low, high)]


def _arcs(glimpses: Sequence[Glimpse], low: int, high: int) -> Floats:
    """Return the scores of a sentence's arcs: by the window it stands deepest in, or by all that cut it."""
    whole = [one for one in glimpses if one.first <= low and high <= one.last]
    if whole:
        deepest = max(whole, key=lambda one: min(one.weights[[low - one.first, high - one.first - 1]]))
        return _part(deepest, low, high)
    scores = np.full((high - low, 1 + high - low), FAR, np.float32)
    for one in glimpses:
        start, end = max(low, one.first), min(high, one.last)
        if start < end:
            part = _part(one, start, end)
            scores[start - low : end - low, 0] = part[:, 0]
            scores[start - low : end - low, 1 + start - low : 1 + end - low] = part[:, 1:]
    return scores


def _part(one: Glimpse, low: int, high: int) -> Floats:
    start, end = low - one.first, high - one.first
    return np.concatenate([one.arcs[start:end, :1], one.arcs[start:end, 1 + start : 1 + end]], axis=1)
