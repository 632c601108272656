"""What is reportedly so is hearsay: an attribution with no source."""

from __future__ import annotations

import pytest

from claimwire.extract import Extractor
from tests.eval.articles import article_of


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        ("Flags at the town hall were reportedly lowered.", ["Flags at the town hall were", "lowered"]),
        ("The man fled and reportedly hurt two women in Bremm.", ["The man", "hurt two women in Bremm"]),
        ("Reportedly two men died and ten were hurt.", ["two men died and ten were hurt"]),
        ("Two men died on Monday, reportedly of smoke.", ["Two men died on Monday", "of smoke"]),
    ],
)
def test_the_clause_of_the_adverb_is_its_content(
    extractor: Extractor, text: str, contents: list[str]
) -> None:
    (found,) = extractor.extract(article_of(text))
    assert found.source is None
    assert found.cue is not None
    assert [span.exact.lower() for span in found.cue.spans] == ["reportedly"]
    assert [span.exact for span in found.content] == contents


def test_hearsay_in_what_somebody_says_is_nested(extractor: Extractor) -> None:
    found = extractor.extract(article_of("Police said the man allegedly released a document."))
    assert [(one.nested, one.cue and one.cue.spans[0].exact) for one in found] == [
        (False, "said"),
        (True, "allegedly"),
    ]
