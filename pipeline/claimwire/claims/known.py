"""Whom the words of an article mean, as the text of its claims needs it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.entities.clusters import is_headed
from claimwire.entities.nouns import PEOPLE, singular
from claimwire.resolve import Antecedent, Resolved
from claimwire_schemas import Attribution, Entity, Span

_SURE = 0.8

_EARLY = 2
"""Mentions of a body among which its whole name is: a headline may have the short one."""


def antecedents_of(
    document: Document,
    attributions: Sequence[Attribution],
    resolved: Resolved,
    articles: Mapping[str, str],
) -> dict[int, Antecedent]:
    """Return whom pronouns, descriptions and short names mean, by the index of the word that heads them.

    `articles` has, by the ids of bodies, the `the ` of their names.
    """
    named = [*_short_names(document, resolved.entities), *_sources(attributions, resolved)]
    found = {word.i: one for span, one in named if (word := _head(document, span)) is not None}
    meant = {
        i: one._replace(article=articles.get(one.entity_id or "", ""))
        for i, one in {**found, **resolved.antecedents}.items()
        if not _is_owned_thing(document, document.words[i])
    }
    return {i: one for i, one in meant.items() if not _is_lone_noun(one)}


def _is_owned_thing(document: Document, word: Word) -> bool:
    """Tell whether a noun for no person has a pronoun that tells whose it is: `their choice`, `its rally`."""
    owners = syntax.children(document, word, "nmod:poss") if word.tag == "NOUN" else ()
    return word.lower not in PEOPLE and any(one.tag == "PRON" for one in owners)


def _is_lone_noun(one: Antecedent) -> bool:
    """Tell whether a name is a lone noun of a headline, which a sentence has with an article: `driver`."""
    is_one = one.name.isalpha() and one.name.islower() and not one.article
    return is_one and singular(one.name) == one.name


def articles_of(document: Document, entities: Iterable[Entity]) -> dict[str, str]:
    """Return `the ` for the bodies whose whole name has it where that stands first, by their ids."""
    bodies = (one for one in entities if one.kind not in ("person", "unnamed"))
    firsts = ((one, next((it for it in one.mentions if it.exact == one.name), None)) for one in bodies)
    return {one.entity_id: "the " for one, first in firsts if first and _has_article(document, first)}


def _has_article(document: Document, span: Span) -> bool:
    """Tell whether a `the` is a name's own: `the Navy`, but not `the Google founder` or `the Boeing 737`."""
    word = _head(document, span)
    article = syntax.child(document, word, "det") if word else None
    if word is None or word.relation == "compound" or article is None or article.lower != "the":
        return False
    if article.start >= span.start:
        return False  # it is in the name
    after = document.at(span.end + 1)
    return after is None or after.tag not in ("NOUN", "PROPN", "NUM")


def _short_names(document: Document, entities: Iterable[Entity]) -> Iterator[tuple[Span, Antecedent]]:
    """Give the mentions that are a part of their entity's name: `Lee` of `Ann Lee`, `Salt` of `Salt Company`.

    A body's name must tell what it is, and be given early. A town (`Washington, D.C.`) is no person.
    """
    surnames = Counter(entity.name.split()[-1] for entity in entities if entity.kind == "person")
    for entity in entities:
        words = entity.name.split()
        is_body = entity.kind == "organization"
        known = {span.exact for span in entity.mentions[:_EARLY]}
        is_told = known != {words[0]} and is_headed(entity.name)
        short = words[0] if is_body else words[-1]
        is_sure = is_told if is_body else surnames[short] == 1
        if len(words) == 1 or not is_sure or entity.kind not in ("person", "organization"):
            continue
        for span in entity.mentions:
            if span.exact == short and _is_alone(document, span):
                yield span, Antecedent(entity.name, entity.entity_id, 1.0)


def _is_alone(document: Document, span: Span) -> bool:
    """Tell whether a name is no place's and no part of another thing's: not `Salt` in `the Salt brand`."""
    word = document.at(span.start)
    tag = document.name_at(word) if word else None
    return word is not None and word.relation != "compound" and (tag is None or tag.kind != "place")


def _sources(attributions: Iterable[Attribution], resolved: Resolved) -> Iterator[tuple[Span, Antecedent]]:
    for one in attributions:
        claimant = resolved.chains[one.attribution_id][-1]
        by_other_words = claimant.resolution in ("pronoun", "description")
        is_named = claimant.name is not None and claimant.name[:1].isupper()
        if one.source and claimant.name and is_named and by_other_words and claimant.confidence >= _SURE:
            yield one.source, Antecedent(claimant.name, claimant.entity_id, claimant.confidence)


def _head(document: Document, span: Span) -> Word | None:
    return next(document.heads(document.within(span.start, span.end)), None)
