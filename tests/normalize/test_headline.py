"""The headline is found where there is one, and stands once."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize.headline import read_opening

BODY = "The old bridge over the Tarn was shut on Tuesday, the council said, after divers found cracks in it."
HEAD = "Old bridge shut after divers find cracks"


@pytest.mark.parametrize(
    ("paragraphs", "given_headline", "headline", "byline", "body"),
    [
        ([HEAD, BODY], None, HEAD, None, [BODY]),
        ([BODY, BODY], None, None, None, [BODY, BODY]),
        ([HEAD], None, None, None, [HEAD]),
        ([HEAD, "By Tom Reed", BODY], None, HEAD, "Tom Reed", [BODY]),
        (["By Tom Reed", HEAD, BODY], None, HEAD, "Tom Reed", [BODY]),
        ([HEAD, HEAD, BODY], None, HEAD, None, [BODY]),
        (["Bridge shut.", BODY], None, None, None, ["Bridge shut.", BODY]),
        (["he said", BODY], None, None, None, ["he said", BODY]),
        (["LONDON (AP) — It is shut", BODY], None, None, None, ["LONDON (AP) — It is shut", BODY]),
        (["“It is shut”", BODY], None, None, None, ["“It is shut”", BODY]),
        (["FOR IMMEDIATE RELEASE", HEAD, BODY], None, HEAD, None, [BODY]),
        (["Press release:", BODY], None, None, None, [BODY]),
        (["Press release"], None, None, None, ["Press release"]),
        (["Bridge shut – live", "14:52", BODY], None, "Bridge shut – live", None, ["14:52", BODY]),
        (["Is the bridge shut?", BODY], None, "Is the bridge shut?", None, [BODY]),
        ([BODY], HEAD, HEAD, None, [BODY]),
        ([HEAD, BODY], HEAD, HEAD, None, [BODY]),
        ([HEAD.upper(), "By Tom Reed", BODY], HEAD, HEAD, "Tom Reed", [BODY]),
        (["By Tom Reed", HEAD, BODY], HEAD, HEAD, "Tom Reed", [BODY]),
        ([f"{HEAD} | The Echo", BODY], HEAD, HEAD, None, [BODY]),
        ([HEAD], HEAD, HEAD, None, []),
        ([f"{HEAD}, the council said.", BODY], HEAD, HEAD, None, [f"{HEAD}, the council said.", BODY]),
        ([], None, None, None, []),
        ([], HEAD, HEAD, None, []),
    ],
)
def test_the_opening(
    paragraphs: list[str],
    given_headline: str | None,
    headline: str | None,
    byline: str | None,
    body: list[str],
) -> None:
    assert read_opening(paragraphs, headline=given_headline) == (headline, byline, body)


PARAGRAPHS = st.lists(
    st.sampled_from(
        [HEAD, HEAD.upper(), BODY, "By Tom Reed", "BY UNA LIND", "???", "!!!", "Short line", "A. B."]
    ),
    max_size=8,
)


@given(PARAGRAPHS, st.none() | st.sampled_from([HEAD, "???", "By Tom Reed", "Short line"]))
def test_an_opening_read_again_is_the_same(paragraphs: list[str], headline: str | None) -> None:
    once = read_opening(paragraphs, headline=headline)
    laid_out = [once.headline, *once.body] if once.headline else once.body
    again = read_opening(laid_out, headline=once.headline)
    assert (again.headline, again.body) == (once.headline, once.body)
