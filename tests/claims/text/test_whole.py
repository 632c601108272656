"""A claim's text reads as a clause: else it is a report, a quotation or the whole sentence."""

from __future__ import annotations

import pytest

from tests.claims.text.worded import worded


@pytest.mark.parametrize(
    ("marked", "text"),
    [
        pytest.param(
            "{S:Ada Vane} {C:told} the board Bo Lind {X:“was a fine captain.”}",
            "Bo Lind was a fine captain.",
            id="a quoted predicate gets the noun before it",
        ),
        pytest.param(
            "{X:It} {C:was first reported} {X:the ferry sank in a storm}.",
            "The ferry sank in a storm.",
            id="the subject of the cue is no part of a clause",
        ),
        pytest.param(
            "{X:Force 9} {C:according to} {S:the harbour board}, {X:it was measured as force 8}.",
            "It was measured as force 8.",
            id="a clause has one subject",
        ),
        pytest.param(
            "{S:The board} {C:declared} {X:a state of alarm on May 15}, shut down all piers, and left.",
            "The board declared a state of alarm on May 15.",
            id="no word stays whose verb does not",
        ),
        pytest.param(
            "{S:Smugglers} who {C:wanted} {X:to hide the cargo} sank the boat.",
            "Smugglers wanted to hide the cargo.",
            id="a relative clause behind its noun loses the pronoun",
        ),
        pytest.param(
            "{S:Her} {C:decision} {X:to run for a third term} led to riots in the capital.",
            "Her decision to run for a third term led to riots in the capital.",
            id="a noun that is a cue keeps the end of its verb",
        ),
        pytest.param(
            "{S:Ada Vane} {C:expects} {X:rising costs, as mills try to meet demand, and fewer boats}.",
            "Ada Vane expects rising costs, as mills try to meet demand, and fewer boats.",
            id="a subordinate clause makes no sentence of a noun",
        ),
        pytest.param(
            "The idea of a list won over {X:Vane} as {S:writers} {C:suggested} {X:such a list was fair}.",
            "Such a list was fair.",
            id="a noun of a clause that is left out is none of a claim",
        ),
        pytest.param(
            "{X:Lund came in second} in {S:May polls}, although {X:Vane moved from third to second}.",
            "Vane moved from third to second.",
            id="no two clauses stand beside each other",
        ),
        pytest.param(
            "{X:All of them}, {S:she} {C:claimed}, {X:could insult a postmistress correctly}.",
            "All of them could insult a postmistress correctly.",
            id="a subject may have words of its own before the cue",
        ),
        pytest.param(
            "{X:When a mother died}, {S:they} {C:report}, {X:her calves were more likely to change course}.",
            "When a mother died her calves were more likely to change course.",
            id="a clause of time before the cue is no question",
        ),
        pytest.param(
            "{S:The mayor} {C:said} {X:“because I was busy.”}",
            "The mayor: “Because I was busy.”",
            id="a quoted fragment is a quotation",
        ),
    ],
)
def test_a_text_is_a_clause(marked: str, text: str) -> None:
    assert worded(marked).text == text


def test_the_sentence_stands_where_no_clause_can_be_made() -> None:
    found = worded("The wardens shot him dead in what {S:the mayor} {C:called} {X:a raid}, and Bo Lind fled.")
    assert found.form == "report"
    assert found.text.startswith("The wardens shot him dead in what the mayor called a raid")


def test_words_that_lead_nowhere_are_left_out_at_the_end() -> None:
    found = worded("{S:Ada Vane} {C:said} {X:the ferry and the harbour burned, and the red} Lamp fell.")
    assert found.text == "The ferry and the harbour burned."


def test_an_imperative_gets_no_noun_before_it() -> None:
    found = worded("{S:Ada Vane} {C:told} the board and Bo Lind: {X:“Thank you very much and good night!”}")
    assert found.text == "Ada Vane: “Thank you very much and good night!”"
