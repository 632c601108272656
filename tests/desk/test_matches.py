"""Matches on the desk: what a claim's page says of others, and what readers say of links."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import orjson
import pytest

from claimwire.errors import StoreError
from claimwire.store import ClaimRow, Store
from claimwire_schemas import Feedback
from tests.desk.conftest import Client, Desks
from tests.desk.test_pages import BROWSER, HOSTILE, Page
from tests.desk.test_searches import sent
from tests.store.articles import START, Said, enriched
from tests.store.matched import article_of, claim_of, clustered, linked, related

TEXTS = {
    "closes": Said("The mill at Ashby will close in May", "Petra Olund", "announces"),
    "closing": Said("Ashby mill is to close in May", "Jon Vane"),
    "printed": Said("The Ashby mill is to close in May", "Jon Vane"),
    "open": Said("The mill at Ashby will stay open", "Ada Byron", "denies"),
    "june": Said("The mill at Ashby will close in June", "Petra Olund"),
}
OUTLETS = {"closes": "Tarn Valley Echo", "closing": "Saltmere Courier", "printed": "Wend Post"}


def a_world(store: Store) -> dict[str, ClaimRow]:
    """Store one claim of five articles: said by two, once reprinted, contradicted and updated."""
    for number, (name, said) in enumerate(TEXTS.items(), 1):
        seen = START + timedelta(hours=number)
        store.write([enriched(number, said, seen=seen, outlet=OUTLETS.get(name, "Skerry Times"))])
    rows = {name: claim_of(store, said.text) for name, said in TEXTS.items()}
    clustered(store, *(rows[name] for name in OUTLETS), families=2, contradicted_by=[rows["open"]])
    related(store, article_of(store, rows["closing"]), article_of(store, rows["printed"]))
    linked(store, "agrees", rows["closes"], rows["closing"], "both say *close* of *Ashby mill*")
    linked(store, "contradicts", rows["closing"], rows["open"], "close, then stay open", tier="suggested")
    linked(store, "updates", rows["closes"], rows["june"], "May, then June", tier="suggested")
    return rows


async def page_of(client: Client, path: str) -> str:
    """Return a page, which must be well."""
    answer = await client.get(path, headers=BROWSER)
    text = await answer.text()
    assert answer.status == 200, text
    assert list(Page(text).faults()) == []
    return text


def words_of(page: str) -> str:
    """Return a page's text in one line, the cells of tables as words."""
    return " ".join(Page(page.replace("</td>", "</td> ")).text.split())


async def settle(client: Client, claim_id: str, link_id: str, verdict: str, **more: str) -> Any:
    """Press a button beside a link."""
    return await sent(
        client,
        "POST",
        f"/claims/{claim_id}/links/{link_id}",
        data={"verdict": verdict} | more,
        headers={"Accept": "text/html", "Origin": client.url},
        allow_redirects=False,
    )


