"""The field dictionary is complete, and its worked examples are right."""

from __future__ import annotations

import re
from uuid import UUID, uuid5

import pytest

from claimwire_schemas.dictionary import dictionary
from claimwire_schemas.example import TEXT, examples, place
from claimwire_schemas.field_types import field_type
from claimwire_schemas.json_schema import Json, json_schema
from claimwire_schemas.message import Message
from claimwire_schemas.topics import TOPICS

TEXT_OF_ALL = dictionary()


def section(title: str) -> str:
    """Return what stands under a heading."""
    found = re.search(rf"(?ms)^##+ {title}\n(.*?)(?=^##+ |\Z)", TEXT_OF_ALL)
    assert found, title
    return found[1]


@pytest.mark.parametrize("record", [topic.record for topic in TOPICS])
def test_every_field_of_every_record_and_part_has_a_row(record: type[Message]) -> None:
    schema = json_schema(record)
    for part in (schema, *schema.get("$defs", {}).values()):
        rows = re.findall(r"(?m)^\| `(\w+)` \| .+ \| (yes|no: `.+`) \| .+ \|$", section(part["title"]))
        assert [name for name, _ in rows] == list(part["properties"])
        assert {name for name, required in rows if required == "yes"} == set(part["required"])


def test_every_link_within_leads_to_a_heading() -> None:
    headings = {heading.lower().replace(" ", "-") for heading in re.findall(r"(?m)^##+ (.+)$", TEXT_OF_ALL)}
    assert set(re.findall(r"\]\(#([^)]+)\)", TEXT_OF_ALL)) - headings == set()


def test_the_worked_ids_are_right() -> None:
    """Each is the UUIDv5 of the name beside it, in the namespace that the text says."""
    found = examples()
    namespaces = {
        "Attribution": UUID(found.article.article_id),
        "Claim": UUID(found.attribution.attribution_id),
        "Article": UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8"),
        "Dead letter": UUID("1cc4d2e6-2f02-53b6-8167-11ab0558543e"),
    }
    rows = re.findall(r"(?m)^\| ([\w ]+) \| `([^`]+)` \| `([0-9a-f-]{36})` \|$", section("Ids"))
    assert len(rows) == 4
    for name, written, expected in rows:
        assert str(uuid5(namespaces[name], written.replace("⏎", "\n"))) == expected


def test_the_utf_16_offsets_are_right() -> None:
    """The example's text begins with one character that is two code units."""
    match = re.search(
        r"`said` is at (\d+)–(\d+) in code points and at\s+(\d+)–(\d+) in UTF-16", section("Spans")
    )
    assert match
    start, end, start16, end16 = map(int, match.groups())
    assert TEXT[start:end] == "said"
    assert TEXT.encode("utf-16-le")[2 * start16 : 2 * end16].decode("utf-16-le") == "said"
    assert start16 != start == place("said").start


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string"}, "string"),
        ({"type": "integer", "minimum": 1}, "integer, at least 1"),
        ({"type": "number", "minimum": 0, "maximum": 1}, "number, 0 to 1"),
        ({"type": "string", "maxLength": 9}, "string, at most 9 characters"),
        ({"type": "string", "minLength": 1}, "string, at least 1 character"),
        ({"type": "string", "minLength": 1, "maxLength": 9}, "string, 1 to 9 characters"),
        ({"type": "string", "pattern": "^[a-z]$"}, "string like `^[a-z]$`"),
        ({"type": "string", "format": "date-time"}, "time (RFC 3339)"),
        ({"type": "string", "contentEncoding": "base64"}, "base64 string"),
        ({"const": 1, "type": "integer"}, "`1`"),
        ({"enum": ["a", "b"], "type": "string"}, "`a`, `b`"),
        ({"$ref": "#/$defs/Span"}, "[Span](#span)"),
        ({"anyOf": [{"$ref": "#/$defs/Span"}, {"type": "null"}]}, "[Span](#span) or null"),
        (
            {"type": "array", "items": {"$ref": "#/$defs/Span"}, "minItems": 1},
            "list of [Span](#span), at least 1",
        ),
    ],
)
def test_a_type_is_said_in_words(schema: Json, expected: str) -> None:
    assert field_type(schema) == expected
