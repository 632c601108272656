"""Who says what, in words. Stances are in the past tense, which agrees with one speaker and with several."""

from __future__ import annotations

from claimwire_schemas import Claim


def who(claim: Claim) -> str:
    """Return who stands behind a claim."""
    if claim.claimant.resolution == "outlet":
        return claim.claimant.name or "The outlet"
    return claim.claimant.name or "Nobody named"


def how(claim: Claim) -> str:
    """Return what the claimant did, or the cue's own words; the outlet stated."""
    cue = " ".join(span.exact for span in claim.cue.spans) if claim.cue else ""
    return (did(claim.stance) if claim.stance else "") or cue or "stated"


def did(stance: str) -> str:
    """Return a stance as a predicate for any subject.

    >>> did("denies"), did("claims_responsibility")
    ('denied', 'claimed responsibility')
    """
    verb, _, rest = stance.partition("_")
    stem = verb.removesuffix("s")
    return f"{stem}{'d' if stem.endswith('e') else 'ed'} {rest.replace('_', ' ')}".rstrip()
