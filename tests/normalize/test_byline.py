"""A byline is a line that says who wrote the story, and nothing else."""

from __future__ import annotations

import pytest

from claimwire.normalize.byline import names_in, reads_as_names, stated_byline, without_prefix, written_by


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ("By Ana Kovač", "Ana Kovač"),
        ("BY TOM REED", "TOM REED"),
        ("by Tom Reed", "Tom Reed"),
        ("Written by Tom Reed", "Tom Reed"),
        ("By Ana Kovač and Tom Reed, Health Correspondent", "Ana Kovač and Tom Reed, Health Correspondent"),
        ("By A. B. Quill | Staff Writer", "A. B. Quill | Staff Writer"),
        ("By Jan van der Meer and Ines de la Rosa", "Jan van der Meer and Ines de la Rosa"),
        ("By Una O’Shea & Bo Lind - Echo News", "Una O’Shea & Bo Lind - Echo News"),
        ("By Von Diaz and Sun Li", "Von Diaz and Sun Li"),
        ("By Monday Okafor", "Monday Okafor"),
        ("By Tim Story", "Tim Story"),
        ("By In Sook Kim", "In Sook Kim"),
        ("By See Kee Oh", "See Kee Oh"),
        ("By More Stories", None),
        ("By Friday", None),
        ("By Friday Evening", None),
        ("By Week Twelve", None),
        ("By Sunday or Monday", None),
        ("By Friday morning the water had gone", None),
        ("By the time it was over", None),
        ("By Tom Reed in the town hall.", None),
        ("Bystanders Cheered Loudly", None),
        ("By " + "Tom Reed, " * 100, None),
        ("By A " + "de " * 50 + ".", None),
        ("By Una Lind and by boat to the island", None),
        ("", None),
    ],
)
def test_who_wrote_it(line: str, who: str | None) -> None:
    assert written_by(line) == who


@pytest.mark.parametrize(
    ("field", "who"),
    [
        ("Ana Kovač", "Ana Kovač"),
        ("By Ana Kovač", "Ana Kovač"),
        ("noreply@echo.example (Ana Kovač)", "Ana Kovač"),
        ("mailto:ana@echo.example (by Ana Kovač)", "Ana Kovač"),
        ('"Ana Kovač" <ana@echo.example>', "Ana Kovač"),
        ("Von Ana Kovač", "Ana Kovač"),
        ("Von Diaz", "Von Diaz"),
        ("Von Diaz and Ana Reed", "Von Diaz and Ana Reed"),
        ("Par Lindh", "Par Lindh"),
        ("Par Ana Reed", "Ana Reed"),
        ("Von: Kovač", "Kovač"),
        ("Par AFP", "AFP"),
        ("Von dpa", "dpa"),
        ("Von Reuters", "Reuters"),
        ("Von dpa/AFP", "dpa/AFP"),
        ("Par Libération", "Libération"),
        ("Von Redaktion", "Redaktion"),
        ("View all posts by Ana Kovač", "Ana Kovač"),
        ("Autor: Ana Kovač", "Ana Kovač"),
        ("Analysis by Ana Kovač", "Ana Kovač"),
        ("Vonda Reed", "Vonda Reed"),
        ("No Author", None),
        ("noreply@echo.example (admin)", None),
        ("noreply@echo.example ()", None),
        ("ana@echo.example", None),
        ("<ana@echo.example>", None),
        ("https://echo.example/ana", None),
        ("admin", None),
        ("Admin", None),
        ("By admin", None),
        ("The Admin Desk", "The Admin Desk"),
        ("kovac.ana", None),
        ("a_kovac2", None),
        ("AKV-TR", None),
        ("Ana Kovač -", "Ana Kovač"),
        ("By Ana Kovač on", "Ana Kovač"),
        ("Ana Kovač / TR /", "Ana Kovač / TR"),
        ("Ana Kovač More stories by Ana Kovač", "Ana Kovač"),
        ("Ana Kovač Leave a comment", "Ana Kovač"),
        ("See All Articles Subscribe to RSS", None),
        ("Photographs by Ana Kovač", None),
        ("Ana Photo", "Ana Photo"),
        (". .", None),
        ("A.K.", "A.K."),
        ("Staff", "Staff"),
        ("Ana Kovač (Tarnmouth)", "Ana Kovač (Tarnmouth)"),
        ("By ", None),
        ("a@" * 1_000, "a@" * 1_000),
    ],
)
def test_whom_a_sources_field_names(field: str, who: str | None) -> None:
    assert stated_byline(field, outlet="Libération") == who


