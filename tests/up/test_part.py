"""The environment of a part, which its command reads its settings from."""

from __future__ import annotations

from pathlib import Path

import pytest

from claimwire.up.part import Part


def test_a_setting_of_the_part_replaces_the_file_that_holds_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """`up` reads CLAIMWIRE_STORE_FILE itself and passes the URL on: settings refuse both."""
    monkeypatch.setenv("CLAIMWIRE_STORE_FILE", str(tmp_path / "store"))
    monkeypatch.setenv("CLAIMWIRE_SMTP_PASSWORD_FILE", str(tmp_path / "password"))
    part = Part("desk", ("desk",), {"store": "sqlite:///desk.db"}, "127.0.0.1:1")
    environment = part.environment()
    assert environment["CLAIMWIRE_STORE"] == "sqlite:///desk.db"
    assert "CLAIMWIRE_STORE_FILE" not in environment
    assert environment["CLAIMWIRE_SMTP_PASSWORD_FILE"] == str(tmp_path / "password")
