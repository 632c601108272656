"""The base of everything on the wire: closed, frozen values, and messages that become bytes."""

from __future__ import annotations

import binascii
import re
from base64 import b64decode, b64encode
from datetime import UTC, datetime
from typing import Annotated, Any, ClassVar, Literal, Self

import orjson
from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    ValidationError,
    WithJsonSchema,
)

_MOST_ERRORS = 1000
"""pydantic returns all errors at once, about 500 bytes each."""
_SHOWN_ERRORS = 3
DecodeReason = Literal["not_utf8", "bad_json", "unsupported_schema_version", "invalid_record"]


class DecodeError(ValueError):
    """Bytes that are not a valid record.

    `reason` is one of four codes for programs; the message says what is wrong and where, for people.
    """

    def __init__(self, reason: DecodeReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


def _timestamp_from_text(value: object) -> object:
    if isinstance(value, datetime) or (isinstance(value, str) and value[4:5] == "-"):
        return value  # pydantic would take a number in text for seconds since 1970
    raise ValueError("a timestamp is an RFC 3339 string")


def _in_utc(at: datetime) -> datetime:
    try:
        return at.astimezone(UTC)
    except OverflowError:
        raise ValueError("a timestamp is between the years 1 and 9999, in UTC") from None


def _bytes_from_base64(value: object) -> object:
    if not isinstance(value, str):
        return value
    try:
        return b64decode(value, validate=True)
    except binascii.Error as error:
        raise ValueError(f"not base64: {error}") from None


Timestamp = Annotated[
    AwareDatetime,
    Field(strict=False),
    BeforeValidator(_timestamp_from_text),
    AfterValidator(_in_utc),
]
"""An instant, in UTC; RFC 3339 text on the wire."""

Base64 = Annotated[
    bytes,
    BeforeValidator(_bytes_from_base64),
    PlainSerializer(lambda raw: b64encode(raw).decode("ascii"), return_type=str),
    WithJsonSchema({"type": "string", "contentEncoding": "base64"}),
]
"""Any bytes; base64 text on the wire."""


class Value(BaseModel):
    """A closed, frozen part of a message: no unknown fields, no coercion, no change."""

    model_config = ConfigDict(
        frozen=True, extra="forbid", strict=True, allow_inf_nan=False, hide_input_in_errors=True
    )


class Message(Value):
    """A record on the wire: JSON in UTF-8, with the version of its schema inside."""

    supported_versions: ClassVar[tuple[int, ...]] = (1,)
    most_separators: ClassVar[int | None] = None
    """Limit on commas and opening brackets outside strings, for records that anybody may write.

    Parsed values take up to forty times their bytes.
    """

    def encode(self) -> bytes:
        """Return the record as JSON; the same record always gives the same bytes."""
        return orjson.dumps(self.model_dump(), option=orjson.OPT_UTC_Z)

    @classmethod
    def decode(cls, data: bytes) -> Self:
        """Read one record.

        Raises `DecodeError`, with the reason and the place, for anything that is not such a record.
        """
        most = cls.most_separators
        if most is not None and _has_more_separators(data, most):
            raise DecodeError("invalid_record", f"{cls.__name__}: more than {most:,} commas and brackets")
        fields = _json_object(data)
        version = fields.get("schema_version", 1)
        if version not in cls.supported_versions or isinstance(version, bool):
            found = str(version)[:40] if isinstance(version, int | float | str) else type(version).__name__
            known = ", ".join(map(str, cls.supported_versions))
            raise DecodeError(
                "unsupported_schema_version",
                f"{cls.__name__} schema_version {found!r} is not supported (supported: {known})",
            )
        try:
            return cls.model_validate(fields)
        except ValidationError as error:
            raise DecodeError("invalid_record", f"{cls.__name__}: {_first_errors(error)}") from None


def _has_more_separators(data: bytes, most: int) -> bool:
    """Tell, without parsing, whether JSON has more commas and opening brackets outside strings."""
    if sum(map(data.count, (b",", b"[", b"{"))) <= most:
        return False
    # Possessive throughout, and a string may lack its end: the match never backtracks, whatever the bytes.
    one = rb'(?:[^",\[{]++|"[^"\\]*+(?:\\.[^"\\]*+)*+"?)*+[,\[{]'
    return re.match(rb"(?:%s){%d}+" % (one, most + 1), data, re.DOTALL) is not None


def _json_object(data: bytes) -> dict[str, Any]:
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise DecodeError("not_utf8", f"not UTF-8: byte {error.start} of {len(data)}") from None
    try:
        fields = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise DecodeError("bad_json", f"not JSON: {error}") from None
    if not isinstance(fields, dict):
        raise DecodeError("bad_json", f"not a JSON object but {type(fields).__name__}")
    return fields


def _first_errors(error: ValidationError) -> str:
    if error.error_count() > _MOST_ERRORS:
        return f"{error.error_count():,} errors"
    shown = [
        f"{'.'.join(map(str, item['loc']))[:100] or 'record'}: {item['msg'][:200]}"
        for item in error.errors(include_url=False, include_input=False)[:_SHOWN_ERRORS]
    ]
    more = error.error_count() - len(shown)
    return "; ".join(shown) + (f" (and {more} more)" if more > 0 else "")
