"""Input files: which files of the paths on a command line are read, and as what."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from claimwire.errors import InputError
from claimwire.feed.kinds import HEAD_BYTES, Kind, told_kind

Format = Literal[
    "auto", "text", "html", "jsonl", "newsml", "warc", "csv", "tsv", "markdown", "docx", "pdf", "mail",
    "mbox", "feed",
]  # fmt: skip
KINDS: dict[str, Kind] = {
    ".txt": "text",
    ".md": "markdown",
    ".markdown": "markdown",
    ".mdown": "markdown",
    ".mkd": "markdown",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".json": "json",
    ".csv": "csv",
    ".tsv": "tsv",
    ".tab": "tsv",
    ".docx": "docx",
    ".pdf": "pdf",
    ".eml": "mail",
    ".mbox": "mbox",
    ".xml": "xml",
    ".nitf": "xml",
    ".newsml": "xml",
    ".rss": "feed",
    ".atom": "feed",
    ".wxr": "feed",
    ".warc": "warc",
    ".warc.gz": "warc",
    ".warc.zst": "warc",
    ".warc.lz4": "warc",
    ".zip": "zip",
}
_TOLD: frozenset[Kind] = frozenset(("newsml", "feed", "html", "mail", "mbox", "pdf", "text"))
"""Kinds that first bytes tell for sure."""

_GZIP = ".gz"
STDIN = Path("-")


@dataclass(frozen=True)
class InputFile:
    """A file to read. `size` is in bytes; None for what has no size or cannot be read twice, like a pipe."""

    path: Path
    kind: Kind
    size: int | None
    modified_ns: int = 0
    place: str | None = None
    """Its path from the folder that was given, that folder's name first; what its articles are known by."""

    is_packed: bool = False
    """Whether it is gzip of what `kind` says."""

    is_said: bool = False
    """Whether `--format` says its kind, which its first bytes then do not change."""

    @property
    def name(self) -> str:
        """Its name for people."""
        return "stdin" if self.path == STDIN else str(self.path)


@dataclass(frozen=True)
class LeftOut:
    """A file in a folder that is not read, and why."""

    path: Path
    reason: str
    is_unreadable: bool = False
    """Whether it may hold articles: a folder or file that this user may not read."""


@dataclass(frozen=True)
class InputFiles:
    """The files to read, in order, and the others that are in their folders."""

    files: tuple[InputFile, ...]
    left_out: tuple[LeftOut, ...] = ()


def find_files(paths: Sequence[str], *, form: Format) -> InputFiles:
    """Return the files that the paths name: themselves, those in folders at any depth, `-` standard input.

    A named file is read as `form` says, or as its ending or first bytes tell; in a folder the endings tell,
    hidden files are passed over, and `form` selects. Standard input is told by what it begins with.

    Raises `InputError` for a path that is not there or a file whose kind cannot be told.
    """
    found: list[InputFile | LeftOut] = []
    for path in map(Path, paths):
        if path != STDIN and path.is_dir():
            found += [
                one if isinstance(one, LeftOut) else _in_folder(one, path, form)
                for one in _walk(_entries_of(path))
            ]
        else:
            found.append(_named(path, form))
    return InputFiles(
        tuple(one for one in found if isinstance(one, InputFile)),
        tuple(one for one in found if isinstance(one, LeftOut)),
    )


def kind_of(name: str) -> tuple[Kind | None, bool]:
    """Return what a file's name says that it is, and whether that is within gzip."""
    name = name.lower()
    kind = next((kind for ending, kind in KINDS.items() if name.endswith(ending)), None)
    if kind is None and name.endswith(_GZIP):
        return kind_of(name.removesuffix(_GZIP))[0] or "unknown", True
    return kind, False


def _named(path: Path, form: Format) -> InputFile:
    if path == STDIN:
        return InputFile(path, "unknown" if form == "auto" else form, None, is_said=form != "auto")
    kind, is_packed = kind_of(path.name)
    if form != "auto":
        kind = form
    try:
        status = path.stat()
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    kind = _told(path, status) if kind is None else kind
    found = _input_file(path, kind, status, root=path.absolute().parent, is_packed=is_packed)
    return replace(found, is_said=form != "auto")


def _told(path: Path, status: os.stat_result) -> Kind:
    """Return what a file is by its first bytes; raises `InputError` if they do not tell."""
    try:
        head = _head(path) if stat.S_ISREG(status.st_mode) else b""
    except OSError as error:
        raise InputError(f"{path}: {(error.strerror or 'cannot be read').lower()}") from None
    if (kind := told_kind(head, otherwise="unknown")) not in _TOLD:
        known = " ".join(KINDS)
        raise InputError(f"{path}: unknown file ending (known: {known}): give --format")
    return kind


def _head(path: Path) -> bytes:
    with path.open("rb") as file:
        return file.read(HEAD_BYTES)


def _in_folder(path: Path, root: Path, form: Format) -> InputFile | LeftOut:
    kind, is_packed = kind_of(path.name)
    if kind is None:
        return LeftOut(path, f"unsupported file type ({path.suffix or 'no ending'})")
    if form not in ("auto", kind) and (form, kind) != ("jsonl", "json"):
        return LeftOut(path, f"not of --format {form}")
    try:
        status = path.stat()
    except OSError as error:  # a dangling link; reading reports a file that goes away later
        return LeftOut(path, (error.strerror or "cannot be read").lower())
    if not stat.S_ISREG(status.st_mode):
        return LeftOut(path, "not a regular file")
    if not os.access(path, os.R_OK, effective_ids=os.access in os.supports_effective_ids):
        return LeftOut(path, "permission denied", is_unreadable=True)
    found = _input_file(path, kind, status, root=root, is_packed=is_packed)
    return replace(found, is_said=form != "auto")


def _input_file(path: Path, kind: Kind, status: os.stat_result, *, root: Path, is_packed: bool) -> InputFile:
    if not stat.S_ISREG(status.st_mode):
        return InputFile(path, kind, None, is_packed=is_packed)
    place = (Path(root.resolve().name) / os.path.relpath(path.absolute(), root.absolute())).as_posix()
    return InputFile(path, kind, status.st_size, status.st_mtime_ns, place, is_packed)


def _walk(entries: Sequence[os.DirEntry[str]]) -> Iterator[Path | LeftOut]:
    """Yield the files of a folder and below it, without hidden ones, and the folders that cannot be read."""
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if not entry.is_dir(follow_symlinks=False):
            yield Path(entry.path)
            continue
        try:
            inside = _entries_of(Path(entry.path))
        except InputError as error:
            reason = str(error).removeprefix(f"{entry.path}: ")
            yield LeftOut(Path(entry.path), reason, is_unreadable=True)
        else:
            yield from _walk(inside)


def _entries_of(folder: Path) -> list[os.DirEntry[str]]:
    try:
        return sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError as error:
        raise InputError(f"{folder}: {(error.strerror or 'cannot be read').lower()}") from None


def total_bytes(files: Iterable[InputFile]) -> int | None:
    """Return the size of all files; None where one has no size."""
    sizes = [file.size for file in files]
    return None if None in sizes else sum(size for size in sizes if size)
