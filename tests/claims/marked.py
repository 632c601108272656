"""Articles with marked spans for tables: `{S:She} {C:said} {X:it rains}`, and entities by their mentions."""

from __future__ import annotations

import re
from uuid import NAMESPACE_OID, uuid5

from claimwire.extract.lemma import lemma_of
from claimwire_schemas import Article, Attribution, Cue, Entity, EntityKind, Span
from claimwire_schemas.ids import attribution_id
from tests.builders import EXTRACTOR, an_article

MARK = re.compile(r"\{([SCX]):([^{}]*)\}")


def read(marked: str, **changes: object) -> tuple[Article, Attribution]:
    """Return an article without a headline, and the one attribution that is marked in it."""
    text, at = "", 0
    places: dict[str, list[tuple[int, int]]] = {"S": [], "C": [], "X": []}
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        places[match[1]].append((len(text), len(text) + len(match[2])))
        text, at = text + match[2], match.end()
    article = an_article(text + marked[at:], title=None, **changes)
    source, cue, content = (tuple(Span.of(article.text, *one) for one in found) for found in places.values())
    return article, Attribution(
        attribution_id=attribution_id(article.article_id, article.text_digest, cue=cue, content=content),
        article=article.ref(),
        source=source[0] if source else None,
        cue=Cue(spans=cue, lemma=lemma_of(span.exact for span in cue)) if cue else None,
        content=content,
        kind="indirect",
        nested=False,
        confidence=0.9,
        extractor=EXTRACTOR,
    )


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
