"""Whom a pronoun or a description means."""

from __future__ import annotations

from typing import NamedTuple


class Antecedent(NamedTuple):
    """The person, body or thing that a pronoun, a description or a short name means."""

    name: str
    """As a text should have it: `Ann Lee`, `the police spokesman`."""

    entity_id: str | None
    confidence: float
