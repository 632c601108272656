"""Relative clauses between commas: what a clause reports ends with it, not with the sentence around it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import pairwise

from claimwire.english import syntax
from claimwire.english.closed_class import RELATIVE_PRONOUNS
from claimwire.english.document import Document, Word
from claimwire.extract.segments import Link, Segment

_VERBS = ("VERB", "AUX")


def within_relative(document: Document, links: Iterable[Link]) -> list[Link]:
    """Return links whose content ends with the relative clause that reports it.

    Of `the petition, which demands that he go, will be handed in`, the content is `that he go`.
    """
    return [_cut(document, one) if _is_relative(document, one) else one for one in links]


def _is_relative(document: Document, link: Link) -> bool:
    """Tell whether a relative clause between commas reports it, of a noun whose verb is still to come."""
    source = link.source
    if source is None or document.text[source.start : source.end].lower() not in RELATIVE_PRONOUNS:
        return False
    if not document.text[: source.start].rstrip().endswith(","):
        return False
    pronoun = document.at(source.start)
    before = [one for one in document.sentence_of(pronoun) if one.i < pronoun.i] if pronoun else []
    return not any(one.tag == "VERB" and syntax.is_finite(document, one) for one in before)


def _cut(document: Document, link: Link) -> Link:
    return replace(link, content=tuple(_ended(document, one) for one in link.content))


def _ended(document: Document, content: Segment) -> Segment:
    """Return content up to a comma behind which a verb has no subject of its own: the sentence goes on."""
    words = document.within(content.start, content.end)
    for at, (comma, verb) in enumerate(pairwise(words)):
        goes_on = comma.text == "," and _has_tense(document, verb) and not _is_listed(words, at)
        if goes_on and _is_clause(document, words[:at]):
            return replace(content, end=words[at - 1].end)
    return content


def _has_tense(document: Document, word: Word) -> bool:
    return word.tag == "AUX" or (word.tag == "VERB" and syntax.is_finite(document, word))


def _is_listed(words: Sequence[Word], at: int) -> bool:
    """Tell whether a comma parts verbs of a list: `fired ten workers, threatened one and hid the books`."""
    later = (one for one in words[at + 1 :] if one.relation == "conj")
    return any(words[0].i <= one.head < words[at].i for one in later)


def _is_clause(document: Document, words: Sequence[Word]) -> bool:
    """Tell whether words have a verb of their own, besides those of clauses set into them."""
    tops = ((one, syntax.head(document, one)) for one in words if one.tag in _VERBS)
    verbs = (one if one.tag == "VERB" or above is None else above for one, above in tops)
    return any(not syntax.is_relation(one, "acl", "advcl") for one in verbs)
