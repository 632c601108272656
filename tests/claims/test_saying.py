"""Saying: the medium and the time of it stand round the cue, outside the content."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimwire.claims.saying import medium_of, said_of
from claimwire_schemas import Attribution, Cue, Publication, Span
from tests.builders import an_attribution
from tests.extract.marked import read

PUBLISHED = Publication(
    at=datetime(2019, 10, 16, 8, 30, tzinfo=UTC), utc_offset=None, precision="second", origin="raw"
)
"""A Wednesday."""


def attributed(marked: str) -> tuple[str, Attribution]:
    """Return the text of `{S:…}`, `{C:…}`, `{X:…}` and the attribution that is in it."""
    text, segments = read(marked)
    roles: dict[str, list[Span]] = {"source": [], "cue": [], "content": []}
    for one in segments:
        roles[one.role].append(Span.of(text, one.start, one.end))
    cue = Cue(spans=tuple(roles["cue"]), lemma="say") if roles["cue"] else None
    source = roles["source"][0] if roles["source"] else None
    return text, an_attribution(source=source, cue=cue, content=tuple(roles["content"]))


@pytest.mark.parametrize(
    ("marked", "medium"),
    [
        ("{X:“Rain,”} {S:Ida Holm} {C:said} in a statement posted online.", "in a statement posted online"),
        (
            "{X:“Rain,”} {S:she} {C:said} in an interview with the Tarn Echo on Monday.",
            "in an interview with the Tarn Echo",
        ),
        ("{S:She} {C:told} reporters in Tarn {X:that it rained}.", "told reporters in Tarn"),
        ("{S:She} {C:told} a briefing on Monday {X:that it rained}.", "told a briefing"),
        ("{S:She} {C:said} in a court filing {X:that it rained}.", "in a court filing"),
        ("{S:She} {C:wrote} on Twitter {X:that it rained}.", "on Twitter"),
        ("{S:She} {C:wrote in a note to clients} {X:that it rained}.", "in a note to clients"),
        ("{X:“Rain,”} {S:she} {C:said} by telephone.", "by telephone"),
        ("In a letter to staff, {S:she} {C:said} {X:it rained}.", "In a letter to staff"),
        ("{S:She} {C:has been told} {X:that it rained}.", None),
        ("{S:She} {C:told} him {X:that it rained}.", None),
        ("{S:She} {C:said} {X:it rained in a statement}.", None),
        ("In a statement, Bo left. {S:She} {C:said} {X:it rained}.", None),
        ("{S:She} {C:said} {X:it rained}. In a statement, Bo denied it.", None),
        ("{S:The man in the interview} {C:said} {X:it rained}.", None),
        ("{S:She} {X:“Rain”}", None),
    ],
)
def test_medium(marked: str, medium: str | None) -> None:
    found = medium_of(*attributed(marked))
    assert (found.exact if found else None) == medium


@pytest.mark.parametrize(
    ("marked", "exact", "day"),
    [
        ("{S:She} {C:said} on Monday {X:that it rained}.", "on Monday", "2019-10-14"),
        ("{X:“Rain,”} {S:she} {C:said} on Monday.", "on Monday", "2019-10-14"),
        ("{X:“Rain,”} {S:she} {C:said} in a statement on Monday.", "on Monday", "2019-10-14"),
        ("{X:“Rain,”} {S:she} {C:said} after a late session on Monday.", "on Monday", "2019-10-14"),
        ("{S:The mill} on Monday {C:reported} {X:a loss}.", "on Monday", "2019-10-14"),
        ("{S:The mill} shut on Monday and {C:blamed} {X:the rain}.", "on Monday", "2019-10-14"),
        ("On Monday, {S:she} {C:said} {X:it rained}.", "On Monday", "2019-10-14"),
        ("{S:She} {C:said on Monday} {X:it rained}.", "on Monday", "2019-10-14"),
        ("{S:She} {C:said} {X:it rained on Monday}.", None, None),
        ("{S:Ida, who left on Monday,} {C:said} {X:it rained}.", None, None),
        ("{X:“Rain,”} {S:she} {C:said}, referring to the raid on Monday.", None, None),
        ("{X:“Rain,”} {S:she} {C:said}. On Monday it snowed.", None, None),
        ("{S:She} {X:“Rain”}", None, None),
    ],
)
def test_time_of_saying(marked: str, exact: str | None, day: str | None) -> None:
    found = said_of(*attributed(marked), PUBLISHED)
    assert ((found.span.exact, found.first_day) if found else (None, None)) == (exact, day)


def test_nothing_is_looked_for_outside_the_content_that_it_is_nested_in() -> None:
    text, one = attributed("In a letter on Monday he said {S:she} {C:said} on Friday {X:it rained}.")
    within = [Span.of(text, text.index("she said"), len(text))]
    assert medium_of(text, one, within) is None
    said = said_of(text, one, PUBLISHED, within)
    assert said is not None
    assert said.span.exact == "on Friday"
