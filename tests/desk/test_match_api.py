"""The API of matches: records as they were published, with what readers say; problems, ETags and limits."""

from __future__ import annotations

from claimwire.store import Store
from claimwire_schemas import Actor, ClaimCluster, ClaimLink, Family, Story
from tests.desk.conftest import Client, Desks
from tests.desk.test_match_pages import a_front, lately
from tests.desk.test_matches import a_world
from tests.store.articles import Said, enriched
from tests.store.matched import article_of, claim_of, known, linked, related, told

UNKNOWN = "0" * 8 + "-0000-0000-0000-" + "0" * 12


async def test_a_claim_has_links_and_a_cluster(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    [agrees, _] = store.links.of_claims([rows["closes"].claim_id])[::-1]
    rejected = linked(store, "repeats", rows["closes"], rows["open"], state="wrong")
    client = await desk()
    found = await client.json(f"/api/claims/{rows['closes'].claim_id}/links")
    [cluster] = {one["cluster_id"] for one in (await client.json("/api/clusters?period=14d"))["clusters"]}
    assert found["cluster_id"] == cluster
    by_kind = {one["link"]["kind"]: one for one in found["links"]}
    assert {kind: one["claim"]["claim"]["text"] for kind, one in by_kind.items()} == {
        "agrees": rows["closing"].text,
        "updates": rows["june"].text,
        "repeats": rows["open"].text,
    }
    assert (by_kind["repeats"]["link"]["link_id"], by_kind["repeats"]["state"]) == (rejected, "wrong")
    assert by_kind["agrees"]["link"] == ClaimLink.decode(agrees.body.encode()).model_dump(mode="json")
    one = await client.json(f"/api/claims/{rows['closes'].claim_id}/links?limit=1")
    assert [link["link"]["kind"] for link in one["links"]] == ["updates"]
    alone = claim_alone(store)
    assert await client.json(f"/api/claims/{alone}/links") == {"cluster_id": None, "links": []}


def claim_alone(store: Store) -> str:
    """Store a claim that nothing is linked with; return its id."""
    store.write([enriched(90, Said("Nobody else says this"))])
    return claim_of(store, "Nobody else says this").claim_id


async def test_clusters_are_asked_by_period_families_and_contest(store: Store, desk: Desks) -> None:
    rows = a_front(store)
    client = await desk()
    [one] = (await client.json("/api/clusters"))["clusters"]
    assert ClaimCluster.model_validate(one, strict=False).text == rows["shut"].text
    assert await client.json(f"/api/clusters/{one['cluster_id']}") == one
    assert (await client.json("/api/clusters?contested=true"))["clusters"] == [one]
    assert (await client.json("/api/clusters?families=3"))["clusters"] == []


async def test_stories_and_families(store: Store, desk: Desks) -> None:
    rows = [lately(store, number, Said(f"It is {number}"), hours=number) for number in (3, 2, 1)]
    articles = [article_of(store, row) for row in rows]
    story, family = told(store, *articles[:2], families=1), related(store, *articles[:2], agency="AP")
    client = await desk()
    [one] = (await client.json("/api/stories"))["stories"]
    assert Story.model_validate(one, strict=False).story_id == story
    assert await client.json(f"/api/stories/{story}") == one
    found = await client.json(f"/api/articles/{articles[0].article_id}/families")
    assert found["story"] == one
    assert [Family.model_validate(it, strict=False).family_id for it in found["families"]] == [family]
    alone = await client.json(f"/api/articles/{articles[2].article_id}/families")
    assert alone == {"families": [], "story": None}


async def test_actors_are_found_by_a_part_of_a_name(store: Store, desk: Desks) -> None:
    row = lately(store, 1, Said("I will stay"), hours=1)
    actor = known(store, row, "Petra Olund", "P. Olund")
    known(store, row, "Jon Vane")
    client = await desk()
    [one] = (await client.json("/api/actors?part=OLU"))["actors"]
    assert Actor.model_validate(one, strict=False) == actor
    assert await client.json(f"/api/actors/{actor.actor_id}") == one
    assert len((await client.json("/api/actors"))["actors"]) == 2
    assert (await client.json("/api/actors?part=%25"))["actors"] == []


async def test_the_front_page_for_programs(store: Store, desk: Desks) -> None:
    rows = a_front(store)
    client = await desk()
    day, week = await client.json("/api/front"), await client.json("/api/front?period=7d&limit=1")
    [contested] = day["contested"]
    assert contested["later"]["claim"]["text"] == rows["runs"].text
    assert (contested["more"], contested["state"]) == (1, "")
    assert [one["name"]["key"] for one in day["accused"]] == ["cy-marr"]
    assert day["accused"][0]["claim"]["claim"]["text"] == rows["took"].text
    assert (day["moved"], day["disputed"]) == ([], [])
    assert week["moved"][0]["earlier"]["claim"]["text"] == rows["four"].text
    assert [len(day[one]) for one in ("repeated", "stories")] == [1, 1]


async def test_the_newly_accused_have_names_and_a_claim_that_is_not_doubtful(
    store: Store, desk: Desks
) -> None:
    lately(store, 1, Said("He lied", stance="accuses", accused="Cy Marr", confidence=0.6), hours=3)
    surest = lately(
        store, 2, Said("He stole it", stance="accuses", accused="Cy Marr", confidence=0.9), hours=2
    )
    lately(store, 3, Said("He hid it", stance="accuses", accused="Cy Marr", confidence=0.7), hours=1)
    lately(store, 4, Said("He took it", stance="accuses", accused="Bo Lind", confidence=0.4), hours=1)
    lately(store, 5, Said("It was they", stance="accuses", accused="a disservice to them"), hours=1)
    [one] = (await (await desk()).json("/api/front"))["accused"]
    assert (one["name"]["key"], one["name"]["accused"]) == ("cy-marr", 3)
    assert one["claim"]["claim"]["text"] == surest.text


async def test_problems_and_etags(store: Store, desk: Desks) -> None:
    a_front(store)
    client: Client = await desk()
    for path in (
        f"/api/claims/{UNKNOWN}/links",
        f"/api/clusters/{UNKNOWN}",
        f"/api/stories/{UNKNOWN}",
        f"/api/articles/{UNKNOWN}/families",
        f"/api/actors/{UNKNOWN}",
    ):
        assert (await client.problem(path))[:2] == (404, "not_found")
    for path in (
        "/api/clusters?period=1y",
        "/api/clusters?limit=0",
        "/api/clusters?limit=201",
        "/api/clusters?q=x",
        "/api/stories?families=2",
        "/api/actors?part=" + "x" * 201,
        "/api/front?limit=0",
        f"/api/claims/{UNKNOWN}/links?limit=201",
        "/api/clusters/x",
    ):
        assert (await client.problem(path))[0] == 422, path
    for path in ("/api/front", "/api/clusters", "/api/stories"):
        answer = await client.get(path)
        again = await client.get(path, headers={"If-None-Match": answer.headers["ETag"]})
        assert again.status == 304, path
