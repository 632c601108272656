"""What a claim's text says of its article, beside what was claimed."""

from __future__ import annotations

import re

from claimwire_schemas import Claim, Edit

_END = re.compile(r"[^\w\],]*$")


def without_context(claim: Claim) -> str:
    """Return a claim's text without the phrase that tells what its article is about."""
    text = claim.text
    for edit in claim.edits:
        if "context" in (edit.rule or "").split("+"):
            text = text.replace(" ".join(edit.text.split()), _alone(edit), 1)
    return text


def _alone(edit: Edit) -> str:
    """Return the article's word in an edit's text, with its capital and the marks at the end."""
    text = " ".join(edit.text.split())
    at = text.casefold().find(edit.span.exact.casefold())
    end = _END.search(text)
    return text[at : at + len(edit.span.exact)] + (end[0] if end else "") if at >= 0 else text
