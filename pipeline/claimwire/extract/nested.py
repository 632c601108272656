"""Nested attributions: a reporting clause inside the content of another.

`He said she told him it rained` has one, of `she`. The tagger gives each word one role, so these come from
patterns: a verb or noun of reporting, what stands before it (its subject) and what follows (a clause, a
quotation). They are narrow on purpose: a wrong record is worse than a missing one. How often each is right
was measured, and is its confidence (`nested.json`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from claimwire.extract.clauses import Piece, Place
from claimwire.extract.reporting import FINITE, SHORT, TIME, Frame, Reporting, reporting

LONGEST = 5_000
"""Content of more characters is not looked into: the time that it takes is bounded."""

REACH = 100
"""Characters before a verb in which its subject is looked for."""

LEAST_WORDS = 3
"""Of content that is no quotation."""

SOURCE_WORDS = 10
"""Of a source of `according to` at most."""

QUOTING = frozenset({"quotation", "quotation before"})
GAP = re.compile(rf"\s+(?={FINITE})")
FINITE_VERB = re.compile(rf"\b{FINITE}")
LAST_WORD = re.compile(r"(\w+)\s+$")
OPENING = re.compile(r"(?:^|[.!?,:;“‘\"—]|\bthat)\s*(?:[Ee]ven\s*)?$")
EVERYTHING = re.compile(r"\b(?:all|anything|everything|nothing|something|things?|words?)\s+(?:that\s+)?$")
RELATIVE_PRONOUN = re.compile(r"\b(?:which|who|that)\s+$")
AFTER_QUOTATION = re.compile(r",[”’\"'»]\s+$|[!?][”’\"'»]\s+(?=$)")
GOES_ON = re.compile(rf"(?:\s+{SHORT})?{TIME},\s+")
AFTER_PARENTHESIS = re.compile(rf"{TIME}(?=,|\.?[”’\"']*$|\.[”’\"']*\s)")
BEFORE_PARENTHESIS = re.compile(r"\w,\s+$")
TWO_VERBS = re.compile(
    rf".*?\b(?:{FINITE}|\w+[’']s\b)(?:(?!\b(?:that|which|who|because|if|when|as|and|or|than)\b|[,;]).)*?"
    r"(?<!\bwould\s)(?<!\bcould\s)(?<!\bwill\s)(?<!\bshould\s)(?<!\bto\s)(?<!\bnot\s)(?<!\bbe\s)"
    rf"\b{FINITE}"
)
"""A clause with the verb of the one around it behind: `that he ran well is wrong`."""


@dataclass(frozen=True)
class Nested:
    """An attribution by a pattern, as places in the text."""

    source: Place | None
    cue: Place
    content: tuple[Place, ...]
    pattern: str


@dataclass(frozen=True)
class _Reporter:
    """A verb of reporting with its subject."""

    base: str
    source: Place
    cue: Place
    to_comma: bool
    """Whether a main clause follows after a comma: `After she said no, he left`."""


def find_nested(text: str, start: int, end: int) -> list[Nested]:
    """Return the attributions inside the content at `start` to `end`: one for a cue, in their order."""
    if end - start > LONGEST:
        return []
    piece = Piece(text[start:end])
    found: dict[int, Nested] = {}
    for one in _candidates(piece, reporting()):
        if one.pattern in QUOTING or _words(piece, one.content) >= LEAST_WORDS:
            found.setdefault(one.cue[1], one)
    return [_moved(one, start + piece.offset) for _, one in sorted(found.items())]


def _words(piece: Piece, places: tuple[Place, ...]) -> int:
    return sum(len(piece.text[slice(*place)].split()) for place in places)


def _moved(one: Nested, by: int) -> Nested:
    def moved(place: Place) -> Place:
        return place[0] + by, place[1] + by

    source = moved(one.source) if one.source else None
    return replace(one, source=source, cue=moved(one.cue), content=tuple(map(moved, one.content)))


def _candidates(piece: Piece, known: Reporting) -> Iterator[Nested]:
    for match in known.verb.finditer(piece.text):
        one = _by_verb(piece, match, known)
        if one is not None:
            yield one
    yield from _by_noun(piece, known)
    yield from _without_source(piece, known)
    yield from _according_to(piece, known)


def _by_verb(piece: Piece, match: re.Match[str], known: Reporting) -> Nested | None:
    if GAP.match(piece.text, match.end()):
        return _relative(piece, match, known)
    reporter = _reporter(piece, match, known)
    if reporter is None:
        return _who(piece, match, known)
    return (
        _quotation_before(piece, reporter)
        or _framed(piece, reporter, known.quoting)
        or _parenthesis(piece, reporter, known)
        or _framed(piece, reporter, known.frames)
    )


def _before(piece: Piece, match: re.Match[str], expression: re.Pattern[str]) -> dict[str, Place] | None:
    """Return the places of the groups that an expression has right before a verb."""
    at = max(0, match.start() - REACH)
    found = expression.search(piece.text[at : match.start()])
    if found is None:
        return None
    return {name: (found.start(name) + at, found.end(name) + at) for name in found.groupdict()}


def _reporter(piece: Piece, match: re.Match[str], known: Reporting) -> _Reporter | None:
    """Return a verb with its subject where a clause opens with it and tells what was, not what may be."""
    places = _before(piece, match, known.before)
    if places is None or not _may_say(piece.text[slice(*places["subject"])], match[0], known):
        return None
    start = places["subject"][0]
    earlier = piece.text[max(0, start - REACH) : start]
    word = LAST_WORD.search(earlier)
    last = word[1].lower() if word else ""
    if last in known.hypothetical or EVERYTHING.search(earlier):
        return None
    if not (known.joins.search(earlier) or last in known.bases):
        return None
    to_comma = last in known.subordinating and OPENING.search(earlier[: -len(word[0]) if word else None])
    cue = places["adverbs"][0], match.end()
    return _Reporter(known.bases[match[0]], places["subject"], cue, bool(to_comma))


def _may_say(subject: str, form: str, known: Reporting) -> bool:
    """Whether a verb's form agrees with its subject; what a speaker says or thinks now is plain speech."""
    base = known.bases[form]
    if subject.lower() in ("i", "we"):
        return form != base and base not in known.thinking
    return form != base or known.plural.search(subject) is not None


