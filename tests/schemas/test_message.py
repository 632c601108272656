"""Bytes become records and records bytes, or there is a `DecodeError`; nothing else."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from claimwire_schemas import Article, DeadLetter, DecodeError, Message, RawArticle
from claimwire_schemas.example import examples
from claimwire_schemas.topics import TOPICS
from tests.builders import a_dead_letter, a_raw_article, an_article, an_attribution
from tests.strategies import FEW, RECORDS

ALL = [topic.record for topic in TOPICS]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def outcome(record: type[Message], data: bytes) -> str:
    """Return `record`, or the reason of the one error that may be raised."""
    try:
        record.decode(data)
    except DecodeError as error:
        return error.reason
    return "record"


@pytest.mark.parametrize("record", ALL)
@FEW
@given(data=st.data())
def test_decode_after_encode_is_identity(record: type[Message], data: st.DataObject) -> None:
    message = data.draw(RECORDS[record])
    encoded = message.encode()
    assert record.decode(encoded) == message
    assert record.decode(encoded).encode() == encoded


@pytest.mark.parametrize("record", ALL)
@given(data=st.binary(max_size=200))
def test_any_bytes_give_a_record_or_a_decode_error(record: type[Message], data: bytes) -> None:
    outcome(record, data)


@pytest.mark.parametrize("record", ALL)
@FEW
@given(value=JSON)
def test_any_json_gives_a_record_or_a_decode_error(record: type[Message], value: object) -> None:
    outcome(record, json.dumps(value).encode())


@pytest.mark.parametrize("record", ALL)
@FEW
@given(data=st.data())
def test_a_record_with_any_field_spoilt_gives_a_record_or_a_decode_error(
    record: type[Message], data: st.DataObject
) -> None:
    fields = json.loads(examples().of(record).encode())
    name = data.draw(st.sampled_from(sorted(fields)))
    outcome(record, json.dumps(fields | {name: data.draw(JSON)}).encode())


@pytest.mark.parametrize("record", ALL)
@FEW
@given(data=st.data())
def test_a_record_cut_or_damaged_gives_a_record_or_a_decode_error(
    record: type[Message], data: st.DataObject
) -> None:
    whole = bytearray(examples().of(record).encode())
    at = data.draw(st.integers(0, len(whole) - 1))
    whole[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    outcome(record, bytes(whole))


WRONG_VERSION = "unsupported_schema_version"
BODY = b'{"body":"x",'
REFUSED: list[tuple[str, bytes, str]] = [
    ("not UTF-8", b"\xff{}", "not_utf8"),
    ("UTF-16", '{"body":"x"}'.encode("utf-16"), "not_utf8"),
    ("a surrogate in UTF-8", b'{"body":"\xed\xa0\x80"}', "not_utf8"),
    ("nothing", b"", "bad_json"),
    ("half a record", b'{"body":"x"', "bad_json"),
    ("two records", b'{"body":"x"}{"body":"y"}', "bad_json"),
    ("a byte order mark", b'\xef\xbb\xbf{"body":"x"}', "bad_json"),
    ("a list", b'[{"body":"x"}]', "bad_json"),
    ("null", b"null", "bad_json"),
    ("NaN", BODY + b'"url":NaN}', "bad_json"),
    ("Infinity", BODY + b'"url":-Infinity}', "bad_json"),
    ("a lone surrogate, escaped", b'{"body":"\\ud800"}', "bad_json"),
    ("a raw control character", b'{"body":"\x01"}', "bad_json"),
    ("100,000 lists in each other", b"[" * 100_000, "bad_json"),
    ("100,000 objects in each other", b'{"body":' * 100_000, "bad_json"),
    ("500 lists in each other", BODY + b'"url":' + b"[" * 500 + b"]" * 500 + b"}", "invalid_record"),
    ("another version", BODY + b'"schema_version":2}', WRONG_VERSION),
    ("no version", BODY + b'"schema_version":null}', WRONG_VERSION),
    ("a version that is true", BODY + b'"schema_version":true}', WRONG_VERSION),
    ("a version that is text", BODY + b'"schema_version":"1"}', WRONG_VERSION),
    (
        "a version of 300 digits",
        BODY + b'"schema_version":' + b"9" * 300 + b"}",
        "unsupported_schema_version",
    ),
    ("a version of 5,000 digits", BODY + b'"schema_version":' + b"9" * 5000 + b"}", "bad_json"),
    (
        "a version of 500 lists",
        b'{"schema_version":' + b"[" * 500 + b"]" * 500 + b"}",
        "unsupported_schema_version",
    ),
    ("no body", b"{}", "invalid_record"),
    ("a body that is null", b'{"body":null}', "invalid_record"),
    ("a body that is a number", b'{"body":1}', "invalid_record"),
    ("an unknown field", BODY + b'"title":"x"}', "invalid_record"),
    ("an empty URL", BODY + b'"url":""}', "invalid_record"),
    ("a long URL", BODY + b'"url":"' + b"u" * 4097 + b'"}', "invalid_record"),
    ("an unknown content type", BODY + b'"content_type":"image/png"}', "invalid_record"),
    ("a time without a zone", BODY + b'"retrieved_at":"2026-03-04T10:00:00"}', "invalid_record"),
    ("a time that is a number", BODY + b'"retrieved_at":1700000000}', "invalid_record"),
    ("a time that is a number in text", BODY + b'"retrieved_at":"1700000000"}', "invalid_record"),
    ("a time that is none", BODY + b'"retrieved_at":"2026-02-30T10:00:00Z"}', "invalid_record"),
]


@pytest.mark.parametrize(
    ("data", "reason"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED]
)
def test_a_raw_article_is_refused_with_its_reason(data: bytes, reason: str) -> None:
    assert outcome(RawArticle, data) == reason


@pytest.mark.parametrize("text", ["9999-12-31T23:59:59-01:00", "0001-01-01T00:00:00+01:00"])
def test_a_time_that_is_in_no_year_of_utc_is_refused(text: str) -> None:
    assert outcome(RawArticle, BODY + f'"retrieved_at":"{text}"}}'.encode()) == "invalid_record"


def test_a_version_nested_as_deep_as_json_may_be_is_refused() -> None:
    data = b'{"schema_version":' + b"[" * 1020 + b"]" * 1020 + b"}"
    assert outcome(RawArticle, data) == WRONG_VERSION


def test_an_error_stays_short_whatever_the_input() -> None:
    with pytest.raises(DecodeError) as caught:
        RawArticle.decode(BODY + b'"' + b"k" * 100_000 + b'":1}')
    assert len(str(caught.value)) < 2_000


SHORT_TEXTS = st.lists(st.sampled_from(['"', "\\", ",", "[", "{", "x"]), max_size=12).map("".join)


@FEW
@given(texts=st.lists(SHORT_TEXTS, min_size=1, max_size=30), more=st.sampled_from([0, 1]))
def test_only_what_stands_outside_of_texts_is_counted(texts: list[str], more: int) -> None:
    """Whatever is escaped in them: a list with as many commas as there may be, and with one more."""

    class Short(Message):
        most_separators = len(texts) + 2 - more

    with pytest.raises(DecodeError) as caught:
        Short.decode(json.dumps({"x": texts, "y": 1}, ensure_ascii=False).encode())
    assert ("commas" in str(caught.value)) == bool(more)


@pytest.mark.parametrize("unit", ["[],", "{},", '"",', "1,", '{"a":'])
@pytest.mark.parametrize("record", [RawArticle, Article])
def test_an_article_of_too_many_values_is_refused_before_they_are_made(
    record: type[Message], unit: str
) -> None:
    """They would take thirty times their bytes; what is no JSON behind them shows that none was read."""
    with pytest.raises(DecodeError, match="commas and brackets"):
        record.decode(b'{"body":[' + unit.encode() * 500_001 + b"no JSON")


def test_texts_may_have_any_number_of_commas() -> None:
    body = ',[{\\"\n' * 500_000
    assert RawArticle.decode(RawArticle(body=body).encode()).body == body


def test_errors_are_counted_where_there_are_thousands() -> None:
    fields = {"body": "x"} | {f"f{number}": 1 for number in range(5000)}
    with pytest.raises(DecodeError, match=r"^RawArticle: 5,000 errors$"):
        RawArticle.decode(json.dumps(fields).encode())


@pytest.mark.parametrize("data", [b'"' * 4_000_000, b'"a\\' * 1_000_000, b'"\\"' * 1_000_000])
def test_counting_never_goes_back(data: bytes) -> None:
    """Quotes without an end, escaped quotes: quadratic, these would take hours."""
    assert outcome(RawArticle, b"," * 150_000 + b'{"body":"' + data + b"[" * 100_000) != "record"


def test_an_error_names_the_record_and_the_field_and_does_not_quote_the_value() -> None:
    with pytest.raises(DecodeError, match=r"^RawArticle: body: ") as caught:
        RawArticle.decode(b'{"body":["secret"]}')
    assert "secret" not in str(caught.value)


def test_of_two_fields_of_one_name_the_last_counts() -> None:
    assert RawArticle.decode(b'{"body":"first","body":"last"}').body == "last"


def test_a_raw_article_needs_only_a_body() -> None:
    assert RawArticle.decode(b'{"body":"x"}') == RawArticle(body="x")


@pytest.mark.parametrize("record", ALL)
def test_a_record_is_frozen(record: type[Message]) -> None:
    with pytest.raises(ValidationError, match="frozen"):
        examples().of(record).schema_version = 1  # type: ignore[attr-defined]


@pytest.mark.parametrize("record", ALL)
def test_a_record_can_be_a_key(record: type[Message]) -> None:
    """A frozen record is hashable, so it holds no list."""
    assert hash(examples().of(record)) == hash(examples().of(record))


@pytest.mark.parametrize(
    ("place", "value"),
    [
        (("unknown",), 1),
        (("article", "unknown"), 1),
        (("content", 0, "unknown"), 1),
        (("cue", "unknown"), 1),
        (("confidence",), 1.5),
        (("confidence",), "0.5"),
        (("content",), []),
        (("nested",), 0),
        (("kind",), "reported"),
        (("attribution_id",), "no-uuid"),
        (("article", "revision"), 1.0),
        (("article", "text_digest"), "sha256:" + "A" * 64),
    ],
)
def test_an_attribution_is_closed_and_strict_in_every_part(
    place: tuple[str | int, ...], value: object
) -> None:
    fields: dict[str, Any] = json.loads(an_attribution().encode())
    part: Any = fields
    for step in place[:-1]:
        part = part[step]
    part[place[-1]] = value
    assert outcome(type(an_attribution()), json.dumps(fields).encode()) == "invalid_record"


@pytest.mark.parametrize(
    ("written", "instant"),
    [
        ("2026-03-04T10:00:00Z", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ("2026-03-04T10:00:00+02:00", datetime(2026, 3, 4, 8, tzinfo=UTC)),
        ("2026-03-04T23:30:00-05:30", datetime(2026, 3, 5, 5, tzinfo=UTC)),
        ("2026-03-04t10:00:00z", datetime(2026, 3, 4, 10, tzinfo=UTC)),
        ("2026-03-04T10:00:00.5Z", datetime(2026, 3, 4, 10, 0, 0, 500_000, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_any_zone_and_kept_and_written_in_utc(written: str, instant: datetime) -> None:
    raw = RawArticle.decode(BODY + f'"retrieved_at":"{written}"}}'.encode())
    assert raw.retrieved_at == instant
    assert raw.retrieved_at.tzinfo is UTC
    assert json.loads(raw.encode())["retrieved_at"] == instant.isoformat().replace("+00:00", "Z")


def test_a_time_without_a_zone_is_refused_in_python_too() -> None:
    with pytest.raises(ValidationError, match="timezone"):
        a_raw_article(retrieved_at=datetime(2026, 3, 4))  # noqa: DTZ001


@given(value=st.none() | st.binary(max_size=300))
def test_a_dead_letter_keeps_every_byte(value: bytes | None) -> None:
    assert DeadLetter.decode(a_dead_letter(value=value).encode()).value == value


@pytest.mark.parametrize("text", ["a", "====", "é", "AA A", "_-8="])
def test_what_is_not_base64_is_refused(text: str) -> None:
    fields = json.loads(a_dead_letter().encode()) | {"value": text}
    assert outcome(DeadLetter, json.dumps(fields).encode()) == "invalid_record"


def test_an_article_speaks_of_itself_as_its_records_do() -> None:
    article = an_article(revision=3, supersedes=2)
    ref = article.ref()
    assert (ref.article_id, ref.revision, ref.supersedes, ref.text_digest, ref.url, ref.outlet) == (
        article.article_id,
        3,
        2,
        article.text_digest,
        article.url,
        article.outlet,
    )
