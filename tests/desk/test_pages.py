"""Pages: over a real socket and both engines, readable without script, every field of a record escaped."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from urllib.parse import quote

import pytest

from claimwire.store import Search, Store
from tests.desk.conftest import Client, Desks
from tests.store.articles import Said, enriched

HOSTILE = "<hostile onload=alert(1)>\"'><hostile src=//evil.example>&amp;{{ 7*7 }}"
BROWSER = {"Accept": "text/html,application/xhtml+xml"}
WORLD = [
    enriched(
        1,
        Said("The mill will close in May", "Petra Olund", "announces", worth=0.9, standalone=True),
        Said("The alarms had been switched off", "Jon Vane", "accuses", accused="Petra Olund"),
        Said("The gate was open", "Jon Vane", "asserts", confidence=0.3),
    ),
    enriched(2, Said("The mill is safe", "Jon Vane", "denies"), outlet="Saltmere Courier"),
]


class Page(HTMLParser):
    """A page's elements and text."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def links(self) -> Iterator[str]:
        yield from (fields.get("href") or "" for tag, fields in self.elements if tag == "a")

    def classed(self, name: str) -> list[str]:
        """Return the tags of the elements of a class."""
        return [tag for tag, fields in self.elements if name in (fields.get("class") or "").split()]

    def faults(self) -> Iterator[str]:
        """Give what strict CSP would stop, and what is loaded from elsewhere or was never ours."""
        for tag, fields in self.elements:
            loaded = [fields[name] for name in ("src", "srcset", "action") if name in fields]
            loaded += [fields["href"]] if tag == "link" else []
            if tag in ("hostile", "style", "iframe", "object", "base"):
                yield tag
            if any(name == "style" or name.startswith("on") for name in fields):
                yield f"{tag} {fields}"
            if any(not (one or "").startswith("/") or (one or "").startswith("//") for one in loaded):
                yield f"{tag} loads {loaded}"
            if tag == "script" and not fields.get("src"):
                yield "inline script"


@pytest.fixture
def filled(store: Store) -> Store:
    store.write(WORLD)
    return store


async def shown(
    client: Client, path: str, params: dict[str, str] | None = None, *, status: int = 200
) -> Page:
    answer = await client.get(path, params=params, headers=BROWSER)
    assert answer.status == status, await answer.text()
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    return Page(await answer.text())


def every_path(store: Store) -> list[str]:
    row = store.claims(Search(), limit=1).rows[0]
    names = [store.names(role, unnamed=True).rows[0].key for role in ("speaker", "outlet")]
    return [
        *("/", "/new?after=0", "/speakers", "/outlets", "/?q=(", "/nothing", "/?outlet=nobody"),
        *(f"/claims/{row.claim_id}", f"/articles/{row.article_id}"),
        *(f"/speakers/{quote(names[0])}", f"/outlets/{quote(names[1])}"),
    ]


async def test_the_wire_shows_the_newest_claims_first(filled: Store, desk: Desks) -> None:
    page = await shown(await desk(), "/")
    texts = ["The mill is safe", "The mill will close in May", "The alarms had been switched off"]
    places = [page.text.index(text) for text in texts]
    assert places == sorted(places)
    assert {"/speakers/jon-vane", "/speakers/petra-olund", "/outlets/saltmere-courier"} <= set(page.links())
    assert f"/claims/{WORLD[0].claims[0].claim_id}" in page.links()
    assert "Nothing new is stored at present" in page.text


async def test_the_wire_leaves_doubtful_claims_out_until_they_are_asked_for(
    filled: Store, desk: Desks
) -> None:
    client = await desk()
    page = await shown(client, "/")
    assert "The gate was open" not in page.text
    assert "more likely wrong than right are left out" in page.text
    page = await shown(client, next(link for link in page.links() if link == "/?min_confidence=0"))
    assert "The gate was open" in page.text
    assert "are left out" not in page.text


