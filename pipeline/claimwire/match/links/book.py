"""The book of links: an article's claims against those of the window, in a store's transaction."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from claimwire.match.clusters import Clusters, Member
from claimwire.match.links.blocks import MOST, best, marks, may_link
from claimwire.match.links.judge import score
from claimwire.match.links.statement import Statement, packed, statement_of, unpacked
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
        """Link an article's claims to others; return their links. Claims that are known change nothing.

        Claims of an earlier text are forgotten, and their links withdrawn.
        """
        known = {row.claim_id: row for row in self._rows.of_article(article.article_id)}
        now = {claim.claim_id for claim in article.claims}
        self._forget([row for row in known.values() if row.claim_id not in now])
        new = [claim for claim in article.claims if claim.claim_id not in known]
        return [link for claim in new for link in self._take(claim, article)]

    def _take(self, claim: Claim, article: Seen) -> list[ClaimLink]:
        statement = statement_of(claim, actors=article.actors)
        found = marks(statement)
        links = self._links(statement, found)
        rows = [_row(link, article.seen_ms) for link in links]
        number = self._matching.window.number()
        self._matching.window.mark(number, found)
        row = StatementRow(
            claim_id=claim.claim_id,
            article_id=article.article_id,
            number=number,
            seen_ms=article.seen_ms,
            cluster_id=cluster_id(claim.claim_id),
            body=packed(statement).decode(),
            member=_member(claim, article.actors).packed(),
        )
        self._rows.put_statements([row])
        self._rows.put_links(rows)
        publish_links(self._matching, rows)
        self._clusters.add(row, rows)
        return links

    def _links(self, statement: Statement, found: Sequence[int]) -> list[ClaimLink]:
        """Return the links of a new statement: of repetitions, one for each family."""
        near = [claim_id for claim_id, _ in best(self._rows.near(found))]
        others = {row.claim_id: row for row in self._rows.statements(near)}
        some = [unpacked(others[one].body) for one in near if one in others]
        judged = [score(one, statement) for one in some if may_link(one, statement)][:MOST]
        links = sorted((link for link in judged if link), key=lambda link: (-link.score, link.link_id))
        families = self._rows.families_of(others[_other(one, statement)].article_id for one in links)
        met, kept = set[str](), list[ClaimLink]()
        for link in links:
            article = others[_other(link, statement)].article_id
            family = families.get(article, article)
            if link.kind != "repeats" or family not in met:
                kept.append(link)
            met.add(family)
        return kept

    def _forget(self, gone: Sequence[StatementRow]) -> None:
        ids = [row.claim_id for row in gone]
        links = self._rows.links_of(ids)
        self._rows.set_state([link.link_id for link in links], "gone")
        publish_links(self._matching, links, state="gone")
        self._rows.drop_statements(ids)
        ends = {one for link in links for one in (link.earlier_id, link.later_id)}
        touched = {row.cluster_id for row in (*gone, *self._rows.statements(ends - set(ids)))}
        self._clusters.remake(touched)


def publish_links(matching: Matching, links: Iterable[LinkRow], *, state: LinkState | None = None) -> None:
    """Let the records of links wait for their topic, as their state makes them."""
    told = [(link.link_id, record_of(link, state=state).encode().decode()) for link in links]
    matching.publish(CLAIM_LINKS.name, told)


def record_of(link: LinkRow, *, state: LinkState | None = None) -> ClaimLink:
    """Return the record of a link, with what readers said of it."""
    record, state = ClaimLink.decode(link.body.encode()), link.state if state is None else state
    if state == "right":
        return record.model_copy(update={"tier": "confirmed", "withdrawn": False})
    return record.model_copy(update={"withdrawn": state != ""})


def _other(link: ClaimLink, statement: Statement) -> str:
    ends = (link.earlier.claim_id, link.later.claim_id)
    return ends[0] if ends[1] == statement.claim_id else ends[1]


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
