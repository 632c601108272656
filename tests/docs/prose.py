"""`python -m tests.docs.prose FILE...` measures prose: long sentences, and the passive share.

With proselint installed (`make docs`), it also reports what that finds; the exit status is then 1.
"""

from __future__ import annotations

import importlib.util
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]
LONGEST = 25
"""Words of a sentence."""
_CODE = re.compile(r"^```.*?^```$|(?<=\n\n)(?: {4}[^\n]*\n)+|<!--.*?-->", re.DOTALL | re.MULTILINE)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_INLINE = re.compile(r"`[^`]*`")
_END = re.compile(r"(?<=[.!?:])[*_)”\"]*\s+(?=[\"“*(]*[A-Z0-9X])")
_PASSIVE = re.compile(
    r"\b(?:am|is|are|was|were|be|been|being|gets?|got)\s+(?:(?:not|never|also|only|then|still|already|\w+ly)\s+)*"
    r"(?:\w{2,}ed|born|bought|brought|built|caught|chosen|cut|done|drawn|driven|found|given|gone|held|kept|known|"
    r"left|lost|made|meant|met|paid|put|read|run|said|seen|sent|set|shown|spoken|stood|stored|taken|taught|thrown|"
    r"told|won|written)\b",
    re.IGNORECASE,
)


class Measured(NamedTuple):
    """Sentences of a text, those that are too long, and those that are passive."""

    sentences: tuple[str, ...]
    long: tuple[str, ...]
    passive: tuple[str, ...]

    @property
    def passive_share(self) -> float:
        """Of all sentences."""
        return len(self.passive) / max(len(self.sentences), 1)


def prose(markdown: str) -> str:
    """Return the prose of a page, a paragraph, list item or cell of a table on each line, code as X."""
    text = _INLINE.sub("X", _LINK.sub(r"\1", _CODE.sub("", markdown)))
    blocks: list[str] = []
    for line in text.splitlines():
        stripped = line.strip()
        if stripped.startswith("|"):
            blocks += ["", *(cell.strip() for cell in stripped.strip("|").split("|")), ""]
        elif not stripped or stripped.startswith("#"):
            blocks.append("")
        elif blocks and blocks[-1] and not re.match(r"[-*] |\d+\. ", stripped):
            blocks[-1] += f" {stripped}"
        else:
            blocks.append(re.sub(r"^(?:[-*]|\d+\.) ", "", stripped))
    return "\n".join(block.replace("**", "") for block in blocks if re.search(r"\w{2}", block))


def measure(markdown: str) -> Measured:
    """Measure a page; what has fewer than four words is no sentence."""
    found = tuple(_sentences(prose(markdown)))
    long = tuple(one for one in found if len(one.split()) > LONGEST)
    return Measured(found, long, tuple(one for one in found if _PASSIVE.search(one)))


def _sentences(text: str) -> Iterator[str]:
    for line in text.splitlines():
        yield from (one for one in _END.split(line) if len(one.split()) > 3)


def _linted(page: Path) -> list[str]:
    """Return what proselint finds in a page's prose; its typography is not Markdown's."""
    done = subprocess.run(
        [sys.executable, "-m", "proselint", "check", "--config", str(ROOT / "tests/docs/proselint.json")],
        input=prose(page.read_text()),
        capture_output=True,
        text=True,
        check=False,
    )
    return [f"{page.relative_to(ROOT)}: {line}" for line in (done.stdout + done.stderr).splitlines()]


def main() -> int:
    """Print a row for each page, and what proselint finds."""
    pages = [Path(name).resolve() for name in sys.argv[1:]]
    sys.stdout.write("| page | sentences | over 25 words | passive |\n|---|---|---|---|\n")
    for page in pages:
        found = measure(page.read_text())
        share = f"{found.passive_share:.0%}"
        sys.stdout.write(f"| {page.name} | {len(found.sentences)} | {len(found.long)} | {share} |\n")
    if importlib.util.find_spec("proselint") is None:
        return 0
    complaints = [line for page in pages for line in _linted(page)]
    sys.stdout.write("".join(f"{line}\n" for line in complaints))
    return 1 if complaints else 0


if __name__ == "__main__":
    sys.exit(main())
