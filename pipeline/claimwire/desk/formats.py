"""Formats of exports: CSV, JSON lines and Parquet, each written a batch at a time."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any, Literal, Protocol

import orjson

from claimwire.errors import InputError

Format = Literal["csv", "jsonl", "parquet"]
Kind = Literal["text", "number", "whole", "flag", "time"]
Columns = Mapping[str, Kind]
MEDIA_TYPES: dict[Format, str] = {
    "csv": "text/csv; charset=utf-8; header=present",
    "jsonl": "application/jsonl",
    "parquet": "application/vnd.apache.parquet",
}
_FORMULA = frozenset("=+-@\t\r\n＝＋－＠")
"""Spreadsheets take what begins so for a formula, and run it."""
_COUNT = "#count"


class Writer(Protocol):
    """Writes rows; each method returns the bytes that are ready."""

    def head(self) -> bytes:
        """Return what comes before all rows."""

    def rows(self, rows: Sequence[Any]) -> bytes:
        """Return some rows."""

    def end(self, count: int) -> bytes:
        """Return what comes after all rows, with how many there were."""


class CsvWriter:
    """CSV (RFC 4180) under one line of names; the last row is `#count` and how many rows came before."""

    def __init__(self, columns: Columns) -> None:
        self._columns = columns
        self._out = io.StringIO(newline="")
        self._csv = csv.writer(self._out)

    def head(self) -> bytes:
        """Return the names."""
        return self._written([list(self._columns)])

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """Return rows."""
        return self._written([_cell(row[name]) for name in self._columns] for row in rows)

    def end(self, count: int) -> bytes:
        """Return the row with the count, as wide as the others."""
        return self._written([[_COUNT, str(count), *[""] * (len(self._columns) - 2)]])

    def _written(self, rows: Iterable[Sequence[str]]) -> bytes:
        self._csv.writerows(rows)
        text = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return text.encode()


class JsonLinesWriter:
    """One JSON object a line; the last is `{"count": …}`."""

    def head(self) -> bytes:
        """Return nothing."""
        return b""

    def rows(self, rows: Sequence[Mapping[str, Any] | bytes]) -> bytes:
        """Return rows; those that are bytes are JSON already."""
        return b"".join(
            row + b"\n"
            if isinstance(row, bytes)
            else orjson.dumps(row, option=orjson.OPT_UTC_Z | orjson.OPT_APPEND_NEWLINE)
            for row in rows
        )

    def end(self, count: int) -> bytes:
        """Return the line with the count."""
        return orjson.dumps({"count": count}, option=orjson.OPT_APPEND_NEWLINE)


class ParquetWriter:
    """Parquet, a row group for each batch; the footer has the count as `claimwire.count` too."""

    def __init__(self, columns: Columns) -> None:
        try:
            import pyarrow as pa  # noqa: PLC0415 # an extra
            from pyarrow import parquet  # noqa: PLC0415
        except ModuleNotFoundError:
            raise InputError(
                "parquet needs pyarrow: run pip install 'claimwire[parquet]', or export csv or jsonl"
            ) from None
        self._arrow = pa
        types = {
            "text": pa.string(),
            "number": pa.float64(),
            "whole": pa.int64(),
            "flag": pa.bool_(),
            "time": pa.timestamp("ms", tz="UTC"),
        }
        self._schema = pa.schema([pa.field(name, types[kind]) for name, kind in columns.items()])
        self._out = io.BytesIO()
        self._sink = pa.PythonFile(_Tail(self._out), mode="w")
        self._parquet = parquet.ParquetWriter(self._sink, self._schema, compression="zstd")

    def head(self) -> bytes:
        """Return the first bytes."""
        return self._written()

    def rows(self, rows: Sequence[Mapping[str, Any]]) -> bytes:
        """Return a row group."""
        if rows:
            self._parquet.write_table(self._arrow.Table.from_pylist(list(rows), schema=self._schema))
        return self._written()

    def end(self, count: int) -> bytes:
        """Return the footer."""
        self._parquet.add_key_value_metadata({"claimwire.count": str(count)})
        self._parquet.close()
        return self._written()

    def _written(self) -> bytes:
        done = self._out.getvalue()
        self._out.seek(0)
        self._out.truncate()
        return done


class _Tail:
    """A file that is written and emptied again, and still tells how much was written in all."""

    def __init__(self, out: io.BytesIO) -> None:
        self._out = out
        self._at = 0
        self.closed = False

    def write(self, data: bytes) -> int:
        self._at += len(data)
        return self._out.write(data)

    def tell(self) -> int:
        return self._at

    def flush(self) -> None:
        pass

    def close(self) -> None:
        self.closed = True


def writer_of(form: Format, columns: Columns) -> Writer:
    """Return what writes a format; raises `InputError` where its extra is not installed."""
    if form == "jsonl":
        return JsonLinesWriter()
    return CsvWriter(columns) if form == "csv" else ParquetWriter(columns)


def _cell(value: object) -> str:
    """Return a value as a cell that no spreadsheet runs: what looks like a formula begins with `'`."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat().replace("+00:00", "Z")
    if not isinstance(value, str):
        return str(value)
    text = value.replace("\0", "")
    return f"'{text}" if text.lstrip(" ")[:1] in _FORMULA and text.strip(" ") else text