async def test_a_claim_shows_who_else_says_so_and_who_does_not(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    client = await desk()
    told = words_of(await page_of(client, f"/claims/{rows['closes'].claim_id}"))
    assert "2 independent texts in 3 articles of 3 outlets." in told
    assert "First seen" in told
    assert "in Tarn Valley Echo: this claim" in told
    also, contradicted, updated, timeline = (
        told.index(one) for one in ("Also said by", "Contradicted by", "Updated by", "Timeline")
    )
    assert also < contradicted < updated < timeline
    assert "Jon Vane asserted chief fire officer Ashby mill is to close in May" in told[also:contradicted]
    assert "both say *close* of *Ashby mill*" in told[also:contradicted]
    assert "confirmed" in told[also:contradicted]
    assert "linked with what Jon Vane said" in told[contradicted:updated]
    assert "suggested" in told[contradicted:updated]
    assert "May, then June" in told[updated:timeline]
    ashby = [told.index(TEXTS[name].text, timeline) for name in OUTLETS]
    assert ashby == sorted(ashby)
    assert "Same text as Saltmere Courier" in told[ashby[2] :]
    denial = words_of(await page_of(client, f"/claims/{rows['open'].claim_id}"))
    assert "Contradicts" in denial
    assert "Contradicted by" not in denial
    assert "Updates" in words_of(await page_of(client, f"/claims/{rows['june'].claim_id}"))


async def test_a_suggestion_looks_weaker(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    page = Page(await page_of(await desk(), f"/claims/{rows['closes'].claim_id}"))
    links = [fields["class"] for tag, fields in page.elements if tag == "li" and "class" in fields]
    assert links == ["claim", "claim weak", "claim weak", "claim", "claim", "claim"]


async def test_a_claim_that_is_alone_says_so(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The mill closes"))])
    row, client = claim_of(store, "The mill closes"), await desk()
    assert "Run claimwire match." in words_of(await page_of(client, f"/claims/{row.claim_id}"))
    with store.matching() as matching:
        matching.advance(store.last_position())
    assert "No other claim is linked to it." in words_of(await page_of(client, f"/claims/{row.claim_id}"))


async def test_what_is_linked_is_escaped(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("One")), enriched(2, Said("Two", HOSTILE), outlet=HOSTILE)])
    one, two = claim_of(store, "One"), claim_of(store, "Two")
    linked(store, "agrees", one, two, HOSTILE)
    clustered(store, two, one, families=2)
    client = await desk()
    for row in (one, two):
        assert HOSTILE in Page(await page_of(client, f"/claims/{row.claim_id}")).text


async def test_a_link_is_settled_and_undone(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    claim_id = rows["closes"].claim_id
    [link] = [one for one in store.links.of_claims([claim_id]) if one.kind == "updates"]
    client, path = await desk(), f"/claims/{claim_id}"
    answer = await settle(client, claim_id, link.link_id, "link_right")
    assert (answer.status, answer.headers["Location"]) == (303, f"{path}#links")
    assert "right, says a reader" in await page_of(client, path)
    await settle(client, claim_id, link.link_id, "link_undone")
    assert "says a reader" not in await page_of(client, path)
    await settle(client, claim_id, link.link_id, "link_wrong", note="Another mill", given_by="Bo")
    told = words_of(await page_of(client, path))
    assert "Updated by" not in told
    assert "Rejected links: 1" in told
    [last, *earlier] = store.feedback.of_claim(rows["june"].claim_id)
    assert [one.verdict for one in earlier] == ["link_undone", "link_right"]
    assert (last.link_id, last.verdict, last.note, last.given_by) == (
        link.link_id, "link_wrong", "Another mill", "Bo",
    )  # fmt: skip
    assert (last.article, last.extractor) == (rows["june"].claim.article, "links-1+0123abcd")
    assert "Another mill" not in await page_of(client, f"/claims/{rows['june'].claim_id}")
    answer = await sent(client, "POST", f"/api/links/{link.link_id}/feedback", json={"verdict": "link_right"})
    assert answer.status == 201
    assert Feedback.decode(await answer.read()).link_id == link.link_id
    assert store.links.link(link.link_id).state == "right"  # type: ignore[union-attr]


async def test_a_contradiction_that_a_reader_confirms_is_told(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    [link] = [one for one in store.links.of_claims([rows["open"].claim_id]) if one.kind == "contradicts"]
    client = await desk()
    delivery = {"webhook": {"url": "https://hooks.example.org/"}, "every": "day"}
    draft = {"name": "Mill", "search": {"q": "mill"}, "when": "denied", "delivery": delivery}
    assert (await sent(client, "POST", "/api/searches", json=draft)).status == 201
    await settle(client, rows["open"].claim_id, link.link_id, "link_right")
    [row] = store.deliveries.listed()
    told = orjson.loads(row.body)
    assert (told["claim"]["text"], told["why"]["claim"]["claim"]["text"]) == (
        rows["closing"].text,
        rows["open"].text,
    )
    assert (told["why"]["link_id"], told["why"]["suggested"]) == (link.link_id, False)


async def test_a_verdict_is_kept_with_all_that_follows_from_it_or_not_at_all(
    store: Store, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if the process was killed between the two."""
    rows = a_world(store)
    claim_id = rows["closes"].claim_id
    [link] = [one for one in store.links.of_claims([claim_id]) if one.kind == "updates"]
    client, path = await desk(), f"/api/links/{link.link_id}/feedback"

    def fails(*_: object, **__: object) -> None:
        raise StoreError("the disk is full")

    with monkeypatch.context() as patched:
        patched.setattr("claimwire.store.feedback.put_notices", fails)
        assert (await sent(client, "POST", path, json={"verdict": "link_wrong"})).status == 503
    assert store.links.link(link.link_id) == link
    assert list(store.feedback.every()) == []
    assert (await sent(client, "POST", path, json={"verdict": "link_wrong"})).status == 201
    assert store.links.link(link.link_id).state == "wrong"  # type: ignore[union-attr]
    assert [one.verdict for one in store.feedback.every()] == ["link_wrong"]


async def test_what_settles_no_link_is_refused(store: Store, desk: Desks) -> None:
    rows = a_world(store)
    claim_id = rows["closes"].claim_id
    link_id = store.links.of_claims([claim_id])[0].link_id
    gone = linked(store, "agrees", rows["open"], rows["june"], state="gone")
    client, unknown = await desk(), "0" * 8 + "-0000-0000-0000-" + "0" * 12
    for one in (unknown, gone):
        assert (await settle(client, claim_id, one, "link_right")).status == 404
        path = f"/api/links/{one}/feedback"
        assert (await sent(client, "POST", path, json={"verdict": "link_right"})).status == 404
    assert (await settle(client, claim_id, link_id, "right")).status == 422
    path = f"/api/links/{link_id}/feedback"
    for draft in ({}, {"verdict": "right"}, {"verdict": "link_right", "note": ""}):
        assert (await sent(client, "POST", path, json=draft)).status == 422
    path = f"/api/claims/{claim_id}/feedback"
    assert (await sent(client, "POST", path, json={"verdict": "link_right"})).status == 422
    answer = await sent(
        client, "POST", f"/claims/{claim_id}/links/{link_id}", data=b"verdict=link_wrong",
        headers={"Content-Type": "application/x-www-form-urlencoded", "Origin": "https://evil.example"},
    )  # fmt: skip
    assert answer.status == 403
    assert list(store.feedback.every()) == []
    assert store.links.link(link_id).state == ""  # type: ignore[union-attr]
