"""Entities: which mentions are of one and the same, of what kind, in what role."""

from __future__ import annotations

from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.english.document import TaggedName
from claimwire.resolve import resolve
from claimwire_schemas import EntityKind
from tests.builders import an_article
from tests.claims.marked import document_of, entities, resolved
from tests.cpu import cpu_s, takes_less
from tests.strategies import examples


@pytest.mark.parametrize(
    ("text", "name", "mentions"),
    [
        ("Ama Brandt sat. Brandt rose.", "Ama Brandt", ["Ama Brandt", "Brandt"]),
        ("It was Brandt. Ama Brandt rose.", "Ama Brandt", ["Brandt", "Ama Brandt"]),
        ("It was Mrs Brandt. Ama Brandt rose.", "Ama Brandt", ["Mrs Brandt", "Ama Brandt"]),
        ("President Odo al-Lund sat. Then Lund rose.", "Odo al-Lund", ["President Odo al-Lund", "Lund"]),
        (
            "The Wend Port Board (WPB) met. The WPB rose.",
            "Wend Port Board",
            ["Wend Port Board", "WPB", "WPB"],
        ),
        ("The Wend Port Board met, as did the WPB.", "Wend Port Board", ["Wend Port Board", "WPB"]),
        ("It is the Front of Upland. The Front shot.", "Front of Upland", ["Front of Upland", "Front"]),
        (
            "It is the Salt Court of Upland. The Court met.",
            "Salt Court of Upland",
            ["Salt Court of Upland", "Court"],
        ),
        ("It is Wend Crown Court. The Crown left.", "Wend Crown Court", ["Wend Crown Court"]),
        ("They saw al Rahma. Al Rahma fled.", "al Rahma", ["al Rahma", "Al Rahma"]),
        ("A Syrian left. Two Syrians fled.", "Syrian", ["Syrian", "Syrians"]),
        (
            "They left the U.S. for good. The United States is large.",
            "United States",
            ["U.S.", "United States"],
        ),
        ("It is Orland’s Interior Ministry.", "Orland’s Interior Ministry", ["Orland’s Interior Ministry"]),
        ("The Teachers’ Union met.", "Teachers’ Union", ["Teachers’ Union"]),
        ("It was Ama Brandt KC. Ms Brandt sat.", "Ama Brandt KC", ["Ama Brandt KC", "Ms Brandt"]),
        (
            "It was Dr Christian Brandt. Mr Brandt, a Christian, sat.",
            "Christian Brandt",
            ["Dr Christian Brandt", "Mr Brandt"],
        ),
        ("They sued the New York Post in May.", "New York Post", ["New York Post"]),
        ("The New York Post reported it.", "New York Post", ["New York Post"]),
        ("The General Electric factory met.", "General Electric", ["General Electric"]),
        (
            "The Salt Party Conference met. The Salt Party said so.",
            "Salt Party",
            ["Salt Party"],
        ),
        ("The Salto A380 flew. Salto said so.", "Salto", ["Salto"]),
        ("It was Secretary of State Ama Brandt.", "Ama Brandt", ["Ama Brandt"]),
        ("They met Wend Bank Spokeswoman Ama Brandt.", "Wend Bank", ["Wend Bank"]),
        ("They met Republican Ama Brandt.", "Ama Brandt", ["Republican Ama Brandt"]),
        ("It was Ama Brandt’s dog.", "Ama Brandt", ["Ama Brandt"]),
        ("“Wend Foods fell,” he said. The company rose.", "Wend Foods", ["Wend Foods", "The company"]),
        ("Odo Lund, a mayor, sat. The mayor rose.", "Odo Lund", ["Odo Lund", "The mayor"]),
    ],
)
def test_mentions_of_one_are_put_together(text: str, name: str, mentions: list[str]) -> None:
    assert [span.exact for span in entities(text)[name].mentions] == mentions


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("On Monday, in May, it rained.", "Monday"),
        ("Farmers get Rs 6,000 crore.", "Rs"),
        ("It costs US$ 40 or CHF\u00a0200.", "US"),
        ("It costs US$ 40 or CHF\u00a0200.", "CHF"),
        ("The RM30 fee stays.", "RM30"),
        ("Nothing happened. Rain fell on rain.", "Rain"),
        ("“I’m late,” he said.", "I’m"),
        ("A U.S.-led force came.", "U.S.-led"),
        ("It was the President.", "President"),
        ("Ama Brandt Denies Taking Wend Bank Money\n\nMs Brandt was calm.", "Ama Brandt Denies Taking Wend"),
        ("He was CALLED OUT BY the mayor, they called.", "CALLED OUT BY"),
    ],
)
def test_a_capital_letter_is_not_a_name(text: str, name: str) -> None:
    assert name not in entities(text)


