"""The engine: what articles of a store lead to, in both databases, whatever order and fault they come in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import timedelta

import pytest

from claimwire.errors import StoreError
from claimwire.match.clusters import Member, cluster_of
from claimwire.match.engine import begin_again, forget, step
from claimwire.match.settling import settle_link
from claimwire.store import LinkState, MemberRow, Store
from claimwire_schemas import ClaimCluster, ClaimLink, EnrichedArticle, Family, Message, Story
from claimwire_schemas.topics import CLAIM_CLUSTERS, CLAIM_LINKS, FAMILIES, MATCHED, STORIES
from tests.match.conftest import TODAY, Write

DAM = "The Tarn Valley dam will be closed for repairs in April, Ida Holm, the water minister, said on Monday."
AGAIN = "“The Tarn Valley dam will be closed for repairs in April,” water minister Ida Holm told reporters."
AGREES = "The Tarn Valley dam will be closed for repairs in April, mayor Bo Lindh said."
DENIES = "The Tarn Valley dam will not be closed for repairs in April, engineer Una Marsh said."
OTHER = "Police said two fishermen were found on the island of Skerry after the north storm."


def match(store: Store, *articles: EnrichedArticle, most: int = 8) -> None:
    """Store articles one after the other and match them."""
    for one in articles:
        store.write([one])
    while step(store, most=most):
        pass


def topics(store: Store) -> dict[str, dict[str, str]]:
    """Return what waits for each topic, by key."""
    return {topic.name: {row.key: row.body for row in store.outgoing.first(topic.name)} for topic in MATCHED}


def records(store: Store, topic: str, kind: type[Message]) -> list[Message]:
    """Return the records that wait for a topic."""
    return [kind.decode(body.encode()) for body in topics(store)[topic].values() if body]


def links(store: Store) -> list[ClaimLink]:
    """Return the links that wait for their topic."""
    return [one for one in records(store, CLAIM_LINKS.name, ClaimLink) if isinstance(one, ClaimLink)]


def clusters(store: Store) -> list[ClaimCluster]:
    """Return the clusters that wait for their topic."""
    return [one for one in records(store, CLAIM_CLUSTERS.name, ClaimCluster) if isinstance(one, ClaimCluster)]


def kinds(some: Iterable[ClaimLink]) -> dict[str, int]:
    """Return how many links there are of each kind."""
    found = dict[str, int]()
    for one in some:
        found[one.kind] = found.get(one.kind, 0) + 1
    return found


def test_claims_of_three_outlets_are_one_cluster_and_a_denial_contradicts_it(
    store: Store, write: Write
) -> None:
    match(
        store,
        write("Echo", DAM),
        write("Herald", AGAIN, hours=2),
        write("Post", AGREES, hours=3),
        write("Gazette", DENIES, hours=5),
        write("Star", OTHER, hours=6),
    )
    found = kinds(links(store))
    assert set(found) == {"repeats", "agrees", "contradicts"}
    [cluster] = clusters(store)
    assert (cluster.claims, cluster.families, cluster.outlets) == (3, 3, 3)
    assert {one.name for one in cluster.sources} == {"Ida Holm", "Bo Lindh"}
    assert cluster.first.article.outlet == "Echo"
    against = next(one for one in links(store) if one.kind == "contradicts")
    assert (against.later.article.outlet, cluster.contradicted_by) == ("Gazette", ())  # only suggested
    [story] = records(store, STORIES.name, Story)
    assert isinstance(story, Story)
    assert {one.outlet for one in story.members} >= {"Echo", "Herald"}
    settled(store, against.link_id, "right")
    assert clusters(store)[0].contradicted_by == (against.later.claim_id,)


def test_what_is_matched_again_changes_nothing(store: Store, write: Write) -> None:
    """Nor does the order of batches: one by one or all in one transaction."""
    articles = [write("Echo", DAM), write("Herald", AGAIN, hours=2), write("Gazette", DENIES, hours=5)]
    match(store, *articles, most=1)
    before = topics(store)
    store.write(articles)
    match(store)
    with store.matching() as matching:
        matching.advance(0)
    match(store)
    assert topics(store) == before
    begin_again(store)
    match(store)
    assert topics(store) == before


def test_a_step_that_fails_leaves_nothing_behind(
    store: Store, write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the process was killed: neither links nor the position are there, and the next try has all."""
    for one in (write("Echo", DAM), write("Herald", AGAIN, hours=2)):
        store.write([one])
    monkeypatch.setattr("claimwire.match.engine.place_in_story", _fail)
    with pytest.raises(StoreError):
        step(store)
    assert not any(topics(store).values())
    monkeypatch.undo()
    match(store)
    assert kinds(links(store)) == {"repeats": 1}


