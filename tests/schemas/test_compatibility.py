"""A schema may gain what need not be given, and change in no other way."""

from __future__ import annotations

from collections.abc import Callable
from copy import deepcopy

import pytest
from pydantic import Field

from claimwire_schemas import Message
from claimwire_schemas.compatibility import incompatibilities
from claimwire_schemas.json_schema import Json, json_schema
from claimwire_schemas.topics import TOPICS

PART: Json = {
    "title": "Part",
    "description": "A part.",
    "type": "object",
    "additionalProperties": False,
    "properties": {"at": {"type": "integer", "minimum": 0}},
    "required": ["at"],
}
RECORD: Json = {
    "title": "Record",
    "description": "A record.",
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "kind": {"enum": ["a", "b"], "type": "string", "description": "Which."},
        "title": {"anyOf": [{"type": "string"}, {"type": "null"}], "default": None},
        "parts": {"type": "array", "items": {"$ref": "#/$defs/Part"}},
        "flag": {"type": "boolean", "default": True},
    },
    "required": ["kind", "parts"],
    "$defs": {"Part": PART},
}


def properties(schema: Json) -> Json:
    return schema["properties"]


def rename_part(schema: Json) -> Json:
    schema["$defs"]["Piece"] = schema["$defs"].pop("Part")
    properties(schema)["parts"]["items"]["$ref"] = "#/$defs/Piece"
    return schema["$defs"]["Piece"]


COMPATIBLE: list[tuple[str, Callable[[Json], object]]] = [
    ("nothing", lambda new: None),
    ("a description", lambda new: new.update(description="Said better.")),
    ("a title", lambda new: new.update(title="Another")),
    ("a field's description", lambda new: properties(new)["kind"].update(description="Said better.")),
    ("a field's examples", lambda new: properties(new)["kind"].update(examples=["a"])),
    ("a field's first description", lambda new: properties(new)["title"].update(description="New.")),
    ("a part's description", lambda new: new["$defs"]["Part"].update(description="Said better.")),
    ("a new field with a default", lambda new: properties(new).update(new={"type": "null", "default": None})),
    (
        "a part's new field with a default",
        lambda new: properties(new["$defs"]["Part"]).update(new={"type": "integer", "default": 0}),
    ),
    ("a part's name", rename_part),
    ("a new part", lambda new: new["$defs"].update(Other=PART)),
    ("the order of what is required", lambda new: new["required"].reverse()),
    (
        "the order of keywords",
        lambda new: properties(new).update(kind=dict(reversed(properties(new)["kind"].items()))),
    ),
]
INCOMPATIBLE: list[tuple[str, Callable[[Json], object], list[str]]] = [
    (
        "a field gone",
        lambda new: (properties(new).pop("kind"), new["required"].remove("kind")),
        ["Record.kind is gone"],
    ),
    ("a field named title gone", lambda new: properties(new).pop("title"), ["Record.title is gone"]),
    (
        "a field renamed",
        lambda new: properties(new).update(name=properties(new).pop("title")),
        ["Record.title is gone"],
    ),
    (
        "a field of another type",
        lambda new: properties(new)["kind"].update(type="integer"),
        ["Record.kind has changed"],
    ),
    ("a value more", lambda new: properties(new)["kind"]["enum"].append("c"), ["Record.kind has changed"]),
    ("a value less", lambda new: properties(new)["kind"]["enum"].pop(), ["Record.kind has changed"]),
    ("null no more", lambda new: properties(new)["title"]["anyOf"].pop(), ["Record.title has changed"]),
    (
        "another default",
        lambda new: properties(new)["title"].update(default=""),
        ["Record.title has changed"],
    ),
    (
        "a default of 1 for true",
        lambda new: properties(new)["flag"].update(default=1),
        ["Record.flag has changed"],
    ),
    ("a limit", lambda new: properties(new)["parts"].update(maxItems=9), ["Record.parts has changed"]),
    (
        "a new field that is required",
        lambda new: (properties(new).update(new={"type": "null"}), new["required"].append("new")),
        ["Record.new is new and required: give it a default"],
    ),
    ("a field required", lambda new: new["required"].append("title"), ["Record.title was not required"]),
    ("a field not required", lambda new: new["required"].remove("kind"), ["Record.kind was required"]),
    (
        "opened",
        lambda new: new.pop("additionalProperties"),
        ["Record has changed in additionalProperties"],
    ),
    ("another dialect", lambda new: new.update({"$schema": "x"}), ["Record has changed in $schema"]),
    (
        "a part's limit",
        lambda new: properties(new["$defs"]["Part"])["at"].update(minimum=1),
        ["Record: Part.at has changed"],
    ),
    (
        "a part's field gone",
        lambda new: (properties(new["$defs"]["Part"]).clear(), new["$defs"]["Part"]["required"].clear()),
        ["Record: Part.at is gone"],
    ),
    (
        "a field of a renamed part",
        lambda new: properties(rename_part(new))["at"].update(minimum=1),
        ["Record: Piece.at has changed"],
    ),
    ("a part gone", lambda new: new["$defs"].clear(), ["Record: Part is gone"]),
]


@pytest.mark.parametrize(("name", "change"), COMPATIBLE, ids=[case[0] for case in COMPATIBLE])
def test_a_change_that_breaks_nothing(name: str, change: Callable[[Json], object]) -> None:
    new = deepcopy(RECORD)
    change(new)
    assert incompatibilities(RECORD, new) == []


@pytest.mark.parametrize(("name", "change", "expected"), INCOMPATIBLE, ids=[case[0] for case in INCOMPATIBLE])
def test_a_change_that_breaks_something(
    name: str, change: Callable[[Json], object], expected: list[str]
) -> None:
    new = deepcopy(RECORD)
    change(new)
    assert incompatibilities(RECORD, new) == expected


def test_every_break_is_named() -> None:
    new = deepcopy(RECORD)
    properties(new).pop("title")
    properties(new)["flag"].update(default=False)
    assert incompatibilities(RECORD, new) == ["Record.title is gone", "Record.flag has changed"]


def test_every_schema_is_compatible_with_itself() -> None:
    for topic in TOPICS:
        assert incompatibilities(json_schema(topic.record), json_schema(topic.record)) == []


def test_a_model_may_gain_a_field_with_a_default_and_not_one_without() -> None:
    class Note(Message):
        """A note."""

        text: str = Field(description="What it says.")

    class WithDefault(Note):
        """A note."""

        author: str | None = Field(None, description="Who wrote it.")

    class Without(Note):
        """A note."""

        author: str | None = Field(description="Who wrote it.")

    old = json_schema(Note) | {"$id": "note"}
    assert incompatibilities(old, json_schema(WithDefault) | {"$id": "note"}) == []
    assert incompatibilities(old, json_schema(Without) | {"$id": "note"}) == [
        "Note.author is new and required: give it a default"
    ]
