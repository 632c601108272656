"""JSON Schema 2020-12 of the records."""

from __future__ import annotations

import re
from typing import Any

from claimwire_schemas.message import Message

DIALECT = "https://json-schema.org/draft/2020-12/schema"
VERSION = "v1"
_BASE = f"https://claimwire.dev/schemas/{VERSION}/"
LITERALS = frozenset({"const", "default", "enum", "examples", "required"})
"""Keywords whose values are data, not schemas."""
NAMED = frozenset({"$defs", "properties"})
"""Keywords whose keys are names."""

Json = Any


def schema_file(record: type[Message]) -> str:
    """Return the name of a record's file: `RawArticle` is in `raw-article.schema.json`."""
    return re.sub(r"(?<!^)(?=[A-Z])", "-", record.__name__).lower() + ".schema.json"


def json_schema(record: type[Message]) -> dict[str, Json]:
    """Return what a consumer can check a record's value against, and a producer write by."""
    schema = record.model_json_schema(mode="validation")
    definitions = schema.pop("$defs", {})
    found = {"$schema": DIALECT, "$id": _BASE + schema_file(record), **_titled(schema, record.__name__)}
    if definitions:
        found["$defs"] = {name: _titled(part, name) for name, part in definitions.items()}
    return found


def _titled(schema: dict[str, Json], title: str) -> dict[str, Json]:
    described = {"title": title, "description": _unwrapped(schema["description"])}
    return described | {key: value for key, value in _untitled(schema).items() if key not in described}


def _untitled(schema: Json) -> Json:
    """Drop the titles that only say a property's name again."""
    if isinstance(schema, list):
        return [_untitled(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _untitled_value(key, value) for key, value in schema.items() if key != "title"}


def _untitled_value(key: str, value: Json) -> Json:
    if key in LITERALS:
        return value
    if key in NAMED:
        return {name: _untitled(part) for name, part in value.items()}
    return _untitled(value)


def _unwrapped(docstring: str) -> str:
    return "\n\n".join(" ".join(part.split()) for part in docstring.split("\n\n"))
