"""Names stand for pronouns and descriptions once; what nobody explains is open."""

from __future__ import annotations

import pytest

from tests.claims.text.worded import worded


@pytest.mark.parametrize(
    ("marked", "who", "text"),
    [
        ("{S:Vane} {C:said} {X:she would resign}.", {"she": "Ada Vane"}, "Ada Vane would resign."),
        ("{S:Vane} {C:said} {X:her plan had failed}.", {"her": "Ada Vane"}, "Ada Vane’s plan had failed."),
        ("{S:Vane} {C:said} {X:they closed its ports}.", {"its": "Honduras"}, "They closed Honduras’ ports."),
        (
            "{S:Vane} {C:said} {X:she would lose on Friday}.",
            {"she": "Ada Vane"},
            "Ada Vane would lose on Friday.",
        ),
        (
            "{S:Vane} {C:said} {X:the council would resign}.",
            {"council": "Ostby Council"},
            "Ostby Council would resign.",
        ),
        ("{S:Vane} {C:said} {X:Mayor Lund left}.", {"Lund": "Odo Lund"}, "Mayor Odo Lund left."),
        (
            "{S:Vane} {C:said} {X:Odo Lund sang while he rowed}.",
            {"he": "Odo Lund"},
            "Odo Lund sang while he rowed.",
        ),
        (
            "{S:Vane} {C:said} {X:Lund-Orr scored with a cut above her eye}.",
            {"her": "Ida Lund-Orr"},
            "Lund-Orr scored with a cut above her eye.",
        ),
        ("{S:Vane} {C:said} {X:Lund-Orr would play}.", {"Lund": "Odo Lund-Orr"}, "Lund-Orr would play."),
        (
            "{S:Vane} {C:said} {X:a Lund–Orr match was off}.",
            {"Lund": "Odo Lund"},
            "A Lund–Orr match was off.",
        ),
        ("{S:Vane} {C:said} {X:Odo “Al” Lund left}.", {"Lund": "Al Lund"}, "Odo “Al” Lund left."),
        (
            '{X:"Lund will play on Sunday,"} {C:said} {S:Vane}.',
            {"Lund": "Odo Lund"},
            "Odo Lund will play on Sunday.",
        ),
        (
            "{S:Vane} {C:saw} {X:no proof of the President’s claims}.",
            {"President": "Odo Lund"},
            "Vane saw no proof of Odo Lund’s claims.",
        ),
        (
            "{S:Vane} {C:said} {X:the Port of Wend Bay was shut}.",
            {"Bay": "Port of Wend Bay"},
            "The Port of Wend Bay was shut.",
        ),
        ("{S:He} {C:called for} {X:an inquiry}.", {"He": "Odo Lund"}, "Odo Lund called for an inquiry."),
        ("{S:Vane} {C:said} {X:he’s leading the town}.", {"he": "Odo Lund"}, "Odo Lund is leading the town."),
        (
            "{S:Vane} {C:said} {X:he’s been leading the town}.",
            {"he": "Odo Lund"},
            "Odo Lund has been leading the town.",
        ),
        ("{S:Vane} {C:said} {X:he’d been mayor}.", {"he": "Odo Lund"}, "Odo Lund had been mayor."),
        ("{S:Vane} {C:said} {X:he’s left the town}.", {"he": "Odo Lund"}, "Odo Lund has left the town."),
        ("{S:Vane} {C:said} {X:he’d leave the town}.", {"he": "Odo Lund"}, "Odo Lund would leave the town."),
        ("{S:Vane} {C:said} {X:he left}.", {"he": "A police spokesman"}, "The police spokesman left."),
        (
            "{X:“They need to help us,”} {C:said} {S:Vane}.",
            {"They": "NATO"},
            "Vane: “[NATO] need to help us.”",
        ),
        (
            "{S:Vane} {C:said} {X:the flood was “his fault”}.",
            {"his": "Odo Lund"},
            "The flood was “[Odo Lund’s] fault”.",
        ),
        (
            "{S:Vane} {C:said} {X:the council of elders had met}.",
            {"council": "Ostby Council"},
            "The council of elders had met.",
        ),
        (
            "{S:Bo Lind} {C:said} {X:after her fall at the rink, Vane left the team}.",
            {"her": "Ada Vane", "Vane": "Ada Vane"},
            "After her fall at the rink, Ada Vane left the team.",
        ),
        (
            "{S:Bo Lind} {C:said} {X:she said on Monday that Vane left}.",
            {"she": "Ada Vane", "Vane": "Ada Vane"},
            "Ada Vane said on Monday that Vane left.",
        ),
        (
            "{S:Bo Lind} {C:said} {X:after his release, Odo Lund ran}.",
            {"his": "Odo Lund"},
            "After his release, Odo Lund ran.",
        ),
        (
            "{S:Bo Lind} {C:said} {X:the founder, Odo Lund, had left}.",
            {"founder": "Odo Lund"},
            "The founder, Odo Lund, had left.",
        ),
        (
            "{S:Bo Lind} {C:said} {X:Odo was bold enough to think that he could win}.",
            {"he": "Odo Lund"},
            "Odo was bold enough to think that he could win.",
        ),
    ],
)
def test_names_stand_for_words_that_mean_them(marked: str, who: dict[str, str], text: str) -> None:
    assert worded(marked, who=who).text == text


