"""Pages of saved searches: saved from the wire, changed and removed, without script."""

from __future__ import annotations

import asyncio
from typing import Any
from xml.etree import ElementTree

import orjson

from claimwire.alerts.saved import every_search
from claimwire.store import Store
from tests.alerts.hooks import hooks, says
from tests.desk.conftest import Client, Desks
from tests.desk.test_searches import HOOK, delivered, sent
from tests.store.articles import Said, enriched

MISSING = "/searches/" + "0" * 8 + "-0000-0000-0000-" + "0" * 12


async def submit(client: Client, path: str, **fields: Any) -> Any:
    """Send a form, as a browser does, and do not go on."""
    headers = {"Accept": "text/html", "Origin": client.url, "Sec-Fetch-Site": "same-origin"}
    return await sent(client, "POST", path, data=fields, headers=headers, allow_redirects=False)


async def text(client: Client, path: str) -> str:
    """Return a page."""
    answer = await client.get(path, headers={"Accept": "text/html"})
    assert answer.status == 200, await answer.text()
    return await answer.text()


async def test_the_wires_filters_are_saved_shown_changed_and_removed(store: Store, desk: Desks) -> None:
    client = await desk(smtp_host="127.0.0.1")
    wire = await text(client, "/?q=mill&stance=denies&stance=accuses&since=2026-03-04")
    assert 'href="/searches/new?q=mill&amp;stance=denies&amp;stance=accuses&amp;since=2026-03-04"' in wire
    form = await text(client, "/searches/new?q=mill&stance=denies&stance=accuses&since=2026-03-04")
    filters = "q=mill&stance=denies&stance=accuses&min_confidence=0.5&seen_from=2026-03-04T00%3A00%3A00Z"
    assert f'value="{filters.replace("&", "&amp;")}"' in form
    made = await submit(
        client, "/searches", filters=filters, name="<Mill>", to="webhook", url=HOOK, every="day",
        emails="ada@desk.example, bo@desk.example",
    )  # fmt: skip
    assert made.status == 200, await made.text()
    path = f"/searches/{store.saved()[0].id}"
    secret = orjson.loads(store.saved()[0].body)["delivery"]["webhook"]["secret"]
    assert f"<code>{secret}</code>" in (await made.text()).replace("&#43;", "+")
    shown = await text(client, path)
    assert secret not in shown
    assert "<h1>&lt;Mill&gt;</h1>" in shown
    assert "ada@desk.example bo@desk.example" in shown
    assert "a-secret-path" not in shown
    listed = await text(client, "/searches")
    for part in ("&lt;Mill&gt;", "denies", "a webhook, ada@desk.example, bo@desk.example", "each day"):
        assert part in listed
    kept = await submit(client, path, filters=filters, name="Mills", to="webhook", every="at_once")
    assert kept.headers["Location"] == path, "the secret is as it was"
    [saved] = store.saved()
    assert saved.name == "Mills"
    assert HOOK in saved.body
    other = await submit(client, "/searches", filters="q=ferry", id=saved.id)
    assert other.headers["Location"] == path
    [saved] = store.saved()
    assert (saved.name, "ferry" in saved.body, HOOK in saved.body) == ("Mills", True, True)
    assert (await submit(client, f"{path}/remove")).headers["Location"] == "/searches"
    assert store.saved() == []
    assert "No search is saved" in await text(client, "/searches")


async def test_a_search_may_ask_for_matches(store: Store, desk: Desks) -> None:
    """The form says which; new filters keep it."""
    client = await desk()
    assert 'value="new" checked' in await text(client, "/searches/new?q=mill")
    fields = {"when": "repeated", "sources": "3", "suggested": "true"}
    path = (await submit(client, "/searches", filters="q=mill", name="Mill", **fields)).headers["Location"]
    await submit(client, "/searches", filters="q=ferry", id=store.saved()[0].id)
    [saved] = every_search(store)
    assert (saved.search.q, saved.when, saved.sources, saved.suggested) == ("ferry", "repeated", 3, True)
    shown = await text(client, path)
    assert 'value="repeated" checked' in shown
    assert 'value="true" checked' in shown
    assert "repeated in 3 texts" in await text(client, "/searches")
    wrong = await submit(client, path, filters="q=mill", name="Mill", when="repeated", sources="1")
    assert (wrong.status, "sources: " in (await wrong.text()).lower()) == (422, True)


async def test_a_form_that_is_wrong_says_what_is_wrong(store: Store, desk: Desks) -> None:
    client = await desk()
    for fields, said in (
        ({"filters": "q=(mill", "name": "x"}, "parenthesis"),
        ({"filters": "stance=loves", "name": "x"}, "stance"),
        ({"filters": "x=1", "name": "x"}, "x: "),
        ({"filters": "q=mill", "name": "x" * 201}, "name"),
        ({"filters": "q=mill", "name": "x", "to": "webhook", "url": "http://10.0.0.1/"}, "not a public"),
        ({"filters": "q=mill", "name": "x", "id": "1"}, "no such saved search"),
    ):
        answer = await submit(client, "/searches", **fields)
        assert answer.status in (404, 422)
        assert said in (await answer.text()).lower(), fields
    for headers, status in (
        ({"Origin": "https://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "text/plain"}, 422),
    ):
        kind = {"Content-Type": "application/x-www-form-urlencoded"} | headers
        answer = await sent(client, "POST", "/searches", data=b"filters=q%3Dx&name=x", headers=kind)
        assert answer.status == status
    assert store.saved() == []
    for path in (MISSING, f"{MISSING}/feed.atom"):
        assert (await client.get(path)).status == 404
    for path in (f"{MISSING}/remove", f"{MISSING}/test", MISSING):
        assert (await submit(client, path, filters="", name="x")).status == 404


async def test_deliveries_and_their_state_are_shown(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The mill closes"))])
    client = await desk(alert_allow_private=True)
    async with hooks() as receiver:
        receiver.behaviour = says(410)
        fields = {"name": "Mill", "to": "webhook", "format": "slack", "url": receiver.url}
        path = (await submit(client, "/searches", filters="q=mill", **fields)).headers["Location"]
        assert (await submit(client, f"{path}/test")).status == 303
        [dead] = await delivered(client, "dead")
        for page in (path, "/searches"):
            shown = await text(client, page)
            assert "not delivered" in shown
            assert "http_410: not taken" in shown
        receiver.behaviour = None
        assert (await submit(client, f"/deliveries/{dead['id']}/again")).headers["Location"] == path
        await delivered(client, "sent")
        assert ">sent<" in await text(client, path)
        assert "Not delivered" not in await text(client, "/searches")


async def test_each_search_has_a_feed(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The mill closes"), Said("The ferry sails"))])
    client = await desk()
    path = (await submit(client, "/searches", filters="q=mill", name="Mill")).headers["Location"]
    answer = await client.get(f"{path}/feed.atom")
    assert answer.content_type == "application/atom+xml"
    feed = ElementTree.fromstring(await answer.text())
    titles = [one.text for one in feed.iter("{http://www.w3.org/2005/Atom}title")]
    assert titles == ["Mill", "Petra Olund asserted: The mill closes"]
    known = {"If-None-Match": answer.headers["ETag"]}
    assert (await client.get(f"{path}/feed.atom", headers=known)).status == 304
    await asyncio.to_thread(store.write, [enriched(2, Said("A mill opens"))])
    assert (await client.get(f"{path}/feed.atom", headers=known)).status == 200
