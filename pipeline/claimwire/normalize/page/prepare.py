"""What is done to a page before its main text is looked for, so that an extractor sees what a reader sees.

Extractors go by the names of classes. Some names mislead them: a lead is called a teaser, a post an embed.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from itertools import islice

from lxml import etree

from claimwire.data import read_json
from claimwire.normalize.page.boilerplate import may_head_links
from claimwire.normalize.page.lengths import text_lengths
from claimwire.normalize.page.split_body import join_body
from claimwire.normalize.page.split_lines import mark_lines

_DATA = read_json("claimwire.normalize", "data/prepare.json", dict[str, list[str]])
_NAMED = ("class", "id")
_MOST_NAMES = 20
_CONTAINERS = frozenset(_DATA["containers"])
_INLINE = frozenset(_DATA["inline"])
_TEASERS = etree.XPath("//*[contains(translate(concat(@class, ' ', @id), 'T', 't'), 'teaser')]")
_HEADINGS = ("h1", "h2", "h3", "h4", "h5", "h6")
_HIDDEN = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_HIDDEN_NAMES = frozenset(_DATA["hidden_names"])
_ASIDE = re.compile("|".join(_DATA["asides"]))
_ASIDE_HEADINGS = frozenset(_DATA["aside_headings"])
_COUNT = re.compile(r"^\d+\s|\s?[(\[]?\d*[)\]]?\s?[.:…]*$")
_LONGEST_HEADING = 60
_MOST_ASIDE = 0.3
"""Of a page's text; what has more is the page's own, whatever its name."""

_MOST_UP = 5
"""Elements around a post that may hold nothing else."""

_SHORTEST_HEADLINE = 25
_SHARE_OF_LINKS = 0.9
_SHORTEST_LEAD = 60


def prepare(tree: etree._Element, *, is_post: Callable[[etree._Element], bool]) -> None:
    """Leave out of `tree` what it does not show, and what is beside its story; keep what names would hide."""
    lengths = text_lengths(tree)
    limit = _MOST_ASIDE * lengths[tree]
    for element in list(_outermost(tree, lambda one: _is_left_out(one, lengths) and lengths[one] < limit)):
        element.clear(keep_tail=True)
    for element in _leads(tree):
        if _tells(element, lengths):
            _unname(element)
    for element in filter(_is_in_sentence, tree.iter("time")):
        element.tag = "span"
    for element in filter(is_post, tree.iter("blockquote")):
        _keep_post(element, lengths)
    mark_lines(tree)
    join_body(tree)


def _outermost(tree: etree._Element, is_wanted: Callable[[etree._Element], bool]) -> Iterator[etree._Element]:
    walker = etree.iterwalk(tree, events=("start",))
    for _, element in walker:
        if element.tag not in {"html", "body"} and is_wanted(element):
            yield element
            walker.skip_subtree()


def is_hidden(element: etree._Element) -> bool:
    """Tell whether a page says of an element that it is not shown."""
    return element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "") is not None


def hides_paid(part: etree._Element) -> bool:
    """Tell whether a page hides a part that is for those who pay, by itself or by what is around it."""
    around = (part, *part.iterancestors())
    return any(is_hidden(one) or not _HIDDEN_NAMES.isdisjoint(_names(one)) for one in around)


def _is_left_out(element: etree._Element, lengths: Mapping[etree._Element, int]) -> bool:
    if is_hidden(element) or _leads_away(element, lengths) or _heads_links(element, lengths):
        return True
    if element.tag not in _CONTAINERS:
        return False
    return any(_ASIDE.fullmatch(name) for name in _names(element)) or _has_aside_heading(element)


def _leads_away(items: etree._Element, lengths: Mapping[etree._Element, int]) -> bool:
    """Tell whether an element is a list of other stories' headlines, each a link."""
    if items.tag not in {"ul", "ol"}:
        return False
    links = [link for item in items for link in item.iterchildren("a")]
    linked = sum(lengths[link] for link in links)
    enough = len(items) > 1 and linked >= _SHORTEST_HEADLINE * len(items)
    return enough and linked >= _SHARE_OF_LINKS * lengths[items]


def _heads_links(element: etree._Element, lengths: Mapping[etree._Element, int]) -> bool:
    """Tell whether an element is a heading or a line over links to other stories."""
    following = next(element.itersiblings(etree.Element), None)
    if following is None or lengths[element] > _LONGEST_HEADING or element.tag not in {*_HEADINGS, "p"}:
        return False
    if element.tag in _HEADINGS and _leads_away(following, lengths):
        return True
    if not may_head_links(" ".join("".join(islice(element.itertext(), 10)).split())):
        return False
    linked = sum(lengths[link] for link in following.iter("a"))
    return 0 < linked >= _SHARE_OF_LINKS * lengths[following]


def _has_aside_heading(element: etree._Element) -> bool:
    """Tell whether an element opens with a heading that says that what follows is none of the story."""
    first = next(iter(element), None)
    if first is None or first.tag not in _HEADINGS or (element.text or "").strip():
        return False
    text = " ".join("".join(islice(first.itertext(), 10)).split())[:_LONGEST_HEADING]
    return _COUNT.sub("", text).casefold().replace("’", "'") in _ASIDE_HEADINGS


def _leads(tree: etree._Element) -> list[etree._Element]:
    """Return the teasers that are the only ones of their name: those of other stories are many."""
    teasers = [element for element in _TEASERS(tree) if element.tag in _CONTAINERS]
    names = Counter(element.get("class") for element in teasers)
    return [element for element in teasers if names[element.get("class")] == 1]


def _tells(teaser: etree._Element, lengths: Mapping[etree._Element, int]) -> bool:
    """Tell whether a teaser is a story's own lead, and does not lead to another story."""
    linked = sum(lengths[link] for link in teaser.iter("a"))
    leads_away = any(
        heading.find(".//a") is not None or heading.getparent().tag == "a"
        for heading in teaser.iter(*_HEADINGS)
    )
    return lengths[teaser] >= _SHORTEST_LEAD and 2 * linked < lengths[teaser] and not leads_away


def _is_in_sentence(time: etree._Element) -> bool:
    """Tell whether words stand beside a time, in its own line."""
    around = time.getparent()
    if around is None or around.tag not in _INLINE:
        return False
    before = time.getprevious()
    said = around.text if before is None else (before.tail or "") + (before.text or "")
    following = time.getnext()
    then = (time.tail or "") + ("" if following is None else following.text or "")
    return bool((said or "").strip()) and bool(then.strip())


def _keep_post(post: etree._Element, lengths: Mapping[etree._Element, int]) -> None:
    """Take the names off what holds nothing but a post; an extractor leaves embeds out."""
    for around in islice(post.iterancestors(), _MOST_UP):
        if around.tag in {"body", "html"} or lengths.get(around, 0) > lengths[post]:
            break
        _unname(around)
    _unname(post)


def _names(element: etree._Element) -> list[str]:
    names = (name for key in _NAMED for name in (element.get(key) or "").lower().split())
    return list(islice(names, _MOST_NAMES))


def _unname(element: etree._Element) -> None:
    for key in _NAMED:
        element.attrib.pop(key, None)
