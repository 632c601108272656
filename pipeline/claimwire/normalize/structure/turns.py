"""Turns: paragraphs that open with their speaker's name, and those that go on below them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from claimwire.english.closed_class import FUNCTION_WORDS, MONTHS
from claimwire.normalize.structure.labels import Label, label_of
from claimwire.normalize.structure.part import Part
from claimwire_schemas import Role, Speaker

_FEWEST_TURNS = 3
_SHARE_OF_TURNS = 0.25
"""Of the paragraphs from first to last turn; where fewer have a label, those between are not speech."""

_STAGE_DIRECTION = re.compile(r"[(\[][^()\[\]]{1,80}[)\]]\.?")
_NAME_WORD = r"[^\W\d_](?:\.|[\w’-]+)"
_NAMES = re.compile(rf"\b(?=({_NAME_WORD}\s{_NAME_WORD}))(?=({_NAME_WORD}\s{_NAME_WORD}\s{_NAME_WORD})?)")
"""Two and three words that begin at a place."""

_WORD = re.compile(r"[^\W\d_]+")
_SPOKEN = frozenset({"text", "list_item", "block_quotation"})

Labels = Mapping[int, Label]
"""By the index of the part that opens with it."""


def with_turns(parts: Sequence[Part], *, headline: str) -> list[Part]:
    """Return the parts with the turns of a transcript or a labelled interview given to their speakers."""
    labels = _speakers(parts, headline)
    if not labels:
        return list(parts)
    asking = _asking(parts, labels)
    speakers, end = _named(parts, labels, headline), _end(labels)
    found: list[Part] = []
    last, key = None, ""
    for at, part in enumerate(parts):
        following = labels.get(at + 1)
        if label := labels.get(at):
            last, key = part.spoken(speakers[at], role=_role(label, last, asking=asking)), label.key
            found.append(last)
        elif last and following and following.key == key and (part.strong or _asks(part.text)):
            last = part.spoken(None, role="question")
            found.append(last)
        elif last and at < end and _continues(part):
            found.append(part.spoken(last.speaker, role=last.role))
        else:
            last = last if _is_aside(part) else None
            found.append(part)
    return found


def _end(labels: Labels) -> int:
    """Return the index where the last turn, no longer than any other, ends; 0 if turns do not go on."""
    places = sorted(labels)
    if len(places) < _SHARE_OF_TURNS * (places[-1] - places[0] + 1):
        return 0
    return places[-1] + max((following - at for at, following in pairwise(places)), default=1)


def _named(parts: Sequence[Part], labels: Labels, headline: str) -> dict[int, Speaker | None]:
    """Return who each label names: for initials that the text does not have, the name that they are of."""
    short = {label.key for label in labels.values() if label.is_initials}
    short -= _told_of(parts, labels, headline)
    names = _named_by_initials(parts) if short else {}
    return {
        at: names[label.key] if label.key in short & names.keys() else _speaker(parts[at], label)
        for at, label in labels.items()
    }


def _speaker(part: Part, label: Label) -> Speaker | None:
    return None if label.is_unnamed else part.named(label.start, label.end)


def _named_by_initials(parts: Sequence[Part]) -> dict[str, Speaker]:
    """Return the first name for each two or three initials: `Ida Morven` for `im`."""
    found: dict[str, Speaker] = {}
    for part, start, name in _names(parts):
        initials = "".join(word[0] for word in name.split()).casefold()
        if initials not in found:
            found[initials] = part.named(start, start + len(name))
    return found


def _names(parts: Sequence[Part]) -> Iterator[tuple[Part, int, str]]:
    """Give each two and three neighbouring words that may be a name, with their places in their parts."""
    matches = ((part, match) for part in parts for match in _NAMES.finditer(part.text))
    for part, match in matches:
        names = (name for name in match.groups() if name and all(map(_is_of_name, name.split())))
        yield from ((part, match.start(), name) for name in names)


def _is_of_name(word: str) -> bool:
    is_written = word[0].isupper() and (word.endswith(".") or not word.isupper())
    return is_written and word.casefold() not in FUNCTION_WORDS and word.casefold() not in MONTHS


def _continues(part: Part) -> bool:
    return part.kind in _SPOKEN and part.role is None and not _is_aside(part)


def _is_aside(part: Part) -> bool:
    return _STAGE_DIRECTION.fullmatch(part.text) is not None


def _speakers(parts: Sequence[Part], headline: str) -> Labels:
    """Return the labels that are speakers', if the parts are a dialogue.

    In a dialogue, labels are surely speakers', or the text tells of their names, or they recur. One label may
    be of two who have others.
    """
    labels = {
        at: label for at, part in enumerate(parts) if part.kind in _SPOKEN and (label := label_of(part.text))
    }
    counts = Counter(label.key for label in labels.values())
    told = _told_of(parts, labels, headline)
    sure = [label.key for label in labels.values() if label.is_sure or label.key in told]
    known = {key for key in counts if key in sure or counts[key] > 1}
    speakers = {
        at: label for at, label in labels.items() if label.key in known or known.issuperset(label.keys)
    }
    keys = {label.key for label in speakers.values()}
    answered = {"q", "a"} <= keys or {"question", "answer"} <= keys
    asked = sum(at > 0 and _asks(parts[at - 1].text) for at in speakers)
    are_two = len(sure) > len(set(sure)) and (len(keys) > 1 or asked > 1)
    return speakers if answered or (are_two and len(speakers) >= _FEWEST_TURNS) else {}


def _told_of(parts: Sequence[Part], labels: Labels, headline: str) -> set[str]:
    """Return the capitalized words of headline and parts, labels left out, in lower case."""
    texts = [part.text[labels[at].end if at in labels else 0 :] for at, part in enumerate(parts)]
    return {
        word.casefold() for text in [headline, *texts] for word in _WORD.findall(text) if word[0].isupper()
    }


def _asking(parts: Sequence[Part], labels: Labels) -> frozenset[str]:
    """Return the keys of the speakers most of whose turns end with a question."""
    turns = Counter(label.key for label in labels.values())
    asked = Counter(label.key for at, label in labels.items() if _asks(parts[at].text))
    return frozenset(key for key in turns if 2 * asked[key] > turns[key])


def _asks(text: str) -> bool:
    return text.rstrip("”\"')*_ ").endswith("?")


def _role(label: Label, last: Part | None, *, asking: frozenset[str]) -> Role | None:
    if label.is_asker or label.key in asking:
        return "question"
    if label.is_unnamed or (last and last.role == "question"):
        return "answer"
    return None
