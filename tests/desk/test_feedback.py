"""What readers say of claims: kept, shown, published for certain, exported without the article's words."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import orjson
import pytest

from claimwire.settings import Settings
from claimwire.store import Search, Store
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from claimwire.subscribe import Subscription, decoded
from claimwire_schemas import Feedback
from claimwire_schemas.topics import FEEDBACK
from tests.cli.wired import claimwire
from tests.conftest import free_port
from tests.desk.conftest import Client, Desks
from tests.desk.test_searches import sent
from tests.store.articles import Said, enriched

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def a_claim_in(store: Store) -> str:
    """Store an article; return its claim's id."""
    store.write([enriched(1, Said("The mill closes", accused="Jon Vane"))])
    return store.claims(Search()).rows[0].claim_id


async def press(client: Client, claim_id: str, **fields: str) -> Any:
    """Press a button of a claim's page, as a browser does."""
    return await sent(
        client,
        "POST",
        f"/claims/{claim_id}/feedback",
        data=fields,
        headers={"Accept": "text/html", "Origin": client.url},
        allow_redirects=False,
    )


async def test_a_button_is_pressed_and_the_page_shows_it(store: Store, desk: Desks) -> None:
    claim_id = a_claim_in(store)
    client = await desk()
    answer = await press(client, claim_id, verdict="wrong_speaker", note="It is <b>her</b> husband")
    assert (answer.status, answer.headers["Location"]) == (303, f"/claims/{claim_id}#feedback")
    page = await (await client.get(f"/claims/{claim_id}")).text()
    assert "<b>Wrong speaker</b>: It is &lt;b&gt;her&lt;/b&gt; husband" in page
    for label in ("Right", "Wrong text", "Not a claim"):
        assert f">{label}</button>" in page
    answer = await sent(client, "POST", f"/api/claims/{claim_id}/feedback", json={"verdict": "right"})
    assert answer.status == 201
    record = Feedback.decode(await answer.read())
    assert record.given_by is None
    named = {"verdict": "right", "given_by": "Ada Byron"}
    answer = await sent(client, "POST", f"/api/claims/{claim_id}/feedback", json=named)
    assert (await answer.json())["given_by"] == "Ada Byron"
    await press(client, claim_id, verdict="right", given_by=" <i>Bo</i> ")
    assert "&lt;i&gt;Bo&lt;/i&gt;" in await (await client.get(f"/claims/{claim_id}")).text()
    [_, _, latest, first] = store.feedback.of_claim(claim_id)
    assert latest == record
    assert (first.verdict, first.note) == ("wrong_speaker", "It is <b>her</b> husband")
    claim = store.claims(Search()).rows[0].claim
    places = {(label.label, label.start, label.end) for label in record.labels}
    assert places == {
        *(("content", span.start, span.end) for span in claim.content),
        *(("cue", span.start, span.end) for span in (claim.cue.spans if claim.cue else ())),
        *(("source", span.start, span.end) for span in ([claim.source] if claim.source else [])),
    }
    assert record.article == claim.article


async def test_what_is_no_feedback_is_refused(store: Store, desk: Desks) -> None:
    claim_id = a_claim_in(store)
    client = await desk()
    path = f"/api/claims/{claim_id}/feedback"
    for draft in (
        {},
        {"verdict": "maybe"},
        {"verdict": "right", "note": "x" * 2001},
        {"verdict": "right", "x": 1},
        {"verdict": "right", "given_by": "x" * 81},
        {"verdict": "right", "given_by": "a\x00b"},
    ):
        assert (await sent(client, "POST", path, json=draft)).status == 422
    assert (await press(client, claim_id, verdict="maybe")).status == 422
    assert (await press(client, claim_id)).status == 422
    unknown = "0" * 8 + "-0000-0000-0000-" + "0" * 12
    assert (await press(client, unknown, verdict="right")).status == 404
    assert (
        await sent(client, "POST", path.replace(claim_id, unknown), json={"verdict": "right"})
    ).status == 404
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        answer = await sent(
            client, "POST", f"/claims/{claim_id}/feedback", data=b"verdict=right", headers=FORM | headers
        )
        assert answer.status == 403
    assert list(store.feedback.every()) == []


@pytest.mark.broker
@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_a_broker_that_is_away_loses_none(store: Store, desk: Desks) -> None:
    """It is kept, and published once there is a broker."""
    claim_id, port = a_claim_in(store), free_port()
    client = await desk(bootstrap_servers=f"127.0.0.1:{port}")
    for verdict in ("right", "wrong_text"):
        assert (await press(client, claim_id, verdict=verdict)).status == 303
    await asyncio.sleep(1)
    async with embedded_broker(port=port) as address:
        settings = Settings(bootstrap_servers=address, partitions=1)
        await create_topics(settings)
        async with (
            Subscription(FEEDBACK, settings, group=None, start="beginning") as subscription,
            asyncio.timeout(90),
        ):
            messages = [await subscription.next() for _ in range(2)]
        found = [decoded(Feedback, message) for message in messages]
        assert sorted(one.verdict for one in found) == ["right", "wrong_text"]
        assert sorted(found, key=lambda one: one.given_at) == list(store.feedback.every())
        headers = dict(messages[0].headers)
        assert headers["ce_id"].decode() == found[0].feedback_id
        assert messages[0].key == found[0].article.article_id.encode()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
async def test_annotations_have_offsets_and_no_words(
    store: Store, store_url: str, desk: Desks, tmp_path: Path
) -> None:
    claim_id = a_claim_in(store)
    client = await desk()
    for verdict in ("right", "not_a_claim"):
        await press(client, claim_id, verdict=verdict)
    done = await asyncio.to_thread(claimwire, "feedback", "export", "--store", store_url, cwd=tmp_path)
    lines = [orjson.loads(line) for line in done.stdout.splitlines()]
    claim = store.claims(Search()).rows[0].claim
    assert [line["verdict"] for line in lines] == ["right", "not_a_claim"]
    assert {line["text_digest"] for line in lines} == {claim.article.text_digest}
    assert {tuple(label) for line in lines for label in line["labels"]} == {("start", "end", "label")}
    assert "mill" not in done.stdout.lower()
    assert done.stderr == "2 written\n"
    one = await asyncio.to_thread(
        claimwire, "feedback", "export", "--verdict", "right", "--store", store_url, cwd=tmp_path
    )
    assert len(one.stdout.splitlines()) == 1
