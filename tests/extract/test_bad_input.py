"""Whatever is fed, there is an answer whose spans hold, and work grows with its length and no faster."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from datetime import UTC, datetime
from functools import partial
from itertools import cycle, islice
from time import process_time

import pytest

from claimwire.claims import claims_of
from claimwire.english.document import Document
from claimwire.english.quotations import find_quotations
from claimwire.extract import Extractor
from claimwire.extract.linker import link
from claimwire.extract.records import attributions_of
from claimwire.extract.segments import Role, Segment
from claimwire.extract.settle import settle
from claimwire.normalize import align, normalize
from claimwire.resolve import resolve
from claimwire_schemas import Article, Attribution, RawArticle
from tests.claims.trees import a_chain
from tests.cpu import cpu_s, takes_less
from tests.eval.articles import article_of
from tests.extract.test_extractor import assert_sound

RECEIVED = datetime(2026, 3, 5, 9, tzinfo=UTC)
WORD = re.compile(r"\w{1,20}|[^\w\s]")
LEAD = "Ida Holm said it rains. "

QUOTATION_MARKS = ['"', "'", "“", "”", "‘", "’", "«", "»", "„", "`", "``", "''"]
NESTED = [
    "“‘",
    "’”",
    "‘“",
    "”’",
    "“a ‘b ",
    "c’ d” ",
    "« „",
    "\"a 'b\" c' ",
    "‘s’ s",
    "s’ ",
    "“a\n\n",
    "‘a\n\n“",
]
PUNCTUATION = [*string.punctuation, *"–—―…·•¡¿§¶‐‑‚‛‟†‡‹›〈〉「」、。（），：；？！"]
OTHER = {
    "words": "word ",
    "one word": "x",
    "paragraphs": "No.\n\n",
    "lines": "no\n",
    "sentences": "No. ",
    "no Latin letter": "Поезда поедут. ",
    "no white space": "列車は走る。",
    "controls": "a\x00\x1b[2m\x7f",
    "invisible": "a\u200b\xad\ufeff",
    "combining marks": "e\u0301\u0316",
    "lone surrogates": "a\ud800 \udfff",
    "emoji": "🧑‍🚒 ",
    "mojibake": "â€œNo,â€\x9d ",
    "references": "&ldquo;No,&amp;#8221; ",
    "quotations": "“No,” she said. ",
    "sayings": "She said he said they denied that ",
}
UNITS = {**{mark: mark for mark in [*QUOTATION_MARKS, *NESTED]}, **OTHER}
RARE = [mark for mark in PUNCTUATION if mark not in UNITS]


def text_of(unit: str, characters: int) -> str:
    return LEAD + unit * (characters // len(unit))


def normalized(text: str) -> Article:
    return normalize(RawArticle(body=text), page=None, received_at=RECEIVED)


def segments_of(text: str) -> Iterator[Segment]:
    """Give every run of five words a role, so that each part after the tagger has the most to do."""
    words = [match.span() for match in WORD.finditer(text)]
    roles: Iterator[Role] = cycle(("source", "cue", "content", "content"))
    for first, role in zip(range(0, len(words), 5), roles, strict=False):
        run = words[first : first + 5]
        yield Segment(run[0][0], run[-1][1], role, 0.9)


def found_in(article: Article, segments: list[Segment]) -> tuple[Attribution, ...]:
    """Return what the parts after the tagger make of an article tagged so."""
    quotations = find_quotations(article.text)
    document = Document(article.text, quotations=tuple(quotations))
    links = link(document, settle(article.text, segments, quotations))
    found = attributions_of(article, links, document, extractor="test-1")
    chain = a_chain(article.text)
    claims_of(article, chain, found, resolve(article, chain, found), extractor="test-1")
    return found


def assert_placed(text: str, article: Article, found: tuple[Attribution, ...]) -> None:
    """Check that each part's words stand in the text as it was given."""
    place = align(text, article.text).given
    for one in found:
        for span in one.content:
            start, end = place(span.start, span.end)
            assert 0 <= start < end <= len(text)


@pytest.mark.parametrize("name", OTHER)
def test_odd_texts_are_answered(extractor: Extractor, name: str) -> None:
    text = text_of(OTHER[name], 2_000)
    article = normalized(text)
    found = extractor.extract(article)
    assert_sound(article, found)
    assert_placed(text, article, found)


def test_runs_of_each_mark_are_answered(extractor: Extractor) -> None:
    """Also as the tagger is given them: not normalized."""
    text = "\n\n".join(f"{LEAD}{unit * 60} she said." for unit in [*PUNCTUATION, *QUOTATION_MARKS, *NESTED])
    article = article_of(text)
    assert_sound(article, extractor.extract(article))


def test_five_thousand_quotation_marks_are_answered(extractor: Extractor) -> None:
    """Of every kind in turn, so that none is closed by its own."""
    text = (
        LEAD + " no ".join(islice(cycle([*QUOTATION_MARKS, *NESTED]), 1_000)) + "".join(QUOTATION_MARKS * 300)
    )
    article = normalized(text)
    found = extractor.extract(article)
    assert_sound(article, found)
    assert_placed(text, article, found)


@pytest.mark.parametrize(
    ("unit", "characters"),
    [
        *(pytest.param(unit, 8_000, id=name) for name, unit in UNITS.items()),
        *(
            pytest.param(unit, 20_000, id=f"{name} at length", marks=pytest.mark.slow)
            for name, unit in [*UNITS.items(), *zip(RARE, RARE, strict=True)]
        ),
    ],
)
def test_what_is_done_around_the_tagger_grows_with_the_text(unit: str, characters: int) -> None:
    """Twice as much of anything takes less than four times as long, from the raw text to the claims."""

    def seconds(characters: int) -> float:
        text = text_of(unit, characters)
        started = process_time()
        article = normalized(text)
        segments = list(segments_of(article.text))
        found = found_in(article, segments)
        taken = process_time() - started
        assert_sound(article, found)
        return taken

    assert takes_less(partial(seconds, characters), partial(seconds, characters // 2), times=4)


@pytest.mark.parametrize("name", ["words", "one word", "paragraphs", "quotations", "no white space"])
def test_the_taggers_work_grows_with_the_text(extractor: Extractor, name: str) -> None:
    def seconds(characters: int) -> float:
        article = article_of(text_of(OTHER[name], characters))
        return cpu_s(partial(extractor.extract, article))

    assert takes_less(partial(seconds, 4_000), partial(seconds, 2_000), times=4)


@pytest.mark.parametrize("share", [0.1, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("unit", ["word ", "“No,” she said. ", "No.\n\n", "x", '"a '])
def test_one_content_may_have_any_length(unit: str, share: float) -> None:
    """Two megabytes in one paragraph, or nearly a hundred thousand paragraphs; or a tenth of these."""

    def seconds(characters: int) -> float:
        article = normalized(text_of(unit, characters))
        content = Segment(len(LEAD), len(article.text), "content", 0.9)
        tagged = [Segment(0, 8, "source", 0.9), Segment(9, 13, "cue", 0.9), content]
        assert_sound(article, found := found_in(article, tagged))
        assert len(found) == 1
        return cpu_s(partial(found_in, article, tagged))

    longest = int(share * (190_000 if "\n" in unit else 2_000_000))
    assert takes_less(partial(seconds, longest), partial(seconds, longest // 2), times=4)
