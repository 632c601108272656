"""The API: over a real socket and both engines, what is asked is answered, typed, and nothing else."""

from __future__ import annotations

import gzip
import re
import shutil
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from prometheus_client import CollectorRegistry

from claimwire.desk.consumer import Consumer
from claimwire.desk.metrics import Metrics
from claimwire.desk.records import ClaimItem, ClaimPage
from claimwire.settings import load_settings
from claimwire.store import Store
from claimwire_schemas import Claim
from tests.desk.conftest import Desks
from tests.store.articles import START, Said, enriched

HOSTILE = '<script>alert("x")</script>\'; DROP TABLE claims; --'
WORLD = [
    enriched(
        1,
        Said("The mill will close in May", "Petra Olund", "announces", worth=0.9),
        Said("The alarms had been switched off", "Jon Vane", "accuses", accused="Petra Olund"),
    ),
    enriched(2, Said("The mill is safe", "Jon Vane", "denies"), outlet="Saltmere Courier"),
    enriched(3, Said(HOSTILE, "Petra Vane", "demands")),
]


@pytest.fixture
def filled(store: Store) -> Store:
    store.write(WORLD)
    return store


async def test_claims_are_searched_and_paged(filled: Store, desk: Desks) -> None:
    client = await desk()
    page = await client.json("/api/claims", params={"q": "mill", "limit": "1"})
    assert [one["claim"]["text"] for one in page["claims"]] == ["The mill is safe"]
    page = await client.json("/api/claims", params={"q": "mill", "limit": "1", "cursor": page["next"]})
    assert [one["claim"]["text"] for one in page["claims"]] == ["The mill will close in May"]
    assert page["next"] is None
    asked = [("stance", "denies"), ("stance", "accuses"), ("claimant", "vane"), ("min_worth", "0.1")]
    found = await client.json("/api/claims", params=[*asked, ("seen_from", "2000-01-01T00:00:00Z")])
    assert [one["claim"]["stance"] for one in found["claims"]] == ["denies", "accuses"]
    assert found["claims"][1]["accused_key"] == "petra-olund"


