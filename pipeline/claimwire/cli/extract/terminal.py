"""`claimwire extract` for people: the article in a terminal, who said what marked in it, claims beside it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.style import Style
from rich.table import Table
from rich.text import Text

from claimwire.cli.extract.cards import Card
from claimwire.cli.extract.passages import Passage, Role, passages_of
from claimwire.cli.rows import counted, printable
from claimwire_schemas import EnrichedArticle

_WIDE = 110
"""Columns from which claims stand beside the text, not below it."""
_STYLES: dict[Role, Style] = {
    "content": Style(color="green", underline=True),
    "statement": Style(underline=True),
    "cue": Style(color="yellow", italic=True, underline=True),
    "source": Style(color="cyan", bold=True, underline=True),
}
LEGEND: dict[Role, str] = {
    "source": "who",
    "cue": "how",
    "content": "what is said",
    "statement": "what the outlet says itself",
}
_NUMBER = Style(color="magenta", bold=True)
_BESIDE = 2
"""Spaces between the text and what stands beside it."""


def show(enriched: EnrichedArticle, console: Console) -> None:
    """Print an article with its claims."""
    console.print(Text(counts(enriched), style="dim"))
    if console.is_terminal and enriched.claims:
        console.print(_legend())
    for passage in passages_of(enriched):
        console.print()
        beside = _beside if console.width >= _WIDE else _below
        console.print(beside(_text(passage), [_card(card) for card in passage.cards]))


def counts(enriched: EnrichedArticle) -> str:
    """Return an article's outlet, time, size and language and what was found, in a line."""
    article = enriched.article
    published = f"{article.published.at:%Y-%m-%d}" if article.published else None
    known = [printable(value) for value in (article.outlet, article.byline, published) if value]
    size = f"{article.counts.words:,} words, language {article.language.tag}"
    return ", ".join([*known, size, _outcome(enriched), *_left_out(enriched)])


def _outcome(enriched: EnrichedArticle) -> str:
    if enriched.status == "language_not_supported":
        return "not extracted: not an English text"
    return f"{counted(len(enriched.attributions), 'attribution')}, {counted(len(enriched.claims), 'claim')}"


def _left_out(enriched: EnrichedArticle) -> Iterator[str]:
    """Give how many paragraphs have no claims because they are in other languages."""
    tags = [one.language for one in enriched.article.paragraphs if one.language]
    if tags and enriched.status == "extracted":
        yield f"not extracted: {counted(len(tags), 'paragraph')} in {', '.join(sorted(set(tags)))}"


def _legend() -> Text:
    return Text("  ").join(Text(meaning, style=_STYLES[role]) for role, meaning in LEGEND.items())


def _text(passage: Passage) -> Text:
    text = Text(style="bold" if passage.is_headline else "")
    for piece in passage.pieces:
        text.append(piece.text, Style.combine([Style.null(), *(_STYLES[role] for role in piece.roles)]))
        for number in piece.numbers:
            text.append(f"[{number}]", _NUMBER)
    return text


def _card(card: Card) -> RenderableType:
    head = Text.assemble((card.who, "bold cyan"), "  ", (card.how, "yellow"))
    said = Text.assemble(*((words.text, "italic" if words.instead_of else "") for words in card.words))
    facts = [f"{label}: {value}" for label, value in (*card.facts, ("worth checking", f"{card.worth:.2f}"))]
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column()
    grid.add_column(ratio=1)
    grid.add_row(
        Text(f"[{card.number}]", style=_NUMBER), Group(head, said, Text(" · ".join(facts), style="dim"))
    )
    return grid


def _beside(text: Text, cards: Sequence[RenderableType]) -> RenderableType:
    table = Table.grid(expand=True, padding=(0, _BESIDE, 0, 0))
    table.add_column(ratio=1)
    table.add_column(ratio=1)
    table.add_row(text, Group(*cards))
    return table


def _below(text: Text, cards: Sequence[RenderableType]) -> RenderableType:
    return Group(text, *(Padding(card, (0, 0, 0, _BESIDE)) for card in cards))
