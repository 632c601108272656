"""Kinds of names: by lists, by their heads, by what stands before them, by the model's tags."""

from __future__ import annotations

import re

from claimwire.english.document import NameKind
from claimwire.entities.name_words import NameWords
from claimwire.entities.nouns import METONYMS, PLACE_FIRST, given_gender, head_kind
from claimwire.normalize.agencies import agencies
from claimwire_schemas import EntityKind

_PLACE_BEFORE = re.compile(r"\b(?:in|near|outside|across|towards?|around|into)\s$")
_KIND_OF: dict[NameKind, EntityKind] = {
    "person": "person",
    "organization": "organization",
    "place": "place",
    "group": "nationality",
}


def kind_of(known: NameWords, first: int, bare: int, last: int) -> EntityKind | None:
    """Return a name's kind: by lists, by its head, by its titles, by what is before it, by its tag."""
    told = _listed_kind(known, bare, last) or kind_of_head(known, bare, last)
    if told is None and (first < bare or (bare < last and given_gender(known.words[bare].text))):
        return "person"
    if told is None and bare == last:
        told = _single_kind(known, bare)
    return told or _tag_kind(known, bare, last)


def kind_of_head(known: NameWords, first: int, last: int) -> EntityKind | None:
    """Return the kind by the name's head: its last word, or the one before `of`."""
    if first >= last:
        return None
    parts = known.words[first : last + 1]
    head = next((parts[i] for i, word in enumerate(parts[1:]) if word.text in ("of", "for")), parts[-1])
    return head_kind(head.text)


def _listed_kind(known: NameWords, bare: int, last: int) -> EntityKind | None:
    name = known.bare_text(bare, last)
    if name.casefold() in METONYMS:
        return "government"
    if name in agencies() and len(name) > 2:
        return "outlet"
    is_place = known.country(bare, last) is not None or (bare < last and name.split()[0] in PLACE_FIRST)
    return "place" if is_place else None


def _single_kind(known: NameWords, place: int) -> EntityKind | None:
    """Return the kind of a name of one word by the word (`Parliament`) or by what is before it."""
    word = known.words[place]
    kind = head_kind(word.text)
    if kind == "government" and not word.opens:
        return kind
    if kind == "armed_or_political_group" and word.text.endswith("s"):
        return kind
    is_place = _PLACE_BEFORE.search(known.text[max(0, word.start - 10) : word.start]) is not None
    return "place" if is_place and given_gender(word.text) is None else None


def _tag_kind(known: NameWords, bare: int, last: int) -> EntityKind | None:
    tags = [known.tag_at[word.start] for word in known.words[bare : last + 1] if word.start in known.tag_at]
    if not tags:
        return None
    kind = _KIND_OF[max(tags, key=lambda tag: (tag.end - tag.start, tag.start)).kind]
    if bare < last:
        return None if kind == "nationality" else kind
    return None if kind == "person" and known.is_no_person(bare) else kind
