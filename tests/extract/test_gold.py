"""The shipped extractor finds what is annotated in the gold articles, and nothing else.

What it is known to get wrong is marked in the annotations and expected to fail, strictly: a case that passes
unexpectedly has to lose its mark. `python -m tests.extract.golden` makes all marks anew. An annotation marked
`"unsure": true` by hand may be found or not: its score is so near the threshold that the last bits decide,
which differ between kinds of processor.
"""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import Any

import pytest

from claimwire.extract import extract
from tests.eval.articles import article_of
from tests.eval.corpus import Annotated, located, read_gold
from tests.extract.golden import articles, found_in, invented, marked, missed

MARKS = "“”‘’«»\"'"
ARTICLES = list(articles().values())


def case(article: Annotated, given: Any, *, content: str, reason: str | None) -> Any:
    """Return a case named by its article and the beginning of a content, expected to fail for a reason."""
    expected = [pytest.mark.xfail(reason=reason)] if reason else []
    return pytest.param(
        article, given, id=f"{article.name}: {content.strip(MARKS)[:60].strip()}", marks=expected
    )


def annotated(*, nested: bool) -> list[Any]:
    """Return a case for each annotation."""
    return [
        case(
            article,
            one,
            content=content_of(article.text, one),
            reason=None if one.get("unsure") else one.get("missed"),
        )
        for article in ARTICLES
        for one in (article.nested if nested else article.attributions)
    ]


def content_of(text: str, annotation: dict[str, Any]) -> str:
    return " … ".join(text[start:end] for start, end in annotation["content"])


@pytest.mark.parametrize(("article", "annotation"), annotated(nested=False))
def test_an_attribution_is_found(article: Annotated, annotation: dict[str, Any]) -> None:
    borne = {"not found"} if annotation.get("unsure") else set()
    assert missed(article.text, annotation, found_in(article.text)) in {None, *borne}


@pytest.mark.parametrize(("article", "annotation"), annotated(nested=True))
def test_a_nested_attribution_is_found_as_nested(article: Annotated, annotation: dict[str, Any]) -> None:
    assert missed(article.text, annotation, found_in(article.text)) is None


@pytest.mark.parametrize("article", ARTICLES, ids=list(articles()))
def test_nothing_else_is_found(article: Annotated) -> None:
    found = invented(article, found_in(article.text))
    assert [content for content in found if content not in article.invented] == []


@pytest.mark.parametrize(
    ("article", "content"),
    [
        case(article, content, content=content, reason="nobody said it")
        for article in ARTICLES
        for content in article.invented
    ],
)
def test_an_invention_is_not_found(article: Annotated, content: str) -> None:
    assert content not in invented(article, found_in(article.text))


@pytest.mark.parametrize("article", ARTICLES, ids=list(articles()))
def test_annotated_contents_overlap_only_where_one_is_nested(article: Annotated) -> None:
    places = [place for one in article.attributions for place in one["content"]]
    taken = set(chain.from_iterable(range(*place) for place in places))
    assert len(taken) == sum(end - start for start, end in places)
    assert all(set(range(*place)) <= taken for one in article.nested for place in one["content"])


TEXT = "Ada Vane said the pier was safe. She hopes it stays so."
SAID = {"source": [(0, 8)], "cue": [(9, 13)], "content": [(14, 31)]}


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({}, None),
        ({"content": [(18, 31)]}, None),
        ({"content": [(27, 31)]}, "with other edges"),
        ({"content": [(43, 45)]}, "not found"),
        ({"source": [(33, 36)]}, "with another source"),
        ({"nested": True}, "not found"),
    ],
)
def test_what_is_missed_is_told_with_the_reason(change: dict[str, Any], reason: str | None) -> None:
    found = tuple(one for one in extract(article_of(TEXT)) if one.content[0].exact == "the pier was safe")
    assert len(found) == 1
    assert missed(TEXT, SAID | change, found) == reason


def test_only_a_content_that_overlaps_with_no_annotation_is_invented() -> None:
    found = extract(article_of(TEXT))
    assert invented(Annotated("a", TEXT, []), found)[0] == "the pier was safe"
    assert "the pier was safe" not in invented(Annotated("a", TEXT, [SAID]), found)
    assert "the pier was safe" not in invented(Annotated("a", TEXT, [], nested=(SAID,)), found)


def test_marks_are_made_anew() -> None:
    """A mark that no longer holds goes, one that holds comes, and the annotations stay."""
    article = Annotated("a", TEXT, [])
    said = {"paragraph": 0, "source": ["Ada Vane"], "cue": ["said"], "content": ["the pier was safe"]}
    wrong = {"paragraph": 0, "cue": ["hopes"], "content": ["Ada"]}
    notes = marked(article, [said | {"missed": "not found"}, wrong, {"invented": "no such words"}])
    assert notes[:2] == [said, wrong | {"missed": "not found"}]
    assert "the pier was safe" in [note.get("invented") for note in notes[2:]]


def test_marks_and_nested_notes_leave_what_is_scored_and_its_digest_alone(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Vane said no, he told her.", "utf-8")
    said = '{"paragraph": 0, "source": ["Vane"], "content": ["no, he told her"]}'
    told = '{"paragraph": 0, "source": ["he"], "content": ["no"], "nested": true}'
    (tmp_path / "a.json").write_text(f"[{said}]", "utf-8")
    plain = read_gold(tmp_path)
    marks = said.replace("}", ', "missed": "not found"}')
    (tmp_path / "a.json").write_text(f'[{marks}, {told}, {{"invented": "her"}}]', "utf-8")
    [article] = read_gold(tmp_path).articles
    assert read_gold(tmp_path).digest == plain.digest
    assert [one["source"] for one in article.attributions] == [[(0, 4)]]
    assert ([one["source"] for one in article.nested], article.invented) == ([[(14, 16)]], ("her",))
    assert article.attributions[0]["missed"] == "not found"


def test_parts_are_whole_words() -> None:
    [found] = located(
        "The heir said he’d go: ’tis he", [{"paragraph": 0, "source": ["he"], "content": ["’tis"]}]
    )
    assert (found["source"], found["content"]) == ([(14, 16)], [(23, 27)])
