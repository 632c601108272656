"""Interviews whose questions stand in paragraphs of their own: in bold, as headings, or as they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from claimwire.normalize.structure.part import Part

_LONGEST_QUESTION = 500
_FEWEST_QUESTIONS = 2
_FEWEST_PLAIN = 3
_SHARE_OF_QUESTIONS = 0.2
"""Of the paragraphs from first to last question."""

_QUOTED = re.compile(r"“[^”]*”?|\"[^\"]*\"?")
_FIRST_PERSON = re.compile(r"\b(?:I|I['’](?:m|ve|d|ll)|[Mm]y|[Mm]e|[Ww]e|[Oo]ur|[Uu]s)\b")
_SECOND_PERSON = re.compile(r"\byou(?:r|rs|rself)?\b", re.IGNORECASE)
_ANSWER = frozenset({"text", "list_item"})


def with_questions(parts: Sequence[Part]) -> list[Part]:
    """Return the parts with an interview's questions and answers told apart.

    An explainer asks and answers, too; in an interview, the questions say `you` and the answers `I`. The last
    answer is no longer than any other.
    """
    asked = next((found for found in _ways_of_asking(parts) if _is_interview(parts, found)), None)
    if asked is None:
        return list(parts)
    places = sorted(asked)
    end = places[-1] + max(following - at for at, following in pairwise(places))
    roles: list[Part] = []
    answering = False
    for at, part in enumerate(parts):
        if at in asked:
            answering = True
            roles.append(part.as_kind("text").spoken(None, role="question"))
        elif answering and at < end and part.kind in _ANSWER:
            roles.append(part.spoken(None, role="answer"))
        else:
            answering = False
            roles.append(part)
    return roles


def _ways_of_asking(parts: Sequence[Part]) -> Iterator[frozenset[int]]:
    """Yield the indexes of what may be an interview's questions, the surest way first."""
    free = [at for at, part in enumerate(parts) if _may_ask(part)]
    strong = [at for at in free if parts[at].strong]
    if 2 * sum(_asks(parts[at]) for at in strong) >= len(strong):
        yield frozenset(strong)
    yield frozenset(at for at in free if parts[at].kind == "heading" and _asks(parts[at]))
    plain = [at for at in free if parts[at].kind == "text" and _asks(parts[at])]
    if _are_interviews(parts, plain):
        yield frozenset(plain)


def _are_interviews(parts: Sequence[Part], asked: Sequence[int]) -> bool:
    """Tell whether questions that nothing sets apart are many, close together and put to `you`."""
    to_you = sum(_SECOND_PERSON.search(parts[at].text) is not None for at in asked)
    return (
        len(asked) >= _FEWEST_PLAIN
        and 2 * to_you >= len(asked)
        and len(asked) >= _SHARE_OF_QUESTIONS * (asked[-1] - asked[0] + 1)
    )


def _may_ask(part: Part) -> bool:
    is_free = part.kind in {"text", "heading"} and len(part.text) <= _LONGEST_QUESTION
    return is_free and not part.text.startswith(("“", '"'))


def _asks(part: Part) -> bool:
    return part.text.endswith("?")


def _is_interview(parts: Sequence[Part], asked: frozenset[int]) -> bool:
    answers = [_answer(parts, asked, at) for at in sorted(asked)]
    answered = [answer for answer in answers if answer]
    first_person = sum(_FIRST_PERSON.search(_QUOTED.sub("", answer)) is not None for answer in answered)
    return (
        len(answered) >= _FEWEST_QUESTIONS
        and 2 * first_person >= len(answered)
        and any(_SECOND_PERSON.search(parts[at].text) for at in asked)
    )


def _answer(parts: Sequence[Part], asked: frozenset[int], at: int) -> str:
    """Return the text from a question to what ends its answer."""
    found: list[str] = []
    for index in range(at + 1, len(parts)):
        if index in asked or parts[index].kind not in _ANSWER:
            break
        found.append(parts[index].text)
    return " ".join(found)
