"""Articles with many marked attributions: `{1S:She} {1C:said} {1X:that {2S:he} {2C:hoped} {2X:it rains}}`."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping

from claimwire.claims.entities import entities_of
from claimwire.claims.resolve import resolved
from claimwire.extract.kinds import Quoted
from claimwire.extract.lemma import lemma_of
from claimwire.extract.names import Tagged
from claimwire.extract.quotes import find_quotations
from claimwire_schemas import Article, Attribution, Claimant, Cue, Entity, Span
from claimwire_schemas.ids import attribution_id
from tests.builders import EXTRACTOR, an_article

MARK = re.compile(r"\{(\d[SCX]):|\}")
Places = Mapping[str, list[tuple[int, int]]]


def read(marked: str, **changes: object) -> tuple[Article, dict[int, Attribution]]:
    """Return the article, which has no headline but its first line, and its attributions by their numbers.

    One whose cue stands in the content of another is nested in it.
    """
    text, places = _unmarked(marked)
    article = an_article(*text.split("\n\n"), title=None, **changes)
    found: dict[int, Attribution] = {}
    for number in sorted({int(mark[0]) for mark in places}):
        found[number] = _attribution(article, places, number, found)
    return article, found


def _unmarked(marked: str) -> tuple[str, Places]:
    text, at = "", 0
    opened: list[tuple[str, int]] = []
    places: dict[str, list[tuple[int, int]]] = defaultdict(list)
    for match in MARK.finditer(marked):
        text += marked[at : match.start()]
        at = match.end()
        if match[1]:
            opened.append((match[1], len(text)))
        else:
            mark, start = opened.pop()
            places[mark].append((start, len(text)))
    return text + marked[at:], places


def _attribution(
    article: Article, places: Places, number: int, before: Mapping[int, Attribution]
) -> Attribution:
    source, cue, content = (
        tuple(Span.of(article.text, *one) for one in sorted(places.get(f"{number}{role}", ())))
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


def speakers(marked: str, **changes: object) -> dict[int, tuple[Claimant, ...]]:
    """Return who stands behind each attribution that is marked in a text, by its number."""
    article, attributions = read(marked, **changes)
    every = tuple(attributions.values())
    found = resolved(article, every, entities_of(article, (), every), {}).chains
    return {number: found[one.attribution_id] for number, one in attributions.items()}


def entities(marked: str, *tagged: Tagged, **changes: object) -> dict[str, Entity]:
    """Return the entities of a marked text by their names."""
    article, attributions = read(marked, **changes)
    return {one.name: one for one in entities_of(article, tagged, tuple(attributions.values()))}