def test_a_name_ends_where_a_verb_begins() -> None:
    assert "Odo Vane" in entities("Odo Vane Says He Is Not Guilty.\n\nIt rained.")


@pytest.mark.parametrize(
    ("text", "name", "kind"),
    [
        ("They met Ama Brandt.", "Ama Brandt", "person"),
        ("They met Colonel Vrusk.", "Vrusk", "person"),
        ("They met the chief of police, Vrusk Oband.", "Vrusk Oband", "person"),
        ("They saw the Wend Bank.", "Wend Bank", "organization"),
        ("They saw the Ministry of Salt.", "Ministry of Salt", "government"),
        ("They saw the Salt Front.", "Salt Front", "armed_or_political_group"),
        ("They read the Wend Gazette.", "Wend Gazette", "outlet"),
        ("They read Reuters.", "Reuters", "outlet"),
        ("They lived in Vrusk.", "Vrusk", "place"),
        ("They feared Vrusk’s foreign ministry.", "Vrusk", "place"),
        ("They swam in Lake Vrusk.", "Lake Vrusk", "place"),
        ("They spoke of Norway.", "Norway", "place"),
        ("They met a Norwegian.", "Norwegian", "nationality"),
        ("WEND, May 3 (Vrusk) — It rained.", "Vrusk", "outlet"),
        ("The supplier, Tarn Salt, left.", "Tarn Salt", "organization"),
        ("His supplier, Tarn Salt, left.", "Tarn Salt", "person"),
        ("The supplier, Ingrid Salt, left.", "Ingrid Salt", "person"),
        ("Tarn Salt, a small energy company, left.", "Tarn Salt", "organization"),
        ("Tarn Salt, a small company executive, left.", "Tarn Salt", "person"),
        ("Vrusk, the maker of a toy, left.", "Vrusk", "organization"),
        ("Bong Vrusk, the maker of a film, left.", "Bong Vrusk", "person"),
        ("INGRID HALL, May 3 (Vrusk) — It rained.", "INGRID HALL", "place"),
        ("{1S:Police} {1C:said} {1X:no}.", "police", "government"),
        ("{1S:Witnesses} {1C:said} {1X:no}.", "witnesses", "unnamed"),
        ("{1S:The mayor} {1C:said} {1X:no}.", "the mayor", "person"),
        ("{1S:Her lawyer} {1C:said} {1X:no}.", "her lawyer", "unnamed"),
        ("{1S:The report} {1C:said} {1X:no}.", "the report", "document"),
        ("{1S:Wend’s army, the Salt Wing,} {1C:said} {1X:no}.", "Salt Wing", "organization"),
        ("{1S:Its armed wing, Salt Rise,} {1C:said} {1X:no}.", "Salt Rise", "person"),
    ],
)
def test_a_kind_is_told_by_titles_heads_lists_and_places(text: str, name: str, kind: EntityKind) -> None:
    assert entities(text)[name].kind == kind


def test_a_tag_tells_the_kind_where_nothing_else_does() -> None:
    text = "They spoke of Vrusk."
    place = text.index("Vrusk"), text.index("Vrusk") + 5
    for kind in ("person", "organization"):
        assert entities(text, TaggedName(*place, kind, 0.9))["Vrusk"].kind == kind


def test_a_tag_makes_no_person_of_a_language() -> None:
    text = "The language, Vrusk, was lost. They spoke of its end."
    place = text.index("Vrusk"), text.index("Vrusk") + 5
    assert entities(text, TaggedName(*place, "person", 0.9))["Vrusk"].kind != "person"


def test_a_couple_is_two_people() -> None:
    text = "The couple, Vrusk and Lund, were jailed."
    place = text.index("Vrusk"), text.index("Vrusk") + 5
    assert entities(text, TaggedName(*place, "person", 0.9))["Vrusk"].kind == "person"


def test_a_tag_makes_a_name_of_a_sentences_first_word() -> None:
    text = "Vrusk fell."
    assert list(entities(text)) == []
    assert list(entities(text, TaggedName(0, 5, "person", 0.9))) == ["Vrusk"]


