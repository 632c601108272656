"""Claims' texts of marked articles: `{S:Ada Vane} {C:denied} {X:that it rains}.`, worded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from claimwire.claims.labels import labels_of, said_in, seen_of
from claimwire.claims.text import Context, Said, Wording, parts_of, text_of
from claimwire.claims.text.edits import replayed
from claimwire.english.document import Document
from claimwire.extract import default_extractor
from claimwire.resolve.antecedent import Antecedent
from tests.claims.marked import read


def parts(
    marked: str, *, claimant: str | None = None, who: Mapping[str, str] | None = None, confidence: float = 0.9
) -> tuple[Wording, ...]:
    """Return the wording of each part of a marked content; every edit is checked.

    The claimant is the source as the article has it, and unknown if that is empty; `who` has names by the
    words that mean them, at each of their places.
    """
    article, one = read(marked)
    document = default_extractor().read(article).document
    said = Said(
        content=one.content,
        source=one.source,
        cue=one.cue.spans if one.cue else (),
        lemma=one.cue.lemma if one.cue else "",
        kind=one.kind,
        stance=labels_of(seen_of(said_in(document, one))).stance,
        claimant=one.source.exact if claimant is None and one.source else claimant or None,
        confidence=confidence,
    )
    meant = antecedents(document, who or {})
    found = tuple(
        text_of(Context(document), replace(said, content=part), meant) for part in parts_of(document, said)
    )
    for wording in found:
        check(document, wording)
    return found


def worded(marked: str, **given: object) -> Wording:
    """Return the wording of a marked content that is one part."""
    (found,) = parts(marked, **given)  # type: ignore[arg-type] # those of `parts`
    return found


def antecedents(document: Document, who: Mapping[str, str]) -> dict[int, Antecedent]:
    """Return whom words mean, by their indexes."""
    return {word.i: Antecedent(who[word.text], None, 1.0) for word in document.words if word.text in who}


def check(document: Document, wording: Wording) -> None:
    """Check that edits replay to the text and hold in the article, and that each has a rule."""
    assert replayed(wording.basis, wording.edits) == wording.text
    for one in wording.edits:
        assert document.text[one.span.start : one.span.end] == one.span.exact
        assert one.rule
