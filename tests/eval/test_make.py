"""`make eval-links`: its ARGS are options of each program that it runs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.eval import actors, claim_links, copies

ROOT = Path(__file__).parents[2]
PROGRAMS = {f"tests.eval.{one.__name__.split('.')[-1]}": one.main for one in (claim_links, copies, actors)}


@pytest.mark.parametrize("args", ["--show", "--require-floors", "--pin --allow-lower", ""])
def test_each_program_has_the_options_that_it_is_given(args: str, tmp_path: Path) -> None:
    texts = tmp_path / "texts.jsonl"
    texts.touch()
    given = (f"DATA={texts}", f"COPIES={texts}", f"MEANTIME={tmp_path}", f"ARGS={args}")
    words = ("make", "--no-print-directory", "--dry-run", "--assume-old=.venv/.ready", "eval-links", *given)
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=True, timeout=20)
    commands = dict(line.split(" -m ")[1].split(" ", 1) for line in done.stdout.splitlines())
    assert commands.keys() == PROGRAMS.keys()
    parsed = {
        name: PROGRAMS[name].make_context(name, words.split()).params for name, words in commands.items()
    }
    for option in args.split():
        assert parsed["tests.eval.claim_links"][option.removeprefix("--").replace("-", "_")]
