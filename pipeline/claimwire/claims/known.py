"""Whom the words of an article mean, as the text of its claims needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from claimwire.english.document import Document, Word
from claimwire.resolve import Antecedent, Resolved
from claimwire_schemas import Attribution, Entity, Span

_SURE = 0.8
_EARLY = 2
"""Mentions of a body among which its whole name is: a headline may have the short one."""


def antecedents_of(
    document: Document, attributions: Sequence[Attribution], resolved: Resolved
) -> dict[int, Antecedent]:
    """Return whom pronouns, descriptions and short names mean, by the index of the word that heads them."""
    named = [*_short_names(document, resolved.entities), *_sources(attributions, resolved)]
    found = {word.i: one for span, one in named if (word := _head(document, span)) is not None}
    return {**found, **resolved.antecedents}


def _short_names(document: Document, entities: Iterable[Entity]) -> Iterator[tuple[Span, Antecedent]]:
    """Give the mentions that are a part of their entity's name: `Lee` of `Ann Lee`.

    A body's is one only if the article gives the whole name early; a town (`Washington, D.C.`) is no person.
    """
    surnames = Counter(entity.name.split()[-1] for entity in entities if entity.kind == "person")
    for entity in entities:
        words = entity.name.split()
        at = -1 if entity.kind == "person" else 0
        is_body = entity.kind == "organization"
        known = {span.exact for span in entity.mentions[:_EARLY]}
        is_sure = known != {words[0]} if is_body else surnames[words[-1]] == 1
        for span in entity.mentions:
            if (
                entity.kind in ("person", "organization")
                and is_sure
                and len(words) > 1
                and span.exact == words[at]
                and not _is_place(document, span)
            ):
                yield span, Antecedent(entity.name, entity.entity_id, 1.0)


def _is_place(document: Document, span: Span) -> bool:
    word = document.at(span.start)
    tag = document.name_at(word) if word else None
    return tag is not None and tag.kind == "place"


def _sources(attributions: Iterable[Attribution], resolved: Resolved) -> Iterator[tuple[Span, Antecedent]]:
    for one in attributions:
        claimant = resolved.chains[one.attribution_id][-1]
        by_other_words = claimant.resolution in ("pronoun", "description")
        is_named = claimant.name is not None and claimant.name[:1].isupper()
        if one.source and claimant.name and is_named and by_other_words and claimant.confidence >= _SURE:
            yield one.source, Antecedent(claimant.name, claimant.entity_id, claimant.confidence)


def _head(document: Document, span: Span) -> Word | None:
    return next(document.heads(document.within(span.start, span.end)), None)
