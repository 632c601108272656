"""ONNX Runtime reports nothing."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize(
    ("statement", "reports"),
    [
        ("import claimwire.extract.onnx", False),
        ("import claimwire.extract.tagger", False),
        ("import onnxruntime", True),
    ],
)
def test_importing_it_makes_no_id_of_this_machine(statement: str, reports: bool, tmp_path: Path) -> None:  # noqa: FBT001 # pytest's
    """Its own import makes one, with events to send, except where a variable says that this is CI."""
    environment = {"HOME": str(tmp_path), "PATH": "/usr/bin:/bin"}
    subprocess.run([sys.executable, "-c", statement], env=environment, check=True, timeout=120)
    assert (tmp_path / ".cache/Microsoft").exists() is reports
