"""`claimwire search` on both engines: filters, pages, rows that fit, and text that is not obeyed."""

from __future__ import annotations

import threading
from pathlib import Path

import orjson
import pytest
from rich.cells import cell_len

from claimwire.store import Store, open_store
from tests.cli.wired import Done, claimwire
from tests.store.articles import START, Said, enriched
from tests.store.conftest import postgresql_server, store, store_url

__all__ = ["postgresql_server", "store", "store_url"]

WIDTH = 100
"""Of the tests' terminal."""
HOSTILE = "[red]=HYPERLINK\x1b[2J\u202e " + "long " * 200


@pytest.fixture
def filled(store: Store) -> Store:
    store.write(
        [
            enriched(1, Said("The mill will close", worth=0.9), Said("Rents fell", "Jon Vane", "denies")),
            enriched(2, Said("The mill is safe", "Jon Vane", accused="Petra Olund"), outlet="Salt Courier"),
            enriched(3, Said("The mill is open"), extractor="test-2"),
            enriched(3, Said("The mill is shut", confidence=0.4), revision=2),
        ]
    )
    return store


def search(url: str, *arguments: str) -> Done:
    return claimwire("search", *arguments, "--store", url)


def texts(done: Done) -> list[str]:
    assert done.returncode == 0, done.stderr
    return [orjson.loads(line)["claim"]["text"] for line in done.out.splitlines()]


CLOSE, SAFE, RENTS, SHUT = "The mill will close", "The mill is safe", "Rents fell", "The mill is shut"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ([], [SHUT, SAFE, CLOSE, RENTS]),
        (["MILL"], [SHUT, SAFE, CLOSE]),
        (["mill", "NOT", "safe"], [SHUT, CLOSE]),
        (["mill -safe -shut"], [CLOSE]),
        (["close OR rents"], [CLOSE, RENTS]),
        (['"mill will"'], [CLOSE]),
        (["saf*"], [SAFE]),
        (["mill", "--superseded"], [SHUT, "The mill is open", SAFE, CLOSE]),
        (["--claimant", "vane"], [SAFE, RENTS]),
        (["--speaker", "jon-vane", "--stance", "asserts"], [SAFE]),
        (["--stance", "denies", "--stance", "accuses"], [RENTS]),
        (["mill", "--min-worth", "0.8"], [CLOSE]),
        (["mill", "--min-confidence", "0.5"], [SAFE, CLOSE]),
        (["--accused", "olund"], [SAFE]),
        (["--outlet", "courier", "--seen-from", "2020-01-01"], [SAFE]),
        (["--seen-until", "2020-01-01"], []),
    ],
)
def test_filters_are_the_apis(filled: Store, store_url: str, asked: list[str], found: list[str]) -> None:
    assert texts(search(store_url, *asked, "--json")) == found


def test_the_best_match_comes_first(filled: Store, store_url: str) -> None:
    assert texts(search(store_url, "mill OR close", "--best", "--json", "-n", "1")) == [CLOSE]
    assert set(texts(search(store_url, "mill", "--best", "--json"))) == {SHUT, SAFE, CLOSE}
    for wrong, said in (
        (["--best"], "give words"),
        (["mill", "--best", "--after", "3"], "leave --after out"),
    ):
        done = search(store_url, *wrong)
        assert done.returncode == 1
        assert said in done.stderr


def test_a_search_goes_on_at_its_cursor_to_its_end(filled: Store, store_url: str) -> None:
    got: list[str] = []
    cursor: list[str] = []
    while len(got) < 4:
        done = search(store_url, "-n", "2", "--json", *cursor)
        got += texts(done)
        _, is_more, option = done.stderr.partition("claimwire: more claims: ")
        cursor = option.split() if is_more else []
    assert (got, cursor) == ([SHUT, SAFE, CLOSE, RENTS], [])
    assert search(store_url, "nothing").stderr == "claimwire: no claim matches\n"


def test_the_rows_fit_the_terminal_and_say_when_who_how_what_and_where(store: Store, store_url: str) -> None:
    said = Said("The mill will close in May, " + "word " * 40, "Petra Olund", "demands")
    store.write([enriched(1, said, outlet="Saltmere Courier")])
    done = search(store_url)
    head, first = done.stdout.splitlines()
    assert head.split() == ["seen", "who", "how", "what", "where"]
    assert max(map(cell_len, (head, first))) <= WIDTH
    assert first.startswith(f"{START:%Y-%m-%d} 00:01")
    assert [word for word in ("Petra", "demanded", "The mill will", "Saltmere") if word not in first] == []


def test_a_hostile_claim_is_shown_and_not_obeyed(store: Store, store_url: str) -> None:
    store.write([enriched(1, Said(HOSTILE, "x\x1b]52;c;eA==\x07"), outlet="x\x1b]0;title\x07" * 30)])
    done = search(store_url)
    assert "[red]" in done.stdout
    assert not {"\x1b", "\x07", "\u202e"} & set(done.stdout)
    assert len(done.stdout.splitlines()) == 2


def test_it_reads_while_a_desk_writes(store: Store, store_url: str) -> None:
    store.write([enriched(0, Said("The first mill"))])
    stop = threading.Event()

    def write() -> None:
        number = 1
        while not stop.is_set():
            store.write([enriched(number, Said(f"Mill {number}"))])
            number += 1

    writer = threading.Thread(target=write)
    writer.start()
    try:
        seen = [0]
        while len(seen) < 4 or (
            seen[-1] == seen[1] and len(seen) < 20
        ):  # a busy machine may hold the writer up
            seen.append(len(texts(search(store_url, "mill", "-n", "1000", "--json"))))
    finally:
        stop.set()
        writer.join()
    assert 1 <= seen[1] < seen[-1]
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (["(mill"], "parenthes"),
        (["f*"], "letters"),
        (["x" * 2001], "WORDS: String should have at most 2000"),
        (["--claimant", "("], "an extra opening parenthesis"),
        (["--language", "x" * 5000], "--language"),
    ],
)
def test_a_search_that_is_none_is_one_line(store: Store, store_url: str, asked: list[str], told: str) -> None:
    done = search(store_url, *asked)
    assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1), done.stderr
    assert told in done.stderr


def test_a_file_that_is_no_store_is_one_line(tmp_path: Path) -> None:
    junk = tmp_path / "junk.db"
    junk.write_bytes(b"no database" * 500)
    done = search(f"sqlite:///{junk}")
    assert (done.returncode, done.stderr) == (1, "claimwire: store: file is not a database\n")
    assert junk.read_bytes() == b"no database" * 500


def test_without_a_store_of_a_desk_that_of_up_is_searched(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path))
    for folder, said in (("claimwire/up", "The mill is up"), ("claimwire", "The mill is desked")):
        (tmp_path / folder).mkdir(parents=True, exist_ok=True)
        filled = open_store(f"sqlite:///{tmp_path}/{folder}/desk.db")
        filled.write([enriched(1, Said(said))])
        filled.close()
        assert texts(claimwire("search", "mill", "--json")) == [said]
