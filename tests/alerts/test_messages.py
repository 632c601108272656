"""What is said: signed as the specification's own example, and nothing in it that a reader would obey."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from xml.etree import ElementTree

import orjson
import pytest

from claimwire.alerts.atom import atom
from claimwire.alerts.hits import Hit
from claimwire.alerts.messages import Told, as_chat, as_json, as_mail
from claimwire.alerts.saved import Delivery, SavedSearch
from claimwire.alerts.signing import new_secret, secret_key, signed_headers
from claimwire.desk.records import ClaimItem, claim_item
from claimwire.errors import InputError
from claimwire.stances import how, who
from claimwire.store import Search, Store
from tests.builders import a_claim, a_claimant
from tests.store.articles import Said, enriched

AT = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)
SEARCH = SavedSearch("0" * 8, "The mill", Search(q="mill"), Delivery(), 0, AT, AT)
HOSTILE = "<!channel> @everyone <https://evil.example|click> [here](https://evil.example) \x1b[31m\u202eold"
ATOM = "{http://www.w3.org/2005/Atom}"


def rows(store: Store, text: str, **given: Any) -> Any:
    store.write([enriched(1, Said(text, "Petra <Olund>", "accuses", accused="Jon & Co"), **given)])
    return store.claims(Search()).rows


def told(store: Store, text: str, **changes: Any) -> Told:
    [row] = rows(store, text)
    claims = orjson.dumps(claim_item(row), option=orjson.OPT_UTC_Z).decode()
    return replace(Told("id-1", AT, SEARCH, claims, 0, "http://d/"), **changes)


def test_the_signature_is_that_of_the_specifications_example() -> None:
    secret = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
    headers = signed_headers(secret, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert headers == {
        "webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
        "webhook-timestamp": "1614265330",
        "webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
    }


@pytest.mark.parametrize(
    "secret", ["", "whsec_", "whsec_short", "whsec_" + "é" * 40, "x" * 40, "whsec_" + "A" * 200]
)
def test_what_is_no_secret_is_refused(secret: str) -> None:
    with pytest.raises(InputError, match="whsec_"):
        secret_key(secret)


def test_a_new_secret_is_one() -> None:
    assert len(secret_key(new_secret())) == 32
    assert new_secret() != new_secret()


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_json_has_claims_as_the_api_has_them(store: Store) -> None:
    message = orjson.loads(as_json(told(store, "The mill closes", more=3)))
    assert (message["type"], message["timestamp"]) == ("claims.matched", "2026-03-04T12:00:00Z")
    assert message["data"]["search"] == {
        "id": SEARCH.id,
        "name": "The mill",
        "page": f"http://d/searches/{SEARCH.id}",
    }
    assert message["data"]["more"] == 3
    [item] = message["data"]["claims"]
    assert ClaimItem.model_validate(item, strict=False).claim.text == "The mill closes"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_chat_shows_hostile_text_and_obeys_none(store: Store) -> None:
    said = orjson.loads(as_chat(told(store, HOSTILE, more=7)))["text"]
    assert said.startswith(
        "*The mill: 8 new claims*\n• *Petra &lt;Olund&gt; accused Jon &amp; Co:* &lt;!channel&gt;"
    )
    for bad in ("<!", "@everyone", "<https://evil", "](", "\x1b", "\u202e"):
        assert bad not in said, bad
    assert "<https://tarn-valley-echo.example/news/1|Story 1>, Tarn Valley Echo)" in said
    assert said.endswith(f"and 7 more\nhttp://d/searches/{SEARCH.id}")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
@pytest.mark.parametrize("name", ["Mill\r\nBcc: eve@evil.example", "Mühle 🌉", "x" * 200])
def test_a_mail_has_no_header_but_ours(store: Store, name: str) -> None:
    search = replace(SEARCH, name=name)
    mail = as_mail(told(store, HOSTILE, search=search), sender="desk@d.example", to="ada@d.example")
    written = mail.as_bytes().decode("ascii")
    head = written.partition("\r\n\r\n")[0]
    assert "\r\nBcc:" not in head
    names = {line.partition(":")[0] for line in head.split("\r\n") if not line.startswith(" ")}
    assert names == {
        *("From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted"),
        *("Content-Type", "Content-Transfer-Encoding", "MIME-Version"),
    }
    assert "\x1b" not in mail.get_content()


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"stance": "denies"}, "Petra Olund denied"),
        ({"stance": None}, "Petra Olund said"),
        ({"stance": "accuses", "accused": a_claimant(name="Jon Vane")}, "Petra Olund accused Jon Vane"),
        ({"claimant": a_claimant(name=None, resolution="outlet"), "cue": None}, "The outlet asserted"),
        (
            {"claimant": a_claimant(name=None), "source": None, "cue": None, "stance": None},
            "Nobody named stated",
        ),
    ],
)
def test_messages_say_who_and_how_in_the_words_of_pages(changes: dict[str, Any], expected: str) -> None:
    claim = a_claim(**changes)
    assert expected.startswith(f"{who(claim)} {how(claim)}")
    one = Told("id-1", AT, SEARCH, f'{{"claim": {claim.encode().decode()}}}', 0)
    assert f"• *{expected}:* Nobody was inside" in orjson.loads(as_chat(one))["text"]
    mail = as_mail(one, sender="desk@d.example", to="ada@d.example")
    assert mail.get_content().startswith(f"{expected}: Nobody was inside")


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_a_feed_is_atom_whatever_is_in_it(store: Store) -> None:
    found = rows(store, f"{HOSTILE} ]]> & \x00\ufffe")
    feed = ElementTree.fromstring(
        atom(replace(SEARCH, name='A & "B" <c>'), [Hit(SEARCH, row) for row in found], desk="http://d/")
    )
    assert feed.findtext(f"{ATOM}title") == 'A & "B" <c>'
    assert feed.findtext(f"{ATOM}id") == f"urn:uuid:{SEARCH.id}"
    assert feed.findtext(f"{ATOM}updated") == found[0].seen.isoformat().replace("+00:00", "Z")
    [entry] = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}id") == f"urn:uuid:{found[0].claim_id}"
    assert (entry.findtext(f"{ATOM}title") or "").startswith("Petra <Olund> accused: <!channel>")
    assert [link.get("href") for link in entry.findall(f"{ATOM}link")] == [
        f"http://d/claims/{found[0].claim_id}",
        "https://tarn-valley-echo.example/news/1",
    ]
    assert entry.findtext(f"{ATOM}author/{ATOM}name") == "Petra <Olund>"


@pytest.mark.parametrize("store_url", ["sqlite"], indirect=True)
def test_speech_withheld_is_shown_by_its_cue(store: Store) -> None:
    store.write([enriched(1, Said("Jon Lindh left", "Petra Olund", stance=None))])
    [row] = store.claims(Search()).rows
    claims = orjson.dumps(claim_item(row), option=orjson.OPT_UTC_Z).decode()
    told_of = orjson.loads(as_chat(Told("id-1", AT, SEARCH, claims, 0, "http://d/")))["text"]
    assert "*Petra Olund said:* Jon Lindh left" in told_of
    feed = ElementTree.fromstring(atom(SEARCH, [Hit(SEARCH, row)], desk="http://d/"))
    assert feed.findtext(f"{ATOM}entry/{ATOM}title") == "Petra Olund said: Jon Lindh left"


def test_a_feed_of_nothing_is_one() -> None:
    feed = ElementTree.fromstring(atom(SEARCH, [], desk="http://d"))
    assert feed.findtext(f"{ATOM}updated") == "2026-03-04T12:00:00Z"
