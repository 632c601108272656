"""Tables: the same in both engines, but for partitions and what makes words searchable."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    PrimaryKeyConstraint,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR

from claimwire.store.rows import ArticleRow, ClaimRow

_KINDS = {
    "str": Text,
    "str | None": Text,
    "int": BigInteger,
    "int | None": BigInteger,
    "float": Float,
    "bool": Boolean,
    "Change": Text,
}
"""Columns' types by the types of a row's fields."""
_PLAIN = {int: BigInteger, str: Text, bytes: LargeBinary}
"""Those of small tables."""


@dataclass(frozen=True)
class Tables:
    """The tables of one engine."""

    metadata: MetaData
    articles: Table
    claims: Table
    days: Table
    """What is on each day, and between which positions: retention drops whole days."""
    tallies: Table
    """How many claims: by hour in all, of a stance, of an outlet and of a speaker."""
    names: Table
    """Speakers and outlets, with how many claims and accusations there are of each at present."""
    offsets: Table
    """The next offset of each partition of a topic that is read; written with the rows that led to it."""
    counters: Table
    searches: Table
    """Saved searches, as JSON."""
    hits: Table
    """Which claims a saved search has told of: none is told twice, even if the store is made again."""
    deliveries: Table
    """What is to be sent, and what became of it."""
    feedback: Table
    """What readers say of claims, as records."""
    texts: Table
    """Articles that were matched lately, with their shingles."""
    marks: Table
    """What an article or claim is found by: of each mark, those that had it last."""
    kin: Table
    """Which families an article is in."""
    cores: Table
    """The shingles that the articles of each family share."""
    families: Table
    """Families of copies, as records."""
    actors: Table
    """People and bodies across articles, as records."""
    actor_keys: Table
    """What actors are found by."""
    actor_pasts: Table
    """How articles were read for actors."""
    actor_changes: Table
    """What somebody did to actors."""
    statements: Table
    """Claims that were matched lately, as they are compared and as clusters show them."""
    links: Table
    """Links between claims, as records, and what readers say of them."""
    clusters: Table
    """Claims that say the same, as records."""
    story_articles: Table
    """Which story an article is of."""
    stories: Table
    """Articles about one event, as records."""
    outgoing: Table
    """Records that their topic does not have yet, the last of each key."""


def tables(*, by_day: bool) -> Tables:
    """Return the tables: partitioned by day and with a column of words, or with positions as row numbers."""
    metadata = MetaData()
    articles = _of_rows("articles", ArticleRow, metadata, by_day=by_day)
    Index("articles_of_id", articles.c.article_id)
    names = _table(
        "names",
        metadata,
        ("role", "key"),
        name=str,
        kind=str,
        claims=int,
        accused=int,
        first_ms=int,
        last_ms=int,
    )
    Index("names_by_claims", names.c.role, names.c.claims.desc(), names.c.key)
    return Tables(
        metadata=metadata,
        articles=articles,
        claims=_of_rows("claims", ClaimRow, metadata, by_day=by_day),
        days=_table("days", metadata, ("day",), first=int, last=int, articles=int, claims=int),
        tallies=_table("tallies", metadata, ("dimension", "hour", "key"), hour=int, claims=int),
        names=names,
        offsets=_table(
            "offsets", metadata, ("cluster", "topic", "partition"), partition=int, next_offset=int
        ),
        counters=_table("counters", metadata, ("name",), value=int),
        searches=_table("searches", metadata, ("id",), name=str, body=str, created_ms=int, updated_ms=int),
        hits=_hits(metadata),
        deliveries=_deliveries(metadata),
        feedback=_feedback(metadata),
        texts=_texts(metadata),
        marks=_table("marks", metadata, ("mark", "slot"), mark=int, slot=int, number=int),
        kin=_kin(metadata),
        cores=_cores(metadata),
        families=_families(metadata),
        actors=_actors(metadata),
        actor_keys=_actor_keys(metadata),
        actor_pasts=_actor_pasts(metadata),
        actor_changes=_table("actor_changes", metadata, ("change_id",), at_ms=int, undone_ms=int, body=str),
        statements=_statements(metadata),
        links=_links(metadata),
        clusters=_clusters(metadata),
        story_articles=_story_articles(metadata),
        stories=_stories(metadata),
        outgoing=_outgoing(metadata),
    )


def _hits(metadata: MetaData) -> Table:
    hits = _table("hits", metadata, ("claim_id", "search_id"), at_ms=int)
    Index("hits_by_time", hits.c.at_ms)
    return hits


def _deliveries(metadata: MetaData) -> Table:
    deliveries = _table(
        "deliveries",
        metadata,
        ("id",),
        search_id=str,
        channel=str,
        target=str,
        body=str,
        claims=int,
        more=int,
        created_ms=int,
        since_ms=int,
        due_ms=int,
        attempts=int,
        state=str,
        turn=int,
        trouble=str,
        done_ms=int,
    )
    columns = deliveries.c
    is_next = (columns.state == "waiting") & (columns.turn == 1)
    Index("deliveries_due", columns.due_ms, sqlite_where=is_next, postgresql_where=is_next)
    line = (columns.search_id, columns.channel, columns.target, columns.turn, columns.since_ms, columns.id)
    waits = columns.state == "waiting"
    Index("deliveries_lines", *line, sqlite_where=waits, postgresql_where=waits)
    Index("deliveries_of_search", columns.search_id, columns.created_ms)
    return deliveries


def _feedback(metadata: MetaData) -> Table:
    feedback = _table("feedback", metadata, ("id",), claim_id=str, at_ms=int, body=str)
    Index("feedback_of_claim", feedback.c.claim_id)
    Index("feedback_by_time", feedback.c.at_ms, feedback.c.id)
    return feedback


def _texts(metadata: MetaData) -> Table:
    texts = _table(
        "texts",
        metadata,
        ("article_id",),
        number=int,
        text_digest=str,
        seen_ms=int,
        family_id=str,
        agency=str,
        shingles=bytes,
    )
    Index("texts_by_number", texts.c.number)
    Index("texts_by_time", texts.c.seen_ms)
    return texts


def _kin(metadata: MetaData) -> Table:
    kin = _table("kin", metadata, ("family_id", "article_id"), seen_ms=int, body=str)
    Index("kin_of_article", kin.c.article_id)
    Index("kin_by_time", kin.c.seen_ms)
    return kin


def _cores(metadata: MetaData) -> Table:
    cores = _table("cores", metadata, ("family_id",), seen_ms=int, articles=int, shingles=bytes)
    Index("cores_by_time", cores.c.seen_ms)
    return cores


def _families(metadata: MetaData) -> Table:
    families = _table("families", metadata, ("family_id",), articles=int, last_ms=int, body=str)
    Index("families_by_time", families.c.last_ms)
    return families


def _outgoing(metadata: MetaData) -> Table:
    outgoing = _table("outgoing", metadata, ("topic", "key"), turn=int, body=str)
    Index("outgoing_by_turn", outgoing.c.turn)
    return outgoing


def _statements(metadata: MetaData) -> Table:
    statements = _table(
        "statements",
        metadata,
        ("claim_id",),
        article_id=str,
        number=int,
        seen_ms=int,
        cluster_id=str,
        body=str,
        member=str,
    )
    Index("statements_by_number", statements.c.number)
    Index("statements_by_time", statements.c.seen_ms)
    Index("statements_of_article", statements.c.article_id)
    Index("statements_of_cluster", statements.c.cluster_id, statements.c.number)
    return statements


def _links(metadata: MetaData) -> Table:
    links = _table(
        "links",
        metadata,
        ("link_id",),
        earlier_id=str,
        later_id=str,
        kind=str,
        tier=str,
        state=str,
        at_ms=int,
        body=str,
    )
    Index("links_of_earlier", links.c.earlier_id)
    Index("links_of_later", links.c.later_id)
    Index("links_by_kind", links.c.kind, links.c.at_ms.desc())
    Index("links_by_time", links.c.at_ms)
    return links


def _clusters(metadata: MetaData) -> Table:
    clusters = _table(
        "clusters", metadata, ("cluster_id",), families=int, contradicted=int, last_ms=int, body=str
    )
    Index("clusters_by_time", clusters.c.last_ms)
    Index("clusters_by_families", clusters.c.families.desc(), clusters.c.last_ms.desc())
    return clusters


def _story_articles(metadata: MetaData) -> Table:
    articles = _table("story_articles", metadata, ("article_id",), story_id=str, seen_ms=int, body=str)
    Index("story_articles_of_story", articles.c.story_id, articles.c.seen_ms)
    Index("story_articles_by_time", articles.c.seen_ms)
    return articles


def _stories(metadata: MetaData) -> Table:
    stories = _table("stories", metadata, ("story_id",), families=int, last_ms=int, body=str)
    Index("stories_by_time", stories.c.last_ms)
    return stories


def _actors(metadata: MetaData) -> Table:
    actors = _table("actors", metadata, ("actor_id",), names=str, articles=int, last_ms=int, body=str)
    Index("actors_by_articles", actors.c.articles.desc(), actors.c.actor_id)
    return actors


def _actor_keys(metadata: MetaData) -> Table:
    keys = _table("actor_keys", metadata, ("actor_id", "key"), last_ms=int)
    Index("actor_keys_by_key", keys.c.key, keys.c.last_ms.desc(), keys.c.actor_id)
    return keys


def _actor_pasts(metadata: MetaData) -> Table:
    pasts = _table("actor_pasts", metadata, ("article_id",), at_ms=int, body=str)
    Index("actor_pasts_by_time", pasts.c.at_ms)
    return pasts


def _of_rows(name: str, row: type, metadata: MetaData, *, by_day: bool) -> Table:
    columns: list[Column[Any]] = [
        Column(
            field.name,
            _KINDS[str(field.type)] if by_day or field.name != "position" else Integer,
            nullable=str(field.type).endswith("None"),
        )
        for field in fields(row)
    ]
    if not by_day:
        return Table(name, metadata, *columns, PrimaryKeyConstraint("position"))
    words = Column("words", TSVECTOR, nullable=False)
    key = PrimaryKeyConstraint("position", "day")
    return Table(name, metadata, *columns, words, key, postgresql_partition_by="LIST (day)")


def _table(name: str, metadata: MetaData, key: tuple[str, ...], /, **kinds: type) -> Table:
    """Return a small table; columns of the key that have no kind are text, and days numbers."""
    named = {column: kinds.pop(column, int if column == "day" else str) for column in key} | kinds
    columns: list[Column[Any]] = [
        Column(column, _PLAIN[kind], nullable=False, autoincrement=False) for column, kind in named.items()
    ]
    return Table(name, metadata, *columns, PrimaryKeyConstraint(*key), sqlite_with_rowid=False)
