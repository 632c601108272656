"""What a matcher writes, from claims and articles in a store: links, clusters, families, stories, actors.

Each function writes a whole record in a matcher's transaction, as the engine does.
"""

from __future__ import annotations

from collections.abc import Sequence

from claimwire.match.actors.book import ActorBook
from claimwire.match.clusters import Member
from claimwire.store import (
    ArticleRow,
    ClaimRow,
    LinkRow,
    LinkState,
    Search,
    StatementRow,
    Store,
    StoryRow,
)
from claimwire.store.window import TextRow
from claimwire_schemas import (
    Actor,
    ActorKind,
    ActorName,
    ActorRole,
    ActorSort,
    ArticleRef,
    ClaimCluster,
    ClaimLink,
    ClusterSource,
    Family,
    Kinship,
    LinkedClaim,
    LinkKind,
    LinkReason,
    LinkTier,
    Relative,
    Story,
)
from claimwire_schemas.ids import actor_id, claim_link_id, cluster_id, family_id, story_id

MODEL = "links-1+0123abcd"


def claim_of(store: Store, text: str) -> ClaimRow:
    """Return the one current claim of a text."""
    [row] = [one for one in store.claims(Search(), limit=500).rows if one.text == text]
    return row


def article_of(store: Store, row: ClaimRow) -> ArticleRow:
    """Return a claim's article."""
    return store.revisions(row.article_id)[0].article


def linked(
    store: Store,
    kind: LinkKind,
    earlier: ClaimRow,
    later: ClaimRow,
    *reasons: str,
    tier: LinkTier = "confirmed",
    state: LinkState = "",
) -> str:
    """Link two claims; return the link's id."""
    record = ClaimLink(
        link_id=claim_link_id((earlier.claim_id, later.claim_id), kind),
        kind=kind,
        earlier=_place(earlier),
        later=_place(later),
        score=0.97 if tier == "confirmed" else 0.61,
        tier=tier,
        reasons=tuple(LinkReason(code="test", text=text, weight=1.5) for text in reasons),
        model=MODEL,
    )
    at_ms = max(earlier.seen_ms, later.seen_ms)
    ids = record.link_id, earlier.claim_id, later.claim_id
    row = LinkRow(*ids, kind, tier, state, at_ms, record.encode().decode())
    with store.matching() as matching:
        matching.links.put_links([row])
    return record.link_id


def clustered(store: Store, *rows: ClaimRow, families: int, contradicted_by: Sequence[ClaimRow] = ()) -> str:
    """Put claims into a cluster, the first of them first; return its id."""
    names = list(dict.fromkeys(row.claimant for row in rows))
    cluster = ClaimCluster(
        cluster_id=cluster_id(rows[0].claim_id),
        text=rows[0].text,
        best=_place(rows[0]),
        first=_place(rows[0]),
        claims=len(rows),
        articles=len({row.article_id for row in rows}),
        families=families,
        outlets=len({row.outlet_key for row in rows}),
        sources=tuple(
            ClusterSource(name=name, actor_id=None, claims=[row.claimant for row in rows].count(name))
            for name in names
        ),
        contradicted_by=tuple(row.claim_id for row in contradicted_by),
        first_published=rows[0].published,
        first_seen=rows[0].seen,
        last_seen=rows[-1].seen,
        members=tuple(map(_place, rows)),
    )
    with store.matching() as matching:
        stated = [
            StatementRow(
                row.claim_id,
                row.article_id,
                matching.window.numbers(1)[0],
                row.seen_ms,
                cluster.cluster_id,
                "",
                Member(row.claim.article, row.text, row.claimant, None, row.confidence).packed(),
            )
            for row in rows
        ]
        matching.links.put_statements(stated)
        matching.groups.put_cluster(
            cluster.cluster_id,
            cluster.encode().decode(),
            families=families,
            contradicted=len(contradicted_by),
            last_ms=rows[-1].seen_ms,
        )
        matching.advance(store.last_position())
    return cluster.cluster_id


