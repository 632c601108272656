"""Reporting clauses inside content are attributions of their own, and nothing else there is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.english.document import Document
from claimwire.extract import default_extractor, extract
from claimwire.extract.nested import Nested, find_nested
from claimwire_schemas import Attribution
from tests.builders import an_article
from tests.eval.articles import article_of
from tests.strategies import examples

CASES = [
    (
        "clause",
        "Officials said {that the ministry denied it had paid the smugglers}.",
        "the ministry|denied|it had paid the smugglers",
    ),
    (
        "clause",
        "Officials said {that the army said on Monday that it had retaken Dorn}.",
        "the army|said|that it had retaken Dorn",
    ),
    (
        "clause",
        "Officials said {that after the ministry said the road was open, drivers set off}.",
        "the ministry|said|the road was open",
    ),
    (
        "clause",
        "{“But Mr. Brel has said he would appeal. He won’t,”} she said.",
        "Mr. Brel|has said|he would appeal",
    ),
    (
        "about",
        "The club said {that it has been warning the council about the junction since 2019}.",
        "it|has been warning|about the junction",
    ),
    (
        "clause",
        "She said {that Ada Vane has told reporters she would stay}.",
        "Ada Vane|has told|she would stay",
    ),
    (
        "clause",
        "She said {that he now believes the mill was set on fire}.",
        "he|now believes|the mill was set on fire",
    ),
    ("clause", "{“He asked me whether I could swim,”} she said.", "He|asked|whether I could swim"),
    (
        "clause",
        "{“The bank says there is a debt that no insurer has covered,”} he wrote, and he predicted losses.",
        "The bank|says|there is a debt that no insurer has covered",
    ),
    (
        "clause",
        "{“My sister told me, ‘Don’t go near it,’ and I didn’t,”} he said.",
        "My sister|told|‘Don’t go near it,’",
    ),
    ("clause", "He said {that Ms Olund had replied: “No. Never.”}", "Ms Olund|had replied|“No. Never.”"),
    (
        "clause",
        "She said: {“‘Don’t go,’ she told me, ‘or you will drown.’”}",
        "she|told|‘Don’t go,’|‘or you will drown.’",
    ),
    (
        "clause",
        "He said {that fuel, the statement said, would be rationed}.",
        "the statement|said|fuel|would be rationed",
    ),
    (
        "clause",
        "He said {that Ada Vane, who says she saw the fire, would give evidence}.",
        "Ada Vane|says|she saw the fire",
    ),
    ("clause", "{“I asked her twice. She says no,”} he said.", "She|says|no"),
    (
        "about",
        "He said {that prosecutors accused Mr Brel of hiding two cheques}.",
        "prosecutors|accused|Mr Brel of hiding two cheques",
    ),
    (
        "about",
        "She said {that the group had been warning the council about the junction}.",
        "the group|had been warning|about the junction",
    ),
    (
        "thing",
        "He said {that analysts had expected a profit of $2m}.",
        "analysts|had expected|a profit of $2m",
    ),
    ("thing", "{“They call her ‘the boss’,”} he said.", "They|call|her ‘the boss"),
    (
        "order",
        "She said {that the council had promised to mend the weir}.",
        "the council|had promised|to mend the weir",
    ),
    ("order", "He said {that Orvane plans to close the smelter}.", "Orvane|plans|to close the smelter"),
    (
        "order",
        "He said {the mayor had urged residents to leave the valley}.",
        "the mayor|had urged|residents to leave the valley",
    ),
    (
        "noun",
        "He denied {claims that it had bribed two officials}.",
        "-|claims|that it had bribed two officials",
    ),
    (
        "noun",
        "She dismissed {the union’s complaint that the mine was unsafe}.",
        "the union|complaint|that the mine was unsafe",
    ),
    (
        "passive",
        "She said {that the crew had been told it was the valve}.",
        "-|had been told|it was the valve",
    ),
    (
        "passive",
        "He said {stocks were expected to fall by a tenth}.",
        "-|were expected|stocks|to fall by a tenth",
    ),
    (
        "according",
        "He said {that the mine, according to the union, was unsafe}.",
        "the union|according to|the mine|was unsafe",
    ),
    (
        "according",
        "She said {the mine was unsafe, according to Dr. Olund}.",
        "Dr. Olund|according to|the mine was unsafe",
    ),
]

NONE = [
    "She said {“Everything they say that day is wrong.”}",
    "He said {it was a ship built according to the rules of the port}.",
    "He praised {the reports that they published in May}.",
    "She named {the first four states that vote in March}.",
    "He said {all of what she said was written down}.",
    "He said {they had every reason to know that the bridge was closed}.",
    "She said {the letter was marked ‘urgent’}.",
    "He said {they had called a halt}.",
]


def analysed(marked: str) -> tuple[Document, tuple[int, int]]:
    """Return the document of a text, and the place of the content that braces mark in it."""
    before, content, after = re.split("[{}]", marked)
    document = default_extractor().read(article_of(before + content + after)).document
    return document, (len(before), len(before) + len(content))


def found_in(marked: str) -> list[tuple[str, str]]:
    document, place = analysed(marked)
    return [(one.pattern, shown(document.text, one)) for one in find_nested(document, [place])]


def shown(text: str, one: Nested) -> str:
    source = text[slice(*one.source)] if one.source else "-"
    return "|".join([source, text[slice(*one.cue)], *(text[slice(*place)] for place in one.content)])


@pytest.mark.parametrize(("pattern", "text", "expected"), CASES, ids=[case[1] for case in CASES])
def test_each_pattern_is_found(pattern: str, text: str, expected: str) -> None:
    assert found_in(text) == [(pattern, expected)]


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_reporting_is_not_found(text: str) -> None:
    assert found_in(text) == []


def test_a_clause_inside_a_clause_is_found_too() -> None:
    text = "He said {that the mayor had claimed the bank promised to wait}."
    assert [one for _, one in found_in(text)] == [
        "the mayor|had claimed|the bank promised to wait",
        "the bank|promised|to wait",
    ]


def extracted(text: str) -> tuple[Attribution, ...]:
    return extract(article_of(text))


def test_a_nested_attribution_names_the_innermost_that_it_is_within() -> None:
    outer, middle, inner = extracted("Petra Vane said she told him that the mayor said he would go.")
    assert [one.nested for one in (outer, middle, inner)] == [False, True, True]
    assert (outer.within, middle.within, inner.within) == (None, outer.attribution_id, middle.attribution_id)
    assert inner.source is not None
    assert inner.cue is not None
    assert (inner.source.exact, inner.cue.lemma, inner.kind) == ("the mayor", "say", "indirect")


def test_the_kind_of_what_is_nested_does_not_count_the_marks_around_it() -> None:
    outer, indirect, direct = extracted("“He said it was late. I told her, ‘Stay with us,’” she recalled.")
    assert (outer.kind, indirect.kind, direct.kind) == ("direct", "indirect", "direct")


def test_the_extractor_gives_what_is_nested() -> None:
    article = an_article(
        "Petra Olund said the mill’s owner had told her that the alarms were off.", title=None
    )
    found = extract(article)
    assert [(one.nested, one.source and one.source.exact) for one in found] == [
        (False, "Petra Olund"),
        (True, "the mill’s owner"),
    ]


WORDS = [
    *("she", "He", "the ministry", "said", "told", "him", "that", "it", "was", "claims", "according to"),
    *("who", "and", "if", "Vane", "“", "”", "‘", "’", '"', ",", ".", ":", "—", "\n\n"),
]


@examples(150)
@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=40))
def test_parts_are_inside_the_content_and_apart(words: list[str]) -> None:
    document, place = analysed("Oh. {" + " ".join(words) + "}")
    text = document.text
    for one in find_nested(document, [place]):
        places = sorted([one.cue, *one.content, *([one.source] if one.source else [])])
        edges = [edge for place in places for edge in place]
        assert edges == sorted(edges)
        assert edges[0] >= 4
        assert all(text[slice(*place)].strip() for place in places)
