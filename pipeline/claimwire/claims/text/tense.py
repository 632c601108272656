"""The past tense of a participle: `citing` becomes `cited`."""

from __future__ import annotations

from claimwire.extract.lexicon import CONSONANT_Y, lexicon

_REGULAR = ("ed", "ing", "s")


def past(participle: str) -> str:
    """Return the past tense of a verb in -ing, in lower case."""
    known = lexicon()
    base = known.base(participle)
    irregular = (form for form, of in known.forms.items() if of == base and not form.endswith(_REGULAR))
    return next((form for form in irregular if form != base), None) or _regular(base, participle)


def _regular(base: str, participle: str) -> str:
    if base.endswith("e"):
        return base + "d"
    if CONSONANT_Y.fullmatch(base):
        return base[:-1] + "ied"
    return participle.removesuffix("ing") + "ed"
