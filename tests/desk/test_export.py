"""Exports: complete and in order, on both engines, by command and over HTTP, and never cut without a word."""

from __future__ import annotations

import csv
import io
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import aiohttp
import orjson
import pytest
from pyarrow import parquet

from claimwire.desk import export, match_export
from claimwire.desk.records import ClaimItem
from claimwire.errors import InputError
from claimwire.store import ClaimRow, Search, Store
from claimwire.store.match_search import ClusterSearch, LinkSearch
from claimwire_schemas import Article, Attribution, ClaimCluster, ClaimLink
from tests.cli.wired import COMMAND, claimwire, environment
from tests.desk.conftest import Desks
from tests.store.articles import Said, enriched
from tests.store.matched import claim_of, clustered, linked

FORMULA = "=HYPERLINK(0)"
WORLD = [
    enriched(1, Said("The mill will close", "Petra Olund", "announces"), Said(FORMULA, "Jon Vane")),
    *(enriched(number, Said(f"Bridge {number} is open", "Jon Vane")) for number in range(2, 40)),
    enriched(40, Said("The mill is safe", "Jon Vane", "denies"), outlet="Saltmere, “Courier”\nDaily"),
]
TEXTS = [claim.text for one in reversed(WORLD) for claim in one.claims]


@pytest.fixture
def filled(store: Store, monkeypatch: pytest.MonkeyPatch) -> Store:
    """A store with more rows than a page of an export has."""
    monkeypatch.setattr(export, "_PAGE", 15)
    store.write(WORLD)
    return store


def exported(store_url: str, *arguments: str | Path) -> bytes:
    done = claimwire("export", *arguments, "--store", store_url)
    assert done.returncode == 0, done.stderr
    return done.out


