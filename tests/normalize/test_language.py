"""The language is told with its probability, or said to be unknown."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.normalize.language import UNKNOWN, foreign_language, identify_language
from tests.eval.corpus import GOLD


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("The old bridge was shut on Tuesday, the council said, after divers found cracks in it.", "en"),
        ("Le vieux pont a été fermé mardi, selon la mairie, après la découverte de fissures.", "fr"),
        ("Die alte Brücke wurde am Dienstag gesperrt, nachdem Taucher Risse gefunden hatten.", "de"),
        ("Старый мост закрыли во вторник, сообщила мэрия города.", "ru"),
        ("市议会星期二表示，这座旧桥因发现裂缝而关闭。", "zh"),
    ],
)
def test_the_language(text: str, tag: str) -> None:
    found = identify_language(text)
    assert found.tag == tag
    assert 0.5 <= found.confidence <= 1


@pytest.mark.parametrize("text", ["", "Olund", "1,234 5,678 9,012", "???", "a b c d", "3–1 (2–0)"])
def test_too_little_to_tell(text: str) -> None:
    assert identify_language(text) == UNKNOWN


def test_a_declared_language_only_breaks_doubt() -> None:
    doubtful = "Police said."
    english = "The old bridge was shut on Tuesday, the council said, after divers found cracks in it."
    assert identify_language(doubtful).tag == "und"
    assert identify_language(doubtful, declared="en-GB").tag == "en"
    assert identify_language(doubtful, declared="fr").tag == "und"
    assert identify_language(english, declared="fr").tag == "en"


ENGLISH = "Divers found cracks in two of the five piers, and the council shut the bridge at once."
GERMAN = "Taucher fanden Risse in zwei der fünf Pfeiler, und der Rat ließ die Brücke sofort sperren."


@pytest.mark.parametrize(
    ("paragraph", "own", "tag"),
    [
        (GERMAN, "en", "de"),
        ("潜水员在五个桥墩中的两个上发现了裂缝，市议会立即下令封闭大桥，" * 3, "en", "zh"),
        (GERMAN, "de", None),
        (ENGLISH, "en", None),
        (ENGLISH, "de", "en"),
        ("Taucher fanden Risse.", "en", None),
        (f"{ENGLISH} {GERMAN}", "en", None),
        (f"{GERMAN} {ENGLISH}", "en", None),
        (
            "Anna Lund, Per Moe, Ove Brandt, Geir Holt, Marit Solheim, Tessa Boyd, Rolf Anders, Bo Lindh",
            "en",
            None,
        ),
        ("Jan Kowalski, Anna Nowak, Piotr Zawada, Maria Zielna, Tomasz Lipiec and Ewa Bury", "en", None),
        ("By Mthunzi Dube, Lindiwe Moyo, Sibusiso Ncube and Zanele Khoza in Dunmarsh and Tarn", "en", None),
        ("Photos: Pawel Zawada, Kacper Lipiec, Agnieszka Bury, Grzegorz Wrona, Zbigniew Sowa", "en", None),
        (GERMAN.upper(), "en", "de"),
        ("نجا عمال السد من الفيضان بعد أن حذرهم المهندس، وقال رئيس البلدية إن الجسر سيبقى مغلقا", "en", "ar"),
        ("4.2 " * 100, "en", None),
    ],
)
def test_a_paragraph_in_another_language(paragraph: str, own: str, tag: str | None) -> None:
    """It is long enough and sure, and no half of it is in the article's language."""
    assert foreign_language(paragraph, own=own) == tag


def test_no_english_paragraph_of_the_gold_is_foreign() -> None:
    texts = [path.read_text(encoding="utf-8") for path in sorted(GOLD.glob("*.txt"))]
    paragraphs = [one for text in texts for one in text.split("\n\n")]
    assert len(paragraphs) > 300
    assert [one for one in paragraphs if foreign_language(one, own="en")] == []


@given(st.text(max_size=700))
def test_any_paragraph_has_a_language_or_none(paragraph: str) -> None:
    tag = foreign_language(paragraph, own="en")
    assert tag is None or (tag != "en" and 2 <= len(tag) <= 3)


@pytest.mark.parametrize(
    ("paragraph", "tag"),
    [
        (
            "De serie House of the Kelp is dit jaar weer te zien, maar of er een derde komt is niet bekend.",
            "nl",
        ),
        (
            "Die Bank of Wend und die Society of the Arts haben am Montag gesagt, dass sie handeln werden.",
            "de",
        ),
        (
            "The old bridge and the mill were shut on Tuesday, the council said, after divers found cracks.",
            None,
        ),
    ],
)
def test_english_titles_make_no_paragraph_english(paragraph: str, tag: str | None) -> None:
    assert foreign_language(paragraph, own="en") == tag