async def test_the_best_match_comes_first_by_a_choice_in_the_address(filled: Store, desk: Desks) -> None:
    filled.write([enriched(0, Said("The mill is a paper mill"))])
    client = await desk()
    asked = {"q": "mill", "order": "best", "stance": "asserts"}
    page = await shown(client, "/", {"q": "mill", "order": "best"})
    assert page.text.index("The mill is a paper mill") < page.text.index("The mill is safe")
    assert "Best match first, among all hits" in page.text
    assert ("option", {"value": "best", "selected": None}) in page.elements
    assert not [fields for _, fields in page.elements if "data-stream" in fields], "nothing arrives above it"
    assert "order: best" not in page.text, "it is no filter"
    assert "/?q=mill" in page.links()
    assert "/?q=mill&order=best" in (await shown(client, "/", asked)).links(), "it stays without a filter"
    without = await shown(client, "/", {"order": "best"})
    assert [fields for _, fields in without.elements if "data-stream" in fields], "the choice waits for words"
    assert (
        "This search cannot be done" in (await shown(client, "/", asked | {"cursor": "9"}, status=422)).text
    )
    await shown(client, "/searches/new", asked)


async def test_doubtful_claims_look_doubtful(filled: Store, desk: Desks) -> None:
    client = await desk()
    page = await shown(client, "/", {"q": "gate", "min_confidence": "0"})
    assert page.classed("doubted") == ["li"]
    assert "doubtful" in page.text
    assert (await shown(client, "/", {"q": "safe"})).classed("doubted") == []


USUAL = {"min_confidence": "0.5"}
"""What the wire asks anyway."""

FILTERED: list[tuple[dict[str, str], int]] = [
    ({"q": "mill"}, 2),
    ({"claimant": "vane", "stance": "denies"}, 1),
    ({"accused": "olund"}, 1),
    ({"q": "", "claimant": " ", "stance": ""}, 3),
    ({"since": "2000-01-01", "until": "2100-01-01"}, 3),
    ({"until": "2000-01-01"}, 0),
    ({"min_confidence": "0"}, 4),
    (USUAL, 3),
    ({"standalone": "true"}, 1),
    ({"outlet_key": "saltmere-courier"}, 1),
]


async def test_filters_are_in_the_address(filled: Store, desk: Desks) -> None:
    client = await desk()
    for params, count in FILTERED:
        page = await shown(client, "/", params)
        assert page.classed("claim") == ["li"] * count, params
        given = {name: value for name, value in params.items() if value.strip()}
        fields = {fields.get("name"): fields.get("value") for tag, fields in page.elements if tag == "input"}
        assert all(fields.get(name, value) == value for name, value in given.items() if name != "stance")
        assert len(page.classed("chips")) == (1 if given and params != USUAL else 0)
        assert ("No claim matches" in page.text) == (count == 0)


async def test_the_form_keeps_what_was_chosen(filled: Store, desk: Desks) -> None:
    client = await desk()
    answer = await client.get("/?stance=denies&stance=accuses&min_confidence=0.7", headers=BROWSER)
    page = Page(await answer.text())
    checked = [fields["value"] for _, fields in page.elements if "checked" in fields]
    chosen = [fields["value"] for _, fields in page.elements if "selected" in fields]
    assert (checked, chosen) == (["denies", "accuses"], ["0.7"])
    assert "/?stance=accuses&min_confidence=0.7" in page.links()
    stream = next(fields["data-stream"] for _, fields in page.elements if "data-stream" in fields)
    assert stream
    assert "stance=denies&stance=accuses&min_confidence=0.7&after=" in stream


async def test_pages_go_on_by_cursor(filled: Store, desk: Desks) -> None:
    client = await desk()
    page = await shown(client, "/", {"limit": "3", "min_confidence": "0"})
    older = next(link for link in page.links() if "cursor=" in link)
    page = await shown(client, older)
    assert (page.classed("claim"), "The gate was open" in page.text) == (["li"], True)
    assert not any("data-stream" in fields for _, fields in page.elements), "an older page is not live"


