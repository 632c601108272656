"""What is said of the desk: its store is there, is of this version, and has room; its address is safe."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from claimwire.doctor.desk import address_finding, store_finding
from claimwire.doctor.machine import MB
from claimwire.settings import Settings
from claimwire.store import open_store
from tests.conftest import free_port
from tests.store.conftest import postgresql_server, store_url

__all__ = ["postgresql_server", "store_url"]


def test_a_store_that_runs_is_well(store_url: str) -> None:
    open_store(store_url).close()
    finding = store_finding(store_url)
    assert finding.verdict == "ok", finding
    assert finding.found.endswith(" MB")


def test_a_store_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "not" / "yet.db"
    assert store_finding(f"sqlite:///{file}").verdict == "ok"
    assert not file.parent.exists()


def test_tables_of_another_version_and_a_full_disk_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = f"sqlite:///{tmp_path / 'desk.db'}"
    open_store(url).close()
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE alembic_version SET version_num = 'later'")
    connection.close()
    monkeypatch.setattr("claimwire.doctor.desk._WANTED", 10**9 * MB)
    finding = store_finding(url)
    assert finding.verdict == "warn"
    assert "its tables are of later" in finding.advice
    assert "MB are free in" in finding.advice


@pytest.mark.parametrize("url", ["x", "postgresql://nobody:larks@127.0.0.1:1/none"])
def test_a_store_that_does_not_answer_fails_without_its_password(url: str) -> None:
    finding = store_finding(url)
    assert finding.verdict == "fail"
    assert "larks" not in repr(finding)


def test_a_file_that_is_no_store_fails(tmp_path: Path) -> None:
    (tmp_path / "desk.db").write_text("no database, but long enough to be looked at " * 50)
    assert store_finding(f"sqlite:///{tmp_path / 'desk.db'}").verdict == "fail"


def test_an_address_that_others_reach_wants_a_token() -> None:
    port = free_port()
    assert address_finding(Settings(desk_port=port)).found.startswith(f"127.0.0.1:{port} does not run; ")
    finding = address_finding(Settings(desk_host="192.0.2.1", desk_port=port))
    assert finding.verdict == "fail"
    assert "CLAIMWIRE_DESK_READ_TOKEN" in finding.advice