async def test_the_best_claims_are_one_page_of_the_newest_hits(
    filled: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled.write([enriched(0, Said("The mill is a paper mill")), enriched(4, Said("The gate is open"))])
    client = await desk()
    asked = {"q": "mill OR gate", "order": "best", "limit": "2"}
    page = await client.json("/api/claims", params=asked | {"stance": "asserts"})
    assert {one["claim"]["text"] for one in page["claims"]} == {
        "The mill is a paper mill",
        "The gate is open",
    }
    page = await client.json("/api/claims", params=asked | {"q": "mill", "limit": "1"})
    assert [one["claim"]["text"] for one in page["claims"]] == ["The mill is a paper mill"]
    assert (page["ranked"], page["next"]) == (3, None)
    assert ClaimPage.model_validate(page, strict=False)
    newest = await client.json("/api/claims", params=asked | {"order": "newest"})
    assert (newest["ranked"], next(one["claim"]["text"] for one in newest["claims"])) == (
        None,
        "The gate is open",
    )
    monkeypatch.setattr("claimwire.store.store.MOST_RANKED", 1)
    assert (await client.json("/api/claims", params=asked))["ranked"] == 1
    for wrong, said in (
        ({"order": "best"}, "give words"),
        ({"order": "best", "claimant": "vane"}, "give words"),
        (asked | {"cursor": "9"}, "leave the cursor out"),
        ({"order": "worst"}, "order: "),
    ):
        status, _, detail = await client.problem("/api/claims", params=wrong)
        assert status == 422
        assert said in detail
    assert (await client.problem("/api/counts", params=asked))[0] == 422, "counts have no order"


async def test_what_is_answered_is_what_the_document_says(filled: Store, desk: Desks) -> None:
    """Every record of the wire is passed on whole, and the page validates as its record."""
    client = await desk()
    page = await client.json("/api/claims")
    assert ClaimPage.model_validate(page, strict=False)
    assert [Claim.model_validate(one["claim"]) for one in page["claims"]][1:2] == list(WORLD[1].claims)
    one = await client.json(f"/api/claims/{WORLD[0].claims[0].claim_id}")
    assert ClaimItem.model_validate(one, strict=False).claim == WORLD[0].claims[0]


async def test_an_article_comes_with_its_revisions_and_how_they_differ(filled: Store, desk: Desks) -> None:
    changed = enriched(
        1,
        Said("The mill will close in June", "Petra Olund", "announces"),
        Said("Nobody knew", "Petra Olund"),
        revision=2,
        seen=START + timedelta(hours=9),
    )
    filled.write([changed])
    client = await desk()
    found = await client.json(f"/api/articles/{changed.article.article_id}")
    assert found["article"]["text"] == changed.article.text
    new, old = found["revisions"]
    assert [(one["before"]["claim"]["text"], one["after"]["claim"]["text"]) for one in new["changed"]] == [
        ("The mill will close in May", "The mill will close in June")
    ]
    assert [one["claim"]["text"] for one in new["added"]] == ["Nobody knew"]
    assert [one["claim"]["text"] for one in new["dropped"]] == ["The alarms had been switched off"]
    assert (old["added"], old["changed"], old["dropped"], len(old["claims"])) == ([], [], [], 2)
    listed = await client.json("/api/articles", params={"q": "nobody knew"})
    assert [one["headline"] for one in listed["articles"]] == ["Story 1"]


async def test_speakers_and_outlets_are_found_and_told(filled: Store, desk: Desks) -> None:
    client = await desk()
    names = await client.json("/api/speakers", params={"q": "vane"})
    assert [(one["key"], one["claims"]) for one in names["names"]] == [("jon-vane", 2), ("petra-vane", 1)]
    first = await client.json("/api/speakers", params={"limit": "1"})
    second = await client.json("/api/speakers", params={"limit": "5", "cursor": first["next"]})
    assert [one["key"] for one in first["names"] + second["names"]] == [
        "jon-vane",
        "petra-olund",
        "petra-vane",
    ]
    for asked in ("petra-olund", "Petra Ólund"):
        told = await client.json(f"/api/speakers/{asked}")
        assert told["speaker"]["accused"] == 1
        assert told["accused_by"]["counts"] == [{"key": "jon-vane", "claims": 1}]
        assert told["stances"]["counts"] == [{"key": "announces", "claims": 1}]
    assert [one["name"] for one in (await client.json("/api/outlets"))["names"]] == [
        "Tarn Valley Echo",
        "Saltmere Courier",
    ]
    assert (await client.json("/api/outlets/saltmere-courier"))["claims"] == 1


async def test_counts_are_by_hour_stance_outlet_and_speaker(filled: Store, desk: Desks) -> None:
    client = await desk()
    hours = await client.json("/api/counts", params={"by": "hour"})
    assert hours["counts"] == [{"key": START.isoformat().replace("+00:00", "Z"), "claims": 4}]
    days = await client.json("/api/counts", params={"by": "day", "speaker": "jon-vane"})
    assert days["counts"] == [{"key": START.date().isoformat(), "claims": 2}]
    for by, expected in {"stance": 4, "outlet": 2, "speaker": 3}.items():
        table = await client.json("/api/counts", params={"by": by})
        assert (len(table["counts"]), table["complete"]) == (expected, True)
    some = await client.json("/api/counts", params={"by": "stance", "q": "mill"})
    assert {one["key"]: one["claims"] for one in some["counts"]} == {"announces": 1, "denies": 1}


async def test_state_tells_what_is_stored_and_what_is_waited_for(filled: Store, desk: Desks) -> None:
    client = await desk()
    state = await client.json("/api/state")
    assert (state["days"][0]["articles"], state["days"][0]["claims"]) == (3, 4)
    assert state["position"] == filled.last_position()
    ready = await client.get("/readyz")
    assert (ready.status, (await client.get("/healthz")).status) == (503, 200)
    metrics = await (await client.get("/metrics")).text()
    assert 'claimwire_desk_requests_total{status="200"} 2.0' in metrics
    free = re.findall(r'^claimwire_desk_free_bytes{folder="(.+)"} (\S+)$', metrics, re.MULTILINE)
    assert [Path(folder) for folder, _ in free] == ([filled.folder] if filled.folder else [])
    for folder, free_bytes in free:
        assert float(free_bytes) == pytest.approx(shutil.disk_usage(folder).free, rel=0.2)


@pytest.mark.parametrize(
    ("path", "params", "status", "said"),
    [
        ("/api/claims", {"q": "(mill"}, 422, "opening parenthesis"),
        ("/api/claims", {"q": "mill " * 80}, 422, "more than 64 terms"),
        ("/api/claims", {"q": "mill " * 1700}, 414, "more than 8,192 bytes"),
        ("/api/claims", {"stance": "loves"}, 422, "stance"),
        ("/api/claims", {"limit": "201"}, 422, "limit"),
        ("/api/claims", {"cursor": "x"}, 422, "cursor"),
        ("/api/claims", {"cursor": "12.x"}, 422, "cursor"),
        ("/api/claims", {"unknown": "1"}, 422, "unknown"),
        ("/api/claims", {"seen_from": "yesterday"}, 422, "seen_from"),
        ("/api/claims", {"seen_from": "2026"}, 422, "RFC 3339"),
        ("/api/articles", {"seen_until": "0.5"}, 422, "RFC 3339"),
        ("/api/claims", {"min_worth": "2"}, 422, "min_worth"),
        ("/api/claims/not-an-id", {}, 422, "claim_id"),
        ("/api/claims/00000000-0000-0000-0000-000000000000", {}, 404, "no such claim"),
        ("/api/articles/00000000-0000-0000-0000-000000000000", {}, 404, "no such article"),
        ("/api/speakers/nobody", {}, 404, "no such speaker"),
        ("/api/nothing", {}, 404, "Not Found"),
        ("/docs", {}, 404, "Not Found"),
    ],
)
async def test_what_cannot_be_answered_says_why(
    filled: Store, desk: Desks, path: str, params: dict[str, str], status: int, said: str
) -> None:
    found, _, detail = await (await desk()).problem(path, params=params)
    assert (found, said in detail) == (status, True), detail


async def test_nobody_is_shown_a_traceback(
    filled: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("secret-of-the-house")

    client = await desk()
    monkeypatch.setattr("claimwire.store.Store.claims", fails)
    status, reason, detail = await client.problem("/api/claims")
    assert (status, reason, "secret" in detail) == (500, "unexpected_error", False)


async def test_an_answer_that_the_client_has_is_not_sent_again(filled: Store, desk: Desks) -> None:
    client = await desk()
    answer = await client.get("/api/claims")
    etag = answer.headers["ETag"]
    again = await client.get("/api/claims", headers={"If-None-Match": f'"other", {etag}'})
    assert (again.status, await again.read()) == (304, b"")
    filled.write([enriched(9, Said("It is new"))])
    assert (await client.get("/api/claims", headers={"If-None-Match": etag})).status == 200


async def test_answers_are_compressed_for_those_who_take_it(filled: Store, desk: Desks) -> None:
    client = await desk()
    async with client.session.get(
        client.url + "/api/claims", headers={"Accept-Encoding": "gzip"}, auto_decompress=False
    ) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert b"mill" in gzip.decompress(await answer.read())


async def test_every_answer_has_the_headers(filled: Store, desk: Desks) -> None:
    client = await desk()
    for path in ("/api/claims", "/api/nothing", "/api/claims?q=(", "/healthz"):
        headers = (await client.get(path)).headers
        assert "default-src 'none'" in headers["Content-Security-Policy"]
        assert "unsafe" not in headers["Content-Security-Policy"]
        assert (headers["X-Content-Type-Options"], headers["Server"]) == ("nosniff", "claimwire")


async def test_hostile_words_come_out_as_they_came_in(filled: Store, desk: Desks) -> None:
    client = await desk()
    answer = await client.get("/api/claims", params={"q": "alert drop table"})
    assert answer.headers["Content-Type"] == "application/json"
    assert (await answer.json())["claims"][0]["claim"]["text"] == HOSTILE


def test_the_document_is_openapi(filled: Store, desk: Desks) -> None:
    from claimwire.desk.app import desk_app  # noqa: PLC0415

    consumer = Consumer(load_settings(), filled, None)  # type: ignore[arg-type]
    metrics = Metrics(CollectorRegistry())
    document: dict[str, Any] = desk_app(filled, None, consumer, metrics).openapi()  # type: ignore[arg-type]
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) >= {"/api/claims", "/api/stream", "/api/speakers/{key}"}
