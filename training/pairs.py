"""Pairs of claims with their labels: annotated ones, found again in their articles, and written ones."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Literal, get_args

from claimwire.enrich import enrich
from claimwire.extract import Extractor
from claimwire.match.links import Statement, statement_of
from claimwire.normalize import normalize
from claimwire_schemas import Claim, EnrichedArticle, RawArticle
from claimwire_schemas.articles import Publication
from tests.eval.articles import article_of
from training.annotated import FOLDER

Label = Literal["same", "agrees", "contradicts", "updates", "unrelated"]
LABELS: tuple[Label, ...] = get_args(Label)
Part = Literal["train", "dev"]
PAIRS, WRITTEN = FOLDER / "pairs.jsonl", FOLDER / "pairs-written.txt"
_LINE = re.compile(r"(=|same|agrees|contradicts|updates|unrelated) (\d\d) (.+)")
_EVERY = 3
"""Of the written stories, each third is kept to judge."""

_LONGEST = 10**9


@dataclass(frozen=True)
class Labelled:
    """Two statements, how they relate, and whether they are to be learned or to judge by."""

    first: Statement
    second: Statement
    label: Label
    part: Part
    group: str
    """Its story or month: pairs of one are not told apart when weights are tried out."""

    is_link: bool = False
    """Whether it was drawn from the links that this program made of a stream."""

    @property
    def is_written(self) -> bool:
        """Whether it was written here: stories have numbers, months are of a year."""
        return self.group.isdigit()


@dataclass(frozen=True)
class Said:
    """What one line of the written pairs says."""

    label: str
    day: int
    text: str


def written_pairs(extractor: Extractor) -> list[Labelled]:
    """Return the written pairs whose both sides make a claim."""
    stories = read_written()
    return [pair for i, story in enumerate(stories) for pair in _pairs_of(story, i, extractor)]


def read_written() -> list[list[Said]]:
    """Return the stories of `pairs-written.txt`; raises `ValueError` for a line of another form."""
    stories: list[list[Said]] = []
    for line in WRITTEN.read_text("utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        found = _LINE.fullmatch(line)
        if found is None or (found[1] != "=" and not stories):
            raise ValueError(f"not a written pair: {line!r}")
        if found[1] == "=":
            stories.append([])
        stories[-1].append(Said(found[1], int(found[2]), found[3]))
    return stories


def _pairs_of(story: list[Said], number: int, extractor: Extractor) -> Iterator[Labelled]:
    part: Part = "train" if number % _EVERY else "dev"
    base, *others = (_written_statement(one, f"{number}-{i}", extractor) for i, one in enumerate(story))
    for said, other in zip(story[1:], others, strict=True):
        if base and other and said.label in LABELS:
            yield Labelled(base, other, said.label, part, str(number))


def _written_statement(said: Said, name: str, extractor: Extractor) -> Statement | None:
    at = datetime(2026, 3, said.day, 12, tzinfo=UTC)
    raw = RawArticle(
        body=said.text, outlet="Saltmere Courier", guid=name, published_at=at.isoformat(), language="en"
    )
    article = normalize(raw, page=None, received_at=at, max_bytes=_LONGEST)
    claims = enrich(article, extractor=extractor).claims
    return statement_of(claims[0]) if claims else None


def annotated_pairs(
    texts: Mapping[str, str], extractor: Extractor, *, parts: Sequence[Part] = ("train", "dev")
) -> list[Labelled]:
    """Return the annotated pairs of given texts, by digest, whose both claims are found again."""
    rows = [json.loads(line) for line in PAIRS.read_text("utf-8").splitlines()]
    rows = [row for row in rows if row["part"] in parts]
    wanted = {end["digest"]: end["day"] for row in rows for end in row["ends"] if end["digest"] in texts}
    made = {digest: enriched(texts[digest], day, extractor) for digest, day in wanted.items()}
    return [pair for row in rows if (pair := _labelled(row, made)) is not None]


def enriched(text: str, day: str, extractor: Extractor) -> EnrichedArticle:
    """Return an article around a text, unchanged and published on a day, with its claims."""
    at = Publication(
        at=datetime.fromisoformat(f"{day}T00:00Z"), utc_offset=None, precision="day", origin="raw"
    )
    return enrich(article_of(text).model_copy(update={"published": at}), extractor=extractor)


def _labelled(row: Mapping[str, Any], made: Mapping[str, EnrichedArticle]) -> Labelled | None:
    ends = [_found(end, made[end["digest"]]) for end in row["ends"] if end["digest"] in made]
    if len(ends) < 2 or ends[0] is None or ends[1] is None:
        return None
    return Labelled(
        first=statement_of(ends[0]),
        second=statement_of(ends[1]),
        label=row["label"],
        part=row["part"],
        group=row["ends"][0]["day"][:7],
        is_link=row.get("drawn") == "links",
    )


def _found(end: Mapping[str, Any], whole: EnrichedArticle) -> Claim | None:
    """Return the claim whose places overlap most with annotated ones, if half of them do."""
    gold = {at for start, stop in end["places"] for at in range(start, stop)}
    shares = [(_share(gold, _places(claim)), claim) for claim in whole.claims]
    best = max(shares, key=lambda one: one[0], default=None)
    return best[1] if best and best[0] >= 0.5 else None


def _share(one: set[int], other: set[int]) -> float:
    return len(one & other) / max(1, len(one | other))


def _places(claim: Claim) -> set[int]:
    return {at for span in claim.basis or claim.content for at in range(span.start, span.end)}
