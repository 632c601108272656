"""Each paragraph of a plain text is known for what it is, and belongs to whoever speaks it."""

from __future__ import annotations

import pytest

from tests.normalize.structure.told import (
    ANSWER,
    BOILERPLATE,
    HEADING,
    ITEM,
    LEAD,
    OTHER,
    QUESTION,
    REPLY,
    SECOND,
    TEXT,
    TIME,
    Told,
    article_of,
    check,
    post,
    text_of,
    told,
    turn,
)

PLAIN: list[tuple[str, str, list[Told]]] = [
    (
        "questions and answers by letter",
        text_of(
            LEAD,
            "Q: Did you expect it?",
            f"A: {ANSWER}",
            "Q: And the patrols?",
            f"A: {SECOND}",
            OTHER,
        ),
        [TEXT, QUESTION, REPLY, QUESTION, REPLY, TEXT],
    ),
    (
        "an outlet that asks by its name",
        text_of(
            LEAD,
            "Q: Did you expect it?",
            f"A: {ANSWER}",
            "Courier: And next year?",
            "Morven: Ask me in March.",
        ),
        [TEXT, QUESTION, REPLY, turn("Courier", "question"), turn("Morven", "answer")],
    ),
    (
        "a transcript, its speakers in capitals",
        text_of(
            f"IDA MORVEN, CHIEF OF POLICE: {ANSWER}",
            "REPORTER: How long?",
            "MORVEN: Nine weeks.",
            SECOND,
            "(APPLAUSE)",
            "JAN HOLT (TARN EAST): It is too long.",
            "MORVEN: It is not.",
        ),
        [
            turn("IDA MORVEN, CHIEF OF POLICE"),
            turn("REPORTER", "question"),
            turn("MORVEN", "answer"),
            turn("MORVEN", "answer"),
            TEXT,
            turn("JAN HOLT (TARN EAST)"),
            turn("MORVEN"),
        ],
    ),
    (
        "a debate, its speakers with titles",
        text_of(
            LEAD,
            "Mr Hale: The bill is wrong.",
            "Mrs. Boyd: It is right.",
            "Mr Hale: Then let us vote.",
        ),
        [TEXT, turn("Mr Hale"), turn("Mrs. Boyd"), turn("Mr Hale")],
    ),
    (
        "a debate in which two speak at once",
        text_of(
            LEAD,
            "Mr Price: The bill is wrong.",
            "Mrs. Boyd: It is right.",
            "Mr Price and Mrs Ann Boyd: Then let us vote.",
            "MR PRICE AND MRS BOYD: Hear, hear.",
        ),
        [
            TEXT,
            turn("Mr Price"),
            turn("Mrs. Boyd"),
            turn("Mr Price and Mrs Ann Boyd"),
            turn("MR PRICE AND MRS BOYD"),
        ],
    ),
    (
        "two who have spoken, without titles",
        text_of(
            LEAD,
            "Courier: The rain is over.",
            "Morven: Because of the rain.",
            "Courier: So it seems.",
            "Courier & Morven: We go home.",
            "Food and Drink: It was good.",
        ),
        [
            TEXT,
            turn("Courier"),
            turn("Morven"),
            turn("Courier"),
            turn("Courier & Morven"),
            TEXT,
        ],
    ),
    (
        "names in bold, by Markdown",
        text_of(
            LEAD,
            "**Courier**: Why now?",
            "**Morven**: Because of the rain.",
            "**Courier:** And then?",
            "**Morven:** We go home.",
        ),
        [
            TEXT,
            turn("Courier", "question"),
            turn("Morven", "answer"),
            turn("Courier", "question"),
            turn("Morven", "answer"),
        ],
    ),
    (
        "names in double brackets, and one who mostly asks",
        text_of(
            LEAD,
            "((Courier)) Why now?",
            "((Ida Morven)) Because of the rain.",
            "((Courier)) I see.",
            "((Ida Morven)) It rained for days.",
            "((Courier)) And then?",
            "((Ida Morven)) We go home.",
        ),
        [
            TEXT,
            turn("Courier", "question"),
            turn("Ida Morven", "answer"),
            turn("Courier", "question"),
            turn("Ida Morven", "answer"),
            turn("Courier", "question"),
            turn("Ida Morven", "answer"),
        ],
    ),
    (
        "initials of a name above",
        text_of(
            LEAD,
            "Courier: Why now?",
            "IM: Because of the rain.",
            "Courier: And then?",
            "IM: We go home.",
        ),
        [
            TEXT,
            turn("Courier", "question"),
            turn("Ida Morven", "answer"),
            turn("Courier", "question"),
            turn("Ida Morven", "answer"),
        ],
    ),
    (
        "initials that are a name, and those of nobody",
        text_of(
            "In May, the Courier met the singers Xin Li and Lisa Irving.",
            "Courier: Why now?",
            "LI: Because of the rain.",
            "Courier: And then?",
            "IM: We go home.",
            "Courier: And you?",
            "LI: I stay.",
        ),
        [
            TEXT,
            turn("Courier", "question"),
            turn("LI", "answer"),
            turn("Courier", "question"),
            turn("IM", "answer"),
            turn("Courier", "question"),
            turn("LI", "answer"),
        ],
    ),
    (
        "directions in double brackets",
        text_of(LEAD, "((MUSIC)) The band plays.", OTHER, "((MUSIC)) It plays again.", "((NATS)) Waves."),
        [TEXT] * 5,
    ),
    (
        "who made the pictures",
        text_of(
            LEAD,
            "Ida Morven Image: Odo Holt.",
            OTHER,
            "Ida Morven Image: Courier.",
            "Odo Holt Image: Courier.",
        ),
        [TEXT] * 5,
    ),
    (
        "questions between the turns of one speaker",
        text_of(
            LEAD,
            "Why did you go?",
            f"Morven: {ANSWER}",
            "Will you stay?",
            f"Morven: {SECOND}",
            "And then?",
            f"Morven: {ANSWER}",
        ),
        [
            TEXT,
            TEXT,
            turn("Morven"),
            QUESTION,
            turn("Morven", "answer"),
            QUESTION,
            turn("Morven", "answer"),
        ],
    ),
    (
        "questions that nothing sets apart",
        text_of(
            LEAD,
            "Did you expect it?",
            ANSWER,
            "What do you plan?",
            SECOND,
            "And your staff?",
            ANSWER,
            OTHER,
        ),
        [TEXT, QUESTION, REPLY, QUESTION, REPLY, QUESTION, REPLY, TEXT],
    ),
    (
        "a column's own questions",
        text_of(
            LEAD,
            "What are we to make of that?",
            OTHER,
            OTHER,
            OTHER,
            "Who pays?",
            ANSWER,
        ),
        [TEXT] * 7,
    ),
    (
        "labels that are no speakers",
        text_of(
            OTHER,
            "Price: Nine crowns a ride.",
            "Verdict: Too slow.",
            "Price: Four crowns.",
            "Verdict: Slower.",
        ),
        [TEXT] * 5,
    ),
    (
        "counts by name",
        text_of(
            LEAD,
            "Morven: 1,769.",
            "Holt: 1,501.",
            "Morven: 12.",
            "Holt: 9.",
        ),
        [TEXT] * 5,
    ),
    (
        "bullets",
        text_of(
            LEAD,
            "Morven said:",
            "• No station will close.\n• Pay will rise.",
            "The key points",
            "* Officers: 400\n* Stations: 2",
        ),
        [TEXT, TEXT, ITEM, ITEM, HEADING, ITEM, ITEM],
    ),
    (
        "numbers and dashes",
        text_of(
            LEAD,
            "1. Stay indoors\n2. Call for help",
            OTHER,
            "- water\n- bread",
            "— Ida Morven",
        ),
        [TEXT, ITEM, ITEM, TEXT, ITEM, ITEM, TEXT],
    ),
    (
        "a live blog",
        text_of(
            "Kelso storm live",
            "14:52\nPower is out in 900 homes",
            OTHER,
            f"2.05pm GMT\n{LEAD}",
        ),
        [TIME, HEADING, TEXT, TIME, TEXT],
    ),
    (
        "posts",
        text_of(
            LEAD,
            "The border is open. Shame! — Rudd Hallam (@ruddhallam) March 4, 2026",
            "RT @coastwatch: Two boats capsized off Cape Dorn",
            "Stay calm, everybody.",
            "— Ida Morven (@morven) May 2",
        ),
        [TEXT, post("Rudd Hallam"), post("@coastwatch"), post("Ida Morven"), post("Ida Morven")],
    ),
    (
        "notes about the article",
        text_of(
            LEAD,
            OTHER,
            "Correction: an earlier version gave the wrong month.",
            "Corrections officers agreed.",
        ),
        [TEXT, TEXT, ("correction", None, None), TEXT],
    ),
    (
        "a press release",
        text_of(
            "FOR IMMEDIATE RELEASE",
            "Kelso Foods opens a plant",
            LEAD,
            OTHER,
            "About Kelso Foods\nFounded in 1962, Kelso Foods makes two hundred products in three towns.",
            "Media contact: press@kelso.example",
            "###",
        ),
        [TEXT, TEXT, *[BOILERPLATE] * 4],
    ),
]


@pytest.mark.parametrize(("body", "expected"), [case[1:] for case in PLAIN], ids=[case[0] for case in PLAIN])
def test_plain_text(body: str, expected: list[Told]) -> None:
    article = article_of(body)
    check(article)
    assert told(article) == expected
