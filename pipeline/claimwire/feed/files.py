"""Input files: which files of the paths on a command line are read, and as what."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from claimwire.errors import InputError

Kind = Literal["text", "html", "jsonl", "json", "newsml", "warc"]
Format = Literal["auto", "text", "html", "jsonl", "newsml", "warc"]
KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".xml": "newsml",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".warc.lz4": "warc",
}
STDIN = Path("-")


@dataclass(frozen=True)
class InputFile:
    """A file to read. `size` is in bytes; None for what has no size or cannot be read twice, like a pipe."""

    path: Path
    kind: Kind
    size: int | None
    modified_ns: int = 0

    @property
    def name(self) -> str:
        """Its name for people."""
        return "stdin" if self.path == STDIN else str(self.path)


@dataclass(frozen=True)
class InputFiles:
    """The files to read, in order, and how many others were passed over."""

    files: tuple[InputFile, ...]
    skipped: int


def find_files(paths: Sequence[str], *, form: Format) -> InputFiles:
    """Return the files that the paths name: themselves, those in folders at any depth, `-` standard input.

    A named file is read as `form` says; in a folder the endings tell, hidden files are passed over, and
    `form` selects. Raises `InputError` for a path that is not there or a file whose kind cannot be told.
    """
    files: list[InputFile] = []
    skipped = 0
    for path in map(Path, paths):
        if path != STDIN and path.is_dir():
            inside = [_in_folder(file, form) for file in _walk(path)]
            files += [file for file in inside if file]
            skipped += inside.count(None)
        else:
            files.append(_named(path, form))
    return InputFiles(tuple(files), skipped)


def _named(path: Path, form: Format) -> InputFile:
    if path == STDIN:
        return InputFile(path, "jsonl" if form == "auto" else form, None)
    kind = _kind(path) if form == "auto" else form
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    if kind is None:
        known = " ".join(KINDS)
        raise InputError(f"{path}: cannot tell what it is by its ending ({known}): say --format")
    return _input_file(path, kind, status)


def _in_folder(path: Path, form: Format) -> InputFile | None:
    kind = _kind(path)
    wanted = form in ("auto", kind) or (form, kind) == ("jsonl", "json")
    if kind is None or not wanted:
        return None
    try:
        status = path.stat()
    except OSError:  # a dangling link; reading reports a file that goes away later
        return None
    return _input_file(path, kind, status) if stat.S_ISREG(status.st_mode) else None


def _kind(path: Path) -> Kind | None:
    name = path.name.lower()
    return next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)


def _input_file(path: Path, kind: Kind, status: os.stat_result) -> InputFile:
    if stat.S_ISREG(status.st_mode):
        return InputFile(path, kind, status.st_size, status.st_mtime_ns)
    return InputFile(path, kind, None)


def _walk(folder: Path) -> Iterator[Path]:
    """Yield the files below a folder in order of their names, without hidden ones."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{folder}: {(error.strerror or 'cannot be read').lower()}") from None
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir(follow_symlinks=False):
            yield from _walk(Path(entry.path))
        else:
            yield Path(entry.path)


def total_bytes(files: Iterable[InputFile]) -> int | None:
    """Return the size of all files; None where one has no size."""
    sizes = [file.size for file in files]
    return None if None in sizes else sum(size for size in sizes if size)
