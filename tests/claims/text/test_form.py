"""A claim is a proposition if it is a clause, a quotation if it speaks of `we`, else a report."""

from __future__ import annotations

import pytest

from tests.claims.text.worded import worded


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        ("{S:Ada Vane} {C:said} {X:that the ferry had sunk}.", "The ferry had sunk."),
        ("{S:Ada Vane} {C:said} {X:the ferry had sunk}.", "The ferry had sunk."),
        ("{X:The ferry sank}, {C:according to} {S:Ada Vane}.", "The ferry sank."),
        ("{C:According to} {S:the harbour board}, {X:nine boats sank in May}.", "Nine boats sank in May."),
        ("{X:“The ferry is safe,”} {C:said} {S:Ada Vane}.", "The ferry is safe."),
        ("{X:``The ferry is safe,''} {C:said} {S:Ada Vane}.", "The ferry is safe."),
        ("{S:Ada Vane} {C:said}: {X:“[T]he ferry is safe.”}", "The ferry is safe."),
        (
            "{S:Ada Vane} {C:called} the court, and {C:said} {X:the ferry was “unsafe”}.",
            "The ferry was “unsafe”.",
        ),
        ("{S:Ada Vane} {C:said} {X:the ferry was “a wreck,”} and left.", "The ferry was “a wreck.”"),
        (
            "{S:Ada Vane} {C:said} {X:if the valve had held, nobody would have died}.",
            "If the valve had held, nobody would have died.",
        ),
        (
            "{S:Ada Vane} {C:said} {X:had the valve held, nobody would have died}.",
            "Had the valve held, nobody would have died.",
        ),
        (
            "{X:As May began, the fire in the north spread to nine towns}, {C:according to} {S:Ada Vane}.",
            "As May began, the fire in the north spread to nine towns.",
        ),
        ("{S:Ada Vane} {C:said} {X:there were nine boats}.", "There were nine boats."),
        ("{X:“Nor did it sail on Monday,”} {C:said} {S:Ada Vane}.", "Nor did it sail on Monday."),
        ("{S:The union} {C:said} {X:the law should be changed}.", "The law should be changed."),
        ("{S:The union} {C:insists} {X:the ferry must sail}.", "The ferry must sail."),
        ("The rebels, {S:it} {C:said}, {X:had fled}.", "The rebels had fled."),
        ("The ships, which {S:the army} {C:said} {X:had left}, sank.", "The ships had left."),
        (
            "{S:Ada Vane} {C:said} {X:the bank “would close and that the shop would follow”}.",
            "The bank “would close and that the shop would follow”.",
        ),
        (
            "{S:Ada Vane} {C:said} {X:the clerk doubted that it would close and that Bo Lind had left}.",
            "The clerk doubted that it would close and that Bo Lind had left.",
        ),
        (
            "{S:Ada Vane} {C:said} {X:the bank would close and that the shop would follow}.",
            "The bank would close and the shop would follow.",
        ),
        (
            "{C:According to} {S:the chief doctor, Bo Lind}, {X:three men were among the dead}.",
            "Three men were among the dead.",
        ),
    ],
)
def test_a_clause_is_a_proposition(marked: str, text: str) -> None:
    found = worded(marked)
    assert (found.form, found.text) == ("proposition", text)


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "{X:“We will rebuild the bridge,”} {C:said} {S:Ada Vane}.",
            "Ada Vane: “We will rebuild the bridge.”",
        ),
        ("{X:“Did you see it?”} {C:asked} {S:Ada Vane}.", "Ada Vane: “Did you see it?”"),
        ("{X:“A disgrace,”} {C:said} {S:Ada Vane}.", "Ada Vane: “A disgrace.”"),
        (
            "{X:“Our patience is at an end,”} {C:said} {S:Ada Vane}, {X:“and we will sue.”}",
            "Ada Vane: “Our patience is at an end, and we will sue.”",
        ),
    ],
)
def test_a_quotation_of_us_or_by_its_tone_is_one(marked: str, text: str) -> None:
    found = worded(marked)
    assert (found.form, found.text) == ("quotation", text)


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "{S:Fiona Drewe} {C:denied} {X:suggestions that officers had misled councillors}.",
            "Fiona Drewe denied suggestions that officers had misled councillors.",
        ),
        ("{S:Mollah} {C:called for} {X:a judicial inquiry}.", "Mollah called for a judicial inquiry."),
        ("{S:Mollah} {C:asked} {X:that they stop the ferry}.", "Mollah asked that they stop the ferry."),
        ("{S:Mollah} {C:demanded} {X:that the bank cut rates}.", "Mollah demanded that the bank cut rates."),
        ("{S:Mollah} {C:demanded} {X:that he apologised}.", "Mollah demanded that he apologised."),
        (
            "Not {S:everyone} {C:agreed} {X:there should be a vote}.",
            "Not everyone agreed there should be a vote.",
        ),
        (
            "{S:Few analysts} {C:think} {X:the bank will cut rates}.",
            "Few analysts think the bank will cut rates.",
        ),
        ("{S:Ada Vane} {C:denied} {X:that the ferry had sunk}.", "Ada Vane denied that the ferry had sunk."),
        ("{S:Ada Vane} {C:accused} {X:the mayor of neglect}.", "Ada Vane accused the mayor of neglect."),
        ("{S:Ada Vane} {C:blamed} {X:the mayor for the flood}.", "Ada Vane blamed the mayor for the flood."),
        ("{S:Ada Vane} {C:urged} {X:residents to leave}.", "Ada Vane urged residents to leave."),
        ("{S:Ada Vane} {C:promised} {X:to resign}.", "Ada Vane promised to resign."),
        ("{S:Ada Vane} {C:called} {X:the plan a sham}.", "Ada Vane called the plan a sham."),
        ("{S:Ada Vane} {C:demanded} {X:that the mayor resign}.", "Ada Vane demanded that the mayor resign."),
        (
            "{S:Ada Vane} {C:insists} {X:that the budget include a bridge}.",
            "Ada Vane insists that the budget include a bridge.",
        ),
        (
            "{S:Prosecutors} {C:charged} {X:Tilda Marrow with fraud}.",
            "Prosecutors charged Tilda Marrow with fraud.",
        ),
        ("{X:Tilda Marrow} {C:was charged} {X:with fraud}.", "Tilda Marrow was charged with fraud."),
        (
            "{X:The attack} {C:was claimed by} {S:the Lamp movement}.",
            "The attack was claimed by the Lamp movement.",
        ),
        (
            "{S:Ada Vane} {C:described} {X:the flood as “an act of God”}.",
            "Ada Vane described the flood as “an act of God”.",
        ),
        ("{S:Police} {C:do not believe} {X:the mayor lied}.", "Police do not believe the mayor lied."),
        (
            "{X:The carer stole a boat}, {S:the court} {C:heard}.",
            "The court heard the carer stole a boat.",
        ),
        ("{S:Nobody} {C:said} {X:the road was open}.", "Nobody said the road was open."),
        (
            "{S:Ada Vane} {C:not only announced} {X:a plan}, but wept.",
            "Ada Vane not only announced a plan.",
        ),
        ("Even if {S:critics} {C:reject} {X:the plan}, the mill will close.", "Critics reject the plan."),
        (
            "{S:Ada Vane} {C:did not avoid calling} {X:the plan a fraud}.",
            "Ada Vane did not avoid calling the plan a fraud.",
        ),
    ],
)
def test_anything_else_is_a_report(marked: str, text: str) -> None:
    found = worded(marked)
    assert (found.form, found.text) == ("report", text)


