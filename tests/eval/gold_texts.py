"""The gold articles in the form of annotated data, as `claim_texts` scores it."""

from __future__ import annotations

from typing import Any

from tests.eval.gold_claims import GoldArticle, GoldClaim

LABELS = frozenset(("claimant", "stance", "accused", "type", "certainty", "negated"))
WORDING = frozenset(("form", "texts", "splits", "worth"))


def line_of(gold: GoldArticle) -> dict[str, Any]:
    """Return an article as a line of data has it."""
    own = zip(gold.own, gold.notes.own, strict=True)
    return {
        "doc_id": gold.name,
        "text": gold.text,
        "attributions": [_annotation(one) for one in gold.claims],
        "own": [note.model_dump() | {"sentence": place} for place, note in own],
    }


def _annotation(claim: GoldClaim) -> dict[str, Any]:
    return claim.attribution | claim.note.model_dump(include={*LABELS, *WORDING})
