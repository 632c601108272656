"""The JSON Schemas say what `encode` writes and `decode` reads."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker

from claimwire_schemas import Message
from claimwire_schemas.example import examples
from claimwire_schemas.json_schema import DIALECT, json_schema, schema_file
from claimwire_schemas.topics import TOPICS
from tests.schemas.instances import instances
from tests.strategies import FEW, RECORDS

ALL = [topic.record for topic in TOPICS]


@cache
def validator(record: type[Message]) -> Draft202012Validator:
    return Draft202012Validator(json_schema(record), format_checker=FormatChecker())


@cache
def values(record: type[Message]) -> st.SearchStrategy[Any]:
    return instances(json_schema(record))


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema.get("$defs", {}).values()]


@pytest.mark.parametrize("record", ALL)
def test_a_schema_is_valid_json_schema_2020_12(record: type[Message]) -> None:
    schema = json_schema(record)
    Draft202012Validator.check_schema(schema)
    assert schema["$schema"] == DIALECT
    assert schema["$id"].endswith(f"/v1/{schema_file(record)}")
    assert schema["title"] == record.__name__
    assert schema["description"]


@pytest.mark.parametrize("record", ALL)
def test_every_object_is_closed_and_every_field_described(record: type[Message]) -> None:
    for schema in objects(json_schema(record)):
        assert schema["additionalProperties"] is False
        assert [name for name, field in schema["properties"].items() if not field.get("description")] == []


@pytest.mark.parametrize("record", ALL)
def test_a_field_is_required_or_has_a_default(record: type[Message]) -> None:
    for schema in objects(json_schema(record)):
        optional = {name for name, field in schema["properties"].items() if "default" in field}
        assert set(schema["properties"]) - optional == set(schema["required"])


@pytest.mark.parametrize("record", ALL)
def test_the_example_validates(record: type[Message]) -> None:
    validator(record).validate(json.loads(examples().of(record).encode()))


@pytest.mark.parametrize("record", ALL)
@FEW
@given(data=st.data())
def test_what_encode_writes_validates(record: type[Message], data: st.DataObject) -> None:
    message = data.draw(RECORDS[record])
    validator(record).validate(json.loads(message.encode()))


@pytest.mark.parametrize("record", ALL)
@FEW
@given(data=st.data())
def test_what_validates_decodes(record: type[Message], data: st.DataObject) -> None:
    value = data.draw(values(record))
    validator(record).validate(value)
    record.decode(json.dumps(value).encode())


@pytest.mark.parametrize("record", ALL)
def test_what_does_not_validate_does_not(record: type[Message]) -> None:
    """The validator of these tests finds a missing, an unknown and a wrong field."""
    value = json.loads(examples().of(record).encode())
    required = json_schema(record)["required"][0]
    for spoilt in (
        {name: field for name, field in value.items() if name != required},
        value | {"unknown": 1},
        value | {required: []},
        value | {"schema_version": 2},
    ):
        assert not validator(record).is_valid(spoilt)


@pytest.mark.parametrize(
    ("name", "file"),
    [("RawArticle", "raw-article.schema.json"), ("Claim", "claim.schema.json")],
)
def test_a_schema_file_is_named_after_its_record(name: str, file: str) -> None:
    assert schema_file(next(record for record in ALL if record.__name__ == name)) == file
