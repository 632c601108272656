"""Speech by structure: turns, posts, quotations and lists belong to whom the page gives them to.

The network reads words; who speaks a whole paragraph is told by the paragraphs of the article.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from claimwire.data import read_json
from claimwire.english import syntax
from claimwire.english.document import Document, TaggedName
from claimwire.extract.segments import Link, Segment
from claimwire_schemas import Paragraph

_SPOKEN = frozenset(("turn", "embedded_post", "block_quotation"))
_LABEL = re.compile(r"[^\s:]{1,20}:\s+")
"""What opens a turn whose speaker is not named: `A: `."""

_INITIALS = re.compile(r"(?:\*\*|__|\(\()?[^\W\d_]{2,3}(?:\)\):?|:\*\*|\*\*:|:__|__:|:)\s+")
"""What opens a turn whose speaker is named elsewhere: `AV: `."""

_MARK = re.compile(r"(?:[-–—•*·▪‣]|\d{1,2}[.)])\s+")
"""What opens a list item."""

_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]{1,60})[)\]]\s*")
_JOINED = re.compile(r"\s*(?:,|;|\band\b|\bthen\b)\s*", re.IGNORECASE)
_DIRECTIONS = read_json("claimwire.extract", "directions.json", dict[str, frozenset[str]])["directions"]
"""What a transcript says, in brackets, of how it sounded."""

_OF_ARTICLE = frozenset(
    ("article", "caption", "headline", "page", "post", "report", "story", "version", "we")
)
"""Words by which a correction names what it corrects, which says nothing anew."""

_BEFORE_NAME = " \t—–-("
_AFTER_NAME = " \t—–-:,)"


def by_structure(document: Document, paragraphs: Sequence[Paragraph], links: Iterable[Link]) -> list[Link]:
    """Return links with what the structure of the article gives to speakers.

    Nobody else speaks in a paragraph that is somebody's, and nobody in a question to an interviewee or in a
    paragraph of another language than the article's. A correction withdraws what the article said.
    """
    read = [one for one in paragraphs if one.language is None]
    corrections = [(one.start, one.end) for one in read if one.kind == "correction"]
    links = [one for one in links if not (_is_within(one, corrections) and _is_of_article(document, one))]
    links = list(_outside(links, [(one.start, one.end) for one in paragraphs if one.language is not None]))
    spoken = [one for one in read if one.kind in _SPOKEN and (one.role or one.speaker)]
    given = [made for one in spoken if (made := _given(document, one, paragraphs))]
    closed = [(one.start, one.end) for one in spoken]
    listed = list(_listed(document, read, links))
    items = [(one.content[-1].start, one.content[-1].end) for one in listed]
    leads = {id(one) for made in listed for one in links if one.cue == made.cue and one.source == made.source}
    kept = (one for one in links if id(one) not in leads and not _is_within(one, [*closed, *items]))
    return [*kept, *given, *listed]


def with_speakers(document: Document, paragraphs: Iterable[Paragraph]) -> Document:
    """Return a document in which a turn's speaker has a name if a person of that last name has one.

    The network may read the `HOLT` of `HOLT: It is.` as a word of the sentence behind it.
    """
    names, ends = document.names, [name.end for name in document.names]
    people = {
        document.text[one.start : one.end].split()[-1].casefold() for one in names if one.kind == "person"
    }
    new = list[TaggedName]()
    for one in paragraphs:
        label = one.speaker.span if one.kind == "turn" and one.speaker else None
        near = bisect_right(ends, label.start) if label else 0
        is_new = label is not None and (near == len(names) or names[near].start >= label.end)
        if label is not None and is_new and label.exact.casefold() in people:
            new.append(TaggedName(label.start, label.end, "person", 1.0))
    return replace(document, names=tuple(sorted([*names, *new]))) if new else document


def _outside(links: Iterable[Link], places: Sequence[tuple[int, int]]) -> Iterator[Link]:
    """Give the links without what they have in some places."""
    for link in links:
        content = tuple(
            one for one in link.content if not any(start <= one.start < end for start, end in places)
        )
        cue = link.cue or link.content[0]
        if content and not any(start <= cue.start < end for start, end in places):
            yield replace(link, content=content)


def _is_within(link: Link, places: Iterable[tuple[int, int]]) -> bool:
    start = link.content[0].start
    return any(first <= start < last for first, last in places)


def _is_of_article(document: Document, link: Link) -> bool:
    """Tell whether the article itself is the source of a link: `an earlier version`, no `police report`."""
    words = document.within(link.source.start, link.source.end) if link.source else ()
    head = next(document.heads(words), None)
    if head is None or head.tag == "PROPN" or head.lower not in _OF_ARTICLE:
        return False
    others = syntax.children(document, head, "compound", "nmod")
    return all(one.lower == "our" or one.lower in _OF_ARTICLE for one in others)


def _given(document: Document, one: Paragraph, paragraphs: Sequence[Paragraph]) -> Link | None:
    """Return what a paragraph's speaker says in it; nothing if it is a question or nobody is named."""
    source = _speaker(document, one, paragraphs)
    start, end = _without_label(document.text, one)
    if source is None or one.role == "question" or not any(map(str.isalnum, document.text[start:end])):
        return None
    return Link(source, None, tuple(_spoken(document.text, start, end)), is_given=True)


