"""`claimwire extract --html`: one page with the article marked up and its claims beside it.

The page is built as a tree and written by the library, so that nothing of an article can become markup. It
asks for nothing, runs nothing, and its policy allows only the style that stands in it.
"""

from __future__ import annotations

from base64 import b64encode
from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import chain
from xml.etree.ElementTree import Element, tostring

from claimwire.cli.extract.cards import Card, Fact
from claimwire.cli.extract.passages import Passage, Piece, passages_of
from claimwire.cli.extract.terminal import LEGEND, counts
from claimwire.cli.rows import printable
from claimwire.data import read_text
from claimwire_schemas import Article, EnrichedArticle

_TITLE_CHARACTERS = 80


def page_of(enriched: EnrichedArticle) -> str:
    """Return an article with its claims as an HTML document."""
    style = read_text("claimwire.cli.extract", "page.css")
    passages = passages_of(enriched)
    main = _element("main", *map(_passage, passages))
    body = _element("body", _header(enriched, [card for one in passages for card in one.cards]), main)
    head = _element("head", *_metadata(_title(enriched.article), style))
    page = _element("html", head, body, lang=enriched.article.language.tag)
    return "<!DOCTYPE html>\n" + tostring(page, encoding="unicode", method="html") + "\n"


def _element(tag: str, *children: Element | str, **attributes: str) -> Element:
    """Return an element; of an attribute `class_` is `class`, `aria_label` is `aria-label`."""
    element = Element(tag, {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()})
    for child in children:
        if not isinstance(child, str):
            element.append(child)
        elif len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    return element


def _metadata(title: str, style: str) -> Iterator[Element]:
    digest = b64encode(sha256(style.encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    yield _element("meta", charset="utf-8")
    yield _element("meta", http_equiv="Content-Security-Policy", content=policy)
    yield _element("meta", name="viewport", content="width=device-width, initial-scale=1")
    yield _element("meta", name="referrer", content="no-referrer")
    yield _element("title", title)
    yield _element("style", style)


def _title(article: Article) -> str:
    title = printable(article.headline.exact if article.headline else article.text)
    return title if len(title) <= _TITLE_CHARACTERS else title[: _TITLE_CHARACTERS - 1] + "…"


def _header(enriched: EnrichedArticle, cards: list[Card]) -> Element:
    about = _element("p", counts(enriched), *_link(enriched.article.url), class_="about")
    if not cards:
        return _element("header", about)
    marks = [_element("li", _element("mark", LEGEND[role], class_=role)) for role in LEGEND]
    return _element(
        "header",
        about,
        _element("ul", *marks, class_="legend", aria_label="How the text is marked"),
        _element("ul", *_speakers(cards), class_="speakers", aria_label="Who speaks"),
    )


def _link(url: str | None) -> Iterator[Element | str]:
    if url and url.startswith(("https://", "http://")):
        yield ", "
        yield _element("a", printable(url), href=url)


def _speakers(cards: Iterable[Card]) -> Iterator[Element]:
    numbers: defaultdict[str, list[int]] = defaultdict(list)
    for card in cards:
        numbers[card.who].append(card.number)
    for who, theirs in numbers.items():
        item = _element("li", _element("bdi", who, class_="who"))
        for number in theirs:
            item[-1].tail = " "
            item.append(_element("a", str(number), href=f"#claim-{number}"))
        yield item


def _passage(passage: Passage) -> Element:
    language = {"lang": passage.language} if passage.language else {}
    pieces = chain.from_iterable(map(_piece, passage.pieces))
    text = _element("h1" if passage.is_headline else "p", *pieces, **language)
    if not passage.cards:
        return _element("section", text, class_="passage")
    cards = _element("div", *map(_card, passage.cards), class_="cards")
    return _element("section", text, cards, class_="passage")


def _piece(piece: Piece) -> Iterator[Element | str]:
    yield _element("mark", piece.text, class_=" ".join(piece.roles)) if piece.roles else piece.text
    for number in piece.numbers:
        link = _number(number, f"Claim {number}", href=f"#claim-{number}", id=f"said-{number}")
        yield _element("sup", link)


def _number(number: int, label: str, **attributes: str) -> Element:
    return _element("a", str(number), class_="number", aria_label=label, **attributes)


def _card(card: Card) -> Element:
    back = _number(card.number, f"Claim {card.number} in the text", href=f"#said-{card.number}")
    who = _element("bdi", card.who, class_="who")
    head = _element("h2", back, " ", who, " ", _element("span", card.how, class_="how"))
    said = _element("p", *(_words(*words) for words in card.words), class_="said", dir="auto")
    parts = head, said, _details(card)
    return _element("article", *parts, id=f"claim-{card.number}", class_="card")


def _words(text: str, instead_of: str | None) -> Element | str:
    return _element("ins", text, title=f"in the article: {instead_of}") if instead_of else text


def _list(facts: Iterable[Fact]) -> Element:
    return _element("dl", *map(_fact, facts))


def _fact(fact: Fact) -> Element:
    value = _element("dd", _element("bdi", fact.value))
    return _element("div", _element("dt", fact.label), " ", value)


def _details(card: Card) -> Element:
    """Return how much a claim calls for checking; opened, its facts and the reasons.

    Closed, a card is about as high as its sentence, so that the article's paragraphs stay together.
    """
    worth = f"{card.worth:.2f}"
    meter = _element("meter", worth, min="0", max="1", value=worth)
    return _element(
        "details",
        _element("summary", f"worth checking {worth} ", meter),
        _list(card.facts),
        _list(card.reasons),
    )
