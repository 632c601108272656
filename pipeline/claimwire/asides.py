"""What a claim's text says of its article, beside what was claimed."""

from __future__ import annotations

from claimwire_schemas import Claim


def without_context(claim: Claim) -> str:
    """Return a claim's text without the modifier that tells which thing a noun means."""
    text = claim.text
    for edit in claim.edits:
        if "context" in (edit.rule or "").split("+") and edit.antecedent is not None:
            added = " ".join(edit.antecedent.exact.split())
            at = text.casefold().find(f"{added} {edit.span.exact}".casefold())
            text = text[:at] + text[at + len(added) + 1 :] if at >= 0 else text
    return text
