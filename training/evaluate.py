"""Evaluation of a network that is not exported yet, through the pipeline's own decoder and linker."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tokenizers import Tokenizer

from claimwire.english.document import Document
from claimwire.english.quotations import find_quotations
from claimwire.extract.confidence import LEAST, confidence_of
from claimwire.extract.decoder import decode
from claimwire.extract.linker import link
from claimwire.extract.segments import Link, Segment
from claimwire.extract.settle import settle
from tests.eval.corpus import read_jsonl
from tests.eval.score import Counts, Scope, count, figures
from training.network import Network
from training.teach import words_by

SCOPES: tuple[Scope, ...] = ("all", "speech")


def evaluated(network: Network, tokenizer: Tokenizer, annotated: Path) -> dict[str, Any]:
    """Return the scorer's figures for both scopes."""
    counts: dict[Scope, Counts] = {scope: Counter() for scope in SCOPES}
    for article in read_jsonl(annotated).articles:
        words = words_by(network, tokenizer, article.text, overlap=127)
        segments = settle(article.text, decode(words), find_quotations(article.text))
        links = link(Document(article.text), segments)
        found = [spans_of(one) for one in links if confidence_of(one) >= LEAST]
        for scope in SCOPES:
            counts[scope].update(count(article.text, article.attributions, found, scope=scope))
    return {scope: figures(counts[scope]) for scope in SCOPES}


def spans_of(one: Link) -> dict[str, list[tuple[int, int]]]:
    """Return a link as the scorer takes it."""

    def places(segments: Iterable[Segment | None]) -> list[tuple[int, int]]:
        return [(segment.start, segment.end) for segment in segments if segment]

    return {"source": places([one.source]), "cue": places([one.cue]), "content": places(one.content)}
