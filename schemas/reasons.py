"""Reason codes of dead letters: every code that a stage refuses with, and what it means."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "not_utf8": "The value is not UTF-8.",
    "bad_json": "The value is not JSON, or not a JSON object.",
    "unsupported_schema_version": "`schema_version` is one that this version of Claimwire does not read.",
    "invalid_record": "A field is missing, unknown or of the wrong type; the detail names it.",
}
