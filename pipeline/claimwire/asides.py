"""What a claim's text says of its article, in brackets at its end."""

from __future__ import annotations

import re

from claimwire_schemas import Claim

_ASIDE = re.compile(r" \[[^\[\]]+\](?=[^\w\[\]]*$)")


def without_context(claim: Claim) -> str:
    """Return a claim's text without the name in brackets that tells what its article is about."""
    is_told = any("context" in (one.rule or "").split("+") and _ASIDE.search(one.text) for one in claim.edits)
    return _ASIDE.sub("", claim.text) if is_told else claim.text