REFUSED = [
    ("/?q=(mill", 422, "opening parenthesis"),
    ("/?stance=loves", 422, "stance"),
    ("/?since=yesterday", 422, "since"),
    ("/?until=9999-12-31", 422, "no later day"),
    ("/?unknown=1", 422, "unknown"),
    ("/?cursor=x", 422, "Cursor"),
    ("/claims/00000000-0000-0000-0000-000000000000", 404, "no such claim"),
    ("/articles/00000000-0000-0000-0000-000000000000", 404, "no such article"),
    ("/speakers/nobody", 404, "no such speaker"),
    ("/outlets/nobody", 404, "no such outlet"),
    ("/claims/x", 404, "no such page"),
    ("/speakers?cursor=x", 422, "Cursor"),
    ("/nothing", 404, "There is no such page."),
    ("/static/../pages.py", 404, "Not Found"),
    ("/static/pages.py", 404, "no such file"),
]


async def test_what_cannot_be_shown_is_a_page_that_says_why(filled: Store, desk: Desks) -> None:
    client = await desk()
    for path, status, said in REFUSED:
        page = await shown(client, path, status=status)
        assert said in page.text, path
        assert list(page.faults()) == [], path


async def test_a_bad_search_keeps_what_was_typed(filled: Store, desk: Desks) -> None:
    page = await shown(await desk(), "/", {"q": '(mill "x'}, status=422)
    assert any(fields.get("value") == '(mill "x' for _, fields in page.elements)


async def test_an_empty_store_says_what_to_do(store: Store, desk: Desks) -> None:
    client = await desk()
    assert "claimwire feed FILE" in (await shown(client, "/")).text
    assert "No speaker found" in (await shown(client, "/speakers")).text


async def test_a_claims_page_marks_its_words_in_the_article(filled: Store, desk: Desks) -> None:
    claim = WORLD[0].claims[1]
    answer = await (await desk()).get(f"/claims/{claim.claim_id}", headers=BROWSER)
    text = await answer.text()
    assert '<span class="m-content ">“The alarms had been switched off,”</span>' in text
    page = Page(text)
    assert {"/speakers/jon-vane", "/speakers/petra-olund"} <= set(page.links())
    assert f"/articles/{claim.article.article_id}" in page.links()


async def test_an_article_has_its_claims_beside_it_and_its_revisions(filled: Store, desk: Desks) -> None:
    changed = enriched(
        1,
        Said("The mill will close in June", "Petra Olund", "announces"),
        Said("The gate was open", "Jon Vane", "asserts", confidence=0.3),
        Said("The roof leaks", "Jon Vane"),
        revision=2,
        seen=WORLD[0].article.received_at.replace(hour=12),
    )
    filled.write([changed])
    client = await desk()
    answer = await client.get(f"/articles/{changed.article.article_id}", headers=BROWSER)
    text = await answer.text()
    page = Page(text)
    assert page.classed("block") == ["div"] * 4
    assert page.classed("claim") == ["li"] * 3
    assert {"#c1", "#c2", "#c3"} <= set(page.links())
    assert "close in <del>May</del> <ins>June</ins>" in " ".join(text.split())
    revisions = page.text.partition("Revisions")[2]
    for said in ("New claim", "The roof leaks", "Dropped", "The alarms had been switched off"):
        assert said in revisions


async def test_an_article_says_where_it_is_in_another_language(store: Store, desk: Desks) -> None:
    whole = enriched(1, Said("The mill will close"), Said("The roof leaks"))
    first, *others = whole.article.paragraphs
    paragraphs = (*others, first.model_copy(update={"language": "de"}))
    article = whole.article.model_copy(
        update={"paragraphs": tuple(sorted(paragraphs, key=lambda one: one.start))}
    )
    store.write([whole.model_copy(update={"article": article})])
    answer = await (await desk()).get(f"/articles/{article.article_id}", headers=BROWSER)
    text = await answer.text()
    assert "No claims were looked for in 1 paragraph in another language." in text
    assert text.count(' lang="de"') == 1


async def test_a_speakers_page_counts_and_lists(filled: Store, desk: Desks) -> None:
    client = await desk()
    page = await shown(client, "/speakers/jon-vane")
    assert {"/?speaker=jon-vane&stance=denies&min_confidence=0", "/speakers/petra-olund"} <= set(page.links())
    assert page.classed("claim") == ["li"] * 3
    assert "Who accuses or criticizes them" in (await shown(client, "/speakers/petra-olund")).text
    outlet = await shown(client, "/outlets/saltmere-courier")
    assert (outlet.classed("claim"), "/speakers/jon-vane" in outlet.links()) == (["li"], True)


