"""How a command ends early: Ctrl-C at once, a full disk, a reader that leaves, a misspelled name."""

from __future__ import annotations

import os
import signal
import stat
import subprocess
from pathlib import Path
from time import sleep

import pytest
from click.testing import CliRunner

from claimwire.cli import main
from tests.cli.wired import COMMAND, ROOT, claimwire, environment

FULL = Path("/dev/full")
WRITING = (("config",), ("config", "--json"), ("--help",), ("extract", "--json", "a.txt"))


@pytest.fixture
def article(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text("“The bridge is safe,” Mayor Tilda Marrow told reporters.")
    return tmp_path


def end_of(words: tuple[str, ...], folder: Path, *, output: int) -> tuple[int, str]:
    """Run a command that writes to an open file; return its status and what it says."""
    done = subprocess.run(
        [*COMMAND, *words],
        cwd=folder,
        env=environment(),
        stdout=output,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
        timeout=60,
    )
    return done.returncode, done.stderr


def is_full_device() -> bool:
    return FULL.exists() and stat.S_ISCHR(FULL.stat().st_mode)


@pytest.mark.skipif(not is_full_device(), reason="a device that is full")
@pytest.mark.parametrize("words", WRITING, ids=" ".join)
def test_a_full_disk_is_one_line(article: Path, words: tuple[str, ...]) -> None:
    with FULL.open("wb") as full:
        ended = end_of(words, article, output=full.fileno())
    assert ended == (1, "claimwire: cannot write: no space left on device\n")


@pytest.mark.parametrize("words", [words for words in WRITING if words != ("--help",)], ids=" ".join)
def test_a_reader_that_leaves_is_no_error(article: Path, words: tuple[str, ...]) -> None:
    """As with `| head -0`, of rows and of lines."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        ended = end_of(words, article, output=writing)
    finally:
        os.close(writing)
    assert ended == (0, "")


@pytest.mark.parametrize("seconds", [0.25, 0.5, 0.75, 1.5])
def test_ctrl_c_at_once_says_nothing(article: Path, seconds: float) -> None:
    """Also while modules are imported; a test waits until Python and the entry point have started."""
    marks = "import sys; from claimwire.__main__ import run; sys.stdout.write('.'); sys.stdout.flush(); run()"
    with subprocess.Popen(
        [COMMAND[0], "-c", marks, "extract", "a.txt"],
        cwd=article,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as child:
        assert child.stdout
        assert child.stdout.read(1) == b"."
        sleep(seconds)
        child.send_signal(signal.SIGINT)
        _, said = child.communicate(timeout=60)
    assert child.returncode in (130, 0)
    assert said == b""


def test_ctrl_c_while_python_ends_changes_nothing() -> None:
    """What deletes the last objects comes after Python has put its own signal handlers away."""
    code = """
import os, signal, sys
from claimwire.__main__ import run

class Last:
    def __del__(self, kill=os.kill, own=os.getpid(), number=signal.SIGINT):
        kill(own, number)

sys.last = Last()
run()
"""
    words = [COMMAND[0], "-c", code, "--version"]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("claimwire")


@pytest.mark.parametrize(
    ("words", "advice"),
    [
        (("extrct",), "No such command 'extrct'. Did you mean extract or export?"),
        (("feeds", "ad"), "No such command 'ad'. Did you mean add?"),
        (("xyzzy",), "No such command 'xyzzy'."),
    ],
)
def test_a_command_that_is_misspelled_is_told_what_it_may_be(words: tuple[str, ...], advice: str) -> None:
    done = claimwire(*words)
    assert (done.returncode, done.stderr.splitlines()[-1]) == (2, f"Error: {advice}")


def test_the_package_is_imported_without_its_dependencies() -> None:
    """So that the command can catch Ctrl-C before these take their second."""
    code = "import sys, claimwire; assert 'pydantic' not in sys.modules; print(claimwire.Claim.__name__)"
    done = subprocess.run(
        [COMMAND[0], "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("Claim\n", "")


def test_feeding_and_the_desk_import_no_reader_of_pdf_and_no_driver_of_postgresql() -> None:
    """A child process reads files, and few stores are PostgreSQL's; the demo would wait for both."""
    code = (
        "import sys, claimwire.feed, claimwire.desk.app; "
        "print(*sorted({'pypdf', 'docx', 'psycopg', 'markdown_it'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [COMMAND[0], "-c", code], cwd=ROOT, capture_output=True, text=True, check=False, timeout=60
    )
    assert (done.stdout, done.stderr) == ("\n", "")


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_a_script_for_the_shell(shell: str) -> None:
    done = claimwire("completion", shell)
    assert done.returncode == 0
    assert f"_CLAIMWIRE_COMPLETE={shell}_complete" in done.stdout


def test_help_shows_every_summary_whole_and_the_exit_codes() -> None:
    """On a terminal of 80 columns."""
    done = claimwire("--help", settings={}, cwd=None)
    assert "…" not in done.stdout
    assert "..." not in done.stdout.partition("\n")[2]
    assert max(map(len, done.stdout.splitlines())) <= 80
    for code in ("0 success", "1 an error", "2 wrong usage", "3 (extract)", "130 Ctrl-C", "English only"):
        assert code in " ".join(done.stdout.split())


@pytest.mark.parametrize(
    "group", ["topics", "feeds", "dead-letters", "alerts", "feedback", "actors", "export"]
)
def test_help_of_a_group_shows_every_summary_whole(group: str) -> None:
    done = CliRunner().invoke(main, [group, "--help"], terminal_width=80)
    commands = done.output.partition("Commands:")[2]
    assert commands.rstrip().endswith(".")
    assert "..." not in commands
