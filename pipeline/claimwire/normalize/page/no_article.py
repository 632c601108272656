"""Pages that are no article: consent walls, error pages, lists of other pages."""

from __future__ import annotations

from itertools import groupby

from claimwire.data import read_json
from claimwire.normalize.page.parts import is_link

_DATA = read_json("claimwire.normalize", "data/no_article.json", dict[str, list[str]])
_ERROR_TITLES = frozenset(_DATA["error_titles"])
_SURE_TITLES = frozenset(_DATA["sure_titles"])
_LONGEST_ERROR = 800
"""Characters of what an error page says."""

_LONGEST_WALL = 3_000
_FEWEST_PHRASES = 3
_SHARE_OF_PHRASES = 0.03
"""Of a wall's words; a story about cookies has other words, too."""

_FEWEST_LINKS = 4
_MOST_BETWEEN = 2
"""Lines; a list of other pages has a few words below each headline, a story goes on."""


def why_no_article(text: str, title: str | None) -> str | None:
    """Return what a page is if its text is no article, else None.

    >>> why_no_article("The page you requested could not be found.", "Page not found")
    'an error page'
    """
    said = " ".join(text.split()).casefold().replace("’", "'")
    if len(said) <= _LONGEST_ERROR and _is_error(said, (title or "").casefold().replace("’", "'")):
        return "an error page"
    if len(said) <= _LONGEST_WALL and _is_wall(said):
        return "a consent wall"
    return None


def lists_pages(text: str, links: frozenset[str]) -> bool:
    """Tell whether a page's text is other pages' headlines, with a few words about each."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    are_linked = [is_link(line, links) and "://" not in line for line in lines]
    runs = [len(list(run)) for is_linked, run in groupby(are_linked) if not is_linked]
    return sum(are_linked) >= _FEWEST_LINKS and max(runs, default=0) <= _MOST_BETWEEN


def _is_error(said: str, title: str) -> bool:
    phrases = sum(phrase in said for phrase in _DATA["error_phrases"])
    named = title.strip(" .!?:…")
    is_titled = named in _ERROR_TITLES
    is_sure = any(phrase in said for phrase in _DATA["sure_phrases"])
    return is_sure or named in _SURE_TITLES or phrases > 1 or (is_titled and phrases > 0)


def _is_wall(said: str) -> bool:
    told = [said.count(phrase) for phrase in _DATA["consent_phrases"] if phrase in said]
    return len(told) >= _FEWEST_PHRASES and sum(told) >= _SHARE_OF_PHRASES * len(said.split())
