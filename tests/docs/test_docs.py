"""The documentation is complete, linked and plain; what it shows works as it stands."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from claimwire.push.server import PATH
from claimwire_schemas.topics import TOPICS
from tests.cli.wired import COMMAND, environment
from tests.conftest import free_port
from tests.docs import reference
from tests.docs.prose import LONGEST, measure
from tests.docs.site import ROOT, pages

README = (ROOT / "README.md").read_text()
START = (ROOT / "docs/get-started.md").read_text()
PLAIN = {ROOT / "README.md"} | {ROOT / f"docs/{name}.md" for name in ("get-started", "feed", "subscribe")}
"""Read first: no sentence is long."""
MOST_LONG, MOST_PASSIVE = 0.06, 0.25
"""Shares of any other page's sentences. Lower them as pages get better; never raise them."""
_LINKS = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_CONSOLE = re.compile(r"```console\n(.*?)```", re.DOTALL)
_JSON = re.compile(r"```json\n(.*?)```", re.DOTALL)


def test_the_reference_is_that_of_this_code() -> None:
    """It has every command, option, setting, topic and endpoint: run `make reference` after a change."""
    assert reference.PAGE.read_text() == reference.page()


def test_everything_in_the_reference_is_explained() -> None:
    """No option, setting, topic or endpoint has an empty last cell."""
    rows = [line for line in reference.page().splitlines() if re.match(r"\| .*`", line)]
    assert len(rows) > 150
    assert [row for row in rows if re.search(r"\|\s*\|$", row)] == []


def test_every_path_of_worker_and_push_is_in_the_reference() -> None:
    """The desk's come from its app; those of aiohttp servers are read from their routes in the code."""
    code = "".join(file.read_text() for file in (ROOT / "pipeline").rglob("*.py"))
    routes = set(re.findall(r"\bweb\.(get|post|put|delete)\(\"?([/\w]+)", code))
    served = {(method.upper(), PATH if path == "PATH" else path) for method, path in routes}
    assert served == {(method, path) for _, method, path, _ in reference.OTHERS}


