"""Signs: what in a page's markup tells that it is a list, a gallery or a video, and no article."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from lxml import etree

from claimwire.data import read_json

_DATA = read_json("claimwire.normalize", "data/page_kinds.json", dict[str, list[str]])
_CREDIT = re.compile("|".join(_DATA["credits"]))
_VIDEO_TITLE = re.compile("|".join(_DATA["video_titles"]), re.IGNORECASE)
_MACHINE = re.compile("|".join(_DATA["machine"]), re.IGNORECASE)
_HEADLINES = etree.XPath("//*[self::h2 or self::h3 or self::h4][.//a[@href] or parent::a[@href]]")
_CAPTIONS = etree.XPath("//figcaption | //*[contains(@class, 'caption')]")
_PLAYERS = etree.XPath(
    "//video | //amp-video | //*[contains(@class, 'video-player')]"
    " | //iframe[contains(@src, 'youtube') or contains(@src, 'vimeo') or contains(@src, 'player')]"
)
_FEWEST_CARDS = 4
_LONGEST_CARD = 400
"""Characters, on an average: a teaser. Sections of a story whose headings are links have more."""

_SHARE = 0.7
"""Of a text's lines."""

_FEWEST_CAPTIONS = 3
_MOST_CAPTIONS = 100
_MOST_WORDS_OF_VIDEO = 60
_LONGEST_STUB = 4_000


@dataclass(frozen=True)
class Signs:
    """What a page has besides its text: what its cards and captions say, and whether it shows a video."""

    cards: str = ""
    captions: tuple[str, ...] = ()
    has_video: bool = False


def find_signs(tree: etree._Element) -> Signs:
    """Return the signs of a page, as it is before anything is taken off it."""
    kinds = [meta.get("content") or "" for meta in tree.iterfind(".//meta[@property='og:type']")]
    return Signs(
        cards=_cards(tree),
        captions=tuple(filter(None, _said(_CAPTIONS(tree)).split("\n")))[:_MOST_CAPTIONS],
        has_video=bool(_PLAYERS(tree)) or any(kind.startswith("video") for kind in kinds),
    )


def kind_of_page(text: str, title: str | None, signs: Signs, *, says_article: bool) -> str | None:
    """Return what a page is if it is no article though it has a main text, else None.

    `says_article` is what the page's own metadata tell; a list seldom claims to be one.
    """
    written = [line for line in text.split("\n") if line.strip()]
    body = [line for line in map(_plain, written) if line != _plain(title or "")]
    if signs.cards and _share(line in signs.cards for line in body) >= _SHARE and not says_article:
        return "a list of other pages"
    if _is_gallery(written, signs):
        return "a gallery"
    if signs.has_video and len(text.split()) <= _MOST_WORDS_OF_VIDEO and _VIDEO_TITLE.search(title or ""):
        return "a video"
    return "a text made by a machine" if len(text) <= _LONGEST_STUB and _MACHINE.search(text) else None


def _is_gallery(lines: list[str], signs: Signs) -> bool:
    """Tell whether a text is hardly anything but captions, by markup or by the credits in its lines."""
    if (
        len(lines) >= _FEWEST_CAPTIONS
        and _share(_CREDIT.search(line) is not None for line in lines) >= _SHARE
    ):
        return True
    text = rest = " ".join(map(_plain, lines))
    for caption in signs.captions:
        rest = rest.replace(caption, "")
    return len(signs.captions) >= _FEWEST_CAPTIONS and len(rest) <= (1 - _SHARE) * len(text)


def _cards(tree: etree._Element) -> str:
    """Return what the boxes about other pages say, a linked headline in each; empty where they are few."""
    headlines = set(_HEADLINES(tree))
    if len(headlines) < _FEWEST_CARDS:
        return ""
    counts: dict[etree._Element, int] = {}
    for headline in headlines:
        for above in headline.iterancestors():
            counts[above] = counts.get(above, 0) + 1
    boxes = {_box(headline, counts) for headline in headlines}
    said = _said(boxes)
    return said if len(said) <= _LONGEST_CARD * len(boxes) else ""


def _box(headline: etree._Element, counts: dict[etree._Element, int]) -> etree._Element:
    """Return the largest element around a linked headline that has no other in it."""
    box = headline
    for above in headline.iterancestors():
        if counts[above] > 1:
            break
        box = above
    return box


def _said(elements: Iterable[etree._Element]) -> str:
    return "\n".join(_plain(" ".join(map(str, element.itertext()))) for element in elements)


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()


def _share(told: Iterable[bool]) -> float:
    found = list(told)
    return sum(found) / len(found) if found else 0.0
