"""Zip files: each file within is read as if it stood in a folder, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path, PurePosixPath
from typing import BinaryIO
from zipfile import ZipFile, ZipInfo

from claimwire.errors import InputError
from claimwire.feed.entries import Entry, Position, Unreadable
from claimwire.feed.files import InputFile, kind_of
from claimwire.feed.streams import MOST_UNPACKED, Readable
from claimwire.sources.zipped import BROKEN

_MOST_MEMBERS = 100_000
_LOCKED = 0x1

Reader = Callable[[InputFile, Readable], Iterator[Entry]]


def zip_entries(file: InputFile, stream: BinaryIO, read: Reader) -> Iterator[Entry]:
    """Yield the entries of the files in a zip file, and one for each that is not read, which says why.

    Raises `InputError` where it is no zip file.
    """
    try:
        archive = ZipFile(stream)
    except BROKEN as error:
        raise InputError(f"not a readable zip file: {error}") from None
    with archive:
        # Not `is_dir`, which Python 3.11 cannot tell of an empty name.
        members = [one for one in archive.infolist() if not one.filename.endswith("/")]
        if len(members) > _MOST_MEMBERS or sum(one.file_size for one in members) > MOST_UNPACKED:
            raise InputError(f"more than {_MOST_MEMBERS:,} files, or {MOST_UNPACKED:,} bytes, in it")
        for member in members:
            if not _is_hidden(member.filename):
                yield from _member(file, archive, member, read)


def _is_hidden(name: str) -> bool:
    """Tell whether a name is one that is passed over in folders, or what macOS adds."""
    parts = PurePosixPath(name).parts
    return parts[:1] == ("__MACOSX",) or any(part.startswith(".") for part in parts)


def _member(file: InputFile, archive: ZipFile, member: ZipInfo, read: Reader) -> Iterator[Entry]:
    where = f"{file.name}/{member.filename}"
    kind, is_packed = kind_of(member.filename)
    if kind is None or kind in ("zip", "warc"):
        reason = f"a {kind} file within a zip file" if kind else "unsupported file type"
        yield Unreadable(where, Position(), reason, bad=False)
        return
    if member.flag_bits & _LOCKED:
        yield Unreadable(where, Position(), "locked with a password")
        return
    place = None if file.place is None else f"{file.place}/{member.filename}"
    inside = replace(file, path=Path(where), kind=kind, place=place, is_packed=is_packed, is_said=False)
    try:
        with archive.open(member) as stream:
            yield from read(inside, stream)
    except InputError as error:
        yield Unreadable(where, Position(), str(error))
    except BROKEN as error:
        yield Unreadable(where, Position(), f"not readable in the zip file: {error}")
