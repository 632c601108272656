"""Records: links of segments become attributions with exact spans and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from pipeline.extract.confidence import LEAST, confidence_of
from pipeline.extract.kinds import Quoted
from pipeline.extract.lemma import lemma_of
from pipeline.extract.quotes import Quotation
from pipeline.extract.segments import Link, Segment
from schemas import Article, ArticleRef, Attribution, Cue, Span
from schemas.ids import attribution_id

PARAGRAPH = re.compile(r"[^\n]+")


def attributions_of(
    article: Article, links: Iterable[Link], quotations: list[Quotation], *, extractor: str
) -> tuple[Attribution, ...]:
    """Return an attribution for each link that is likely enough, in the order of the text."""
    ref = article.ref()
    quoted = Quoted(article.text, quotations)
    ordered = sorted((one for one in links if confidence_of(one) >= LEAST), key=_first)
    nested = _nested(ordered)
    return tuple(
        _attribution(article.text, ref, one, quoted, nested=inside, extractor=extractor)
        for one, inside in zip(ordered, nested, strict=True)
    )


def _attribution(
    text: str, ref: ArticleRef, one: Link, quoted: Quoted, *, nested: bool, extractor: str
) -> Attribution:
    content = tuple(span for segment in one.content for span in paragraph_spans(text, segment))
    cue = paragraph_spans(text, one.cue) if one.cue else ()
    return Attribution(
        attribution_id=attribution_id(ref.article_id, ref.text_digest, cue=cue, content=content),
        article=ref,
        source=paragraph_spans(text, one.source)[0] if one.source else None,
        cue=Cue(spans=cue, lemma=lemma_of(span.exact for span in cue)) if cue else None,
        content=content,
        kind=quoted.kind(content),
        nested=nested,
        confidence=confidence_of(one),
        extractor=extractor,
    )


def paragraph_spans(text: str, segment: Segment) -> tuple[Span, ...]:
    """Return a segment's spans: one in each paragraph that it has words in."""
    spans = []
    for part in PARAGRAPH.finditer(text, segment.start, segment.end):
        left = part.start() + len(part[0]) - len(part[0].lstrip())
        right = part.start() + len(part[0].rstrip())
        if left < right:
            spans.append(Span.of(text, left, right))
    return tuple(spans)


def _first(one: Link) -> tuple[int, int]:
    parts = [part for part in (one.source, one.cue, *one.content) if part]
    return min(part.start for part in parts), one.content[0].start


def _nested(links: Sequence[Link]) -> list[bool]:
    """Whether the content of each stands inside one content segment of another."""
    spans = sorted(
        ((part.start, -part.end, i) for i, one in enumerate(links) for part in one.content),
    )
    inside = [True] * len(links)
    reach, owner = 0, -1
    for start, negative_end, i in spans:
        if not (owner != i and -negative_end <= reach and start < reach):
            inside[i] = False
        if -negative_end > reach:
            reach, owner = -negative_end, i
    return inside
