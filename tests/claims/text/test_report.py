"""A report is the cue's clause without adjuncts, with a subject and a finite verb."""

from __future__ import annotations

import pytest

from claimwire.claims.text import Said
from claimwire.claims.text.report import report
from claimwire.extract import default_extractor
from tests.claims.marked import read
from tests.claims.text.worded import worded


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "{S:Ada Vane}, {C:citing} {X:the risk of floods}, closed the bridge.",
            "Ada Vane cited the risk of floods.",
        ),
        ("It is odd that {S:Ada Vane} {C:demands} {X:a fourth count}.", "Ada Vane demands a fourth count."),
        (
            "The vote was dull, {S:Ada Vane} {C:having called} {X:it a sham}.",
            "Ada Vane called it a sham.",
        ),
        (
            "{S:Ada Vane}, who took office in May, {C:called} {X:the plan a sham}.",
            "Ada Vane called the plan a sham.",
        ),
        (
            "On Monday, however, {S:Ada Vane} {C:called for} {X:an inquiry}.",
            "Ada Vane called for an inquiry.",
        ),
        (
            "{S:Ada Vane} {C:blamed} {X:a late leaflet which alleged} that the clerk had lied.",
            "Ada Vane blamed a late leaflet.",
        ),
        (
            "{S:Ada Vane} left the room and {C:urged} {X:residents to leave}.",
            "Ada Vane urged residents to leave.",
        ),
        (
            "{S:The notice} did not list a single case of harm, nor {C:recommend} {X:any repairs}.",
            "The notice did not recommend any repairs.",
        ),
        ("{S:Ada Vane} plans to {C:call for} {X:an inquiry}.", "Ada Vane plans to call for an inquiry."),
        (
            "Odo Lund will follow {S:Ada Vane’s} Tuesday speech {C:denouncing} {X:the plan}.",
            "Ada Vane denounced the plan.",
        ),
        (
            "{X:Tilda Marrow}, {C:charged} {X:with fraud}, left the court.",
            "Tilda Marrow was charged with fraud.",
        ),
    ],
)
def test_adjuncts_are_left_out(marked: str, text: str) -> None:
    assert worded(marked).text == text


def test_a_clause_without_its_subject_gets_the_claimant() -> None:
    found = worded("Vane closed the bridge, {C:citing} {X:the risk of floods}.", claimant="Ada Vane")
    assert found.text == "Ada Vane cited the risk of floods."
    assert [one.rule for one in found.edits if "subject" in (one.rule or "")] == ["tense+subject"]


def test_a_headline_in_the_present_stays_there() -> None:
    assert (
        worded("{S:Ada Vane} {C:considering} {X:a plan for a tram}").text
        == "Ada Vane is considering a plan for a tram."
    )


def test_a_relative_clause_gets_its_noun() -> None:
    found = worded("The mayor, {S:who} {C:urged} {X:residents to leave}, wept.")
    assert found.text == "The mayor urged residents to leave."
    assert [one.antecedent.exact for one in found.edits if one.antecedent] == ["The mayor"]


def test_without_any_subject_there_is_no_report() -> None:
    assert worded("The plan {C:to demand} {X:an inquiry} failed.").form == "none"


def test_without_a_cue_there_is_no_report() -> None:
    article, one = read("{S:No leader} wins by pretending {X:he does not exist}.")
    document = default_extractor().read(article).document
    assert report(document, Said(content=one.content, source=one.source, stance="denies")) is None


def test_a_relative_clause_without_its_noun_is_no_report() -> None:
    assert worded("{X:What} {S:organizers} {C:called for} was a march.").form == "none"


def test_a_denial_without_an_auxiliary_is_no_report() -> None:
    marked = (
        "{S:We} want people to go into this with eyes open, and {C:not expect} {X:it to be something else}."
    )
    assert worded(marked).form == "none"


def test_the_subject_comes_first() -> None:
    found = worded("{X:“A danger to us all,”} {S:Ada Vane} {C:called} it.")
    assert found.text.startswith("Ada Vane")


@pytest.mark.parametrize(
    ("source", "subject"),
    [
        ("Lund Salt, a maker of lamps", "Lund Salt, a maker of lamps, reported"),
        ("the mayor, Ada Vane", "The mayor, Ada Vane, reported"),
        ("police, firemen and Ada Vane", "Police, firemen and Ada Vane reported"),
        ("the mayor of Wend", "The mayor of Wend reported"),
    ],
)
def test_an_aside_of_a_source_that_is_moved_is_closed(source: str, subject: str) -> None:
    assert worded(f"{{X:The flooding of the lower town}}, {{C:reported}} {{S:{source}}}.").text == (
        f"{subject} the flooding of the lower town."
    )
