"""`python -m tests.dependencies` writes docs/dependencies.md: what is pinned for run time, its licence."""

from __future__ import annotations

import re
import subprocess
from email.message import Message
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import cast

ROOT = Path(__file__).parent.parent
HEAD = """\
# Dependencies

What a worker installs: [requirements.txt](../requirements.txt), each file checked against its hash. Written
by `make lock`; pinned on {date}.

`make audit` asks PyPI for known vulnerabilities and fails where it gets no answer for a package;
`make audit ARGS="--vulnerability-service osv"` asks OSV. **Neither could be reached when this was written,
so no advisory was looked up**: what is stated here is which versions are pinned, and when. `make sbom` writes
all of it, with hashes, as CycloneDX.

The wheel also has tables of irregular words made from LemmInflect (MIT), which come from the SPECIALIST
Lexicon: see [its licence](../pipeline/claimwire/english/LICENSE.lemminflect). Its table
of nouns comes from WordNet 3.1: see [its licence](../pipeline/claimwire/english/LICENSE.wordnet).

| package | version | licence | for |
|---|---|---|---|
"""
PINNED = re.compile(r"^([\w.-]+)==(\S+?)(?: ;.*)? \\\n(?: +--hash.*\n)*((?: +# .*\n)*)", re.MULTILINE)


def pinned(text: str) -> list[tuple[str, str, str]]:
    """Return each package of a locked file: its name, version, and what asked for it."""
    return [
        (
            name,
            version,
            ", ".join(re.findall(r"# +(?:via +)?(?!via$)([\w.-]+)(?: \(.*\))?$", asked, re.MULTILINE)),
        )
        for name, version, asked in PINNED.findall(text)
    ]


def licence(name: str) -> str:
    """Return the licence that an installed package states."""
    try:
        told = cast("Message", metadata(name))
    except PackageNotFoundError:
        return "not installed here"
    classified = [
        line.rpartition(" :: ")[2] for line in told.get_all("Classifier") or [] if "License ::" in line
    ]
    stated = (told.get("License-Expression") or told.get("License") or "").strip().split("\n")[0]
    return (stated if 0 < len(stated) <= 60 else "; ".join(classified)) or "not stated"


def main() -> None:
    """Write the page."""
    date = subprocess.run(
        ["git", "log", "-1", "--format=%cs", "requirements.txt"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.strip()
    rows = [
        f"| {name} | {version} | {licence(name)} | {asked} |\n"
        for name, version, asked in pinned((ROOT / "requirements.txt").read_text())
    ]
    (ROOT / "docs" / "dependencies.md").write_text(HEAD.format(date=date) + "".join(rows))


if __name__ == "__main__":
    main()
