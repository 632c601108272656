"""A claim's text: the proposition readable alone."""

from __future__ import annotations

import re
from collections.abc import Iterable

from schemas import Span

PARTNER = {"“": "”“", "„": "“”", "«": "»", "‘": "’", "'": "'", '"': '"', "`": "'`"}
SPACE = re.compile(r"\s+")


def claim_text(content: Iterable[Span]) -> str:
    """Return the spans' texts joined by a space, each without its outer quotation marks and last comma.

    `“We will rebuild,”` and `“starting today.”` give `We will rebuild starting today.`
    """
    texts = [span.exact for span in content]
    bare = [text for text in map(_bare, texts) if text]
    return " ".join(bare) or " ".join(texts)


def _bare(text: str) -> str:
    text = SPACE.sub(" ", text).strip().rstrip(",").rstrip()
    if text[:2] == "''" or text[:2] == "``":
        text = text[2:].removesuffix("''")
    elif text[:1] in PARTNER and not _pairs_within(text):
        text = text[1:-1] if text[-1:] in PARTNER[text[0]] and len(text) > 1 else text[1:]
    return text.strip().rstrip(",").rstrip()


def _pairs_within(text: str) -> bool:
    """Whether the mark that opens a text closes before its end, as in `“No” means “no”`."""
    partner = PARTNER[text[0]]
    return any(
        mark in partner and not (mark in "'’" and text[i + 1 : i + 2].isalnum())
        for i, mark in enumerate(text[1:-1], start=1)
    )