def _spoken(text: str, start: int, end: int) -> Iterator[Segment]:
    """Give the parts of a speech between the directions in it: `(APPLAUSE)`."""
    for direction in filter(_is_direction, _BRACKETS.finditer(text, start, end)):
        if start < direction.start():
            yield Segment(start, direction.start(), "content", 1.0)
        start = direction.end()
    if start < end:
        yield Segment(start, end, "content", 1.0)


def _is_direction(brackets: re.Match[str]) -> bool:
    return all(part.strip(" .").lower() in _DIRECTIONS for part in _JOINED.split(brackets[1]))


def _speaker(document: Document, one: Paragraph, paragraphs: Sequence[Paragraph]) -> Segment | None:
    if one.speaker is not None:
        place = one.speaker.span
        return Segment(place.start, place.end, "source", 1.0) if place else None
    first = next(other.start for other in paragraphs if other.role)
    people = (name for name in document.names if name.kind == "person" and name.end <= first)
    interviewee = next(people, None)
    return Segment(interviewee.start, interviewee.end, "source", 1.0) if interviewee else None


def _without_label(text: str, one: Paragraph) -> tuple[int, int]:
    """Return where the speech of a paragraph starts and ends, without the speaker's name."""
    whole, place = text[one.start : one.end], one.speaker.span if one.speaker else None
    if place is not None and one.start <= place.start < one.end:
        if place.start - one.start > one.end - place.end:
            return one.start, one.start + len(text[one.start : place.start].rstrip(_BEFORE_NAME))
        return one.end - len(text[place.end : one.end].lstrip(_AFTER_NAME)), one.end
    label = (_INITIALS if one.speaker else _LABEL).match(whole) if one.kind == "turn" else None
    if label is not None and one.speaker is not None and not label[0].isupper():
        label = None
    return one.start + (label.end() if label else 0), one.end


def _listed(document: Document, paragraphs: Sequence[Paragraph], links: Iterable[Link]) -> Iterator[Link]:
    """Give the items of each list that somebody's words lead to: `Kolb said the budget would: • …`."""
    lead: Link | None = None
    for one in paragraphs:
        if one.kind == "list_item" and lead is not None:
            mark = _MARK.match(document.text, one.start, one.end)
            item = Segment(mark.end() if mark else one.start, one.end, "content", lead.content[0].confidence)
            yield replace(lead, content=(*_begun(document, lead), item))
        elif one.kind != "list_item":
            lead = _lead(document, one, links)


def _lead(document: Document, one: Paragraph, links: Iterable[Link]) -> Link | None:
    """Return the attribution that a paragraph which ends with a colon leaves open."""
    if not document.text[one.start : one.end].rstrip().endswith(":"):
        return None
    inside = [link for link in links if link.cue and link.source and one.start <= link.cue.start < one.end]
    return inside[-1] if inside else None


def _begun(document: Document, lead: Link) -> tuple[Segment, ...]:
    """Return the words of a content that its list completes: `the budget would:`."""
    cue = lead.cue.end if lead.cue else 0
    parts = (
        one for one in lead.content if cue <= one.start and document.text[one.end - 1 : one.end + 1].strip()
    )
    return tuple(
        replace(one, end=one.end - 1) if document.text[one.end - 1] == ":" else one
        for one in parts
        if document.text[one.end - 1] == ":" or document.text[one.end : one.end + 1] == ":"
    )