def test_a_changed_article_withdraws_what_it_no_longer_says(store: Store, write: Write) -> None:
    echo, herald = write("Echo", DAM, guid="one"), write("Herald", AGAIN, hours=2)
    match(store, echo, herald)
    [cluster] = clusters(store)
    match(store, write("Echo", OTHER, hours=4, guid="one"))
    [link] = links(store)
    assert link.withdrawn
    assert topics(store)[CLAIM_CLUSTERS.name] == {cluster.cluster_id: ""}
    assert store.links.of_claims([link.earlier.claim_id, link.later.claim_id]) == []


def test_a_reader_s_verdict_holds_and_can_be_taken_back(store: Store, write: Write) -> None:
    match(store, write("Echo", DAM), write("Herald", AGAIN, hours=2))
    [link], [cluster] = links(store), clusters(store)
    rejected = settled(store, link.link_id, "wrong")
    assert rejected is not None
    assert rejected.withdrawn
    assert links(store) == [rejected]
    assert store.groups.cluster(cluster.cluster_id) is None
    match(store, write("Post", DAM, hours=5))  # the same claim again: it links to both, which stay apart
    assert settled(store, link.link_id, "") == link
    assert link in links(store)
    assert any(one.claims >= 2 for one in clusters(store))
    assert settled(store, "0" * 36, "right") is None


def test_a_rejected_link_stays_rejected_when_all_is_matched_again(store: Store, write: Write) -> None:
    match(store, write("Echo", DAM), write("Herald", AGAIN, hours=2))
    [link] = links(store)
    rejected = settled(store, link.link_id, "wrong")
    begin_again(store)
    match(store)
    assert links(store) == [rejected]
    assert not clusters(store)
    assert not records(store, STORIES.name, Story)
    assert settled(store, link.link_id, "right") == link.model_copy(update={"tier": "confirmed"})
    assert [one.claims for one in clusters(store)] == [2]


def test_copies_are_a_family_and_count_once(store: Store, write: Write) -> None:
    text = tuple(
        f"{DAM} It is day {day} of the drought, and the {day * 3} wells are dry." for day in range(1, 9)
    )
    match(store, write("Echo", *text), write("Herald", *text, hours=1), write("Post", AGREES, hours=2))
    [family] = records(store, FAMILIES.name, Family)
    assert isinstance(family, Family)
    assert {one.article.outlet for one in family.relatives} == {"Echo", "Herald"}
    largest = max(clusters(store), key=lambda one: one.articles)
    assert (largest.articles, largest.families) == (3, 2)


def test_what_is_old_is_forgotten(store: Store, write: Write) -> None:
    match(store, write("Echo", DAM), write("Herald", AGAIN, hours=2))
    for part in range(64):
        forget(store, part=part, keep_days=1)
    assert len(store.links.latest("repeats", since_ms=0)) == 0
    with store.matching() as matching:
        assert matching.links.of_article(write("Echo", DAM).article.article_id)  # 14 days are compared


def test_what_is_no_longer_compared_keeps_its_cluster(store: Store, write: Write) -> None:
    match(store, write("Echo", DAM), write("Herald", AGAIN, hours=2))
    [cluster] = clusters(store)
    forget(store, part=0, keep_days=90, now=TODAY + timedelta(days=20))
    assert store.groups.cluster_of(cluster.first.claim_id) == cluster.encode().decode()
    match(store, write("Post", AGREES, hours=3))
    assert len(links(store)) == 1  # nothing was found beside the first


def settled(store: Store, link_id: str, state: LinkState) -> ClaimLink | None:
    """Settle a link in a transaction of its own."""
    with store.matching() as matching:
        return settle_link(matching, link_id, state)


def _fail(*_: object) -> None:
    raise StoreError("store: gone")


def test_a_cluster_is_worded_as_most_of_its_claims_are(write: Write) -> None:
    texts = (
        "Vane would make an exception for farmers in the event of a ban on lorries in Ostby.",
        "Vane would ban.",
        "Vane called for a ban on lorries in Ostby.",
        "Vane wants a ban on lorries in Ostby.",
    )
    article = write("Echo", DAM).article.ref()
    rows = [
        MemberRow(f"{at}", f"{at}", at, f"{at}", Member(article, text, "Vane", None, 0.5).packed())
        for at, text in enumerate(texts)
    ]
    claims = [write("Echo", DAM, hours=at).claims[0].claim_id for at in range(len(rows))]
    rows = [replace(row, claim_id=claim) for row, claim in zip(rows, claims, strict=True)]
    assert cluster_of(claims[0], rows, ()).text in texts[2:]
