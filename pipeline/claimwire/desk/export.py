"""Exports: all claims, articles, attributions, links or clusters that match, in constant memory."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import orjson

from claimwire.desk.formats import Columns, Format, Writer, writer_of
from claimwire.desk.match_export import CLUSTER_COLUMNS, LINK_COLUMNS, clusters, links
from claimwire.desk.records import article_item, claim_item
from claimwire.store import ArticleRow, ClaimRow, Search, Store
from claimwire.store.match_search import ClusterSearch, LinkSearch

What = Literal["claims", "articles", "attributions"]
"""What a search of claims finds."""
WhatMatched = Literal["links", "clusters"]
"""What has searches of its own."""
Asked = Search | LinkSearch | ClusterSearch
_PAGE = 500
_CLAIM_COLUMNS: Columns = {
    "claim_id": "text",
    "position": "whole",
    "seen": "time",
    "published": "time",
    "outlet": "text",
    "headline": "text",
    "url": "text",
    "feed": "text",
    "file": "text",
    "article_id": "text",
    "revision": "whole",
    "language": "text",
    "claimant": "text",
    "claimant_kind": "text",
    "stance": "text",
    "accused": "text",
    "text": "text",
    "claim_type": "text",
    "certainty": "text",
    "negated": "flag",
    "standalone": "flag",
    "confidence": "number",
    "check_worthiness": "number",
    "change": "text",
    "superseded": "flag",
    "attribution_id": "text",
    "extractor": "text",
}
_ARTICLE_COLUMNS: Columns = {
    "article_id": "text",
    "position": "whole",
    "revision": "whole",
    "seen": "time",
    "published": "time",
    "outlet": "text",
    "headline": "text",
    "url": "text",
    "language": "text",
    "byline": "text",
    "status": "text",
    "claims": "whole",
    "superseded": "flag",
    "text": "text",
}
_ATTRIBUTION_COLUMNS: Columns = {
    "attribution_id": "text",
    "position": "whole",
    "seen": "time",
    "published": "time",
    "outlet": "text",
    "headline": "text",
    "url": "text",
    "article_id": "text",
    "revision": "whole",
    "source": "text",
    "cue": "text",
    "content": "text",
    "kind": "text",
    "nested": "flag",
    "confidence": "number",
    "extractor": "text",
}


@dataclass
class Export:
    """An export under way: its bytes, and how many rows it has given."""

    what: What | WhatMatched
    form: Format
    count: int = field(default=0, init=False)

    def chunks(self, store: Store, search: Asked) -> Iterator[bytes]:
        """Give the export, a page at a time, and at the end how many rows there were.

        It has what was stored when it began. Raises `InputError` for a search that these rows do not have.
        """
        columns, pages = _SHAPES[self.what]
        writer: Writer = writer_of(self.form, columns)
        yield writer.head()
        whole = self.form == "jsonl"
        for rows in pages(store, search, whole):
            self.count += len(rows)
            yield writer.rows(rows)
        yield writer.end(self.count)


Rows = list[Any]
Pages = Callable[[Store, Any, bool], Iterable[Rows]]


def _claims(store: Store, search: Search, whole: bool) -> Iterator[Rows]:  # noqa: FBT001 # as the others
    for page in store.every_claim(search, pages_of=_PAGE):
        yield [claim_item(row) if whole else _claim_cells(row) for row in page]


def _articles(store: Store, search: Search, whole: bool) -> Iterator[Rows]:  # noqa: FBT001
    for page in store.every_article(search, pages_of=_PAGE // 5):
        yield [_article_item(row) if whole else _article_cells(row) for row in page]


def _attributions(store: Store, search: Search, whole: bool) -> Iterator[Rows]:  # noqa: FBT001
    for page in store.every_article(search, pages_of=_PAGE // 5):
        yield [
            _whole_attribution(one) if whole else _attribution_cells(one, row)
            for row in page
            for one in orjson.loads(row.record)["attributions"]
        ]


_SHAPES: dict[What | WhatMatched, tuple[Columns, Pages]] = {
    "claims": (_CLAIM_COLUMNS, _claims),
    "articles": (_ARTICLE_COLUMNS, _articles),
    "attributions": (_ATTRIBUTION_COLUMNS, _attributions),
    "links": (LINK_COLUMNS, links),
    "clusters": (CLUSTER_COLUMNS, clusters),
}


def _claim_cells(row: ClaimRow) -> dict[str, Any]:
    record = orjson.loads(row.record)
    told = {name: record.get(name) for name in _CLAIM_COLUMNS}
    of_row = {name: getattr(row, name) for name in _CLAIM_COLUMNS if hasattr(row, name)}
    return told | of_row | {name: record["article"].get(name) for name in ("url", "feed", "file")}


def _article_item(row: ArticleRow) -> dict[str, Any]:
    return article_item(row) | {"article": orjson.loads(row.record)["article"]}


def _article_cells(row: ArticleRow) -> dict[str, Any]:
    article = orjson.loads(row.record)["article"]
    return article_item(row) | {"text": article["text"], "byline": article["byline"]}


def _whole_attribution(one: dict[str, Any]) -> bytes:
    return orjson.dumps(one)


def _attribution_cells(one: dict[str, Any], row: ArticleRow) -> dict[str, Any]:
    of_row = {name: getattr(row, name) for name in _ATTRIBUTION_COLUMNS if hasattr(row, name)}
    told = {name: one.get(name) for name in ("attribution_id", "kind", "nested", "confidence", "extractor")}
    return (
        of_row
        | told
        | {
            "source": one["source"] and one["source"]["exact"],
            "cue": one["cue"] and one["cue"]["lemma"],
            "content": " … ".join(span["exact"] for span in one["content"]),
        }
    )
