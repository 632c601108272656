"""Places in a text are what they say."""

from __future__ import annotations

from hashlib import sha256

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from claimwire_schemas import Paragraph, Span, text_digest
from tests.strategies import TEXTS, spans


@given(data=st.data(), text=TEXTS)
def test_a_span_of_a_text_is_in_it(data: st.DataObject, text: str) -> None:
    span = data.draw(spans(text))
    assert text[span.start : span.end] == span.exact


@pytest.mark.parametrize(
    ("text", "start", "end", "exact"),
    [
        ("🌉 bridge", 2, 8, "bridge"),
        ("“No,” he said", 6, 8, "he"),
        ("e\u0301a", 2, 3, "a"),
        ("👩‍🚒 said", 4, 8, "said"),
    ],
)
def test_offsets_are_code_points(text: str, start: int, end: int, exact: str) -> None:
    assert Span.of(text, start, end) == Span(start=start, end=end, exact=exact)


@pytest.mark.parametrize(
    ("start", "end", "exact"), [(0, 3, "four"), (0, 5, "four"), (4, 0, "four"), (0, 0, ""), (-4, 0, "four")]
)
def test_a_span_of_another_length_than_its_words_is_refused(start: int, end: int, exact: str) -> None:
    with pytest.raises(ValidationError):
        Span(start=start, end=end, exact=exact)


@pytest.mark.parametrize(("start", "end"), [(0, 0), (3, 2), (-1, 2), (0, -1)])
def test_a_range_that_does_not_end_after_it_starts_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Paragraph(start=start, end=end)


@pytest.mark.parametrize(("start", "end"), [(0, 9), (5, 6)])
def test_a_span_of_a_place_beyond_the_text_is_refused(start: int, end: int) -> None:
    with pytest.raises(ValidationError):
        Span.of("four", start, end)


@pytest.mark.parametrize(
    ("text", "digest"),
    [
        ("", "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("abc", "sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    ],
)
def test_a_digest_is_that_of_sha_256(text: str, digest: str) -> None:
    """The values are those of FIPS 180-4's own examples."""
    assert text_digest(text) == digest


@given(text=st.text())
def test_a_digest_is_over_utf_8(text: str) -> None:
    assert text_digest(text) == f"sha256:{sha256(text.encode()).hexdigest()}"
