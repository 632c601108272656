"""Records: links of segments become attributions with exact spans and ids."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from claimwire.english.document import Document
from claimwire.english.quotations import find_quotations_at
from claimwire.extract.confidence import LEAST, confidence_of
from claimwire.extract.kinds import Quoted
from claimwire.extract.lemma import lemma_at
from claimwire.extract.nested import Nested, find_nested
from claimwire.extract.segments import Link, Segment
from claimwire_schemas import Article, ArticleRef, Attribution, Cue, Span
from claimwire_schemas.ids import attribution_id

PARAGRAPH = re.compile(r"[^\n]+")


def attributions_of(
    article: Article, links: Iterable[Link], document: Document, *, extractor: str
) -> tuple[Attribution, ...]:
    """Return an attribution for each link that is likely enough and for each one nested in their contents.

    They are in the order of the text; what is nested comes after what it is nested in.
    """
    ref = article.ref()
    quoted = Quoted(article.text, document.quotations)
    ordered = sorted((one for one in links if confidence_of(one) >= LEAST), key=_first)
    flat = [_attribution(document, ref, one, quoted, extractor=extractor) for one in ordered]
    nested = [one for outer in flat for one in _nested_in(document, outer)]
    return tuple(sorted([*flat, *nested], key=_place))


def _attribution(
    document: Document, ref: ArticleRef, one: Link, quoted: Quoted, *, extractor: str
) -> Attribution:
    text = document.text
    content = tuple(span for segment in one.content for span in paragraph_spans(text, segment))
    cue = paragraph_spans(text, one.cue) if one.cue else ()
    return Attribution(
        attribution_id=attribution_id(ref.article_id, ref.text_digest, cue=cue, content=content),
        article=ref,
        source=paragraph_spans(text, one.source)[0] if one.source else None,
        cue=Cue(spans=cue, lemma=lemma_at(document, cue)) if cue else None,
        content=content,
        kind="direct" if one.is_given else quoted.kind(content),
        nested=False,
        confidence=confidence_of(one),
        extractor=extractor,
    )


def _nested_in(document: Document, outer: Attribution) -> Iterator[Attribution]:
    """Give the attributions inside the content of one, each within the smallest that it stands in."""
    found: list[Attribution] = []
    for one in find_nested(document, [(part.start, part.end) for part in outer.content]):
        around = [other for other in found if _holds(other, one.cue[0])]
        found.append(_nested(document, one, around[-1] if around else outer))
    yield from found


def _nested(document: Document, one: Nested, outer: Attribution) -> Attribution:
    text = document.text
    cue, content = (Span.of(text, *one.cue),), tuple(Span.of(text, *place) for place in one.content)
    quotations = [quotation for place in one.content for quotation in find_quotations_at(text, *place)]
    return Attribution(
        attribution_id=attribution_id(
            outer.article.article_id, outer.article.text_digest, cue=cue, content=content
        ),
        article=outer.article,
        source=Span.of(text, *one.source) if one.source else None,
        cue=Cue(spans=cue, lemma=lemma_at(document, cue)),
        content=content,
        kind=Quoted(text, quotations).kind(content),
        nested=True,
        within=outer.attribution_id,
        confidence=one.confidence,
        extractor=outer.extractor,
    )


def _holds(one: Attribution, place: int) -> bool:
    return any(span.start <= place < span.end for span in one.content)


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


def _place(one: Attribution) -> tuple[int, bool, int]:
    spans = [*one.content, *(one.cue.spans if one.cue else ()), *((one.source,) if one.source else ())]
    return min(span.start for span in spans), one.nested, one.content[0].start
