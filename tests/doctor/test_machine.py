"""What is said of a machine: protection on the way, files that others read, room."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from claimwire.doctor.machine import (
    MB,
    available_memory,
    disk_finding,
    memory_finding,
    model_finding,
    security_finding,
    settings_finding,
)
from claimwire.doctor.records import clock_finding
from claimwire.settings import Settings

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)
WITH_PASSWORD = {"sasl_username": "desk", "sasl_password": "larks"}


@pytest.mark.parametrize(
    ("servers", "protocol", "verdict"),
    [
        ("127.0.0.1:9092", "PLAINTEXT", "ok"),
        ("localhost:9092,[::1]:9092", "PLAINTEXT", "ok"),
        ("127.0.0.1:9092,kafka1:9092", "PLAINTEXT", "warn"),
        ("kafka1:9092", "SASL_PLAINTEXT", "warn"),
        ("kafka1:9092", "SASL_SSL", "ok"),
    ],
)
def test_what_leaves_the_machine_is_encrypted(servers: str, protocol: str, verdict: str) -> None:
    options = {"bootstrap_servers": servers, "security_protocol": protocol} | WITH_PASSWORD
    finding = security_finding(Settings.model_validate(options))
    assert finding.verdict == verdict
    assert "larks" not in repr(finding)


@pytest.mark.parametrize(("mode", "verdict"), [(0o600, "ok"), (0o640, "warn"), (0o644, "warn")])
def test_a_file_with_a_password_is_its_owners(tmp_path: Path, mode: int, verdict: str) -> None:
    file = tmp_path / "claimwire.toml"
    file.touch(mode)
    file.chmod(mode)
    assert settings_finding(Settings.model_validate(WITH_PASSWORD), file).verdict == verdict
    assert settings_finding(Settings(), file).verdict == "ok"


def test_room_is_judged() -> None:
    assert [memory_finding(size).verdict for size in (None, 400 * MB, 900 * MB)] == ["ok", "warn", "ok"]
    assert [disk_finding(size).verdict for size in (10 * MB, 900 * MB)] == ["warn", "ok"]


@pytest.mark.parametrize(
    ("v2", "v1", "told"),
    [("300", "", 300), ("max", "", None), ("", "200", 200), ("", str(2**63 - 4096), None)],
)
def test_a_container_has_the_memory_of_its_limit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, v2: str, v1: str, told: int | None
) -> None:
    """Of either version of cgroups; without a limit it is the machine's."""
    files = tmp_path / "v2", tmp_path / "v1"
    for file, text in zip(files, (v2, v1), strict=True):
        file.write_text(text)
    monkeypatch.setattr("claimwire.doctor.machine._MEMORY_LIMITS", files)
    of_the_machine = available_memory() or 0
    assert of_the_machine == told if told else of_the_machine > 1000


def test_the_model_is_tried() -> None:
    finding = model_finding()
    assert finding.verdict == "ok"
    assert "sha256" in finding.found


@pytest.mark.parametrize(("ahead_s", "verdict"), [(-86_400, "ok"), (30, "ok"), (90, "warn")])
def test_a_record_from_the_future_shows_a_wrong_clock(ahead_s: int, verdict: str) -> None:
    old, new = (SimpleNamespace(timestamp=int((NOW.timestamp() + s) * 1000)) for s in (-90_000, ahead_s))
    assert clock_finding([old, new], now=NOW).verdict == verdict
    assert clock_finding([], now=NOW).verdict == "ok"
