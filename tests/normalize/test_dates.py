"""A date is read whole, in a form that has one meaning, or not at all."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize.dates import read_moment


@pytest.mark.parametrize(
    ("text", "at", "offset", "precision"),
    [
        ("2026-03-04", "2026-03-04T00:00:00", None, "day"),
        ("2026/3/4", "2026-03-04T00:00:00", None, "day"),
        ("20260304", "2026-03-04T00:00:00", None, "day"),
        ("20260304T101500Z", "2026-03-04T10:15:00", "+00:00", "second"),
        ("2026-03-04T10:15:00Z", "2026-03-04T10:15:00", "+00:00", "second"),
        ("2026-03-04T10:15:00.123+0300", "2026-03-04T07:15:00", "+03:00", "second"),
        ("2026-03-04T10:15-05", "2026-03-04T15:15:00", "-05:00", "minute"),
        ("2026-03-04 10:15", "2026-03-04T10:15:00", None, "minute"),
        ("2026-03-04T23:59:60Z", "2026-03-04T23:59:59", "+00:00", "second"),
        ("Wed, 04 Mar 2026 10:15:00 GMT", "2026-03-04T10:15:00", "+00:00", "second"),
        ("Wed, 4 Mar 2026 10:15:00 -0500", "2026-03-04T15:15:00", "-05:00", "second"),
        ("4 March 2026", "2026-03-04T00:00:00", None, "day"),
        ("4th March, 2026", "2026-03-04T00:00:00", None, "day"),
        ("Sept. 4, 2026", "2026-09-04T00:00:00", None, "day"),
        ("March 4, 2026 at 10:15 p.m. EST", "2026-03-05T03:15:00", "-05:00", "minute"),
        ("March 4, 2026, 12.15am GMT", "2026-03-04T00:15:00", "+00:00", "minute"),
        ("Published: Wed 4 Mar 2026 10.15 BST", "2026-03-04T09:15:00", "+01:00", "minute"),
        ("10:15 GMT, 4 March 2026", "2026-03-04T10:15:00", "+00:00", "minute"),
        ("04 Mar 26", "2026-03-04T00:00:00", None, "day"),
        ("Wed, 04 Mar 26 10:15:00 GMT", "2026-03-04T10:15:00", "+00:00", "second"),
        ("4 March 99", "1999-03-04T00:00:00", None, "day"),
        ("04.03.2026", "2026-03-04T00:00:00", None, "day"),
        ("13/03/2026 10:15", "2026-03-13T10:15:00", None, "minute"),
        ("3/13/2026", "2026-03-13T00:00:00", None, "day"),
        ("March 4, 2026 10:15 PM XYZ", "2026-03-04T00:00:00", None, "day"),
        ("4. März 2026", "2026-03-04T00:00:00", None, "day"),
        ("MITTWOCH, 4. MÄRZ 2026", "2026-03-04T00:00:00", None, "day"),
        ("Veröffentlicht am 4. März 2026 um 10:15 Uhr", "2026-03-04T10:15:00", None, "minute"),
        ("Stand: 04.03.2026, 10:15 Uhr", "2026-03-04T10:15:00", None, "minute"),
        ("Mi, 4 Mär 2026 10:15 CET", "2026-03-04T09:15:00", "+01:00", "minute"),
        ("Publié le mercredi 4 mars 2026 à 10h15", "2026-03-04T10:15:00", None, "minute"),
        ("mer., 04 mars 2026 10:15:00 +0100", "2026-03-04T09:15:00", "+01:00", "second"),
        ("mar. 3 mars 2026", "2026-03-03T00:00:00", None, "day"),
        ("1er août 2026", "2026-08-01T00:00:00", None, "day"),
        ("4 de marzo de 2026 a las 10:15 h", "2026-03-04T10:15:00", None, "minute"),
        ("quarta-feira, 4 de março de 2026", "2026-03-04T00:00:00", None, "day"),
        ("mercoledì 4 marzo 2026, ore 10.15", "2026-03-04T10:15:00", None, "minute"),
        ("4 maart 2026 om 10:15 uur", "2026-03-04T10:15:00", None, "minute"),
        ("4. marts 2026 kl. 10.15", "2026-03-04T10:15:00", None, "minute"),
        ("4 marca 2026", "2026-03-04T00:00:00", None, "day"),
        ("4 marca 2026 r., godz. 10:15", "2026-03-04T10:15:00", None, "minute"),
        ("srijeda, 4. ožujka 2026. u 10:15", "2026-03-04T10:15:00", None, "minute"),
        ("4. 3. 2026.", "2026-03-04T00:00:00", None, "day"),
        ("среда, 4 марта 2026 в 10:15", "2026-03-04T10:15:00", None, "minute"),
        ("2026年3月4日 10:15", "2026-03-04T10:15:00", None, "minute"),
    ],
)
def test_a_moment_with_its_zone_and_precision(text: str, at: str, offset: str | None, precision: str) -> None:
    moment = read_moment(text)
    assert moment is not None
    assert (moment.at.isoformat(), moment.utc_offset, moment.precision) == (f"{at}+00:00", offset, precision)


@pytest.mark.parametrize(
    ("text", "language", "day"),
    [
        ("Published: 03/04/2026", "en-GB", "2026-04-03"),
        ("Published: 03/04/2026", "de", "2026-04-03"),
        ("Published: 03/04/2026", "en_US", "2026-03-04"),
        ("4 listopada 2026 r.", "pl", "2026-11-04"),
        ("4 listopad 2026", "pl-PL", "2026-11-04"),
        ("4. listopadu 2026", "cs", "2026-11-04"),
        ("4. listopada 2026.", "hr", "2026-10-04"),
        ("4. listopad 2026.", "hr-HR", "2026-10-04"),
        ("4. lis 2026", "bs", "2026-10-04"),
        ("4 lip 2026", "pl", "2026-07-04"),
        ("4. lip 2026.", "hr", "2026-06-04"),
    ],
)
def test_a_language_tells_which_day_it_is(text: str, language: str, day: str) -> None:
    moment = read_moment(text, language=language)
    assert moment is not None
    assert moment.at.date().isoformat() == day


@pytest.mark.parametrize("language", [None, "en", "und", "de", ""])
def test_a_month_of_two_languages_is_none_in_a_third(language: str | None) -> None:
    assert read_moment("4 listopada 2026", language=language) is None


@pytest.mark.parametrize(
    "months",
    [
        "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
        "styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień",
        "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
        "siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac",
        "ledna února března dubna května června července srpna září října listopadu prosince",
        "januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra",
        "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
        "ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık",
    ],
    ids=["pl", "pl", "hr", "hr", "cs", "sk", "ru", "tr"],
)
def test_all_months_in_their_cases(months: str, request: pytest.FixtureRequest) -> None:
    language = request.node.callspec.id[:2]
    read = [read_moment(f"4 {name} 2026", language=language) for name in months.split()]
    assert [one and one.at.month for one in read] == list(range(1, 13))


@pytest.mark.parametrize(
    "text",
    [
        "03/04/2026",
        "03/04.2026",
        "31/31/2026",
        "2026-02-30",
        "2026-13-01",
        "0000-01-01",
        "9999-12-31T23:59:59-12:00",
        "2026-03-04T25:00Z",
        "2026-03-04T10:15+99:00",
        "March 4, 2026 at 13:15 pm",
        "March 4",
        "Updated 4 March 2026",
        "Aktualisiert am 4. März 2026",
        "Bis 4. März 2026",
        "4. Brumaire 2026",
        "1772612100",
        "yesterday",
        "2026-03-04 and more",
        "٢٠٢٦-03-04",
        "",
        "2" * 1_000_000,
    ],
)
def test_what_is_no_date(text: str) -> None:
    assert read_moment(text) is None


@given(st.datetimes(timezones=st.timezones()))
def test_any_iso_time_is_the_same_instant(at: datetime) -> None:
    """What `isoformat` writes is read back, to the second."""
    offset = at.utcoffset()
    if offset is None or offset.total_seconds() % 60:
        return  # zones of before 1900 have seconds, which RFC 3339 has not
    try:
        expected = at.replace(microsecond=0).astimezone(UTC)
    except OverflowError:
        return
    moment = read_moment(at.isoformat())
    assert moment is not None
    assert moment.at == expected


@given(st.text(max_size=120))
def test_any_text_is_a_moment_or_none(text: str) -> None:
    moment = read_moment(text)
    assert moment is None or moment.at.tzinfo is not None
