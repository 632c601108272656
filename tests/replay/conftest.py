"""A broker with topics, and commands that keep their state in the test's folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.subscribe.conftest import wire

__all__ = ["state", "wire"]


@pytest.fixture(autouse=True)
def state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Commands are started with this environment."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return tmp_path
