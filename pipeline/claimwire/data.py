"""The package's data files, checked when read. `importlib.resources` reads them, so a zip works too."""

from __future__ import annotations

from importlib.resources import files
from typing import TypeVar

from pydantic import TypeAdapter, ValidationError

from claimwire.errors import DataError

Kind = TypeVar("Kind")


def read_json(package: str, name: str, kind: type[Kind]) -> Kind:
    """Return the JSON file `name` of a package as a `kind`, such as `dict[str, int]` or a `TypedDict`.

    Raises `DataError` if the file is missing, or a field is missing, unknown or of another type.
    """
    text = read_text(package, name)
    try:
        return TypeAdapter(kind).validate_json(text, strict=True, extra="forbid")
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(map(str, first["loc"]))
        raise DataError(": ".join(filter(None, (f"{package}/{name}", place, first["msg"])))) from None


def read_lines(package: str, name: str) -> tuple[str, ...]:
    """Return the lines of the text file `name` of a package, without comments and blank ones.

    Raises `DataError` if the file is missing or empty, or has a duplicate line.
    """
    found: dict[str, int] = {}
    for number, line in enumerate(map(str.strip, read_text(package, name).splitlines()), start=1):
        if not line or line.startswith("#"):
            continue
        if line in found:
            raise DataError(f"{package}/{name}:{number}: {line!r} is in line {found[line]} already")
        found[line] = number
    if not found:
        raise DataError(f"{package}/{name}: empty")
    return tuple(found)


def read_text(package: str, name: str) -> str:
    """Return the content of the text file `name` of a package; raises `DataError` if it cannot be read."""
    try:
        return files(package).joinpath(name).read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise DataError(f"{package}/{name}: {error}; reinstall Claimwire") from None