def test_a_byline_without_its_by_stays_as_it_is() -> None:
    assert without_prefix("By Byron Reed") == "Byron Reed" == without_prefix("Byron Reed")


@pytest.mark.parametrize(
    ("byline", "names"),
    [
        ("Ana Kovač", "Ana Kovač"),
        ("Ana Kovač and Tom Reed", "Ana Kovač and Tom Reed"),
        ("Ana Kovač, Senior Reporter, Tarn Echo", "Ana Kovač"),
        ("Ana Kovač and Tom Reed, Health Correspondent", "Ana Kovač, Tom Reed"),
        ("Ana Kovač, Tarn Echo Sport", "Ana Kovač"),
        ("Ana Kovač, Tarn Echo.com", "Ana Kovač"),
        ("A. B. Quill | Staff Writer", "A. B. Quill"),
        ("Ana Kovač | 2 min read", "Ana Kovač"),
        ("Ana Kovač • Updated 4 March 2026", "Ana Kovač"),
        ("Ana Kovač @anakovac", "Ana Kovač"),
        ("Ana Kovač (ana@echo.example)", "Ana Kovač"),
        ("ANA KOVAČ and MARY O'NEILL-SMITH", "Ana Kovač and Mary O'Neill-Smith"),
        ("Ana Kovač @anakovac Nov 18, 2026 at 9:24 pm ET • 2 min read", "Ana Kovač"),
        ("Ana Kovač Published: Tuesday, 18 November 2026", "Ana Kovač"),
        ("Ana Kovač, Sun", "Ana Kovač"),
        ("Ana Kovač , Tom Reed", "Ana Kovač, Tom Reed"),
        ("Ana Kovač | More Stories", "Ana Kovač"),
        ("Ann More and Sun Li", "Ann More and Sun Li"),
        ("Kelly Photos, Tim Story and Ana Kovač, Reporter", "Kelly Photos, Tim Story, Ana Kovač"),
        ("AFP", "AFP"),
        ("ABC NEWS", "ABC NEWS"),
        ("Echo Staff", "Echo Staff"),
        ("The Tarn Echo", None),
        ("@anakovac", None),
        ("4 March 2026", None),
        ("", None),
    ],
)
def test_a_byline_is_names(byline: str, names: str | None) -> None:
    assert names_in(byline, outlet="Tarn Echo") == names


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("By Ana Kovač", True),
        ("Ana Kovač and Tom van der Reed", True),
        ("Sun Li", True),
        ("May Chen, Senior Reporter", True),
        ("M. Night Vane", True),
        ("Herbert Read", True),
        ("By Tim Story", True),
        ("By Monday Night", False),
        ("Kelly Photos", False),
        ("More Stories", False),
        ("Latest News", False),
        ("Week Twelve", False),
        ("Game Five", False),
        ("Monday", False),
        ("Monday Night", False),
        ("admin", False),
        ("More by this author", False),
        ("Ana Kovač, 4 March", False),
        ("Ana Kovač Tom Reed Per Moe Kirsten Vance Rudd Hallam", False),
        ("", False),
    ],
)
def test_what_reads_as_names(text: str, *, names: bool) -> None:
    assert reads_as_names(text) == names
