"""`python -m tests.docs.site` gathers the pages of the documentation in build/docs, for MkDocs.

Links between pages go on working; a link to another file of the project becomes that file's name.
"""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

ROOT = Path(__file__).parents[2]
TARGET = ROOT / "build/docs"
OUTSIDE = {
    "README.md": "index.md",
    "SECURITY.md": "security.md",
    "CHANGELOG.md": "changelog.md",
    "training/README.md": "training.md",
}
_LINK = re.compile(r"(?<!!)\[([^\]]*)\]\(([^)#:\s]+)(#[^)]*)?\)")
_PICTURE = re.compile(r"(!\[[^\]]*\]\()docs/")
_COPIED = {".png", ".svg", ".py"}


def pages() -> dict[Path, Path]:
    """Return each page's place in the project, with its place in the site."""
    docs = sorted((ROOT / "docs").rglob("*.md"))
    inside = {page: page.relative_to(ROOT / "docs") for page in docs}
    return inside | {ROOT / name: Path(to) for name, to in OUTSIDE.items()}


def gather() -> None:
    """Write the pages, and copy their pictures and examples."""
    shutil.rmtree(TARGET, ignore_errors=True)
    places = pages()
    for file in (file for file in (ROOT / "docs").rglob("*") if file.suffix in _COPIED):
        copy = TARGET / file.relative_to(ROOT / "docs")
        copy.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(file, copy)
    for page, place in places.items():
        (TARGET / place).parent.mkdir(parents=True, exist_ok=True)
        (TARGET / place).write_text(_linked(page, places))


def _linked(page: Path, places: dict[Path, Path]) -> str:
    def link(found: re.Match[str]) -> str:
        text, target, anchor = found[1], (page.parent / found[2]).resolve(), found[3] or ""
        if target in places:
            to = places[target]
        elif target.is_relative_to(ROOT / "docs") and target.suffix in _COPIED:
            to = target.relative_to(ROOT / "docs")
        else:
            return text
        return f"[{text}]({os.path.relpath(to, places[page].parent)}{anchor})"

    return _LINK.sub(link, _PICTURE.sub(r"\1", page.read_text()))


if __name__ == "__main__":
    gather()