def test_every_topic_is_in_the_page_about_topics() -> None:
    told = (ROOT / "docs/subscribe.md").read_text()
    assert [topic.name for topic in TOPICS if f"`{topic.name}`" not in told] == []


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page: Path) -> None:
    """To a file of the project, and to a heading if it names one; pages elsewhere are not asked."""
    text = re.sub(r"```.*?```", "", page.read_text(), flags=re.DOTALL)
    for link in _LINKS.findall(text):
        if re.match(r"https?://|mailto:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in set(_anchors(target)), f"{page.name}: {link}"


def _anchors(page: Path) -> Iterator[str]:
    for heading in re.findall(r"^#+ (.+)$", page.read_text(), re.MULTILINE):
        yield re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def test_the_readme_is_one_screen() -> None:
    """About: a picture, three commands, a claim, the accuracy, and where to go from there."""
    assert len(README.splitlines()) <= 80
    assert "docs/img/desk.png" in README
    assert (
        len([line for line in "\n".join(_CONSOLE.findall(README)).splitlines() if line.startswith("$")]) <= 5
    )
    assert "English only" in README


@pytest.mark.parametrize("page", pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_a_page_can_be_read(page: Path) -> None:
    """Few sentences are over 25 words or passive; `python -m tests.docs.prose PAGE` prints the figures."""
    found = measure(page.read_text())
    most = 0 if page in PLAIN else max(1, MOST_LONG * len(found.sentences))
    assert len(found.long) <= most, f"over {LONGEST} words: {found.long}"
    assert found.passive_share <= (0.1 if page == ROOT / "README.md" else MOST_PASSIVE), found.passive


def test_prose_is_measured() -> None:
    """Sentences end at stops, not in code; cells and items are of their own."""
    text = (
        "# Head\n\nIt runs here now. The file is read once.\n\n```console\n$ is made of code\n```\n"
        "| a cell of four words | `code` |\n\n- " + "word " * 26 + "end.\n"
    )
    found = measure(text)
    assert len(found.sentences) == 4
    assert (found.passive, len(found.long)) == (("The file is read once.",), 1)


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder with what README and "Get started" name, and `.venv/bin/claimwire`."""
    (tmp_path / "article.txt").write_text("“The bridge is safe,” Mayor Tilda Marrow told reporters.")
    for name in ("articles", "my-articles"):
        (tmp_path / name).mkdir()
        shutil.copy(tmp_path / "article.txt", tmp_path / name)
    (tmp_path / "texts.jsonl").write_text('{"doc_id": 1, "text": "It is safe, Marrow said."}\n')
    command = tmp_path / ".venv/bin/claimwire"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nexec {" ".join(COMMAND)} "$@"\n')
    command.chmod(0o755)
    return tmp_path


def commands(page: str) -> list[str]:
    """Return the commands of a page as they stand, a line that goes on with the next."""
    lines = "\n".join(_CONSOLE.findall(page))
    return [
        re.sub(r"\s+#.*$", "", one.strip()) for one in re.split(r"^\$ ", lines, flags=re.MULTILINE) if one
    ]


def run(command: str, folder: Path) -> subprocess.CompletedProcess[str]:
    path = f"{folder}/.venv/bin:{os.environ['PATH']}"
    return subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        env=environment() | {"PATH": path, "XDG_STATE_HOME": str(folder / "state")},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


@pytest.mark.parametrize(
    "command", [one for one in dict.fromkeys(commands(README + START)) if "claimwire extract" in one]
)
def test_an_extraction_that_is_shown_works(clone: Path, command: str) -> None:
    done = run(command, clone)
    assert (done.returncode, done.stderr) == (0, "")
    written = re.findall(r"> (\S+)$", command) or re.findall(r"texts.jsonl (\S+)", command)
    assert done.stdout or (clone / written[0]).stat().st_size > 0


def test_the_claim_that_is_shown_is_the_claim(clone: Path) -> None:
    """Shortened; its numbers may differ a little."""
    (command,) = [one for one in commands(README) if one.startswith("echo")]
    (shown,) = map(json.loads, _JSON.findall(README))
    claims = json.loads(run(command, clone).stdout)["claims"]
    (found,) = [claim for claim in claims if claim["text"] == shown["text"]]
    assert _as_shown(found, shown) == shown


def _as_shown(found: Any, shown: Any) -> Any:
    """Return the part of a record that is shown, with the shown number where it is near."""
    if isinstance(shown, dict):
        return {name: _as_shown(found[name], value) for name, value in shown.items()}
    if isinstance(shown, float) and abs(found - shown) <= 0.2:
        return shown
    return found


@pytest.mark.broker
@pytest.mark.slow
def test_up_as_it_is_shown_answers_and_ends(clone: Path) -> None:
    (command,) = [one for one in commands(README) if "claimwire up" in one]
    port = free_port()
    given = environment({"desk_port": str(port)}) | {"XDG_STATE_HOME": str(clone / "state")}
    with subprocess.Popen(
        ["bash", "-c", f"exec {command}"], cwd=clone, env=given, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout
        assert running.stdout.readline().startswith(f"http://127.0.0.1:{port}/ ")
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0


def test_make_demo_is_the_demo() -> None:
    """The demo itself is in tests/cli/test_demo.py."""
    assert commands(README)[0] == commands(START)[0] == "make demo"
    done = subprocess.run(
        ["make", "--no-print-directory", "--dry-run", "--assume-old=.venv/.ready", "demo"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.stdout.splitlines()[-1] == ".venv/bin/claimwire demo"


def test_completion_as_it_is_shown_completes(clone: Path) -> None:
    (command,) = [one for one in commands(START) if one.startswith("eval")]
    done = run(f"{command} && complete -p claimwire", clone)
    assert done.stdout.endswith("_claimwire_completion claimwire\n"), done.stderr
