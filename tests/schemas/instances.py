"""A hypothesis strategy for the values that a JSON Schema allows, as far as ours go."""

from __future__ import annotations

import re
from base64 import b64encode
from datetime import UTC
from typing import Any

from hypothesis import strategies as st

from claimwire_schemas.json_schema import Json
from tests.strategies import INSTANTS

SAFE_INTEGER = 2**53 - 1
KNOWN = {
    *("$defs", "$id", "$ref", "$schema", "additionalProperties", "anyOf", "const", "contentEncoding"),
    *("default", "description", "enum", "format", "items", "maxLength", "maximum", "minItems", "minLength"),
    *("minimum", "pattern", "properties", "required", "title", "type"),
}
"""Keywords that this strategy obeys, or that say nothing about values."""


def instances(schema: Json, definitions: Json | None = None) -> st.SearchStrategy[Any]:
    """Return values that a schema allows; spans and ranges also end after they start."""
    definitions = definitions if definitions is not None else schema.get("$defs", {})
    if unknown := schema.keys() - KNOWN:
        raise ValueError(f"this strategy does not obey the keywords {sorted(unknown)}: add them to it")
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        found = instances(definitions[name], definitions)
        return found.map(_in_order) if name in {"Label", "Paragraph", "Span"} else found
    if "anyOf" in schema:
        return st.one_of([instances(choice, definitions) for choice in schema["anyOf"]])
    if "const" in schema:
        return st.just(schema["const"])
    if "enum" in schema:
        return st.sampled_from(schema["enum"])
    return _typed(schema, definitions)


def _typed(schema: Json, definitions: Json) -> st.SearchStrategy[Any]:
    if schema["type"] == "object":
        return _objects(schema, definitions)
    if schema["type"] == "array":
        items = instances(schema["items"], definitions)
        return st.lists(items, min_size=schema.get("minItems", 0), max_size=3)
    return _scalars(schema)


def _scalars(schema: Json) -> st.SearchStrategy[Any]:
    least, most = schema.get("minimum"), schema.get("maximum")
    by_type: dict[str, st.SearchStrategy[Any]] = {
        "boolean": st.booleans(),
        "integer": st.integers(
            -SAFE_INTEGER if least is None else least, SAFE_INTEGER if most is None else most
        ),
        "null": st.none(),
        "number": st.floats(least, most, allow_nan=False, allow_infinity=False),
        "string": _strings(schema),
    }
    return by_type[schema["type"]]


def _objects(schema: Json, definitions: Json) -> st.SearchStrategy[dict[str, Any]]:
    fields = {name: instances(field, definitions) for name, field in schema["properties"].items()}
    required = {name: fields.pop(name) for name in schema.get("required", ())}
    return st.fixed_dictionaries(required, optional=fields)


def _strings(schema: Json) -> st.SearchStrategy[str]:
    if "pattern" in schema:
        return st.from_regex(re.compile(schema["pattern"], re.ASCII), fullmatch=True).map(str.strip)
    if schema.get("format") == "date-time":
        return INSTANTS.map(lambda at: at.astimezone(UTC).isoformat()) | INSTANTS.map(
            lambda at: at.isoformat()
        )
    if "contentEncoding" in schema:
        return st.binary(max_size=40).map(lambda raw: b64encode(raw).decode())
    least = schema.get("minLength", 0)
    return st.text(min_size=least, max_size=min(schema.get("maxLength", 30), least + 30))


def _in_order(place: dict[str, Any]) -> dict[str, Any]:
    """Make a place one that JSON Schema cannot ask for: as long as its words, or one long."""
    return place | {"end": place["start"] + len(place.get("exact", "x"))}
