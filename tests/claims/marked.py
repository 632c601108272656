"""Articles with marked attributions: `{S:She} {C:said} …`, or many, `{1S:She} {1C:said} {1X:{2S:he} …}`."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from uuid import NAMESPACE_OID, uuid5

from claimwire.english.document import Document, TaggedName
from claimwire.english.quotations import find_quotations
from claimwire.extract import default_extractor
from claimwire.extract.kinds import Quoted
from claimwire.extract.lemma import lemma_of
from claimwire.resolve import Resolved, resolve
from claimwire_schemas import Article, Attribution, Claimant, Cue, Entity, EntityKind, Span
from claimwire_schemas.ids import attribution_id
from tests.builders import EXTRACTOR, an_article
from tests.marked import Place, unmarked


def read(marked: str, **changes: object) -> tuple[Article, Attribution]:
    """Return an article without a headline, and the one attribution that is marked in it."""
    article, found = read_all(marked, **changes)
    return article, found[0]


def read_all(marked: str, **changes: object) -> tuple[Article, dict[int, Attribution]]:
    """Return the article, which has no headline but its first line, and its attributions by their numbers.

    One whose cue stands in the content of another is nested in it.
    """
    text, places = unmarked(marked)
    article = an_article(*text.split("\n\n"), title=None, **changes)
    found: dict[int, Attribution] = {}
    for number in sorted({_number(place) for place in places}):
        found[number] = _attribution(article, places, number, found)
    return article, found


def _number(place: Place) -> int:
    return int(place.mark[:-1] or 0)


def _attribution(
    article: Article, places: Sequence[Place], number: int, before: Mapping[int, Attribution]
) -> Attribution:
    mine = [place for place in places if _number(place) == number]
    source, cue, content = (
        tuple(Span.of(article.text, *place[:2]) for place in mine if place.mark.endswith(role))
        for role in "SCX"
    )
    at = (*cue, *content)[0].start
    around = [one for one in before.values() if any(part.start <= at < part.end for part in one.content)]
    return Attribution(
        attribution_id=attribution_id(article.article_id, article.text_digest, cue=cue, content=content),
        article=article.ref(),
        source=source[0] if source else None,
        cue=Cue(spans=cue, lemma=lemma_of(span.exact for span in cue)) if cue else None,
        content=content,
        kind=Quoted(article.text, find_quotations(article.text)).kind(content),
        nested=bool(around),
        within=around[-1].attribution_id if around else None,
        confidence=0.9,
        extractor=EXTRACTOR,
    )


def document_of(article: Article, *tagged: TaggedName) -> Document:
    """Return an article as the shipped network reads it; with tags, these are all the names it has found."""
    document = default_extractor().read(article).document
    return replace(document, names=tagged) if tagged else document


def resolved(article: Article, attributions: Iterable[Attribution], *tagged: TaggedName) -> Resolved:
    """Return who and what is meant in an article."""
    return resolve(article, document_of(article, *tagged), tuple(attributions))


def speakers(marked: str, **changes: object) -> dict[int, tuple[Claimant, ...]]:
    """Return who stands behind each attribution that is marked in a text, by its number."""
    article, attributions = read_all(marked, **changes)
    found = resolved(article, attributions.values()).chains
    return {number: found[one.attribution_id] for number, one in attributions.items()}


def entities(marked: str, *tagged: TaggedName, **changes: object) -> dict[str, Entity]:
    """Return the entities of a marked text by their names."""
    article, attributions = read_all(marked, **changes)
    return {one.name: one for one in resolved(article, attributions.values(), *tagged).entities}


def entity(article: Article, name: str, *mentions: str, kind: EntityKind = "person") -> Entity:
    """Return an entity with every place of its name and of its other mentions."""
    places = sorted(
        (match.start(), match.end())
        for words in (name, *mentions)
        for match in re.finditer(re.escape(words), article.text)
    )
    return Entity(
        entity_id=str(uuid5(NAMESPACE_OID, name)),
        name=name,
        kind=kind,
        mentions=tuple(Span.of(article.text, *place) for place in places),
        role=None,
        affiliation=None,
    )
