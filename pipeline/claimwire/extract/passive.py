"""Passives: cues whose subject is not who speaks, `was asked`, `is widely expected`, `known as`."""

from __future__ import annotations

from claimwire.english import syntax
from claimwire.english.document import Document, Word
from claimwire.english.inflection import base
from claimwire.extract.segments import Segment

_CHARGING = frozenset(("accuse", "arraign", "blame", "charge", "indict", "prosecute", "suspect"))
_OF = ("of", "with", "for", "on")
_ALONE = frozenset(
    (
        *(
            "accuse",
            "ask",
            "believe",
            "call",
            "describe",
            "dub",
            "expect",
            "know",
            "press",
            "quote",
            "report",
        ),
        "tell",
    )
)
"""Verbs with a participle that stands without an auxiliary more often than for a noun's own speech."""


def is_passive(document: Document, cue: Segment) -> bool:
    """Tell whether a cue has no speaker for a subject: `was asked` but not `asked by`; `reportedly`."""
    words = document.within(cue.start, cue.end)
    if not words or words[-1].lower == "by":
        return False
    verb = next((one for one in document.heads(words) if one.tag == "VERB"), None)
    if verb is None:
        return all(one.form == "RB" for one in words)
    if verb.relation in ("acl", "advcl") and not syntax.auxiliaries(document, verb):
        is_bare = verb.form != "VBG" and syntax.own_subject(document, verb) is None
        return is_bare and base(verb.text, "VBN") in _ALONE
    return verb.form == "VBN" and syntax.is_passive(document, verb)


def is_charged(document: Document, subject: Segment, cue: Segment) -> bool:
    """Tell whether the noun before a cue is charged by it: `two aides` of `two aides accused of lying`."""
    for verb in document.heads(document.within(cue.start, cue.end)):
        who = _accused(document, verb) if base(verb.text, "VBN") in _CHARGING else None
        if who is not None and subject.start <= who.start < subject.end:
            return who.tag != "PRON"
    return False


def _accused(document: Document, verb: Word) -> Word | None:
    """Return whom a participle charges; of one without an object that is read as a past, its subject."""
    if verb.relation == "acl":
        return syntax.head(document, verb) if verb.form == "VBN" else None
    is_alone = verb.form == "VBD" and verb.relation != "acl:relcl" and not syntax.auxiliaries(document, verb)
    is_left_open = any(one.lower in _OF for one in document.words[verb.i + 1 : verb.i + 2])
    return syntax.own_subject(document, verb) if is_alone and is_left_open else None
