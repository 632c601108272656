"""The language is told with its probability, or said to be unknown."""

from __future__ import annotations

import pytest

from claimwire.normalize.language import UNKNOWN, identify_language


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
