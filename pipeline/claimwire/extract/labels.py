"""Labels of the network's heads for roles and names, in the order of its logits."""

from __future__ import annotations

LABELS = ("O", "B-source", "I-source", "B-cue", "I-cue", "B-content", "I-content")
NAME_LABELS = (
    "O",
    *("B-person", "I-person"),
    *("B-organization", "I-organization"),
    *("B-place", "I-place"),
    *("B-group", "I-group"),
)
WIDTH = len(LABELS) + len(NAME_LABELS)
