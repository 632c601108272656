"""Headers: what makes sense is kept, whatever a server writes into them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.web.headers import LONGEST_RETRY_S, charset, retry_after_s, validator

NOW = datetime(2026, 3, 4, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("9" * 6000, LONGEST_RETRY_S),
        ("99999999", LONGEST_RETRY_S),
        ("Wed, 04 Mar 2026 12:02:00 GMT", 120),
        ("Wed, 04 Mar 2026 12:02:00", 120),
        ("Wed, 04 Mar 2026 14:02:00 +0200", 120),
        ("Wed, 04 Mar 2020 12:02:00 GMT", 0),
        ("Wed, 04 Mar 9999 12:02:00 GMT", LONGEST_RETRY_S),
        ("-5", None),
        ("1.5", None),
        ("٣", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after_is_read_in_both_its_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, now=NOW) == seconds


@given(st.text(max_size=60) | st.from_regex(r"\w{3}, \d{1,3} (Mar|May) \d{1,6} \d\d:\d\d:\d\d [-+G]\w{1,6}"))
def test_any_retry_after_is_a_time_within_bounds_or_none(value: str) -> None:
    seconds = retry_after_s(value, now=NOW)
    assert seconds is None or 0 <= seconds <= LONGEST_RETRY_S


@pytest.mark.parametrize("value", ["", " ", "é", "\udcff", "a\r\nX: 1", "a\x00", "x" * 1001, None])
def test_a_validator_that_cannot_be_sent_back_is_none(value: str | None) -> None:
    assert validator(value) is None


@pytest.mark.parametrize("value", ['"1"', 'W/"a b"', "unquoted", "Wed, 04 Mar 2026 12:00:00 GMT"])
def test_a_validator_is_kept_as_it_came(value: str) -> None:
    assert validator(value) == value


@pytest.mark.parametrize(
    ("value", "name"),
    [
        ("UTF-8", "utf-8"),
        ("'latin1'", "iso8859-1"),
        ("klingon-8", None),
        ("base64", None),
        ("undefined", None),
        ("", None),
        ("é", None),
        (None, None),
    ],
)
def test_a_charset_is_one_that_is_known(value: str | None, name: str | None) -> None:
    assert charset(value) == name


@given(st.text(max_size=60))
def test_any_charset_is_known_or_none(value: str) -> None:
    found = charset(value)
    assert found is None or "".encode(found, "replace") is not None
