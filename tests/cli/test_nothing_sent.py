"""Nothing is sent home: no name is looked up, and no file is written but those that were asked for.

ONNX Runtime leaves a file in the user's cache at once, and looks up its host after some 30 seconds of work.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.wired import COMMAND, ROOT, environment

GOLD = sorted((ROOT / "tests" / "gold").glob("*.txt"))
NAMESPACE = ("unshare", "--user", "--map-root-user", "--net", "--mount")


@dataclass(frozen=True)
class Secluded:
    """Runs commands with an empty home in a network that has nobody in it."""

    folder: Path

    def run(self, *command: str) -> subprocess.CompletedProcess[bytes]:
        harness = (sys.executable, "-m", "tests.cli.secluded", str(self.folder / "names"))
        kept = {name: value for name, value in environment().items() if not name.startswith(("XDG_", "ORT_"))}
        homes = {"HOME": str(self.home), "TMPDIR": str(self.folder)}
        return subprocess.run(
            [*NAMESPACE, *harness, *command], env=kept | homes, cwd=ROOT, capture_output=True, check=False
        )

    @property
    def home(self) -> Path:
        return self.folder / "home"

    def names(self) -> list[str]:
        """The names that were looked up."""
        file = self.folder / "names"
        return file.read_text().split() if file.exists() else []

    def written(self) -> list[Path]:
        return [path for path in self.home.rglob("*") if path.is_file()]


@pytest.fixture
def secluded(tmp_path: Path) -> Secluded:
    if not (shutil.which("unshare") and subprocess.run([*NAMESPACE, "true"], check=False).returncode == 0):
        # On a Mac, or where users may make no namespaces. CI has them, so there their absence is a failure.
        (pytest.fail if "CI" in os.environ else pytest.skip)(
            "needs Linux, and namespaces that a user may make"
        )
    (tmp_path / "home").mkdir()
    return Secluded(tmp_path)


def texts(file: Path, *, times: int) -> Path:
    lines = (
        json.dumps({"doc_id": n, "text": path.read_text("utf-8")}) for n, path in enumerate(GOLD * times)
    )
    file.write_text("\n".join(lines), "utf-8")
    return file


def test_a_name_that_is_looked_up_would_be_seen(secluded: Secluded) -> None:
    lookup = "import socket; socket.getaddrinfo('collector.example', 443)"
    assert secluded.run(sys.executable, "-c", lookup).returncode == 1
    assert set(secluded.names()) == {"collector.example"}


@pytest.mark.parametrize("times", [1, pytest.param(16, marks=pytest.mark.slow)])
def test_extracting_many_texts_asks_nobody_and_leaves_nothing(secluded: Secluded, times: int) -> None:
    given = texts(secluded.folder / "texts.jsonl", times=times)
    found = secluded.folder / "attributions.jsonl"
    done = secluded.run(*COMMAND, "extract", "--jsonl", str(given), str(found))
    assert done.returncode == 0, done.stderr
    assert found.read_bytes().count(b"\n") == len(GOLD) * times
    assert secluded.names() == []
    assert secluded.written() == []


@pytest.mark.slow
@pytest.mark.broker
def test_a_whole_wire_asks_nobody_and_leaves_nothing(secluded: Secluded) -> None:
    done = secluded.run(*COMMAND, "demo")
    assert done.returncode == 0, done.stderr
    assert secluded.names() == []
    assert secluded.written() == []
