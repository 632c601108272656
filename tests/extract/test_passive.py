"""A passive is told from an active by the tree."""

from __future__ import annotations

import pytest

from claimwire.english.document import Document
from claimwire.extract import default_extractor
from claimwire.extract.passive import is_charged, is_passive
from claimwire.extract.segments import Segment
from tests.eval.articles import article_of
from tests.extract.marked import read


def parsed(marked: str) -> tuple[Document, list[Segment]]:
    text, segments = read(marked)
    return default_extractor().read(article_of(text)).document, segments


@pytest.mark.parametrize(
    "marked",
    [
        "He {C:was asked} about the dam.",
        "The road {C:is expected} to reopen on Monday.",
        "The plan {C:has been widely criticised} in the town.",
        "They {C:were not told} about it.",
        "The village, {C:known as} Tarn, was cut off.",
        "It {C:is now being called} a disaster.",
        "{C:Asked} whether he would resign, he left.",
        "When {C:pressed} on the cost, she smiled.",
        "He {C:reportedly} left the country.",
    ],
)
def test_these_are(marked: str) -> None:
    document, (cue,) = parsed(marked)
    assert is_passive(document, cue)


@pytest.mark.parametrize(
    "marked",
    [
        "She {C:said} it was wet.",
        "She {C:called for} calm.",
        "She rose and {C:called} it a sham.",
        "She {C:has asked} for more.",
        "She {C:was confident} of a win.",
        "They {C:were accused by} the mayor of fraud.",
        "He {C:had been saying} so for years.",
        "The speech, {C:intended} to calm them, failed.",
        "the rhetoric that {C:painted} all of them as thieves",
    ],
)
def test_these_are_not(marked: str) -> None:
    document, (cue,) = parsed(marked)
    assert not is_passive(document, cue)


def test_a_cue_without_words_is_none() -> None:
    assert not is_passive(Document(": no"), Segment(0, 1, "cue", 0.9))


CHARGED = [
    "{S:Two aides} {C:accused of} {X:leaking it} left.",
    "{S:The firm}, {C:accused of} {X:fraud}, closed.",
    "The judge freed, with {S:a man} {C:charged} {X:with theft}, two others.",
    "It is a list of {S:men} {C:suspected of} {X:theft}.",
]
CHARGING = [
    "{S:Ada Vane} {C:accused} {X:an aide of it}.",
    "They freed the aide that {S:Ada Vane} {C:accused of} {X:fraud}.",
    "They freed the aide whom {S:police} {C:had accused of} {X:fraud}.",
    "{S:She} {C:accused of} {X:fraud}",
]


@pytest.mark.parametrize("marked", [*CHARGED, *CHARGING])
def test_who_is_charged_is_told_from_who_charges(marked: str) -> None:
    document, (source, cue, _) = parsed(marked)
    assert is_charged(document, source, cue) == (marked in CHARGED)
