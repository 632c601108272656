"""MEANTIME (Minard et al. 2016), from its CoNLL: news with one id a person or body in all articles."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

FILE = "en.conll"
_BEGIN = re.compile(r"#begin document \((?P<name>.+)\); part \d+")
_CHAIN = re.compile(r"(?P<opens>\()?[a-z_]+(?P<chain>[A-Z]+\d+)(?P<closes>\))?")
_ACTORS = ("PER", "ORG")
_TIGHT_BEFORE = re.compile(r"[.,;:!?%)\]’”]|[’']+\w{0,2}|n't|''")
_TIGHT_AFTER = frozenset(("(", "[", "$", "#", "``", "“", "‘"))
_QUOTES = {"``": "“", "''": "”"}
_DATE = "%B %d , %Y"


@dataclass(frozen=True)
class GoldMention:
    """A mention of a person or body: its place in the text, and its id across articles."""

    start: int
    end: int
    chain: str


@dataclass(frozen=True)
class GoldNews:
    """An article: title, date and sentences, with its mentions."""

    name: str
    text: str
    published: datetime | None
    mentions: tuple[GoldMention, ...]


@dataclass(frozen=True)
class _Token:
    sentence: int
    text: str
    chains: str


def read_meantime(folder: Path) -> tuple[tuple[GoldNews, ...], str]:
    """Return the articles with mentions, the earliest first, and the digest of their file."""
    data = (folder / FILE).read_bytes()
    found = [_news(name, tokens) for name, tokens in _documents(data.decode("utf-8").split("\n"))]
    dated = sorted(found, key=lambda one: (one.published or datetime.max.replace(tzinfo=UTC), one.name))
    return tuple(one for one in dated if one.mentions), sha256(data).hexdigest()


def _documents(lines: Iterable[str]) -> Iterator[tuple[str, list[_Token]]]:
    name, tokens = "", list[_Token]()
    for line in lines:
        begin, cells = _BEGIN.match(line), line.split("\t")
        if begin is not None:
            if tokens:
                yield name, tokens
            name, tokens = begin["name"], []
        elif len(cells) == 5:
            tokens.append(_Token(int(cells[1]), cells[3], cells[4]))
    if tokens:
        yield name, tokens


def _news(name: str, tokens: Sequence[_Token]) -> GoldNews:
    text, places = _text(tokens)
    mentions = tuple(sorted(_mentions(tokens, places), key=lambda one: (one.start, -one.end)))
    return GoldNews(name, text, _published(tokens), mentions)


def _text(tokens: Sequence[_Token]) -> tuple[str, list[tuple[int, int]]]:
    """Return the text that tokens were made of, as near as spaces can be told, and the place of each."""
    text, places, before = "", list[tuple[int, int]](), _Token(0, "", "")
    for one in tokens:
        word = _QUOTES.get(one.text, one.text)
        if one.sentence != before.sentence:
            text += "\n\n" if one.sentence <= 2 else " "
        elif text and not _TIGHT_BEFORE.fullmatch(one.text) and before.text not in _TIGHT_AFTER:
            text += " "
        places.append((len(text), len(text) + len(word)))
        text, before = text + word, one
    return text, places


def _mentions(tokens: Sequence[_Token], places: Sequence[tuple[int, int]]) -> Iterator[GoldMention]:
    opened: defaultdict[str, list[int]] = defaultdict(list)
    for one, (start, end) in zip(tokens, places, strict=True):
        for mark in _CHAIN.finditer(one.chains):
            chain = mark["chain"]
            if mark["opens"]:
                opened[chain].append(start)
            if mark["closes"] and chain.startswith(_ACTORS):
                yield GoldMention(opened[chain].pop(), end, chain)


def _published(tokens: Iterable[_Token]) -> datetime | None:
    """Return the date in the second line, where it has one."""
    line = " ".join(one.text for one in tokens if one.sentence == 1)
    try:
        return datetime.strptime(line, _DATE).replace(tzinfo=UTC)
    except ValueError:
        return None