@pytest.mark.parametrize(
    "marked",
    [
        "{S:Ada Vane} {C:declined} {X:to comment}.",
        "{S:Ada Vane} {C:asked} {X:whether it would rain}.",
        "{S:Ada Vane} {C:described} {X:how the flood unfolded}.",
        "{S:Police} {C:have not named} {X:a cause for the fire}.",
        "{S:Ada Vane} {C:has yet to say} {X:whether she will stay on}.",
        "{S:Ada Vane} {C:did not confirm} {X:that the mill would close}.",
        "{S:Ada Vane} {C:stopped short of calling} {X:the plan a fraud}.",
        "{S:Ada Vane} {C:avoided calling} {X:him a liar}.",
        "If {S:Ada Vane} {C:rejects} {X:the plan}, the mill will close.",
        "The mill will close unless {S:Ada Vane} {C:accepts} {X:the plan}.",
        "Should {S:Ada Vane} {C:confirm} {X:that the wall is sound}, families may return.",
        "{S:Ada Vane} {C:appointed} {X:him}.",
        "{X:“Yes, I would,”} {C:said} {S:Ada Vane}.",
        "Ada Vane rejected {C:suggestions} {X:that the mayor had lied}.",
    ],
)
def test_there_is_no_claim_where_nothing_is_claimed(marked: str) -> None:
    found = worded(marked)
    assert (found.form, found.text, found.edits) == ("none", "", ())


