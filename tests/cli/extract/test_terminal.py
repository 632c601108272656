"""An article in a terminal: marked where somebody speaks, within any width, and plain where nobody looks."""

from __future__ import annotations

import io
import unicodedata
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.color import Color
from rich.console import Console
from rich.style import Style
from rich.text import Text

from claimwire.cli.extract.terminal import show
from claimwire_schemas import EnrichedArticle
from tests.builders import a_claim, a_claimant, an_article, an_enriched_article
from tests.cli.extract.shown import an_article_of_claims


def shown(enriched: EnrichedArticle, *, width: int, terminal: bool = False) -> str:
    """Return what is printed, with escape sequences on a terminal."""
    out = io.StringIO()
    color_system: Literal["standard"] | None = "standard" if terminal else None
    console = Console(
        file=out, width=width, force_terminal=terminal, color_system=color_system, highlight=False
    )
    show(enriched, console)
    return out.getvalue()


def style_of(text: Text, words: str) -> Style:
    """Return the style that some words have throughout."""
    start = text.plain.index(words)
    console = Console()
    first, *others = {text.get_style_at_offset(console, start + i) for i in range(len(words))}
    assert not others, words
    return first


@pytest.mark.parametrize("width", [20, 44, 80, 109, 110, 200])
def test_it_fits_the_terminal_and_leaves_nothing_out(width: int) -> None:
    enriched = an_article_of_claims()
    out = shown(enriched, width=width)
    assert max(map(cell_len, out.splitlines())) <= width
    for word in (word for claim in enriched.claims for word in (claim.claimant.name or "").split()):
        assert word in out


def test_claims_stand_beside_the_text_where_there_is_room() -> None:
    wide, narrow = (shown(an_article_of_claims(), width=width).splitlines() for width in (140, 100))
    [line] = [line for line in wide if line.startswith("The Korvan Front has")]
    assert "[1] Korvan Front  claimed responsibility" in line
    [line] = [line for line in narrow if line.startswith("The Korvan Front has")]
    assert "[1] Korvan Front" not in line
    assert "  [1] Korvan Front  claimed responsibility" in [line.rstrip() for line in narrow]


def test_who_how_and_what_are_underlined_in_their_colours() -> None:
    text = Text.from_ansi(shown(an_article_of_claims(), width=80, terminal=True))
    places = {"Orst’s Interior Ministry": "cyan", "blamed": "yellow", "the attack": "green"}
    for words, color in places.items():
        style = style_of(text, words)
        assert style.color, words
        assert (style.underline, style.color.number) == (True, Color.parse(color).number), words
    own, around = style_of(text, "The pass has been closed"), style_of(text, "which also killed")
    assert (own.underline, own.color) == (True, None)
    assert not around.underline


def test_words_that_were_put_in_are_set_apart() -> None:
    text = Text.from_ansi(shown(an_article_of_claims(), width=80, terminal=True))
    assert style_of(text, "The Korvan Front’s").italic
    assert not style_of(text, "men laid ambushes on the road.").italic


def test_a_file_gets_no_escape_sequence_and_no_legend() -> None:
    plain, coloured = (shown(an_article_of_claims(), width=80, terminal=on) for on in (False, True))
    assert "\x1b" not in plain
    assert ("what is said" in plain, "what is said" in coloured) == (False, True)


def test_markup_in_an_article_is_text() -> None:
    article = an_article("The [bold]mayor[/bold] said :smile: it is [link=x]shut[/].", outlet="[red]Echo")
    enriched = EnrichedArticle(
        article=article, status="extracted", attributions=(), claims=(), entities=(), extractor="test-1"
    )
    out = shown(enriched, width=200, terminal=True)
    assert "The [bold]mayor[/bold] said :smile: it is [link=x]shut[/]." in out
    assert "[red]Echo" in out


@given(st.text(min_size=1), st.integers(10, 160))
def test_nothing_in_a_record_is_obeyed(text: str, width: int) -> None:
    article = an_article("“Nobody was inside,” said Petra Olund, the chief fire officer." + text, text)
    claim = a_claim(text=text, claimant=a_claimant(name=text, role=text))
    out = shown(an_enriched_article(article, claims=(claim,)), width=width)
    obeyed = {one for one in out if unicodedata.category(one) in ("Cc", "Cs") or "\u202a" <= one <= "\u202e"}
    assert obeyed <= {"\n"}
