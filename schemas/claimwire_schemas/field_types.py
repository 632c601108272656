"""A field's JSON Schema in words, for the field dictionary."""

from __future__ import annotations

from claimwire_schemas.json_schema import Json

_BOUNDS = (("minimum", "maximum", ""), ("minLength", "maxLength", " character"), ("minItems", "maxItems", ""))
"""Keywords for the least and the most of something, and of what."""
_UUID = "^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$"


def field_type(schema: Json) -> str:
    """Return a type in words: `{"type": "integer", "minimum": 1}` is `integer, at least 1`."""
    if "anyOf" in schema:
        return " or ".join(field_type(choice) for choice in schema["anyOf"])
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return f"[{name}](#{name.lower()})"
    if "const" in schema or "enum" in schema:
        choices = schema.get("enum", [schema.get("const")])
        return ", ".join(f"`{choice}`" for choice in choices)
    return ", ".join([_plain(schema), *_bounds(schema)])


def _plain(schema: Json) -> str:
    if schema["type"] == "array":
        return f"list of {field_type(schema['items'])}"
    if "contentEncoding" in schema:
        return f"{schema['contentEncoding']} string"
    if schema.get("format") == "date-time":
        return "time (RFC 3339)"
    if "pattern" in schema:
        return "UUID in lower case" if schema["pattern"] == _UUID else f"string like `{schema['pattern']}`"
    return f"{schema['type']}"


def _bounds(schema: Json) -> list[str]:
    return [
        _bound(schema.get(least), schema.get(most), unit)
        for least, most, unit in _BOUNDS
        if least in schema or most in schema
    ]


def _bound(least: float | None, most: float | None, unit: str) -> str:
    limit = least if most is None else most
    units = f"{unit}s" if unit and limit != 1 else unit
    if least is None or most is None:
        return f"at {'least' if most is None else 'most'} {limit}{units}"
    return f"{least} to {most}{units}"