async def test_names_are_found_by_a_part(filled: Store, desk: Desks) -> None:
    page = await shown(await desk(), "/speakers", {"q": "olu"})
    assert [link for link in page.links() if link.startswith("/speakers/")] == ["/speakers/petra-olund"]


async def test_what_arrived_is_a_part_of_the_wire(filled: Store, desk: Desks) -> None:
    client = await desk()
    after = filled.last_position()
    filled.write([enriched(3, Said("The roof leaks", "Jon Vane"), Said("It is late", "Petra Olund"))])
    page = await shown(client, f"/new?after={after}&claimant=vane")
    assert (page.classed("claim"), "The roof leaks" in page.text) == (["li"], True)


async def test_counts_by_hour_are_drawn_on_the_server(store: Store, desk: Desks) -> None:
    store.write([enriched(1, Said("The roof leaks"), Said("It is late"), seen=datetime.now(UTC))])
    page = await shown(await desk(), "/")
    assert [tag for tag, _ in page.elements].count("rect") == 1
    assert "Last 48 hours: 2 claims" in page.text


@pytest.fixture
def hostile(store: Store) -> Store:
    """A store in whose only article every field that a stranger writes is an attack."""
    store.write(
        [
            enriched(
                1,
                Said(HOSTILE, f"{HOSTILE} speaker", "accuses", accused=f"{HOSTILE} accused"),
                url="javascript:alert(1)",
                outlet=f"{HOSTILE} outlet",
                byline=f"{HOSTILE} byline",
            )
        ]
    )
    return store


async def test_every_field_is_escaped_on_every_page(hostile: Store, desk: Desks) -> None:
    client = await desk()
    for path in every_path(hostile):
        answer = await client.get(path, headers=BROWSER)
        page = Page(await answer.text())
        assert list(page.faults()) == [], path
        assert not any(link.lower().startswith("javascript") for link in page.links()), path
    row = hostile.claims(Search()).rows[0]
    for path, parts in (
        ("/", ("speaker", "accused", "outlet")),
        (f"/claims/{row.claim_id}", ("speaker", "accused", "outlet")),
        (f"/articles/{row.article_id}", ("byline", "outlet")),
    ):
        text = (await shown(client, path)).text
        for part in parts:
            assert f"{HOSTILE} {part}" in text, (path, part)


async def test_a_hostile_address_is_escaped(filled: Store, desk: Desks) -> None:
    client = await desk()
    names = ("q", "claimant", "speaker", "outlet_key", "since", "cursor", "min_worth", HOSTILE)
    for path, name in [*(("/", name) for name in names), ("/speakers", "q"), ("/outlets", "cursor")]:
        answer = await client.get(path, params={name: HOSTILE}, headers=BROWSER)
        assert answer.status in (200, 422), (path, name)
        assert list(Page(await answer.text()).faults()) == [], (path, name)


async def test_pages_and_files_are_kept_by_the_browser(filled: Store, desk: Desks) -> None:
    client = await desk()
    page = await client.get("/speakers/jon-vane", headers=BROWSER)
    again = await client.get("/speakers/jon-vane", headers={**BROWSER, "If-None-Match": page.headers["ETag"]})
    assert (again.status, page.headers["Cache-Control"]) == (304, "private, no-cache")
    loaded = [
        fields.get("href") or fields.get("src") or ""
        for tag, fields in Page(await page.text()).elements
        if tag in ("link", "script")
    ]
    assert len(loaded) == 3
    for path in loaded:
        answer = await client.get(path)
        assert (answer.status, answer.headers["Cache-Control"]) == (
            200,
            "private, max-age=31536000, immutable",
        )
        assert (await client.get(path, headers={"If-None-Match": answer.headers["ETag"]})).status == 304
        bare = await client.get(path.partition("?")[0])
        assert bare.headers["Cache-Control"] == "private, no-cache"


async def test_programs_are_told_problems_as_before(filled: Store, desk: Desks) -> None:
    assert (await (await desk()).problem("/claims/x"))[0] == 422
    assert (await (await desk()).problem("/api/nothing", headers=BROWSER))[0] == 404