def related(
    store: Store, *rows: ArticleRow, agency: str | None = None, kinship: Kinship = "copy", share: float = 1.0
) -> str:
    """Put articles into a family, the first of them its origin; return its id."""
    family = Family(
        family_id=family_id(rows[0].article_id),
        origin=_ref(rows[0]),
        agency=agency,
        evidence=("shared_text", "earliest"),
        articles=len(rows),
        outlets=len({row.outlet_key for row in rows}),
        first_published=rows[0].published,
        first_seen=rows[0].seen,
        last_seen=rows[-1].seen,
        relatives=tuple(
            Relative(
                article=_ref(row),
                seen_at=row.seen,
                kinship="first" if row is rows[0] else kinship,
                like=None if row is rows[0] else rows[0].article_id,
                own_share=0.0 if row is rows[0] else share,
                other_share=0.0 if row is rows[0] else share,
                agency=agency,
            )
            for row in rows
        ),
    )
    with store.matching() as matching:
        for row, relative in zip(rows, family.relatives, strict=True):
            body = relative.model_dump_json()
            matching.window.put_kin(family.family_id, row.article_id, body, seen_ms=row.seen_ms)
            number, digest = matching.window.numbers(1)[0], row.text_digest
            matching.window.put_text(
                TextRow(row.article_id, number, digest, row.seen_ms, family.family_id, agency or "", b"")
            )
        last_ms = rows[-1].seen_ms
        matching.window.put_family(
            family.family_id, family.encode().decode(), articles=len(rows), last_ms=last_ms
        )
    return family.family_id


def told(store: Store, *rows: ArticleRow, families: int) -> str:
    """Put articles into a story; return its id."""
    story = Story(
        story_id=story_id(rows[0].article_id),
        headline=rows[0].headline,
        articles=len(rows),
        families=families,
        outlets=len({row.outlet_key for row in rows}),
        first_published=rows[0].published,
        first_seen=rows[0].seen,
        last_seen=rows[-1].seen,
        members=tuple(map(_ref, rows)),
    )
    with store.matching() as matching:
        for row in rows:
            body = _ref(row).model_dump_json()
            matching.groups.put_story_article(StoryRow(row.article_id, story.story_id, row.seen_ms, body))
        last_ms = rows[-1].seen_ms
        matching.groups.put_story(story.story_id, story.encode().decode(), families=families, last_ms=last_ms)
    return story.story_id


def known(
    store: Store, row: ClaimRow, *names: str, sort: ActorSort = "person", roles: Sequence[str] = ()
) -> Actor:
    """Keep the actor of a claim's speaker, with these names."""
    spoken = [ActorName(name=name, mentions=len(names) - place) for place, name in enumerate(names)]
    actor = Actor(
        actor_id=actor_id(sort, names[0].lower()),
        sort=sort,
        name=names[0],
        kind="person" if sort == "person" else "organization",
        names=tuple(spoken),
        kinds=(ActorKind(kind="person" if sort == "person" else "organization", articles=2),),
        roles=tuple(
            ActorRole(role=one, affiliation=None, articles=1, first_seen=row.seen, last_seen=row.seen)
            for one in roles
        ),
        first_seen=row.seen,
        last_seen=row.seen,
        articles=2,
        mentions=5,
        known=False,
        wikidata=None,
        merged_into=None,
        split_off=(),
    )
    keep(store, actor)
    return actor


def keep(store: Store, actor: Actor) -> None:
    """Keep an actor, found by the keys that a matcher gives it."""
    with store.actors.changing() as rows:
        ActorBook(rows).put([actor])


def _place(row: ClaimRow) -> LinkedClaim:
    return LinkedClaim(claim_id=row.claim_id, article=row.claim.article)


def _ref(row: ArticleRow) -> ArticleRef:
    return row.article.ref()
