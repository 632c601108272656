"""Workers die and come back, and every article's records arrive."""

from __future__ import annotations

import asyncio
from pathlib import Path

import orjson
import pytest
import pytest_asyncio

from claimwire.settings import Settings, load_settings
from claimwire.stream.embedded import embedded_broker
from claimwire.stream.topics import create_topics
from claimwire_schemas import DeadLetter
from claimwire_schemas.topics import DEAD_LETTERS, ENRICHED
from tests.conftest import EMBEDDED_SESSION_S
from tests.stream.wire import (
    PLANTED,
    PLANTED_PAGES,
    Output,
    acknowledged,
    article,
    collect,
    collect_all,
    feed,
    planted_messages,
    raw_message,
    workers,
)

pytestmark = pytest.mark.broker


@pytest.fixture(scope="module")
def count(pytestconfig: pytest.Config) -> int:
    articles: int = pytestconfig.getoption("articles")
    return articles


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def calm(count: int, tmp_path_factory: pytest.TempPathFactory) -> Output:
    """What one worker makes of the articles when nothing happens to it."""
    folder = tmp_path_factory.mktemp("calm")
    async with embedded_broker() as bootstrap:
        settings = load_settings(bootstrap_servers=bootstrap, session_timeout_s=EMBEDDED_SESSION_S)
        await create_topics(settings)
        with workers(settings, folder) as running:
            [worker] = await running.start()
            await feed(settings, [raw_message(article(number)) for number in range(count)])
            await collect(settings, ENRICHED.name, until=count)
            assert worker.terminate() == 0, worker.log.read_text()[-3000:]
            return await collect_all(settings)


async def disturbed(settings: Settings, count: int, folder: Path) -> Output:
    """Return what two workers make of them when one is killed half-way and the other stopped later."""
    await create_topics(settings)
    articles = [raw_message(article(number)) for number in range(count)]
    bad = planted_messages()
    with workers(settings, folder) as running:
        first, second = await running.start(2)
        feeding = asyncio.create_task(feed(settings, articles[: count // 2] + bad + articles[count // 2 :]))
        await collect(settings, ENRICHED.name, until=count // 2)
        first.kill()
        [third] = await running.start()
        await collect(settings, ENRICHED.name, until=count * 3 // 4)
        assert second.terminate() == 0, second.log.read_text()[-3000:]
        await feeding
        await collect(settings, ENRICHED.name, until=count)
        await collect(settings, DEAD_LETTERS.name, until=len(bad))
        assert third.terminate() == 0, third.log.read_text()[-3000:]
        return await collect_all(settings)


async def test_a_kill_and_a_stop_lose_nothing(
    calm: Output, count: int, bootstrap: str, shortest_session_s: float, tmp_path: Path
) -> None:
    """After SIGKILL of one worker and SIGTERM of another, the ids out are those of an undisturbed run.

    The dead letters are exactly the bad messages, each with its reason and its bytes.
    """
    settings = load_settings(bootstrap_servers=bootstrap, session_timeout_s=shortest_session_s)
    storm = await disturbed(settings, count, tmp_path)

    print({name: len(ids) for name, ids in storm.ids().items()}, "duplicates", storm.duplicates())  # noqa: T201
    assert calm.duplicates() == 0
    calm_ids, storm_ids = calm.ids(), storm.ids()
    letters_ids = storm_ids.pop(DEAD_LETTERS.name)
    assert calm_ids.pop(DEAD_LETTERS.name) == set()
    assert len(storm_ids[ENRICHED.name]) == count
    assert storm_ids == calm_ids

    letters = {
        letter.dead_letter_id: letter for letter in map(DeadLetter.decode, storm.values[DEAD_LETTERS.name])
    }
    assert len(letters_ids) == len(letters) == len(PLANTED) + len(PLANTED_PAGES)
    assert {letter.value: letter.reason for letter in letters.values()} == {
        **{value: reason for reason, value in PLANTED.items()},
        **dict.fromkeys(PLANTED_PAGES, "page_too_complex"),
    }


async def test_the_same_article_again_is_known_and_a_changed_one_is_a_revision(
    bootstrap: str, shortest_session_s: float, tmp_path: Path
) -> None:
    """A copy leads to nothing; a changed body is revision 2 and names revision 1, also after a kill."""
    settings = load_settings(
        bootstrap_servers=bootstrap, session_timeout_s=shortest_session_s, group=f"revisions-{tmp_path.name}"
    )
    await create_topics(settings)
    first = article(100_000 + abs(hash(tmp_path)) % 1_000_000)
    changed = first.model_copy(update={"body": first.body.replace("months", "weeks")})
    with workers(settings, tmp_path) as running:
        [worker] = await running.start()
        await feed(settings, [raw_message(first), raw_message(first)])
        await acknowledged(settings, raw=2, articles=1)
        worker.kill()
        [worker] = await running.start()
        await feed(settings, [raw_message(first), raw_message(changed)])
        await acknowledged(settings, raw=4, articles=2)
        assert worker.terminate() == 0
    records = [orjson.loads(value) for value in (await collect_all(settings)).values[ENRICHED.name]]
    revisions = [(record["article"]["revision"], record["article"]["supersedes"]) for record in records]
    assert revisions == [(1, None), (2, 1)]
    assert {item["article"]["supersedes"] for item in records[1]["attributions"]} == {1}
