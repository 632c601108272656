"""Reporting clauses inside content are attributions of their own, and nothing else there is."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.english.quotations import find_quotations
from claimwire.extract import extract
from claimwire.extract.linker import link
from claimwire.extract.nested import Nested, find_nested
from claimwire.extract.records import attributions_of
from claimwire.extract.reporting import reporting
from claimwire_schemas import Attribution
from tests.builders import an_article
from tests.eval.articles import article_of
from tests.extract.marked import read
from tests.strategies import examples

CASES = [
    (
        "clause",
        "that the ministry denied it had paid the smugglers",
        "the ministry|denied|it had paid the smugglers",
    ),
    (
        "clause",
        "that the army said on Monday that it had retaken Dorn",
        "the army|said|that it had retaken Dorn",
    ),
    (
        "clause",
        "that officials in Dorn had warned that the dam could burst",
        "officials in Dorn|had warned|that the dam could burst",
    ),
    ("clause", "“But Mr. Brel has said he would appeal. He won’t.”", "Mr. Brel|has said|he would appeal"),
    ("clause", "“They say the quay is safe, but I don’t believe it.”", "They|say|the quay is safe"),
    (
        "clause",
        "that after the ministry said the road was open, drivers set off",
        "the ministry|said|the road was open",
    ),
    ("telling", "she told him that the bridge was closed", "she|told|that the bridge was closed"),
    ("telling", "that Ada Vane has told reporters she would stay", "Ada Vane|has told|she would stay"),
    ("thinking", "that he now believes the mill was set on fire", "he|now believes|the mill was set on fire"),
    ("question", "“He asked me whether I could swim.”", "He|asked|whether I could swim"),
    (
        "accusation",
        "that prosecutors accused Mr Brel of hiding two cheques",
        "prosecutors|accused|Mr Brel of hiding two cheques",
    ),
    (
        "denial",
        "that the company denied dumping waste in the Tarn",
        "the company|denied|dumping waste in the Tarn",
    ),
    (
        "promise",
        "that the council had promised to mend the weir",
        "the council|had promised|to mend the weir",
    ),
    ("intention", "that Orvane plans to close the smelter", "Orvane|plans|to close the smelter"),
    (
        "quotation",
        "“My sister told me, ‘Don’t go near it,’ and I didn’t.”",
        "My sister|told|‘Don’t go near it,’",
    ),
    ("quotation", "that Ms Olund had replied: “No. Never.”", "Ms Olund|had replied|“No. Never.”"),
    (
        "quotation before",
        "“‘Don’t go,’ she told me, ‘or you will drown.’”",
        "she|told|‘Don’t go,’|‘or you will drown.’",
    ),
    (
        "parenthesis",
        "that fuel, the statement said, would be rationed",
        "the statement|said|that fuel|would be rationed",
    ),
    (
        "relative",
        "on the armed groups it said had infiltrated the country",
        "it|said|the armed groups|had infiltrated the country",
    ),
    (
        "who",
        "that Ada Vane, who says she saw the fire, would give evidence",
        "Ada Vane|says|she saw the fire",
    ),
    ("noun", "claims that it had bribed two officials", "-|claims|that it had bribed two officials"),
    ("noun", "a report on his assertion that he had been in Dorn", "his|assertion|that he had been in Dorn"),
    ("no source", "that the crew had been told it was the valve", "-|been told|it was the valve"),
    (
        "according to",
        "that the mine, according to the union, was unsafe",
        "the union|according to|that the mine|was unsafe",
    ),
    (
        "according to",
        "the mine was unsafe, according to Dr. Olund, a geologist",
        "Dr. Olund|according to|the mine was unsafe",
    ),
]

NONE = [
    "“If she said that the road was open, I’d go.”",
    "“Nobody said that it was safe.”",
    "“I think it was an accident, and I hope they find out.”",
    "that police did not say who had been arrested",
    "the money he said he had lost",
    "that he would tell her that it was over",
    "“Did they say that it was safe?”",
    "“Everything they say that day is wrong.”",
    "a ship built according to the rules of the port",
    "the reports that they published in May",
    "the first four states that vote in March",
    "that the union’s complaint that the mine was unsafe was dismissed",
    "all of what she said was written down",
]


def shown(text: str, one: Nested) -> str:
    source = text[slice(*one.source)] if one.source else "-"
    return "|".join([source, text[slice(*one.cue)], *(text[slice(*place)] for place in one.content)])


@pytest.mark.parametrize(("pattern", "text", "expected"), CASES, ids=[case[1] for case in CASES])
def test_each_pattern_is_found(pattern: str, text: str, expected: str) -> None:
    found = find_nested(text, 0, len(text))
    assert [(one.pattern, shown(text, one)) for one in found] == [(pattern, expected)]


def test_every_pattern_has_a_case_and_a_confidence() -> None:
    assert {pattern for pattern, _, _ in CASES} == set(reporting().confidence)


@pytest.mark.parametrize("text", NONE)
def test_what_only_looks_like_reporting_is_not_found(text: str) -> None:
    assert [shown(text, one) for one in find_nested(text, 0, len(text))] == []


def test_a_clause_inside_a_clause_is_found_too() -> None:
    text = "she said he told her: ‘No.’"
    found = [shown(text, one) for one in find_nested(text, 0, len(text))]
    assert found == ["she|said|he told her: ‘No.’", "he|told|‘No.’"]


def extracted(marked: str) -> tuple[Attribution, ...]:
    text, segments = read(marked)
    return attributions_of(article_of(text), link(text, segments), find_quotations(text), extractor="test")


def test_a_nested_attribution_names_the_innermost_that_it_is_within() -> None:
    outer, middle, inner = extracted("{S:Vane} {C:said} {X:she told him that the mayor said he would go}.")
    assert [one.nested for one in (outer, middle, inner)] == [False, True, True]
    assert (outer.within, middle.within, inner.within) == (None, outer.attribution_id, middle.attribution_id)
    assert inner.source is not None
    assert inner.cue is not None
    assert (inner.source.exact, inner.cue.lemma, inner.kind) == ("the mayor", "say", "indirect")
    assert inner.confidence == reporting().confidence["clause"]


def test_the_kind_of_what_is_nested_does_not_count_the_marks_around_it() -> None:
    outer, indirect, direct = extracted("{X:“He said it was late. I said, ‘Stay.’”} {S:she} {C:recalled}.")
    assert (outer.kind, indirect.kind, direct.kind) == ("direct", "indirect", "direct")


def test_nothing_is_looked_for_outside_content() -> None:
    assert extracted("She told him that the mayor said he would go.") == ()


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
    text = "Oh. " + " ".join(words)
    for one in find_nested(text, 4, len(text)):
        places = sorted([one.cue, *one.content, *([one.source] if one.source else [])])
        edges = [edge for place in places for edge in place]
        assert edges == sorted(edges)
        assert edges[0] >= 4
        assert all(text[slice(*place)].strip() for place in places)


@pytest.mark.parametrize(
    "unit", ["she said ", "the claim that ", "he said he, ", "‘", "a b said ", "according to it ", "Vane-"]
)
def test_long_content_takes_time_in_proportion(unit: str) -> None:
    text = unit * (5_000 // len(unit))
    started = process_time()
    find_nested(text, 0, len(text))
    assert process_time() - started < 3
    assert find_nested(text * 2, 0, 2 * len(text)) == []
