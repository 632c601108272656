"""Matches: what claims, articles and speakers have to do with others, read from the store.

Pages and the API show the same.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import datetime

from claimwire.store import ClaimRow, LinkRow, Store
from claimwire_schemas import ClaimCluster, ClaimLink, Family, LinkedClaim, LinkKind, Story

_LINKS = 200
"""Of a claim or a cluster, the latest."""
_REASONS = 3
_LABELS: dict[tuple[LinkKind, bool], str] = {
    ("repeats", True): "Also said by",
    ("repeats", False): "Also said by",
    ("agrees", True): "Also said by",
    ("agrees", False): "Also said by",
    ("contradicts", True): "Contradicted by",
    ("contradicts", False): "Contradicts",
    ("updates", True): "Updated by",
    ("updates", False): "Updates",
}
"""What a link's other claim is, by the link's kind and whether the other is the later one."""
LABELS = tuple(dict.fromkeys(_LABELS.values()))
_OF_CLUSTER = ("contradicts", "updates")
"""Kinds that a claim has in common with those that say the same."""


@dataclass(frozen=True)
class Link:
    """A link: its row and its record."""

    row: LinkRow
    record: ClaimLink

    @property
    def reasons(self) -> list[str]:
        """The weightiest reasons."""
        return [one.text for one in self.record.reasons[:_REASONS]]

    @property
    def is_weak(self) -> bool:
        """Whether it is only suggested, and no reader said that it is right."""
        return not self.row.counts

    @property
    def is_rejected(self) -> bool:
        """Whether a reader said that it is wrong."""
        return self.row.state == "wrong"


@dataclass(frozen=True)
class Relation:
    """A link as seen from one of its claims."""

    link: Link
    label: str
    """What the other claim is: `Contradicted by`."""
    claim: ClaimRow
    """The other claim."""
    via: ClaimRow | None
    """The linked claim, if it is not the one asked about but says the same."""
    is_copy: bool
    """Whether both articles are copies of one text."""


@dataclass(frozen=True)
class Pair:
    """A link with both of its claims."""

    link: Link
    earlier: ClaimRow
    later: ClaimRow
    more: int = 0
    """How many other links there are between claims that say the same."""


@dataclass(frozen=True)
class Member:
    """A claim of a cluster in its timeline."""

    claim: ClaimRow
    copy_of: ClaimRow | None
    """The earliest claim from the same text, if this is from a copy."""

    @property
    def at(self) -> datetime:
        """When its article was published, or else seen."""
        return told_at(self.claim)


@dataclass(frozen=True)
class ClaimMatches:
    """What a claim or a cluster has to do with others."""

    relations: tuple[Relation, ...]
    """Its links, those of claims that say the same after its own; of its own, rejected ones too."""
    cluster: ClaimCluster | None
    timeline: tuple[Member, ...]
    """The claims that say the same, oldest first."""

    @property
    def groups(self) -> dict[str, list[Relation]]:
        """The links that nobody rejected, by what the other claim is; sure ones first."""
        held = [one for one in self.relations if not one.link.is_rejected]
        found = {label: [one for one in held if one.label == label] for label in LABELS}
        sure = {label: sorted(some, key=lambda one: one.link.is_weak) for label, some in found.items()}
        return {label: some for label, some in sure.items() if some}

    @property
    def rejected(self) -> list[Relation]:
        """The links that a reader said are wrong."""
        return [one for one in self.relations if one.link.is_rejected]

    @property
    def first(self) -> Member | None:
        """The first appearance."""
        first = self.cluster.first.claim_id if self.cluster else None
        return next((one for one in self.timeline if one.claim.claim_id == first), None)


@dataclass(frozen=True)
class ArticleMatches:
    """What an article has to do with others."""

    families: tuple[Family, ...]
    """Articles that were made from the same text, the largest family first."""
    story: Story | None


@dataclass(frozen=True)
class Matches:
    """Reads matches; every method blocks."""

    store: Store

    def have_run(self) -> bool:
        """Tell whether `claimwire match` has compared any of what is stored."""
        return self.store.unmatched() < self.store.last_position()

    def of_claim(self, row: ClaimRow) -> ClaimMatches:
        """Return what a claim has to do with others."""
        body = self.store.groups.cluster_of(row.claim_id)
        cluster = ClaimCluster.decode(body.encode()) if body else None
        members = cluster.members if cluster else ()
        own = _read(self.store.links.of_claims([row.claim_id], limit=_LINKS))
        mates = {one.claim_id for one in members} - {row.claim_id}
        shared = self._shared(mates, known=own, but={row.claim_id})
        rows = {row.claim_id: row} | self.rows(_ends(own + shared), members)
        relations = (
            *self._relations(own, {row.claim_id}, rows),
            *self._relations(shared, mates, rows, says_via=True),
        )
        return ClaimMatches(relations, cluster, self._timeline(members, rows))

    def relations(self, claim_id: str, links: Sequence[LinkRow]) -> list[Relation]:
        """Return links as one of their claims has them, those whose other claim is still in the store."""
        read = _read(links)
        return list(self._relations(read, {claim_id}, self.rows(_ends(read))))

    def of_cluster(self, cluster: ClaimCluster) -> ClaimMatches:
        """Return what a cluster's claims have to do with others."""
        members = {one.claim_id for one in cluster.members}
        shared = self._shared(members)
        rows = self.rows(_ends(shared), cluster.members)
        relations = tuple(self._relations(shared, members, rows, says_via=True))
        return ClaimMatches(relations, cluster, self._timeline(cluster.members, rows))

    def of_article(self, article_id: str) -> ArticleMatches:
        """Return the families of an article, and its story."""
        families = [Family.decode(body.encode()) for body in self.store.groups.family_of(article_id)]
        body = self.store.groups.story_of(article_id)
        return ArticleMatches(tuple(families), Story.decode(body.encode()) if body else None)

    def of_speaker(self, claims: Sequence[ClaimRow], keys: Container[str]) -> list[Pair]:
        """Return links of some claims with others of the same speaker, by their keys; latest first."""
        ids = [one.claim_id for one in claims]
        links = self.store.links.of_claims(ids, limit=_LINKS) if ids else []
        pairs = self.pairs([one for one in links if one.state != "wrong"])
        return [one for one in pairs if one.earlier.claimant_key in keys and one.later.claimant_key in keys]

    def pairs(self, links: Sequence[LinkRow]) -> list[Pair]:
        """Return links with their claims, those of which both are in the store."""
        read = _read(links)
        rows = self.rows(_ends(read))
        return [
            Pair(one, rows[one.row.earlier_id], rows[one.row.later_id])
            for one in read
            if one.row.earlier_id in rows and one.row.later_id in rows
        ]

    def rows(self, *linked: Iterable[LinkedClaim]) -> dict[str, ClaimRow]:
        """Return those of some claims that are still in the store."""
        return self.store.claims_at({one.claim_id: one.article.article_id for some in linked for one in some})

    def _shared(
        self, members: set[str], *, known: Sequence[Link] = (), but: AbstractSet[str] = frozenset()
    ) -> list[Link]:
        """Return links that claims of a cluster have with others, each other claim once."""
        inside = members | but
        told = {end.claim_id for end in _ends(known)}
        found = list[Link]()
        for link in _read(self.store.links.of_claims(sorted(members), limit=_LINKS)):
            others = {link.row.earlier_id, link.row.later_id} - inside
            if link.row.kind in _OF_CLUSTER and not link.is_rejected and others and not others & told:
                found.append(link)
                told |= others
        return found

    def _relations(
        self, links: Sequence[Link], near: set[str], rows: dict[str, ClaimRow], *, says_via: bool = False
    ) -> Iterator[Relation]:
        """Give links as claims that are near have them, those whose other claim is still in the store."""
        families = self.store.groups.families_with({end.article.article_id for end in _ends(links)})
        for link in links:
            is_later = link.record.earlier.claim_id in near
            mine, other = _ends([link])[:: 1 if is_later else -1]
            if (claim := rows.get(other.claim_id)) is None:
                continue
            own, its = (families.get(end.article.article_id) for end in (mine, other))
            yield Relation(
                link=link,
                label=_LABELS[link.record.kind, is_later],
                claim=claim,
                via=rows.get(mine.claim_id) if says_via else None,
                is_copy=own is not None and own == its,
            )

    def _timeline(self, members: Sequence[LinkedClaim], known: dict[str, ClaimRow]) -> tuple[Member, ...]:
        rows = sorted((known[one.claim_id] for one in members if one.claim_id in known), key=_by_time)
        families = self.store.groups.families_with([row.article_id for row in rows])
        firsts, found = dict[str, ClaimRow](), []
        for row in rows:
            first = firsts.setdefault(families.get(row.article_id, row.article_id), row)
            found.append(Member(row, first if first.article_id != row.article_id else None))
        return tuple(found)


def told_at(row: ClaimRow) -> datetime:
    """Return when a claim's article was published, or else seen."""
    return row.published or row.seen


def _by_time(row: ClaimRow) -> tuple[datetime, int]:
    return told_at(row), row.position


def _read(rows: Iterable[LinkRow]) -> list[Link]:
    return [Link(one, ClaimLink.decode(one.body.encode())) for one in rows]


def _ends(links: Iterable[Link]) -> list[LinkedClaim]:
    return [end for one in links for end in (one.record.earlier, one.record.later)]
