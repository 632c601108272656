"""Texts whose claims are labelled: what the network learns of stances, types and worth."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from claimwire.english.document import Word
from claimwire.extract import Extractor
from claimwire_schemas import CLAIM_TYPES
from training.annotated import Annotated, read_claims, read_labels, read_written
from training.labels import ELSEWHERE, Row, noted_row, read_article, rows_of
from training.texts import STANCES, UNLABELLED, Labelled, Stretch, Text

WORTH = ("no", "yes")


def with_labels(texts: Sequence[Text], known: Mapping[str, str]) -> list[Text]:
    """Return the texts with labels where they have any; `known` are texts by their digests."""
    extractor = Extractor.load()
    labelled = {one.text: _noted(extractor, one, ELSEWHERE) for one in read_labels(known)}
    return [replace(one, labelled=labelled.get(one.text, ())) for one in texts]


def annotated_throughout(known: Mapping[str, str]) -> list[Text]:
    """Return the articles whose claims are annotated; nested attributions give no roles."""
    extractor = Extractor.load()
    return [_whole(extractor, number, one) for number, one in enumerate(read_claims(known))]


def written() -> list[Text]:
    """Return the sentences that were written for what is rare in news."""
    extractor = Extractor.load()
    return [
        Text(f"written {number}", one.text, None, None, labelled=_noted(extractor, one, 1.0))
        for number, one in enumerate(read_written())
    ]


def _whole(extractor: Extractor, number: int, one: Annotated) -> Text:
    rows = rows_of(number, read_article(extractor, one))
    labelled = tuple(found for row in rows if (found := _labelled(row)))
    roles = tuple(sorted(set(_stretches(one))))
    return Text(f"annotated {number}", one.text, roles, None, labelled=labelled, is_annotated_throughout=True)


def _stretches(one: Annotated) -> Iterator[Stretch]:
    for noted in one.attributions:
        for role in ("source", "cue", "content") if not noted.nested else ():
            yield from ((start, end, role) for start, end in getattr(noted, role))


def _noted(extractor: Extractor, one: Annotated, counts: float) -> tuple[Labelled, ...]:
    read = read_article(extractor, one)
    rows = (noted_row(-1, read, noted, counts) for noted in one.attributions)
    return tuple(found for row in rows if (found := _labelled(row)))


def _labelled(row: Row) -> Labelled | None:
    said = row.said
    words = tuple(one.start for one in said.first_sentence)
    stance, kind = _number(STANCES, row.stance), _number(CLAIM_TYPES, row.type)
    places = _start(said.cue_head), _start(said.head), words
    return Labelled(*places, stance, kind, _number(WORTH, row.worth), row.counts) if words else None


def _start(word: Word | None) -> int | None:
    return word.start if word else None


def _number(names: Sequence[str], name: str | None) -> int:
    return names.index(name) if name else UNLABELLED