def _framed(piece: Piece, reporter: _Reporter, frames: tuple[Frame, ...]) -> Nested | None:
    """Return the attribution of a verb before what it reports: `She told him that it rained`."""
    for frame in frames:
        after = frame.after.match(piece.text, reporter.cue[1]) if reporter.base in frame.verbs else None
        if after is None:
            continue
        if frame.pattern in QUOTING:
            content = piece.quotation(start=after.end())
        else:
            content = piece.clause(after.end(), to_comma=reporter.to_comma)
        if content is not None:
            return Nested(reporter.source, reporter.cue, (content,), frame.pattern)
    return None


def _quotation_before(piece: Piece, reporter: _Reporter) -> Nested | None:
    """Return the attribution of a quotation that stands before its verb: `‘No,’ she said, ‘never.’`."""
    start = reporter.source[0]
    first = piece.quotation(end=len(piece.text[:start].rstrip()))
    ending = AFTER_QUOTATION.search(piece.text[max(0, start - 10) : start])
    # After a question, a capital letter opens another sentence.
    if first is None or ending is None or (ending[0][0] != "," and piece.text[start].isupper()):
        return None
    goes_on = GOES_ON.match(piece.text, reporter.cue[1])
    second = piece.quotation(start=goes_on.end()) if goes_on else None
    return Nested(reporter.source, reporter.cue, _places(first, second), "quotation before")


def _parenthesis(piece: Piece, reporter: _Reporter, known: Reporting) -> Nested | None:
    """Return the attribution of a clause set between commas: `It rained, the ministry said, and poured`."""
    start = reporter.source[0]
    after = AFTER_PARENTHESIS.match(piece.text, reporter.cue[1])
    if after is None or not BEFORE_PARENTHESIS.search(piece.text[max(0, start - 5) : start]):
        return None
    first = piece.trimmed(piece.sentence(start), start)
    if first is not None and known.joins.search(piece.text[first[0] : first[1]][-REACH:]):
        first = None
    content = _places(first, _clause_after_comma(piece, after.end()))
    return Nested(reporter.source, reporter.cue, content, "parenthesis") if content else None