def rows_of(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_each_format_has_every_claim_in_order_and_says_how_many(
    filled: Store, store_url: str, tmp_path: Path
) -> None:
    *rows, last = rows_of(exported(store_url, "claims"))
    assert [row["text"].removeprefix("'") for row in rows] == TEXTS
    assert list(last.values())[:3] == ["#count", str(len(TEXTS)), ""]
    assert rows[0]["outlet"] == "Saltmere, “Courier”\nDaily"
    *lines, end = map(orjson.loads, exported(store_url, "claims", "--format", "jsonl").splitlines())
    assert [ClaimItem.model_validate(line, strict=False).claim.text for line in lines] == TEXTS
    assert end == {"count": len(TEXTS)}
    file = tmp_path / "claims.parquet"
    done = claimwire("export", "claims", "--format", "parquet", "-o", file, "--store", store_url)
    assert done.stderr == f"claimwire: {len(TEXTS)} claims\n"
    read = parquet.ParquetFile(file)
    assert read.read().column("text").to_pylist() == TEXTS
    assert read.num_row_groups > 1
    assert read.metadata.metadata[b"claimwire.count"] == str(len(TEXTS)).encode()
    assert [path.name for path in tmp_path.iterdir() if "claims" in path.name] == ["claims.parquet"]


def test_articles_and_attributions_are_exported_whole(filled: Store, store_url: str) -> None:
    *articles, end = map(orjson.loads, exported(store_url, "articles", "--format", "jsonl").splitlines())
    found = [Article.model_validate(one["article"], strict=False) for one in articles]
    assert (found, end) == ([one.article for one in reversed(WORLD)], {"count": 40})
    *lines, end = exported(store_url, "attributions", "--format", "jsonl").splitlines()
    expected = [one for article in reversed(WORLD) for one in article.attributions]
    assert (list(map(Attribution.decode, lines)), end) == (expected, b'{"count":41}')
    *rows, last = rows_of(exported(store_url, "attributions"))
    assert (len(rows), last["attribution_id"], last["position"]) == (41, "#count", "41")
    assert (rows[0]["source"], rows[0]["cue"]) == ("Jon Vane", "say")


def test_filters_choose_and_formulas_are_disarmed(filled: Store, store_url: str) -> None:
    *rows, _ = rows_of(exported(store_url, "claims", "mill", "--stance", "denies"))
    assert [row["text"] for row in rows] == ["The mill is safe"]
    *rows, _ = rows_of(exported(store_url, "claims", "hyperlink"))
    assert [row["text"] for row in rows] == [f"'{FORMULA}"]
    done = claimwire("export", "articles", "--stance", "denies", "--store", store_url)
    assert (done.returncode, "articles have no stance" in done.stderr) == (1, True)


def test_a_claim_stored_meanwhile_neither_comes_nor_shifts_the_others(filled: Store) -> None:
    made = export.Export("claims", "jsonl")
    chunks = made.chunks(filled, Search())
    begun = next(chunks) + next(chunks)
    filled.write([enriched(99, Said("Late"))])
    *lines, end = map(orjson.loads, (begun + b"".join(chunks)).splitlines())
    assert ([line["claim"]["text"] for line in lines], end) == (TEXTS, {"count": len(TEXTS)})


def broken(store: Store, after: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the store fail once so many pages are read."""
    whole = Store.every_claim

    def every_claim(self: Store, search: Search, *, pages_of: int) -> Iterator[Any]:
        for number, page in enumerate(whole(self, search, pages_of=pages_of)):
            if number == after:
                raise InputError("the disk is gone")
            yield page

    monkeypatch.setattr(Store, "every_claim", every_claim)


def test_a_run_that_ends_early_says_so(
    filled: Store, store_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken(filled, 2, monkeypatch)
    done = claimwire("export", "claims", "-o", tmp_path / "claims.csv", "--store", store_url)
    assert done.returncode == 1
    assert done.stderr.splitlines() == [
        "claimwire: 30 claims: ended early, there are more",
        "claimwire: the disk is gone",
    ]
    assert not [path for path in tmp_path.iterdir() if "claims" in path.name]


def test_in_json_a_result_is_no_error(filled: Store, store_url: str, tmp_path: Path) -> None:
    """What went well has the level info; what ends the command has the level error."""
    levels = []
    for file in (tmp_path / "claims.csv", tmp_path / "no" / "claims.csv"):
        words = ("export", "claims", "-o", file, "--store", store_url)
        done = claimwire(*words, settings={"log_format": "json"})
        levels.append(orjson.loads(done.err.splitlines()[-1])["level"])
    assert levels == ["info", "error"]


async def test_an_answer_has_the_same_bytes_and_one_cut_short_is_an_error(
    filled: Store, store_url: str, desk: Desks, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await desk()
    for what, form in (
        ("claims", "csv"),
        ("claims", "jsonl"),
        ("articles", "csv"),
        ("attributions", "jsonl"),
    ):
        answer = await client.get(f"/api/export/{what}", params={"format": form})
        assert await answer.read() == exported(store_url, what, "--format", form)
        assert answer.headers["Content-Disposition"] == f'attachment; filename="{what}.{form}"'
    answer = await client.get("/api/export/claims", params={"format": "parquet", "q": "mill"})
    assert parquet.read_table(io.BytesIO(await answer.read())).num_rows == 2
    assert (await client.problem("/api/export/articles?stance=denies"))[:2] == (422, "bad_search")
    assert (await client.problem("/api/export/claims?limit=5"))[:2] == (422, "invalid_request")
    assert (await client.problem("/api/export/claims?q=("))[:2] == (422, "bad_search")
    broken(filled, 1, monkeypatch)
    for _ in range(6):  # more than there may be at once
        with pytest.raises(aiohttp.ClientPayloadError):
            await client.get("/api/export/claims")


BIG = [enriched(number, Said("Word " * 400)) for number in range(100, 700)]


def test_a_reader_that_leaves_is_not_taken_for_all(filled: Store, store_url: str) -> None:
    filled.write(BIG)
    arguments = [*COMMAND, "export", "claims", "--store", store_url]
    with subprocess.Popen(
        arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()
    ) as one:
        assert one.stdout
        assert one.stderr
        one.stdout.read(100)
        one.stdout.close()
        (line,) = one.stderr.read().decode().splitlines()
    assert (one.returncode, line.endswith("claims: ended early, there are more")) == (1, True)


def test_a_full_disk_is_no_export(filled: Store, store_url: str) -> None:
    filled.write(BIG)
    arguments = [*COMMAND, "export", "claims", "--store", store_url]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(arguments, stdout=full, stderr=subprocess.PIPE, env=environment(), check=False)
    early, why = done.stderr.decode().splitlines()
    assert (done.returncode, early.endswith("claims: ended early, there are more")) == (1, True)
    assert why == "claimwire: standard output: No space left on device"


def test_a_pipe_is_written_to_and_stays(filled: Store, store_url: str, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", str(pipe)], stdout=subprocess.PIPE) as reader:
        done = claimwire("export", "claims", "mill", "-o", pipe, "--store", store_url)
        assert reader.stdout
        assert (done.returncode, len(rows_of(reader.stdout.read()))) == (0, 3)
    assert pipe.is_fifo()


async def test_exports_at_once_are_few(filled: Store, desk: Desks) -> None:
    client = await desk()
    filled.write(BIG)
    open_ones = [await client.session.get(client.url + "/api/export/claims") for _ in range(4)]
    assert {one.status for one in open_ones} == {200}
    refused = await client.problem("/api/export/claims")
    for one in open_ones:
        one.close()
    assert refused[:2] == (503, "too_many_exports")


async def test_one_claim_is_linked_data(filled: Store, store_url: str, desk: Desks) -> None:
    client, one = await desk(), WORLD[-1].claims[0]
    path = f"/api/claims/{one.claim_id}"
    answer = await client.get(path, headers={"Accept": "application/ld+json"})
    assert (answer.content_type, answer.headers["Vary"]) == ("application/ld+json", "Accept")
    told = await answer.json(content_type=None)
    assert told == await (await client.get(path + "?format=jsonld")).json(content_type=None)
    assert (told["@type"], told["text"], told["author"]["name"]) == ("Claim", one.text, "Jon Vane")
    assert told["appearance"]["publisher"]["name"] == WORLD[-1].article.outlet
    assert orjson.loads(exported(store_url, "claim", one.claim_id)) == told
    review = orjson.loads(exported(store_url, "claim", one.claim_id, "--format", "claimreview"))
    assert (review["@type"], review["claimReviewed"]) == ("ClaimReview", one.text)
    assert review["itemReviewed"] == {name: value for name, value in told.items() if name != "@context"}
    assert "claim" in await client.json(path)


def test_a_store_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.db"
    done = claimwire("export", "claims", "--store", f"sqlite:///{missing}")
    assert (done.returncode, "not found" in done.stderr, missing.exists()) == (1, True, False)
    empty = tmp_path / "empty.db"
    empty.touch()
    done = claimwire("search", "x", "--store", f"sqlite:///{empty}")
    assert (done.returncode, "no tables yet" in done.stderr) == (1, True)


def matched_world(store: Store) -> dict[str, ClaimRow]:
    """Store claims with links of each state, and two clusters, one of them contradicted."""
    texts = (
        "The mill closes",
        "The mill shuts",
        "The mill stays",
        FORMULA,
        "The mill burns",
        "The mill opens",
    )
    store.write([enriched(number, Said(text)) for number, text in enumerate(texts)])
    rows = [claim_of(store, text) for text in texts]
    clustered(store, *rows[:2], families=2, contradicted_by=[rows[2]])
    clustered(store, *rows[3:5], families=1)
    linked(store, "agrees", rows[0], rows[1], "both say *mill*")
    linked(store, "contradicts", rows[0], rows[2], "one is negated", "a denial", tier="suggested")
    linked(store, "updates", rows[0], rows[3], tier="suggested", state="right")
    linked(store, "updates", rows[0], rows[4], state="wrong")
    linked(store, "repeats", rows[0], rows[5], state="gone")
    return {row.text: row for row in rows}


@pytest.mark.parametrize("page", [1, 2, 250])
def test_links_are_exported_with_their_claims(
    store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch, page: int
) -> None:
    monkeypatch.setattr(match_export, "_PAGE", page)
    rows = matched_world(store)
    for asked, kinds in (
        ({}, ["updates", "contradicts", "agrees"]),
        ({"rejected": True}, ["updates", "updates", "contradicts", "agrees"]),
        ({"tier": "confirmed"}, ["updates", "agrees"]),
        ({"tier": "suggested"}, ["contradicts"]),
        ({"kind": ("agrees", "contradicts")}, ["contradicts", "agrees"]),
        ({"seen_from": rows["The mill stays"].seen}, ["updates", "contradicts"]),
        ({"seen_until": rows["The mill stays"].seen}, ["agrees"]),
    ):
        found = match_export.links(store, LinkSearch.model_validate(asked, strict=False), whole=True)
        assert [one["link"]["kind"] for some in found for one in some] == kinds, asked


def test_too_many_kinds_are_an_error_that_names_the_option(store: Store, store_url: str) -> None:
    done = claimwire("export", "links", *("--kind", "agrees") * 5, "--store", store_url)
    assert (done.returncode, b" --kind: " in done.err) == (1, True), done.stderr


def test_the_command_exports_links_in_each_format(store: Store, store_url: str, tmp_path: Path) -> None:
    rows = matched_world(store)
    *lines, end = map(orjson.loads, exported(store_url, "links", "--format", "jsonl").splitlines())
    assert (len(lines), end) == (3, {"count": 3})
    assert ClaimLink.model_validate(lines[1]["link"], strict=False).kind == "contradicts"
    assert ClaimItem.model_validate(lines[1]["later"], strict=False).claim.text == "The mill stays"
    assert [one["state"] for one in lines] == ["right", "", ""]
    chosen = ("--kind", "contradicts", "--kind", "updates", "--seen-from", "2026-01-01")
    *cells, last = rows_of(exported(store_url, "links", *chosen))
    assert [(one["later_text"], one["reasons"]) for one in cells] == [
        (f"'{FORMULA}", ""),
        ("The mill stays", "one is negated; a denial"),
    ]
    assert (last["link_id"], last["kind"]) == ("#count", "2")
    store.drop_before(20990101)  # claims go before their links
    file = tmp_path / "links.parquet"
    exported(store_url, "links", "--format", "parquet", "-o", file)
    read = parquet.read_table(file).to_pylist()
    assert [one["earlier_claim_id"] for one in read] == [rows["The mill closes"].claim_id] * 3
    assert {one["earlier_text"] for one in read} == {None}
    assert read[2]["seen"] == rows["The mill shuts"].seen


def test_clusters_are_exported_whole(store: Store, store_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = matched_world(store)
    *lines, end = exported(store_url, "clusters", "--format", "jsonl").splitlines()
    found = [ClaimCluster.decode(line) for line in lines]
    assert [one.cluster_id for one in found] == sorted(one.cluster_id for one in found)
    assert end == b'{"count":2}'
    for options in (("--families", "2"), ("--contested",), ("--seen-until", rows["The mill stays"].seen)):
        *cells, _ = rows_of(exported(store_url, "clusters", *map(str, options)))
        assert [(one["text"], one["families"], one["sources"]) for one in cells] == [
            ("The mill closes", "2", "Petra Olund")
        ]
        assert (cells[0]["contradicted_by"], cells[0]["first_claim_id"]) == (
            "1",
            rows["The mill closes"].claim_id,
        )
    monkeypatch.setattr(match_export, "_PAGE", 1)
    pages = list(match_export.clusters(store, ClusterSearch(), whole=True))
    assert [len(one) for one in pages] == [1, 1, 0]


async def test_matches_are_exported_over_http(store: Store, store_url: str, desk: Desks) -> None:
    matched_world(store)
    client = await desk()
    for what, asked in (("links", ("kind", "contradicts")), ("clusters", ("families", "2"))):
        for form in ("csv", "jsonl"):
            answer = await client.get(f"/api/export/{what}", params={"format": form, asked[0]: asked[1]})
            assert await answer.read() == exported(
                store_url, what, f"--{asked[0]}", asked[1], "--format", form
            )
            assert answer.headers["Content-Disposition"] == f'attachment; filename="{what}.{form}"'
    assert (await client.problem("/api/export/links?q=mill"))[:2] == (422, "invalid_request")
    assert (await client.problem("/api/export/links?kind=doubts"))[:2] == (422, "invalid_request")
    assert (await client.problem("/api/export/clusters?families=0"))[:2] == (422, "invalid_request")
