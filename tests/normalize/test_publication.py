"""The publication time comes from the most trusted statement that is not nonsense."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimwire.normalize.publication import read_publication

RECEIVED = datetime(2026, 3, 4, 12, tzinfo=UTC)
PAGE = ("2026-03-02T10:00:00+01:00",)
URL = "https://echo.example/2026/03/01/bridge"


@pytest.mark.parametrize(
    ("raw", "page", "url", "dateline", "expected"),
    [
        ("2026-03-03", PAGE, URL, "March 1, 2026", ("raw", "2026-03-03T00:00:00+00:00")),
        (None, PAGE, URL, "March 1, 2026", ("page", "2026-03-02T09:00:00+00:00")),
        ("soon", PAGE, URL, None, ("page", "2026-03-02T09:00:00+00:00")),
        ("1980-01-01T00:00:00Z", (), URL, None, ("url", "2026-03-01T00:00:00+00:00")),
        ("1970-01-01T00:00:00Z", (), URL, None, ("url", "2026-03-01T00:00:00+00:00")),
        ("2026-03-07", (), URL, None, ("url", "2026-03-01T00:00:00+00:00")),
        ("2026-03-06", (), URL, None, ("raw", "2026-03-06T00:00:00+00:00")),
        (None, ("never", *PAGE), None, None, ("page", "2026-03-02T09:00:00+00:00")),
        (None, (), None, "March 1, 2026", ("dateline", "2026-03-01T00:00:00+00:00")),
        (None, (), None, "March 1", None),
        ("2026-03-04T15:00:00Z", PAGE, URL, None, ("page", "2026-03-02T09:00:00+00:00")),
        ("2026-03-04T15:00:00Z", ("2026-03-04T16:00Z",), URL, None, ("raw", "2026-03-04T15:00:00+00:00")),
        ("2026-03-04T15:00:00Z", (), URL, None, ("raw", "2026-03-04T15:00:00+00:00")),
        ("1066-10-14", (), None, None, None),
        (None, (), None, None, None),
    ],
)
def test_the_first_credible_statement(
    raw: str | None,
    page: tuple[str, ...],
    url: str | None,
    dateline: str | None,
    expected: tuple[str, str] | None,
) -> None:
    found = read_publication(raw=raw, page=page, url=url, dateline=dateline, received_at=RECEIVED)
    assert (None if found is None else (found.origin, found.at.isoformat())) == expected


@pytest.mark.parametrize(
    ("language", "day"),
    [
        ("en-GB", "2026-02-01"),
        ("en_AU", "2026-02-01"),
        ("de", "2026-02-01"),
        ("en-US", "2026-01-02"),
        ("en", None),
    ],
)
def test_what_a_date_of_digits_means_is_its_languages_to_say(language: str, day: str | None) -> None:
    found = read_publication(
        raw=None, page=("01/02/2026",), url=None, dateline=None, received_at=RECEIVED, language=language
    )
    assert (None if found is None else found.at.date().isoformat()) == day


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("/2026/03/01/bridge", "2026-03-01"),
        ("/news/2026-03-01-bridge", "2026-03-01"),
        ("/news/20260301/bridge", "2026-03-01"),
        ("/2026/mar/01/bridge", "2026-03-01"),
        ("/2026/03/bridge", None),
        ("/2026/13/01/bridge", None),
        ("/id/202603011", None),
    ],
)
def test_a_day_in_a_url(path: str, day: str | None) -> None:
    found = read_publication(
        raw=None, page=(), url=f"https://echo.example{path}", dateline=None, received_at=RECEIVED
    )
    assert (None if found is None else found.at.date().isoformat()) == day


@pytest.mark.parametrize(
    ("raw", "at"),
    [
        ("mar., 03 mars 2026 16:20:00 +0100", "2026-03-03T15:20:00+00:00"),
        ("Di, 3 Mär 2026 16:20", "2026-03-03T16:20:00+00:00"),
        ("2026年3月3日 16:20", "2026-03-03T16:20:00+00:00"),
        ("03.03.2026", "2026-03-03T00:00:00+00:00"),
    ],
)
def test_a_feeds_date_in_its_own_language(raw: str, at: str) -> None:
    found = read_publication(raw=raw, page=(), url=None, dateline=None, received_at=RECEIVED)
    assert found is not None
    assert (found.origin, found.at.isoformat()) == ("raw", at)
