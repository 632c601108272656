"""The book of links: an article's claims against those of the window, in a store's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimwire.match.clusters import Clusters, Member
from claimwire.match.links.blocks import best, marks, may_link
from claimwire.match.links.judge import score
from claimwire.match.links.reading import statement_of
from claimwire.match.links.statement import Statement, packed, unpacked
from claimwire.store import LinkRow, LinkState, Matching, StatementRow
from claimwire_schemas import Claim, ClaimLink
from claimwire_schemas.ids import cluster_id
from claimwire_schemas.topics import CLAIM_LINKS

_OPEN_WORTH = 0.5
"""What a wording is worth that does not make sense alone, beside one that does."""


@dataclass(frozen=True)
class Seen:
    """An article's claims: when they were seen, and the actors of its entities."""

    article_id: str
    claims: Sequence[Claim]
    seen_ms: int
    actors: Mapping[str, str]
    """Actor ids by those of entities."""


class LinkBook:
    """Links in a store's transaction."""

    def __init__(self, matching: Matching, clusters: Clusters) -> None:
        self._matching = matching
        self._rows = matching.links
        self._clusters = clusters

    def read(self, article: Seen) -> list[ClaimLink]:
        """Link an article's claims to others; return the links that no reader rejected.

        Known claims change nothing. Those of an earlier text are forgotten, and their links withdrawn.
        """
        known = {row.claim_id: row for row in self._rows.of_article(article.article_id)}
        now = {claim.claim_id for claim in article.claims}
        self._forget([row for row in known.values() if row.claim_id not in now])
        new = [claim for claim in article.claims if claim.claim_id not in known]
        statements = [statement_of(claim, actors=article.actors) for claim in new]
        marked = {one.claim_id: marks(one) for one in statements}
        links = self._links(statements, marked)
        rows = self._put(new, statements, marked, article)
        told = self._rows.put_links([_row(link, article.seen_ms) for link in links])
        publish_links(self._matching, told)
        for row in rows:
            self._clusters.add(row, [one for one in told if row.claim_id in (one.earlier_id, one.later_id)])
        wrong = {row.link_id for row in told if row.state == "wrong"}
        return [link for link in links if link.link_id not in wrong]

    def _put(
        self,
        claims: Sequence[Claim],
        statements: Sequence[Statement],
        marked: Mapping[str, Sequence[int]],
        article: Seen,
    ) -> list[StatementRow]:
        numbers = self._matching.window.numbers(len(claims))
        rows = [
            StatementRow(
                claim_id=claim.claim_id,
                article_id=article.article_id,
                number=number,
                seen_ms=article.seen_ms,
                cluster_id=cluster_id(claim.claim_id),
                body=packed(statement).decode(),
                member=_member(claim, article.actors).packed(),
            )
            for claim, statement, number in zip(claims, statements, numbers, strict=True)
        ]
        self._rows.put_statements(rows)
        self._matching.window.mark({row.number: marked[row.claim_id] for row in rows})
        return rows

    def _links(self, statements: Sequence[Statement], marked: Mapping[str, Sequence[int]]) -> list[ClaimLink]:
        """Return the links of new statements, read with three queries for all of them."""
        holders = self._rows.holders(mark for some in marked.values() for mark in some)
        near = {claim_id: best(holders, some) for claim_id, some in marked.items()}
        rows = self._rows.statements({one for some in near.values() for one in some})
        known = {row.claim_id: unpacked(row.body) for row in rows}
        families = self._matching.groups.families_of({row.article_id for row in rows})
        return [
            link
            for one in statements
            for link in _one_of_each_family(_judged(one, [known[it] for it in near[one.claim_id]]), families)
        ]

    def _forget(self, gone: Sequence[StatementRow]) -> None:
        ids = [row.claim_id for row in gone]
        links = self._rows.links_of(ids)
        self._rows.set_state([link.link_id for link in links], "gone")
        publish_links(self._matching, links, state="gone")
        self._rows.drop_statements(ids)
        ends = {one for link in links for one in (link.earlier_id, link.later_id)}
        touched = {row.cluster_id for row in (*gone, *self._rows.statements(ends - set(ids)))}
        self._clusters.remake(touched)


def _judged(statement: Statement, near: Iterable[Statement]) -> list[ClaimLink]:
    """Return the links between a statement and those near it, the likeliest first."""
    links = [link for one in near if may_link(one, statement) and (link := score(one, statement))]
    return sorted(links, key=lambda link: (-link.score, link.link_id))


def _one_of_each_family(links: Iterable[ClaimLink], families: Mapping[str, str]) -> list[ClaimLink]:
    """Return links, but of the repetitions in copies of one text only the likeliest.

    `families` has those of the articles that were known before.
    """
    met, kept = set[str](), list[ClaimLink]()
    for link in links:
        articles = (link.earlier.article.article_id, link.later.article.article_id)
        copied = {families[one] for one in articles if one in families} if link.kind == "repeats" else set()
        if not copied or not copied <= met:
            kept.append(link)
        met |= copied
    return kept


def publish_links(matching: Matching, links: Iterable[LinkRow], *, state: LinkState | None = None) -> None:
    """Let the records of links wait for their topic, as their state makes them."""
    told = [(link.link_id, record_of(link, state=state).encode().decode()) for link in links]
    matching.outgoing.put(CLAIM_LINKS.name, told)


def record_of(link: LinkRow, *, state: LinkState | None = None) -> ClaimLink:
    """Return the record of a link, with what readers said of it."""
    record, state = ClaimLink.decode(link.body.encode()), link.state if state is None else state
    if state == "right":
        return record.model_copy(update={"tier": "confirmed", "withdrawn": False})
    return record.model_copy(update={"withdrawn": state != ""})


def _row(link: ClaimLink, at_ms: int) -> LinkRow:
    return LinkRow(
        link_id=link.link_id,
        earlier_id=link.earlier.claim_id,
        later_id=link.later.claim_id,
        kind=link.kind,
        tier=link.tier,
        state="",
        at_ms=at_ms,
        body=link.encode().decode(),
    )


def _member(claim: Claim, actors: Mapping[str, str]) -> Member:
    claimant = claim.claimant
    return Member(
        article=claim.article,
        text=claim.text,
        name=claimant.name,
        actor_id=actors.get(claimant.entity_id or ""),
        worth=claim.confidence * (1.0 if claim.standalone else _OPEN_WORTH),
    )