def test_an_edit_has_the_rule_of_its_name() -> None:
    found = worded(
        "{S:Vane} {C:said} {X:that she left the council}.",
        who={"she": "Ada Vane", "council": "Ostby Council"},
    )
    assert [(one.rule, one.reason) for one in found.edits] == [
        ("conjunction", "conjunction"),
        ("pronoun", "pronoun"),
        ("description+end", "description"),
    ]


@pytest.mark.parametrize(
    ("marked", "open_words"),
    [
        ("{S:Vane} {C:said} {X:she would resign}.", ["she"]),
        ("{S:Vane} {C:said} {X:this plan had failed}.", ["this"]),
        ("{S:Vane} {C:said} {X:Odo Lund lost his seat}.", []),
        ("A ferry sank. {S:Vane} {C:said} {X:the ferry was old}.", ["ferry"]),
        ("A ferry sank. {S:Vane} {C:said} {X:the ferry from Ostby was old}.", []),
        ("{S:Vane} {C:said} {X:the ferry was old}.", []),
        ("{S:Vane} {C:said} {X:that the ferry sank}.", []),
        ("{X:“We will win,”} {C:said} {S:Vane}.", []),
    ],
)
def test_what_nobody_explains_is_open(marked: str, open_words: list[str]) -> None:
    found = worded(marked)
    assert [span.exact for span in found.open] == open_words


def test_brackets_hold_no_brackets() -> None:
    marked = "{X:“There is no freedom [as her husband had],”} {C:said} {S:Bo Lind}."
    assert worded(marked, who={"her": "Ada Vane"}).text == "There is no freedom [as Ada Vane’s husband had]."


def test_a_pronoun_behind_one_like_it_that_stays_is_not_named() -> None:
    found = worded("{S:Bo Lind} {C:said} {X:she fell when her boat sank}.", who={"her": "Ada Vane"})
    assert (found.text, [one.exact for one in found.open]) == ("She fell when her boat sank.", ["she", "her"])
    found = worded("{S:Bo Lind} {C:said} {X:he fell when her boat sank}.", who={"her": "Ada Vane"})
    assert found.text == "He fell when Ada Vane’s boat sank."


def test_a_speaker_who_is_only_a_pronoun_is_open() -> None:
    found = worded("{X:“We will win,”} {S:she} {C:said}.", claimant="")
    assert found.text == "“We will win.”"
    assert [span.exact for span in found.open] == ["We"]
