"""The extractor gives exact, unique and repeatable attributions for any article, in time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import partial
from itertools import pairwise
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from claimwire.enrich import article_from
from claimwire.extract import Extractor, extract
from claimwire_schemas import Article, Attribution, RawArticle
from tests.builders import an_article
from tests.cpu import cpu_s, takes_less
from tests.eval.articles import article_of
from tests.eval.corpus import read_gold
from tests.extract.golden import found_in
from tests.strategies import examples

GOLD = [article_of(article.text) for article in read_gold().articles]


def encoded(attributions: tuple[Attribution, ...]) -> list[bytes]:
    return [one.encode() for one in attributions]


def assert_sound(article: Article, found: tuple[Attribution, ...]) -> None:
    """Check what holds for every article's attributions."""
    assert len({one.attribution_id for one in found}) == len(found)
    for one in found:
        cue = one.cue.spans if one.cue else ()
        spans = [*one.content, *cue, *([one.source] if one.source else [])]
        assert all(article.text[span.start : span.end] == span.exact for span in spans)
        assert all(span.exact == span.exact.strip() and "\n" not in span.exact for span in spans)
        assert all(first.end <= second.start for first, second in pairwise(one.content))
        assert one.article == article.ref()


def test_a_split_quotation_is_one_attribution() -> None:
    article = an_article(
        "“The pier is safe,” said Ada Vane, the harbour master. “We checked it twice.”", title=None
    )
    (found,) = extract(article)
    assert found.source is not None
    assert found.cue is not None
    assert found.source.exact.startswith("Ada Vane")
    assert (found.cue.lemma, found.kind, found.nested) == ("say", "direct", False)
    assert [span.exact for span in found.content] == ["“The pier is safe,”", "“We checked it twice.”"]


@pytest.mark.parametrize("article", GOLD, ids=[str(i) for i in range(len(GOLD))])
def test_attributions_are_sound_and_in_order(extractor: Extractor, article: Article) -> None:
    found = found_in(article.text)
    assert_sound(article, found)
    starts = [
        min(span.start for span in [*one.content, *([one.source] if one.source else [])]) for one in found
    ]
    assert starts == sorted(starts)
    assert {one.extractor for one in found} == {extractor.name}


SOME = [pytest.param(GOLD[::5], id="some"), pytest.param(GOLD, id="all", marks=pytest.mark.slow)]


@pytest.mark.parametrize("articles", SOME)
def test_the_same_article_gives_the_same_bytes_whatever_stands_beside_it(
    extractor: Extractor, articles: list[Article]
) -> None:
    """Neither a batch's other articles, its order, nor the number of threads change a record."""
    alone = [encoded(found_in(article.text)) for article in articles]
    assert [encoded(found.attributions) for found in extractor.read_batch(articles)] == alone
    assert [encoded(found.attributions) for found in extractor.read_batch(articles[::-1])] == alone[::-1]
    threaded = Extractor.load(threads=3)
    assert [encoded(found.attributions) for found in threaded.read_batch(articles)] == alone


@pytest.mark.parametrize("articles", SOME)
def test_an_extractor_is_shared_by_threads(extractor: Extractor, articles: list[Article]) -> None:
    alone = [encoded(found_in(article.text)) for article in articles]
    with ThreadPoolExecutor(4) as pool:
        together = list(pool.map(extractor.extract, articles * 2))
    assert [encoded(found) for found in together] == alone * 2


@examples(60)
@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300))
def test_any_text_gives_sound_attributions(text: str) -> None:
    article = article_of(text)
    assert_sound(article, extract(article))


@examples(60)
@given(
    st.lists(
        st.sampled_from([*"“”‘’\"':,.—\n", "She", "said", "it rains", " ", "\n\n", "Mr Vane"]), min_size=1
    )
)
def test_any_order_of_marks_and_words_gives_sound_attributions(words: list[str]) -> None:
    article = article_of(" ".join(words))
    assert_sound(article, extract(article))


ODD = {
    "a dot": ".",
    "white space": " \n\n\t\u00a0 ",
    "control characters": "\x00\x01\x02 \x7f\u200b\ufeff" * 200,
    "no Latin letter": "Вчера министр сказал, что поезда поедут. " * 20 + "記者は言った。" * 200,
    "one endless word": "x" * 100_000,
    "one paragraph": "She said it rains and he denied it. " * 200,
    "paragraphs": "No.\n\n" * 1_500,
    "quotation marks": "“No,” " * 2_500,
    "straight marks": '"' * 5_000,
    "apostrophes": "' s' '" * 500,
    "combining marks": "e" + "\u0301" * 20_000,
    "emoji": "🧑‍🚒 said “🔥” " * 500,
}


@pytest.mark.parametrize("name", ODD)
def test_odd_texts_are_answered(extractor: Extractor, name: str) -> None:
    article = article_of(ODD[name])
    started = perf_counter()
    assert_sound(article, extractor.extract(article))
    assert perf_counter() - started < 60


def test_nobody_says_a_dateline(extractor: Extractor) -> None:
    body = "A bridge falls\n\nFAIRMOOR -- A bridge fell into the river early on Friday, police said."
    article = article_from(RawArticle(body=body), received_at=datetime(2026, 3, 4, tzinfo=UTC))
    assert article.dateline is not None
    reading = extractor.read(article)
    assert [span.exact for one in reading.attributions for span in one.content] == [
        "A bridge fell into the river early on Friday"
    ]
    words = reading.document.words
    sentences = [reading.document.exact(words[one.start : one.stop]) for one in reading.document.sentences]
    assert sentences[1] == "FAIRMOOR --"


def test_time_grows_with_length_and_no_faster(extractor: Extractor) -> None:
    """Four times the text takes less than eight times as long."""

    def seconds(times: int) -> float:
        article = article_of("“It rains,” she said, and he denied that it did. " * times)
        return cpu_s(partial(extractor.extract, article))

    assert takes_less(partial(seconds, 240), partial(seconds, 60), times=8, spare_s=0)