def test_what_a_quotation_says_of_its_speaker_is_one_too() -> None:
    found = worded("“{S:I} {C:want} {X:the mayor to resign},” Ada Vane said.", claimant="Ada Vane")
    assert (found.form, found.text) == ("quotation", "Ada Vane: “I want the mayor to resign.”")


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        (
            "“{S:I} do not {C:think} {X:it will rain},” said Ada Vane.",
            "Ada Vane: “I do not think it will rain.”",
        ),
        ("“{S:I} {C:hope} {X:it will rain},” said Ada Vane.", "Ada Vane: “I hope it will rain.”"),
        ("“{S:I} {C:think} {X:it will rain},” said Ada Vane.", "It will rain."),
        ("{S:Ada Vane} {C:hoped} {X:that it would rain}.", "Ada Vane hoped that it would rain."),
    ],
)
def test_what_somebody_doubts_or_hopes_is_not_stated(marked: str, text: str) -> None:
    assert worded(marked, claimant="Ada Vane").text == text


def test_an_unknown_speaker_leaves_the_first_person_open() -> None:
    found = worded("{X:“We will rebuild the bridge,”} {C:it was said}.", claimant="")
    assert found.text == "“We will rebuild the bridge.”"
    assert [span.exact for span in found.open] == ["We"]


def test_an_unknown_cue_is_one_only_if_the_attribution_is_sure() -> None:
    marked = "{S:The council} {C:listed} {X:the bridge as a ruin}."
    assert worded(marked, confidence=0.9).text == "The council listed the bridge as a ruin."
    assert worded(marked, confidence=0.4).form == "none"


@pytest.mark.parametrize(
    "marked",
    [
        "{S:Prosecutors} {C:charged} {X:Tilda Marrow with fraud}.",
        "{S:Ada Vane} {C:accused} {X:Tilda Marrow of lying}.",
        "{S:Ada Vane} {C:accused} {X:Tilda Marrow, the mayor, of having lied}.",
        "{S:Ada Vane} {C:blamed} {X:Tilda Marrow for the flood}.",
        "{X:Tilda Marrow}, {C:accused} {X:of fraud}, left the court.",
        "The mayor {C:denied} {X:that Tilda Marrow took a bribe}.",
        "{X:A carer stole from residents}, {S:the court} {C:heard} on Tuesday.",
        "{X:Bo Lindh} {C:allegedly} {X:sank the ferry}.",
    ],
)
def test_no_text_asserts_what_is_only_alleged(marked: str) -> None:
    found = worded(marked, claimant="Ada Vane")
    assert found.form == "report"
    assert any(cue in found.text for cue in ("charged", "accused", "blamed", "denied", "heard", "alleged"))


@pytest.mark.parametrize(
    "marked",
    [
        "If {S:you} {C:want} {X:to know it}, ask the clerk.",
        "Anyone {S:who} {C:says} {X:the bank will close} is lying.",
        "“{S:Nobody} {C:asks} {X:you to buy it},” said Ada Vane.",
        "{S:Anyone who} {C:says} {X:the bank will close} is lying.",
        "“{S:You} {C:think} {X:it will rain},” said Ada Vane.",
        "How do {S:you} {C:think} {X:the telescope will set the course}?",
        "Would {S:you} {C:call} {X:this event a success}?",
        "Asked {X:whether she expected the vote to pass}, {S:Mayor Ida Ostrowe} {C:laughed}.",
        "Asked whether {S:she} {C:expected} {X:the vote to pass}, Mayor Ida Ostrowe laughed.",
    ],
)
def test_what_somebody_is_asked_or_told_to_say_is_no_claim(marked: str) -> None:
    assert worded(marked).form == "none"


@pytest.mark.parametrize("said", ["No, I did not do it,", "Yes, she was with me,", "Yes, I did it,"])
def test_what_an_answer_tells_is_a_claim(said: str) -> None:
    assert worded(f"{{X:“{said}”}} {{C:said}} {{S:Ada Vane}}.").form != "none"


def test_what_is_said_to_a_question_is_a_claim() -> None:
    found = worded("Asked if the bridge would close, {S:Bo Lindh} {C:said} {X:it would stay open}.")
    assert (found.form, found.text) == ("proposition", "It would stay open.")
