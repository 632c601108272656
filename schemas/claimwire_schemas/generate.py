"""Write what is generated from the models: JSON Schemas, the AsyncAPI document, the field dictionary.

    python -m claimwire_schemas.generate                        write them
    python -m claimwire_schemas.generate --check                exit 1 if one of them is stale
    python -m claimwire_schemas.generate --against origin/main  exit 1 if they break those of a git revision

A change that breaks a checked-in schema is refused, and nothing is written;
`claimwire_schemas.compatibility` says what breaks one, and how a new version is made.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from pathlib import Path

from claimwire_schemas.asyncapi import asyncapi
from claimwire_schemas.compatibility import incompatibilities
from claimwire_schemas.dictionary import dictionary
from claimwire_schemas.json_schema import VERSION, Json, json_schema, schema_file
from claimwire_schemas.topics import TOPICS

ROOT = Path(__file__).resolve().parents[2]
_SCHEMAS = f"schemas/{VERSION}"


@cache
def generated() -> Mapping[str, bytes]:
    """Return every generated file, by its path in the repository; always the same bytes."""
    files: dict[str, Json] = {
        f"{_SCHEMAS}/{schema_file(topic.record)}": json_schema(topic.record) for topic in TOPICS
    }
    files["schemas/asyncapi.json"] = asyncapi()
    texts = {path: json.dumps(value, ensure_ascii=False, indent=2) + "\n" for path, value in files.items()}
    texts["docs/records.md"] = dictionary()
    return {path: text.encode() for path, text in texts.items()}


def stale(root: Path) -> list[str]:
    """Return the files that are missing, are not what would be written, or are of no record."""
    files = generated()
    changed = [path for path, data in files.items() if _content(root / path) != data]
    return changed + [path for path in _schema_paths(root) if path not in files]


def breaks(old: Mapping[str, bytes]) -> list[str]:
    """Return what the models break of some checked-in schemas, a line for each record and field."""
    files = generated()
    found: list[str] = []
    for path, data in old.items():
        if path in files:
            found += incompatibilities(json.loads(data), json.loads(files[path]))
        else:
            found.append(f"{path}: no record has this schema any more")
    return found


def write(root: Path) -> list[str]:
    """Write the files that are stale, and return their paths."""
    files = generated()
    changed = [path for path in stale(root) if path in files]
    for path in changed:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_bytes(files[path])
    return changed


def schemas_on_disk(root: Path) -> dict[str, bytes]:
    """Return the checked-in schemas, by path."""
    return {path: (root / path).read_bytes() for path in _schema_paths(root)}


def schemas_in_git(root: Path, revision: str) -> dict[str, bytes]:
    """Return a git revision's schemas, by path; none where it has none.

    Raises `CalledProcessError` where git does not know the revision.
    """
    commit = (
        _git(root, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}").decode().strip()
    )
    listed = _git(root, "ls-tree", "-r", "-z", "--name-only", commit, "--", _SCHEMAS)
    return {path: _git(root, "show", f"{commit}:{path}") for path in listed.decode().split("\0") if path}


def main(arguments: Sequence[str] | None = None, *, root: Path = ROOT) -> int:
    """Do what the command line asks for, and return the exit status."""
    asked = _parser().parse_args(arguments)
    if asked.against is not None:
        return _check_against(root, asked.against)
    if asked.check:
        return _report(stale(root), "is stale: run python -m claimwire_schemas.generate")
    if broken := breaks(schemas_on_disk(root)):
        return _report(broken, "breaks the contract: nothing is written")
    for path in write(root):
        sys.stdout.write(f"{path}: written\n")
    return 0


def _check_against(root: Path, revision: str) -> int:
    try:
        old = schemas_in_git(root, revision)
    except subprocess.CalledProcessError:
        sys.stderr.write(f"{revision}: not a git revision of {root}\n")
        return 2
    return _report(breaks(old), f"breaks the contract of {revision}")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m claimwire_schemas.generate", description=(__doc__ or "").split("\n")[0]
    )
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file is stale")
    mode.add_argument("--against", metavar="REVISION", help="exit 1 if a git revision's schemas are broken")
    return parser


def _report(lines: Iterable[str], what: str) -> int:
    found = list(lines)
    for line in found:
        sys.stderr.write(f"{line}: {what}\n")
    return 1 if found else 0


def _schema_paths(root: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in (root / _SCHEMAS).glob("*.json"))


def _content(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None


def _git(root: Path, *arguments: str) -> bytes:
    return subprocess.run(["git", "-C", str(root), *arguments], check=True, capture_output=True).stdout  # noqa: S603, S607


if __name__ == "__main__":
    sys.exit(main())