@pytest.mark.parametrize(
    ("text", "name", "role", "affiliation"),
    [
        ("They met Prime Minister Ama Brandt.", "Ama Brandt", "Prime Minister", None),
        ("They met Mr Lund.", "Lund", None, None),
        ("Goaltender Suzy Arkwright denied it.", "Suzy Arkwright", "Goaltender", None),
        ("It rained, Pell County Coroner Mae Dufresne said.", "Mae Dufresne", "Coroner", None),
        ("They met Ama Brandt, the chief fire officer.", "Ama Brandt", "chief fire officer", None),
        ("They met the governor, Ama Brandt.", "Ama Brandt", "governor", None),
        ("They met Ama Brandt, 58, a retired teacher.", "Ama Brandt", "retired teacher", None),
        ("They met Orland’s salt minister, Ama Brandt.", "Ama Brandt", "salt minister", "Orland"),
        ("They met Wend Rovers manager Ama Brandt.", "Ama Brandt", "manager", "Wend Rovers"),
        ("They met Ama Brandt of Lund Rail.", "Ama Brandt", None, "Lund Rail"),
        ("They met Ama Brandt, head of salt at Lund Rail.", "Ama Brandt", "head of salt", "Lund Rail"),
        ("They met Ama Brandt, who speaks for the Salt Front.", "Ama Brandt", None, "Salt Front"),
        ("{1S:A police spokesman} {1C:said} {1X:no}.", "a police spokesman", "police spokesman", "police"),
        (
            "{1S:A spokeswoman for the ministry} {1C:said} {1X:no}.",
            "a spokeswoman for the ministry",
            "spokeswoman",
            "ministry",
        ),
    ],
)
def test_a_role_is_told_beside_the_name(
    text: str, name: str, role: str | None, affiliation: str | None
) -> None:
    found = entities(text)[name]
    assert (found.role, found.affiliation) == (role, affiliation)


@pytest.mark.parametrize(
    ("text", "tag", "mentions"),
    [
        ("Tarn Foods closed. Tarn was late.", (19, 23), ["Tarn Foods", "Tarn"]),
        ("The Orlan Foods Agency closed. Orlan was late.", (31, 36), ["Orlan Foods Agency"]),
        ("Tarn Foods closed. Odo Tarn was late. Tarn left.", (38, 42), ["Tarn Foods"]),
    ],
)
def test_a_body_may_be_called_by_its_first_word(text: str, tag: tuple[int, int], mentions: list[str]) -> None:
    """Though a tag takes it for a person: not a people's name, nor where there is such a person."""
    found = entities(text, TaggedName(*tag, "person", 0.9))
    assert [span.exact for span in found[mentions[0]].mentions] == mentions


TEXTS = st.lists(
    st.sampled_from(
        [
            *("the group", "The", "Ama", "Brandt", "al", "al-Lund", "Mr", "of", "for", "’s", "'", "“", "”"),
            *(
                ", ",
                ".",
                "\n\n",
                "(",
                ")",
                "WPB",
                "U.S",
                "Syrian",
                "who",
                "a mayor",
                "named",
                "—",
                "é",
                "\u0301",
            ),
        ]
    )
    | st.text(max_size=8),
    max_size=60,
).map(lambda parts: " ".join(parts).strip() or "A")


@examples(200)
@given(TEXTS)
def test_any_text_has_entities_whose_spans_hold(text: str) -> None:
    article = an_article(text, title=None)
    found = resolved(article, ()).entities
    assert found == resolved(article, ()).entities
    assert len({one.entity_id for one in found}) == len(found)
    for one in found:
        assert all(article.text[span.start : span.end] == span.exact for span in one.mentions)
        assert list(one.mentions) == sorted(one.mentions, key=lambda span: span.start)


@pytest.mark.parametrize(
    "part",
    [
        "Aa Bb ",
        "A (A ",
        "Mr N Smith saw the group. ",
        "the company and ",
        "’s A, ",
        "and Xx, the chief of a, ",
        "He\n\n",
    ],
)
def test_a_hostile_text_takes_time_by_its_length(part: str) -> None:
    """Twice the text takes less than four times as long; a square would take four."""
    texts = (part * (size // len(part)) for size in (6_000, 3_000))
    articles = [an_article(text.strip(), title=None) for text in texts]
    longer, shorter = (
        partial(cpu_s, partial(resolve, article, document_of(article), ())) for article in articles
    )
    assert takes_less(longer, shorter, times=3.4)


@pytest.mark.parametrize("stop", ["", "."])
def test_capitals_of_a_headline_make_no_names(stop: str) -> None:
    text = (
        f"Ama Brandt Corners Mayor On His Refusal To Sell the Bridge{stop}\n\nOn Monday, Ama Brandt met him."
    )
    assert list(entities(text)) == ["Ama Brandt"]


def test_names_alone_are_no_headline() -> None:
    text = "Ama Brandt of the Salt Party met Odo Lund.\n\nBy Ada Vane in New York and Bo Holm in Paris."
    assert set(entities(text)) >= {"Ama Brandt", "Salt Party", "Odo Lund", "New York", "Paris"}
