"""Clusters: claims that say the same, by the links between them that are sure.

A new claim joins the cluster of the first claim that it has such a link to, and joins the others to it. When
a link goes, its clusters are made again from the links that are left. A cluster's id is of its first claim.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain

from pydantic import TypeAdapter

from claimwire.english.closed_class import FUNCTION_WORDS
from claimwire.store import LinkRow, MatchEvent, Matching, MemberRow, StatementRow
from claimwire.store.words import instant, milliseconds
from claimwire.words import words_of
from claimwire_schemas import ArticleRef, ClaimCluster, ClusterSource, LinkedClaim
from claimwire_schemas.ids import cluster_id
from claimwire_schemas.topics import CLAIM_CLUSTERS

_SAME = frozenset(("repeats", "agrees"))
_SHOWN = 200
_MOST_REMADE = 1_000
_NAMED = 50


@dataclass(frozen=True)
class Member:
    """A claim as its cluster shows it."""

    article: ArticleRef
    text: str
    name: str | None
    actor_id: str | None
    worth: float
    """How good the wording is, from 0 to 1."""

    def packed(self) -> str:
        """Return it as JSON, to be stored."""
        return _MEMBERS.dump_json(self).decode()


_MEMBERS = TypeAdapter(Member)


class Clusters:
    """The clusters that a transaction changes."""

    def __init__(self, matching: Matching) -> None:
        self._matching = matching
        self._links = matching.links
        self._groups = matching.groups
        self._changed = dict[str, None]()
        self.events = list[MatchEvent]()
        """What alerts may tell of."""

    def add(self, row: StatementRow, links: Iterable[LinkRow]) -> None:
        """Put a new claim into the cluster that it has sure links to; contradictions change others."""
        links = list(links)
        if not links:
            return
        ends = {one for link in links for one in (link.earlier_id, link.later_id)} - {row.claim_id}
        others = {one.claim_id: one.cluster_id for one in self._links.statements(ends)}
        joined = [others[one] for one in others if any(_joins(it) and one in _ends(it) for it in links)]
        if joined:
            self._groups.join([row.cluster_id, *joined[1:]], joined[0])
        against = [it for it in links if it.kind == "contradicts" and it.state != "wrong"]
        self.events += map(MatchEvent.contradiction, against)
        contradicted = {one for it in against if it.counts for one in _ends(it)}
        self._changed |= dict.fromkeys([*joined, row.cluster_id])
        self._changed |= dict.fromkeys(cluster for claim, cluster in others.items() if claim in contradicted)

    def remake(self, cluster_ids: Iterable[str]) -> None:
        """Make clusters again from the links between their claims."""
        ids = sorted(set(cluster_ids))
        members = [row for one in ids for row in self._groups.members(one, most=_MOST_REMADE)]
        members.sort(key=lambda row: (row.seen_ms, row.claim_id))
        known = [row.claim_id for row in members]
        links = [link for link in self._links.links_of(known) if _joins(link)]
        for component in _components(known, links):
            into = cluster_id(component[0])
            self._groups.move(component, into)
            self._changed[into] = None
        self._changed |= dict.fromkeys(ids)

    def settle(self) -> None:
        """Write the records of what has changed, and let them wait for their topic."""
        changed, self._changed = self._changed, {}
        for one in changed:
            record = self._record(one)
            if record is not None:
                body = record.encode().decode()
                before = self._groups.families_in(one)
                if record.families > max(before, 1):
                    self.events.append(MatchEvent.growth(record, before=before))
                self._groups.put_cluster(
                    one,
                    body,
                    families=record.families,
                    contradicted=len(record.contradicted_by),
                    last_ms=milliseconds(record.last_seen),
                )
                self._matching.outgoing.put(CLAIM_CLUSTERS.name, [(one, body)])
            elif self._groups.drop_cluster(one):
                self._matching.outgoing.put(CLAIM_CLUSTERS.name, [(one, "")])

    def _record(self, one: str) -> ClaimCluster | None:
        """Return the record of a cluster; None if it is one article's."""
        size = self._groups.size(one)
        if size.articles < 2:
            return None
        members = self._groups.members(one, most=_SHOWN)
        contradicted_by = self._links.contradicting([row.claim_id for row in members])
        return cluster_of(one, members, contradicted_by).model_copy(
            update={
                "claims": size.claims,
                "articles": size.articles,
                "families": size.families,
                "last_seen": instant(size.last_ms),
            }
        )


def cluster_of(one: str, members: Sequence[MemberRow], contradicted_by: Sequence[str]) -> ClaimCluster:
    """Return the record of a cluster from its claims, in the order in which they came."""
    shown = [_MEMBERS.validate_json(row.member) for row in members]
    linked = [
        LinkedClaim(claim_id=row.claim_id, article=it.article) for row, it in zip(members, shown, strict=True)
    ]
    common = _common([it.text for it in shown])
    best = max(range(len(shown)), key=lambda at: (shown[at].worth * common[at], -at))
    first = min(range(len(shown)), key=lambda at: (_time(members[at], shown[at]), at))
    published = [it.article.published_at for it in shown if it.article.published_at]
    return ClaimCluster(
        cluster_id=one,
        text=shown[best].text,
        best=linked[best],
        first=linked[first],
        claims=len(members),
        articles=len({row.article_id for row in members}),
        families=len({row.family_id for row in members}),
        outlets=len({it.article.outlet for it in shown if it.article.outlet}),
        sources=tuple(_sources(shown)),
        contradicted_by=tuple(contradicted_by[:_NAMED]),
        first_published=min(published, default=None),
        first_seen=instant(min(row.seen_ms for row in members)),
        last_seen=instant(max(row.seen_ms for row in members)),
        members=tuple(linked),
    )


def _common(texts: Sequence[str]) -> Sequence[float]:
    """Return how alike each text is to all together: F1 of its words, by how many texts have each."""
    words = [frozenset(words_of(text)) - FUNCTION_WORDS for text in texts]
    counted = Counter(chain.from_iterable(words))
    return [
        2 * sum(counted[it] for it in one) / max(1, len(one) * len(words) + counted.total()) for one in words
    ]


def _sources(members: Iterable[Member]) -> Iterable[ClusterSource]:
    """Give who makes the claim, by actor where there is one, under the name that comes first."""
    counted, names = Counter[tuple[str | None, str | None]](), dict[str | None, str | None]()
    for one in members:
        name = names.setdefault(one.actor_id, one.name) if one.actor_id else one.name
        counted[one.actor_id, name] += 1
    for (actor_id, name), claims in counted.most_common(_NAMED):
        yield ClusterSource(name=name, actor_id=actor_id, claims=claims)


def _time(row: MemberRow, member: Member) -> int:
    at = member.article.published_at
    return milliseconds(at) if at else row.seen_ms


def _ends(link: LinkRow) -> tuple[str, str]:
    return link.earlier_id, link.later_id


def _joins(link: LinkRow) -> bool:
    return link.counts and link.kind in _SAME


def _components(claims: Sequence[str], links: Iterable[LinkRow]) -> list[list[str]]:
    """Return the claims in groups that links hold together, each in the order in which its claims came."""
    root = {one: one for one in claims}

    def find(one: str) -> str:
        while root[one] != one:
            one = root[one]
        return one

    for link in links:
        if link.earlier_id in root and link.later_id in root:
            root[find(link.earlier_id)] = find(link.later_id)
    groups = dict[str, list[str]]()
    for one in claims:
        groups.setdefault(find(one), []).append(one)
    return list(groups.values())
