"""Speech by structure: turns, posts, quotations and lists belong to whom the article gives them to."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from claimwire.enrich import article_from
from claimwire.extract import extract
from claimwire_schemas import RawArticle

INTERVIEW = "\n\n".join(
    (
        "‘I check every bolt’: the engineer who closed the bridge",
        "Marit Solheim has been county engineer since 2011. She spoke to the Gazette.",
        "Q: When did you see the cracks?",
        "A: In February. I closed a lane that night.",
        "Q: Will it open by May?",
        "A: I can’t promise that.",
    )
)
TRANSCRIPT = "\n\n".join(
    (
        "Transcript of the press conference",
        "MARIT SOLHEIM, COUNTY ENGINEER: The bridge will close on Monday.",
        "We found cracks in two piers.",
        "REPORTER: How long?",
        "SOLHEIM: Nine weeks. It may be ten.",
        "GEIR HOLT, MAYOR: The town will pay for the buses.",
        "REPORTER: Will you resign?",
        "HOLT: I will not.",
    )
)
POSTS = "\n\n".join(
    (
        "Senator under fire for post",
        "The senator’s post drew thousands of angry replies before noon.",
        "The border is open and 9,000 people crossed last week. — Rudd Hallam (@ruddhallam) March 4, 2026",
    )
)
LIST = "\n\n".join(
    (
        "A budget for the north",
        "The finance minister, Ewa Kolb, said on Monday that the budget would:",
        "- raise the pension by 3 per cent",
        "- build 400 kilometres of track",
        "It passes to the lower house today.",
    )
)
EXCHANGE = "\n\n".join(
    (
        "Sharp exchange at inquiry",
        '"Is that your signature?" Rolf Anders asked. "It is not," Tessa Boyd answered. "Mine has a loop."',
        'The chairwoman, Dame Ruth Colley, said: "That is enough." "With respect, it is '
        'not," Anders replied.',
    )
)


def spoken(body: str) -> list[tuple[str | None, str]]:
    article = article_from(RawArticle(body=body), received_at=datetime(2026, 3, 4, tzinfo=UTC))
    return [
        (one.source.exact if one.source else None, " … ".join(span.exact for span in one.content))
        for one in extract(article)
        if not one.nested
    ]


def test_answers_are_the_interviewees_and_questions_nobodys() -> None:
    assert [one for one in spoken(INTERVIEW) if one[1] != "‘I check every bolt’"] == [
        ("Marit Solheim", "In February. I closed a lane that night."),
        ("Marit Solheim", "I can’t promise that."),
    ]


def test_turns_are_their_speakers() -> None:
    assert spoken(TRANSCRIPT) == [
        ("MARIT SOLHEIM, COUNTY ENGINEER", "The bridge will close on Monday."),
        ("MARIT SOLHEIM, COUNTY ENGINEER", "We found cracks in two piers."),
        ("SOLHEIM", "Nine weeks. It may be ten."),
        ("GEIR HOLT, MAYOR", "The town will pay for the buses."),
        ("HOLT", "I will not."),
    ]


@pytest.mark.parametrize(
    ("speech", "said"),
    [
        ("The town will pay. (APPLAUSE)", "The town will pay."),
        ("(LAUGHTER AND CHEERS) It will pay. [inaudible] For the buses.", "It will pay. … For the buses."),
        ("The town (which is poor) will pay.", "The town (which is poor) will pay."),
        ("The town board (TB) will pay (and soon).", "The town board (TB) will pay (and soon)."),
        ("Pay (sightings of sharks are up) for it.", "Pay (sightings of sharks are up) for it."),
        ("We paused it (paused in May).", "We paused it (paused in May)."),
    ],
)
def test_directions_are_no_speech(speech: str, said: str) -> None:
    body = TRANSCRIPT.replace("The town will pay for the buses.", speech)
    assert ("GEIR HOLT, MAYOR", said) in spoken(body)


@pytest.mark.parametrize(
    ("note", "said"),
    [
        ("CORRECTION: An earlier version of this article said that 12 patients had died. Two died.", []),
        ("Clarification: The headline of this story said that the dam had broken.", []),
        ("Editor’s note: We reported on Monday that the dam had broken.", []),
        (
            "Correction: The company said that two patients had died, not twelve.",
            ["that two patients had died, not twelve"],
        ),
        ("Correction: The police report said that two had died.", ["that two had died"]),
        ("Correction: The Tarn Post said that the dam had broken.", ["that the dam had broken"]),
    ],
)
def test_what_an_article_said_wrongly_is_not_said_anew(note: str, said: list[str]) -> None:
    body = "The trial was halted on Monday in all towns of the north, where it had begun in May."
    found = [content for _, content in spoken(f"Drug trial halted\n\n{note}\n\n{body}")]
    assert [one for one in found if "died" in one or "broken" in one] == said


def test_what_is_given_is_direct_and_nearly_sure() -> None:
    article = article_from(RawArticle(body=TRANSCRIPT), received_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert {(one.kind, one.confidence) for one in extract(article) if not one.nested} == {("direct", 0.97)}


def test_a_post_is_its_authors() -> None:
    assert spoken(POSTS)[-1] == ("Rudd Hallam", "The border is open and 9,000 people crossed last week.")


def test_items_of_a_list_go_on_with_the_sentence_before() -> None:
    assert [content for source, content in spoken(LIST) if source == "The finance minister, Ewa Kolb"] == [
        "that the budget would … raise the pension by 3 per cent",
        "that the budget would … build 400 kilometres of track",
    ]


def test_questions_and_answers_within_a_paragraph_are_told_apart() -> None:
    assert spoken(EXCHANGE) == [
        ("Rolf Anders", '"Is that your signature?"'),
        ("Tessa Boyd", '"It is not," … "Mine has a loop."'),
        ("The chairwoman, Dame Ruth Colley", '"That is enough."'),
        ("Anders", '"With respect, it is not,"'),
    ]


@pytest.mark.parametrize(
    ("headline", "expected"),
    [
        ("Drought to last until May – forecaster", [("forecaster", "Drought to last until May")]),
        ("Storm hits Dorn – live updates", []),
        ("Mayor: ‘I quit’", [("Mayor", "‘I quit’")]),
        (
            "‘We were lied to’: families demand inquiry into ferry disaster",
            [("families", "‘We were lied to’"), ("families", "inquiry into ferry disaster")],
        ),
        (
            "Ferry owner denies knowing of cracks, blames crew for 31 deaths",
            [("Ferry owner", "knowing of cracks"), ("Ferry owner", "crew for 31 deaths")],
        ),
        ("Police hunt ‘killer nurse’ after hospital deaths", []),
    ],
)
def test_forms_of_headlines_have_their_speakers(headline: str, expected: list[tuple[str, str]]) -> None:
    body = (
        f"{headline}\n\nThe ferry sank off Port Anselm in a storm on the night of 3 February, with 58 aboard."
    )
    assert spoken(body) == expected
