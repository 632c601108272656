"""What the API is asked, typed: the OpenAPI document is made from these."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import Path
from fastapi import Query as QueryParam
from pydantic import ConfigDict, Field

from claimwire.desk.formats import Format
from claimwire.errors import InputError
from claimwire.store import ClaimRow, Page, Search, Store
from claimwire.store.match_search import ClusterSearch, LinkSearch
from claimwire.store.ranking import MOST_RANKED
from claimwire.store.search import Line
from claimwire_schemas.message import Timestamp, Value

_MOST_ROWS = 200
By = Literal["hour", "day", "stance", "outlet", "speaker", "accused"]
RecordId = Annotated[str, Path(pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$")]
NameKey = Annotated[str, Path(min_length=1, max_length=500, description="A key, or a name that makes it.")]
Limit = Annotated[int, QueryParam(ge=1, le=_MOST_ROWS, description="How many, at most.")]
Period = Literal["24h", "7d", "14d"]
Cursor = Annotated[str, Field(max_length=300, pattern=r"^[0-9]{1,18}(\.\S+)?$")]


def _search_in(query: Search) -> Search:
    return Search(**{name: getattr(query, name) for name in Search.model_fields})


class ClaimQuery(Search):
    """A search of claims, and which page of it."""

    model_config = ConfigDict(strict=False)

    limit: int = Field(default=50, ge=1, le=_MOST_ROWS, description="How many, at most.")
    cursor: Cursor | None = Field(default=None, description="`next` of the page before.")

    def search(self) -> Search:
        """Return the search alone."""
        return _search_in(self)


class OrderedQuery(ClaimQuery):
    """A search of claims in an order."""

    order: Literal["newest", "best"] = Field(
        default="newest",
        description=(
            f"`best`: those that match `q` best first, among the newest {MOST_RANKED:,} hits, on one page."
        ),
    )

    def page(self, store: Store) -> Page[ClaimRow]:
        """Return the page; raises `InputError` for the best claims without words, or with a cursor."""
        if self.order == "newest":
            return store.claims(self.search(), before=position_of(self.cursor), limit=self.limit)
        if self.cursor is not None:
            raise InputError("the best claims have one page: leave the cursor out")
        return store.best_claims(self.search(), limit=self.limit)


class ExportQuery(Search):
    """A search whose rows are exported, all of them."""

    model_config = ConfigDict(strict=False)

    format: Format = Field(default="jsonl", description="`parquet` where the desk has pyarrow.")

    def search(self) -> Search:
        """Return the search alone."""
        return _search_in(self)


class LinkExportQuery(LinkSearch):
    """A search of links that are exported, all of them."""

    model_config = ConfigDict(strict=False)

    format: Format = Field(default="jsonl", description="`parquet` where the desk has pyarrow.")


class ClusterExportQuery(ClusterSearch):
    """A search of clusters that are exported, all of them."""

    model_config = ConfigDict(strict=False)

    format: Format = Field(default="jsonl", description="`parquet` where the desk has pyarrow.")


class StreamQuery(ClaimQuery):
    """A search to follow."""

    after: int | None = Field(
        default=None,
        ge=0,
        description="The position to begin after; by default the newest.",
    )
    brief: bool = Field(
        default=False, description="Skip the older claims of a batch that is too large, and say how many."
    )


class CountQuery(ClaimQuery):
    """A search whose claims are counted."""

    by: By = Field(default="hour", description="What is counted.")


class ArticleQuery(Value):
    """A search of articles, and which page of it."""

    model_config = ConfigDict(strict=False)

    q: Annotated[str, Field(max_length=2000)] | None = Field(
        default=None, description='Words, "phrases", AND, OR, NOT and prefixes* in the text.'
    )
    outlet: Line | None = Field(default=None, description="Words of its name.")
    outlet_key: Line | None = Field(default=None, description="Its key.")
    language: tuple[Line, ...] = Field(default=(), max_length=16, description="One of these.")
    published_from: Timestamp | None = Field(default=None, description="Published then or later.")
    published_until: Timestamp | None = Field(default=None, description="Published before then.")
    seen_from: Timestamp | None = Field(default=None, description="Seen then or later.")
    seen_until: Timestamp | None = Field(default=None, description="Seen before then.")
    superseded: bool = Field(default=False, description="Earlier revisions too.")
    limit: int = Field(default=50, ge=1, le=_MOST_ROWS, description="How many, at most.")
    cursor: Cursor | None = Field(default=None, description="`next` of the page before.")

    def search(self) -> Search:
        """Return the search alone."""
        return Search(**self.model_dump(exclude={"limit", "cursor"}))


class NameQuery(Value):
    """Which speakers or outlets, and which page of them."""

    model_config = ConfigDict(strict=False)

    q: str | None = Field(default=None, min_length=1, max_length=200, description="A part of the name.")
    unnamed: bool = Field(default=False, description="Sources without a name too, such as *officials*.")
    limit: int = Field(default=50, ge=1, le=_MOST_ROWS, description="How many, at most.")
    cursor: Cursor | None = Field(default=None, description="`next` of the page before.")


class PeriodQuery(Value):
    """What happened lately."""

    model_config = ConfigDict(strict=False)

    period: Period = Field(default="24h", description="In this time up to now.")
    limit: int = Field(default=50, ge=1, le=_MOST_ROWS, description="How many of each, at most.")


class ClusterQuery(PeriodQuery):
    """Which clusters."""

    families: int = Field(default=2, ge=1, le=10_000, description="Of so many families or more.")
    contested: bool = Field(default=False, description="Contradicted clusters, whatever their families.")


class ActorQuery(Value):
    """Which actors."""

    model_config = ConfigDict(strict=False)

    part: str = Field(default="", max_length=200, description="A part of a name.")
    limit: int = Field(default=50, ge=1, le=_MOST_ROWS, description="How many, at most.")


class DeliveryQuery(Value):
    """Which messages."""

    model_config = ConfigDict(strict=False)

    search_id: str | None = Field(
        default=None,
        pattern=r"^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$",
        description="Of this saved search.",
    )
    state: Literal["waiting", "sent", "dead"] | None = Field(default=None, description="In this state.")
    limit: int = Field(default=50, ge=1, le=_MOST_ROWS, description="How many, at most.")


def position_of(cursor: str | None) -> int | None:
    """Return the position that a cursor is; raises `InputError` for what is none."""
    if cursor is None:
        return None
    if not (cursor.isascii() and cursor.isdecimal() and len(cursor) <= 18):
        raise InputError("cursor: not from this list")
    return int(cursor)
