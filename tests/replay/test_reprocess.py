"""Another extractor beside the one in force: the same articles, another set of topics, a comparison."""

from __future__ import annotations

from pathlib import Path

import orjson
import pytest

from claimwire.compare import Difference, _Set, add, difference
from claimwire.extract import Extractor, Reading
from claimwire.settings import Settings
from claimwire.stream.app import beside, running_worker
from claimwire.stream.topics import create_topics
from claimwire.subscribe.snapshot import snapshot
from claimwire_schemas import Article, EnrichedArticle
from claimwire_schemas.topics import CLAIMS, ENRICHED
from tests.builders import a_claim, an_article, an_attribution, an_enriched_article
from tests.cli.wired import claimwire, process, running
from tests.stream.wire import article, collect, feed, raw_message, workers

COUNT = 4
CERTAIN = 0.93


class Choosy(Extractor):
    """The package's model under another name, with a higher threshold."""

    def read(self, article: Article) -> Reading:
        reading = super().read(article)
        sure = tuple(
            one.model_copy(update={"extractor": self.name})
            for one in reading.attributions
            if one.confidence >= CERTAIN
        )
        return Reading(sure, reading.document)


def choosy() -> Choosy:
    extractor = Choosy.load()
    extractor.name = "choosy/1"
    return extractor


@pytest.mark.broker
async def test_another_extractor_writes_a_set_beside_and_is_compared(wire: Settings, tmp_path: Path) -> None:
    """It reads all articles from the first; the workers in force miss none of theirs."""
    with workers(wire, tmp_path) as started:
        await started.start()
        await feed(wire, [raw_message(article(number)) for number in range(COUNT)])
        await collect(wire, ENRICHED.name, until=COUNT)
        others = beside(wire, ".next").model_copy(update={"http_port": 0})
        await create_topics(others, with_changelog=False)
        async with running_worker(others, extractor=choosy(), only_extract=True):
            await collect(others, f"{ENRICHED.name}.next", until=COUNT)
            await feed(wire, [raw_message(article(COUNT))])
            await collect(wire, ENRICHED.name, until=COUNT + 1)
            await collect(others, f"{ENRICHED.name}.next", until=COUNT + 1)
    old = [EnrichedArticle.decode(m.value) async for m in snapshot(ENRICHED, wire)]
    kept = sum(one.confidence >= CERTAIN for each in old for one in each.attributions)
    gone = sum(len(each.attributions) for each in old) - kept
    assert gone > 0, "or the two do not differ"
    done = claimwire("compare", ".next", "--json", settings=wire)
    found = orjson.loads(done.out)
    assert found["extractors"]["beside"] == ["choosy/1"] != found["extractors"]["in_force"]
    assert found["attributions"] == {"same": kept, "changed": 0, "gone": gone, "new": 0}
    claims = [message async for message in snapshot(CLAIMS.suffixed(".next"), wire)]
    assert {orjson.loads(message.value)["extractor"] for message in claims} == {"choosy/1"}


@pytest.mark.slow
@pytest.mark.broker
async def test_the_command_writes_beside_what_the_same_model_finds(wire: Settings, tmp_path: Path) -> None:
    """It creates its topics; nothing differs; SIGTERM ends it. Subscribers move by a setting."""
    with workers(wire, tmp_path) as started:
        await started.start()
        await feed(wire, [raw_message(article(number)) for number in range(COUNT)])
        await collect(wire, ENRICHED.name, until=COUNT)
    async with running(wire, "reprocess", ".next") as reprocess:
        assert reprocess.stderr
        while b"reprocess_ready" not in (line := await reprocess.stderr.readline()):
            assert line, "it ended"
        await collect(wire, f"{ENRICHED.name}.next", until=COUNT)
        reprocess.terminate()
        await reprocess.communicate()
        assert reprocess.returncode == 0
    found = process("compare", ".next", settings=wire).stdout.split()
    assert found[found.index("articles") :][:5] == ["articles", str(COUNT), "0", "0", "0"], found
    moved = wire.model_copy(update={"records_suffix": ".next"})
    values = [message.value async for message in snapshot(ENRICHED.suffixed(moved.records_suffix), moved)]
    assert len(values) == COUNT
    same = claimwire("reprocess", "", settings=wire)
    assert b"choose another" in same.err


@pytest.mark.parametrize("suffix", ["next", ".NEXT", ".", "..x", ".a b"])
async def test_a_suffix_that_no_topic_can_have_is_refused(suffix: str) -> None:
    done = claimwire("reprocess", suffix, settings=Settings())
    assert done.returncode == 2
    assert b"give a dot, then a-z, 0-9 or hyphens" in done.err


def compared(old: list[EnrichedArticle], new: list[EnrichedArticle]) -> Difference:
    sets = _Set(), _Set()
    for found, articles in zip(sets, (old, new), strict=True):
        for each in articles:
            add(found, each)
    return difference(*sets)


def test_records_that_differ_in_name_and_confidence_alone_are_the_same() -> None:
    one = an_attribution()
    other = one.model_copy(update={"extractor": "other", "confidence": 0.1})
    new = an_enriched_article(
        attributions=(other,), claims=(a_claim(one, extractor="other", confidence=0.1),)
    )
    found = compared([an_enriched_article()], [new])
    assert (dict(found.attributions), dict(found.claims)) == ({"same": 1}, {"same": 1})


def test_changed_gone_and_new_records_are_told_of_texts_that_both_have() -> None:
    other = an_article("A text that only one has.", title=None)
    empty = an_enriched_article().model_copy(update={"article": other, "attributions": (), "claims": ()})
    changed = an_enriched_article(claims=(a_claim(stance="denies"),), attributions=())
    found = compared([an_enriched_article()], [changed, empty])
    assert (dict(found.attributions), dict(found.claims)) == ({"gone": 1}, {"changed": 1})
    assert (found.articles["new"], found.articles["changed"], found.articles["gone"]) == (1, 1, 0)