def _clause_after_comma(piece: Piece, place: int) -> Place | None:
    return piece.clause(place) if piece.text[place : place + 1] == "," else None


def _places(*places: Place | None) -> tuple[Place, ...]:
    return tuple(place for place in places if place is not None)


def _relative(piece: Piece, match: re.Match[str], known: Reporting) -> Nested | None:
    """Return the attribution of a clause whose subject stands before it: `groups it said had fled`."""
    places = _before(piece, match, known.before_gap)
    if places is None or known.bases[match[0]] not in known.stating:
        return None
    start, end = places["antecedent"]
    if RELATIVE_PRONOUN.search(piece.text[:start]):
        return None
    if piece.text[start:end].split()[-1].lower() in known.no_antecedents:
        return None
    clause = piece.clause(match.end())
    if clause is None or not _may_say(piece.text[slice(*places["subject"])], match[0], known):
        return None
    return Nested(places["subject"], (places["adverbs"][0], match.end()), ((start, end), clause), "relative")


def _who(piece: Piece, match: re.Match[str], known: Reporting) -> Nested | None:
    """Return the attribution of a relative clause: `Ada Vane, who says it rains, left`."""
    places = _before(piece, match, known.before_who)
    if places is None or not _opens(piece, places["subject"][0], known):
        return None
    cue = places["adverbs"][0], match.end()
    reporter = _Reporter(known.bases[match[0]], places["subject"], cue, to_comma=True)
    one = _framed(piece, reporter, known.frames)
    return replace(one, pattern="who") if one else None


def _by_noun(piece: Piece, known: Reporting) -> Iterator[Nested]:
    """Give the attributions of nouns: `her claim that it rained`."""
    for match in known.noun.finditer(piece.text):
        content = piece.clause(match.start("content"))
        if (
            content is not None
            and not _is_verb(match, known)
            and not _is_subject(piece, match, content, known)
        ):
            source = match.span("source") if match["source"] else None
            yield Nested(source, match.span("cue"), (content,), "noun")


def _is_verb(match: re.Match[str], known: Reporting) -> bool:
    """Whether a form in -s has a subject before it: `her whole party claims that`."""
    is_form = known.bases.get(match["cue"], match["cue"]) != match["cue"]
    return is_form and bool(match["between"]) and not match["before"]


def _is_subject(piece: Piece, match: re.Match[str], content: Place, known: Reporting) -> bool:
    """Whether a noun opens a clause, whose verb would be taken for a part of what the noun reports."""
    if match.start() == 0:
        return piece.quoted or TWO_VERBS.match(piece.text[slice(*content)]) is not None
    return match["source"] is not None and _opens(piece, match.start(), known)


def _opens(piece: Piece, place: int, known: Reporting) -> bool:
    """Whether a clause may begin at a place."""
    return known.joins.search(piece.text[max(0, place - REACH) : place]) is not None


def _without_source(piece: Piece, known: Reporting) -> Iterator[Nested]:
    """Give the attributions to nobody: `they were told that it rained`."""
    for match in known.passive.finditer(piece.text):
        content = piece.clause(match.end())
        if content is not None:
            yield Nested(None, match.span(), (content,), "no source")


def _according_to(piece: Piece, known: Reporting) -> Iterator[Nested]:
    """Give the attributions of `According to the ministry, it rained`, in any order."""
    for match in known.according.finditer(piece.text):
        name = match["source"].rstrip()
        first = piece.trimmed(piece.sentence(match.start()), match.start())
        second = _clause_after_comma(piece, match.end())
        # After a whole clause, what follows the source and has no verb describes the source.
        if first and second and FINITE_VERB.search(piece.text, *first):
            second = second if FINITE_VERB.match(piece.text, second[0]) else None
        content = _places(first, second)
        if content and 0 < len(name.split()) <= SOURCE_WORDS:
            source = match.start("source"), match.start("source") + len(name)
            yield Nested(source, match.span("cue"), content, "according to")
