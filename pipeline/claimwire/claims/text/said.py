"""What a claim's text is made from, and what is made of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal, get_args

from claimwire_schemas import Edit, Kind, Span, Stance

Form = Literal["proposition", "quotation", "report", "none"]
FORMS: tuple[Form, ...] = get_args(Form)


@dataclass(frozen=True)
class Said:
    """One content, who says it and by which cue."""

    content: tuple[Span, ...]
    source: Span | None = None
    cue: tuple[Span, ...] = ()
    lemma: str = ""
    """The cue's; empty without one."""

    kind: Kind = "indirect"
    stance: Stance | None = None
    claimant: str | None = None
    """Name of whoever says it; None if it is not known."""

    claimant_id: str | None = None
    article: str = ""
    """`the `, where the claimant's name has it."""

    own: bool = False
    """Whether the outlet says it itself."""

    confidence: float = 1.0
    """Probability that it is an attribution, with these words."""


@dataclass(frozen=True)
class Wording:
    """A claim's text, the words of the article that it is made of, and every change to them."""

    form: Form
    text: str = ""
    basis: tuple[Span, ...] = ()
    """The article's words that the edits apply to, in the order in which the text has them."""

    edits: tuple[Edit, ...] = ()
    open: tuple[Span, ...] = ()
    """Pronouns and descriptions in the text that only the article explains."""


NOTHING = Wording("none")
