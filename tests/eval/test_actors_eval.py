"""MEANTIME's format is read to the character, and B3 is as its authors count it."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from claimwire_schemas import Entity, Span
from tests.eval.actors import Read, b3, majority, read_all, same_name, score
from tests.eval.articles import article_of
from tests.eval.meantime import read_meantime

CONLL = """#begin document (corpus_wend/2); part 000
corpus_wend/2\t0\t0\tWend\t(cross_intra_ORG71
corpus_wend/2\t0\t1\tPort\t-
corpus_wend/2\t0\t2\tBoard\tcross_intra_ORG71)
corpus_wend/2\t0\t3\tcloses\t(cross_OTH9)

corpus_wend/2\t1\t0\tMay\t-
corpus_wend/2\t1\t1\t04\t-
corpus_wend/2\t1\t2\t,\t-
corpus_wend/2\t1\t3\t2021\t-

corpus_wend/2\t2\t0\tMayor\t(intra_PER5
corpus_wend/2\t2\t1\tAda\t(cross_PER5
corpus_wend/2\t2\t2\tVane\tintra_PER5)| cross_PER5)
corpus_wend/2\t2\t3\tsaid\t-
corpus_wend/2\t2\t4\tit\t(intra_ORG71)
corpus_wend/2\t2\t5\t``\t-
corpus_wend/2\t2\t6\tclosed\t-
corpus_wend/2\t2\t7\t''\t-
corpus_wend/2\t2\t8\t.\t-
#end document
#begin document (corpus_wend/1); part 000
corpus_wend/1\t0\t0\tVane\t(cross_intra_PER5)
corpus_wend/1\t0\t1\tspeaks\t-

corpus_wend/1\t1\t0\tMay\t-
corpus_wend/1\t1\t1\t03\t-
corpus_wend/1\t1\t2\t,\t-
corpus_wend/1\t1\t3\t2021\t-
#end document
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with two articles in MEANTIME's format."""
    (tmp_path / "en.conll").write_text(CONLL, "utf-8")
    return tmp_path


def test_articles_are_read_by_date_with_mentions_of_people_and_bodies(folder: Path) -> None:
    """Events are left out; ids lose the prefix that tells how far they reach."""
    news, digest = read_meantime(folder)
    assert [one.name for one in news] == ["corpus_wend/1", "corpus_wend/2"]
    assert news[1].text == "Wend Port Board closes\n\nMay 04, 2021\n\nMayor Ada Vane said it “closed”."
    assert news[1].published == datetime(2021, 5, 4, tzinfo=UTC)
    found = {(news[1].text[one.start : one.end], one.chain) for one in news[1].mentions}
    assert found == {
        ("Wend Port Board", "ORG71"),
        ("Mayor Ada Vane", "PER5"),
        ("Ada Vane", "PER5"),
        ("it", "ORG71"),
    }
    assert len(digest) == 64


def test_b3_counts_each_mention_by_what_it_shares() -> None:
    """The example of Bagga and Baldwin (1998): 5, 2 and 5, of which the first and last are joined."""
    gold = ["a"] * 5 + ["b"] * 2 + ["c"] * 5
    found = [1] * 5 + [2] * 2 + [1] * 5
    scored = b3(zip(found, gold, strict=True))
    assert scored.precision == pytest.approx(100 * (5 * 0.5 + 2 + 5 * 0.5) / 12)
    assert scored.recall == 100
    assert scored.f1 == pytest.approx(2 * scored.precision * 100 / (scored.precision + 100))
    assert b3([]).f1 == 0


def test_the_pipelines_entities_are_scored_by_the_given_mentions(folder: Path) -> None:
    """Pronouns are not scored; a name that two articles share is joined by the baseline."""
    reads = read_all(read_meantime(folder)[0])
    text = reads["given"][1].article.text
    assert {gold for _, gold in reads["given"][1].mentions} == {"ORG71", "PER5"}
    assert {one.name for one in reads["given"][1].entities} == {"Wend Port Board", "Ada Vane"}
    assert {one.name for one in reads["found"][1].entities} == {"Wend Port Board", "Ada Vane"}
    assert text.count("it") == 1
    assert len(reads["given"][1].mentions) == 3
    assert score(reads["given"], same_name).recall < 100
    assert score(reads["given"], majority).f1 == 100


def test_a_place_without_a_head_of_the_pipelines_is_an_entity_of_its_own() -> None:
    """The baseline joins by name alone, without its article and capitals."""
    article = article_of("The Wend Port Board met.")
    spans = [Span.of(article.text, 0, 19), Span.of(article.text, 4, 19)]
    ids = [f"00000000-0000-0000-0000-{at:012}" for at in range(2)]
    entities = tuple(
        Entity(
            entity_id=one, name=span.exact, kind="organization", mentions=(span,), role=None, affiliation=None
        )
        for one, span in zip(ids, spans, strict=True)
    )
    joined = same_name([Read(article, entities, ())])
    assert joined[ids[0]] == joined[ids[1]] == "wend port board"
