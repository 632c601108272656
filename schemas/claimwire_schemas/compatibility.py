"""What a change of a JSON Schema breaks.

Within a version a record may gain a property that need not be given. Nothing that is there changes, apart
from titles, descriptions and examples. Anything else is a new version: a new record class with its own
`schema_version`, on a topic whose name ends in `.v2`, with its schema in `schemas/v2`; both topics are
written until nobody reads the old one.

Records are closed, so a reader with the older schema refuses a record with the new property: readers are
upgraded before writers.

A part's name is in no record, so a part may be renamed.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping

from claimwire_schemas.json_schema import LITERALS, NAMED, Json

_NOTES = frozenset({"description", "examples", "title"})
"""Keywords that validate nothing."""


def incompatibilities(old: Mapping[str, Json], new: Mapping[str, Json]) -> list[str]:
    """Return what `new` breaks of `old`, each as a line that names the record and the field."""
    old = _renamed(old, new)
    record = str(old.get("title", "record"))
    found = list(_object_changes(record, old, new))
    new_parts = new.get("$defs", {})
    for name, part in old.get("$defs", {}).items():
        if name in new_parts:
            found += _object_changes(f"{record}: {name}", part, new_parts[name])
        else:
            found.append(f"{record}: {name} is gone")
    return found


def _renamed(old: Mapping[str, Json], new: Mapping[str, Json]) -> Mapping[str, Json]:
    """Return `old` with its parts named as `new` names them in the same places."""
    kept = new.get("$defs", {})
    names = {before: after for before, after in _references(old, new) if before not in kept}
    parts = {names.get(name, name): part for name, part in old.get("$defs", {}).items()}
    text = json.dumps({**old, "$defs": parts})
    for before, after in names.items():
        text = text.replace(f'"#/$defs/{before}"', f'"#/$defs/{after}"')
    renamed: Mapping[str, Json] = json.loads(text)
    return renamed


def _references(old: Json, new: Json) -> Iterator[tuple[str, str]]:
    """Yield the names of the parts that both schemas refer to in one place."""
    if isinstance(old, dict) and isinstance(new, dict):
        if "$ref" in old and "$ref" in new:
            yield old["$ref"].rpartition("/")[2], new["$ref"].rpartition("/")[2]
        for key in old.keys() & new.keys():
            yield from _references(old[key], new[key])
    elif isinstance(old, list) and isinstance(new, list):
        for one, other in zip(old, new, strict=False):
            yield from _references(one, other)


def _object_changes(name: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[str]:
    old_fields, new_fields = old.get("properties", {}), new.get("properties", {})
    for field, schema in old_fields.items():
        if field not in new_fields:
            yield f"{name}.{field} is gone"
        elif _canonical(schema) != _canonical(new_fields[field]):
            yield f"{name}.{field} has changed"
    yield from _required_changes(name, old, new)
    for keyword in sorted((old.keys() | new.keys()) - _NOTES - {"$defs", "properties", "required"}):
        if _canonical(old.get(keyword)) != _canonical(new.get(keyword)):
            yield f"{name} has changed in {keyword}"


def _required_changes(name: str, old: Mapping[str, Json], new: Mapping[str, Json]) -> Iterator[str]:
    before, after = set(old.get("required", ())), set(new.get("required", ()))
    for field in sorted(after - before):
        is_old = field in old.get("properties", {})
        yield f"{name}.{field} {'was not required' if is_old else 'is new and required: give it a default'}"
    for field in sorted((before - after) & new.get("properties", {}).keys()):
        yield f"{name}.{field} was required"


def _canonical(schema: Json) -> str:
    """Return a schema as text in which `true` and `1` differ, and key order does not count."""
    return json.dumps(_bare(schema), sort_keys=True)


def _bare(schema: Json) -> Json:
    if isinstance(schema, list):
        return [_bare(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {key: _bare_value(key, value) for key, value in schema.items() if key not in _NOTES}


def _bare_value(key: str, value: Json) -> Json:
    if key in LITERALS:
        return value
    if key in NAMED:
        return {name: _bare(part) for name, part in value.items()}
    return _bare(value)
