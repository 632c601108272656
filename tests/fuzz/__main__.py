"""`make fuzz`: atheris over every target, one after the other, each for some seconds; needs atheris.

What is found new is kept in `--corpus` (a folder that lasts between runs); an input that breaks a promise is
written there too, as `TARGET/crash-…`: put it under `tests/fuzz/crashes/TARGET/`, where the tests run it.
"""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path
from time import monotonic

import click

TARGET_NAMES = (
    "decode",
    "normalize",
    "charset",
    "page",
    "extract",
    "align",
    "feed",
    "news-item",
    "file",
    "stream",
    "push",
)
DICTIONARY = Path(__file__).with_name("dictionary.txt")
INSTRUMENTED = ["claimwire_schemas", "claimwire", "feedparser", "fastfeedparser", "trafilatura"]
SLOWEST_S = 20
MOST_MEMORY_MB = 3000


@click.command()
@click.argument("targets", nargs=-1, type=click.Choice(TARGET_NAMES))
@click.option("--seconds", default=60, show_default=True, help="For each target.")
@click.option("--corpus", type=click.Path(path_type=Path), default=Path(".fuzz"), show_default=True)
@click.option("--inside", is_flag=True, hidden=True, help="Fuzz in this process.")
def main(*, targets: tuple[str, ...], seconds: int, corpus: Path, inside: bool) -> None:
    """Fuzz the targets, or all of them; exits with 1 where one broke."""
    if inside:
        _fuzz(targets[0], seconds, corpus / targets[0])
    broken = [target for target in targets or TARGET_NAMES if not _run(target, seconds, corpus)]
    sys.exit(f"broken: {', '.join(broken)}" if broken else 0)


def _run(target: str, seconds: int, corpus: Path) -> bool:
    """Fuzz one target in a process of its own; show what it did, and tell whether it held."""
    (corpus / target).mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "tests.fuzz", target, "--inside"]
    start = monotonic()
    with (corpus / f"{target}.log").open("w+") as log:
        status = subprocess.run(
            [*command, f"--seconds={seconds}", f"--corpus={corpus}"],
            stdout=log,
            stderr=subprocess.STDOUT,
            check=False,
        ).returncode
        log.seek(0)
        said = log.read()
    executions = [int(number) for number in re.findall(r"number_of_executed_units: (\d+)", said)]
    edges = [int(number) for number in re.findall(r" cov: (\d+)", said)]
    click.echo(
        f"{target:10} {max(executions, default=0):>9,} executions  {monotonic() - start:6.0f} s  "
        f"{max(edges, default=0):>6,} edges  {'ok' if not status else f'BROKEN, see {corpus / target}.log'}"
    )
    return status == 0


def _fuzz(target: str, seconds: int, folder: Path) -> None:
    import atheris  # noqa: PLC0415 # not among the project's requirements: `make fuzz` brings it

    with atheris.instrument_imports(include=INSTRUMENTED):
        from tests.fuzz.targets import TARGETS  # noqa: PLC0415
    from tests.fuzz.seeds import seeds_of  # noqa: PLC0415

    for number, seed in enumerate(seeds_of(target)):
        (folder / f"seed-{number}").write_bytes(seed)
    options = [
        f"-max_total_time={seconds}",
        f"-timeout={SLOWEST_S}",
        f"-rss_limit_mb={MOST_MEMORY_MB}",
        f"-artifact_prefix={folder}/",
        f"-dict={DICTIONARY}",
        "-max_len=20000",
        "-print_final_stats=1",
    ]
    atheris.Setup([sys.argv[0], *options, str(folder)], TARGETS[target])
    atheris.Fuzz()


if __name__ == "__main__":
    main()
