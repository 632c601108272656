"""A running worker's pages: alive, ready, and metrics that say what it did."""

from __future__ import annotations

import asyncio
import sys
from collections import defaultdict
from contextlib import ExitStack
from ipaddress import ip_address
from pathlib import Path

import aiohttp
import confluent_kafka
import orjson
import pytest
from prometheus_client.parser import text_string_to_metric_families

from claimwire.settings import Settings
from claimwire.stream.embedded import embedded_broker_sync
from claimwire.stream.topics import create_topics
from claimwire.web.serving import HEADERS
from claimwire_schemas.topics import ARTICLES, DEAD_LETTERS, ENRICHED, RAW
from tests.conftest import EMBEDDED_SESSION_S
from tests.stream.wire import (
    PLANTED,
    WorkerProcess,
    article,
    collect,
    feed,
    planted_messages,
    raw_message,
    workers,
)

pytestmark = pytest.mark.broker
GOOD, BAD = 6, 4
Labels = tuple[str, ...]
Samples = dict[str, dict[Labels, float]]


@pytest.fixture
async def settings(bootstrap: str, shortest_session_s: float) -> Settings:
    settings = Settings(bootstrap_servers=bootstrap, session_timeout_s=shortest_session_s, partitions=2)
    await create_topics(settings)
    return settings


def address(worker: WorkerProcess) -> str:
    """Return where the worker said its pages are."""
    events = [orjson.loads(line) for line in worker.log.read_text().splitlines()]
    (port,) = [event["http_port"] for event in events if event["event"] == "worker_ready"]
    return f"http://127.0.0.1:{port}"


async def page(url: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as session, session.get(url) as response:
        return response.status, await response.text()


def samples(text: str) -> Samples:
    """Parse Prometheus' text format: by name, then by the labels' values in the order of their names."""
    found: Samples = defaultdict(dict)
    for family in text_string_to_metric_families(text):
        assert family.documentation, family.name
        for sample in family.samples:
            found[sample.name][tuple(value for _, value in sorted(sample.labels.items()))] = sample.value
    return found


async def at_rest(url: str) -> Samples:
    """Return the metrics once nothing is in flight and nothing lags."""
    async with asyncio.timeout(20):
        while True:
            found = samples((await page(url))[1])
            busy = [*found["claimwire_lag_messages"].values(), *found["claimwire_in_flight"].values()]
            if len(busy) > 2 and not any(busy):
                return found
            await asyncio.sleep(0.2)


async def test_the_pages_of_a_worker(settings: Settings, tmp_path: Path) -> None:
    with workers(settings, tmp_path) as started:
        (worker,) = await started.start()
        url = address(worker)
        assert [await page(f"{url}/{name}") for name in ("healthz", "readyz")] == [(200, "ok\n")] * 2
        assert (await page(f"{url}/"))[0] == 404
        await feed(settings, [raw_message(article(number)) for number in range(GOOD)])
        await feed(settings, planted_messages()[:BAD])
        await collect(settings, ENRICHED.name, until=GOOD)
        await collect(settings, DEAD_LETTERS.name, until=BAD)
        check(await at_rest(f"{url}/metrics"))
        assert worker.terminate() == 0


@pytest.mark.parametrize("bootstrap", [pytest.param("kafka", marks=pytest.mark.kafka)], indirect=True)
async def test_what_transactions_leave_has_no_lag(settings: Settings, tmp_path: Path) -> None:
    """Aborted articles and the markers of transactions are a topic's last offsets; nobody waits for them."""
    with workers(settings, tmp_path) as started:
        (worker,) = await started.start()
        url = address(worker)
        await asyncio.to_thread(in_transactions, settings.bootstrap_servers)
        await collect(settings, ENRICHED.name, until=GOOD)
        found = await at_rest(f"{url}/metrics")
        assert found["claimwire_articles_in_total"]["normalize",] == GOOD
        assert worker.terminate() == 0


def in_transactions(bootstrap: str) -> None:
    """Feed articles that count, and then as many that are aborted."""
    as_claimwire = {"partitioner": "murmur2_random", "transactional.id": "feeder"}
    producer = confluent_kafka.Producer({"bootstrap.servers": bootstrap, **as_claimwire})
    producer.init_transactions(60)
    for end in (producer.commit_transaction, producer.abort_transaction):
        producer.begin_transaction()
        for message in map(raw_message, map(article, range(GOOD))):
            producer.produce(message.topic, message.value, message.key)
        producer.flush(60)  # what is aborted before it was written leaves nothing
        end(60)


def check(found: Samples) -> None:
    """What six articles and four bad messages must have led to."""
    assert found["claimwire_articles_in_total"] == {("normalize",): GOOD + BAD, ("extract",): GOOD}
    assert found["claimwire_articles_total"] == {
        ("published", "normalize"): GOOD,
        ("refused", "normalize"): BAD,
        ("published", "extract"): GOOD,
    }
    assert found["claimwire_refused_total"] == {(reason, "normalize"): 1 for reason in list(PLANTED)[:BAD]}
    records = found["claimwire_records_total"]
    assert (records[ARTICLES.name,], records[ENRICHED.name,], records[DEAD_LETTERS.name,]) == (
        GOOD,
        GOOD,
        BAD,
    )
    assert found["claimwire_raw_to_claim_seconds_count"] == {(): GOOD}
    assert 0 < found["claimwire_raw_to_claim_seconds_sum"][()] < GOOD * 60
    assert found["claimwire_stage_seconds_count"] == {("normalize",): GOOD + BAD, ("extract",): GOOD}
    assert found["claimwire_batch_articles_sum"] == {(): GOOD}
    assert 1 <= found["claimwire_batch_articles_count"][()] <= GOOD
    assert {topic for _, topic in found["claimwire_lag_messages"]} == {RAW.name, ARTICLES.name}
    assert found["claimwire_ready"] == {(): 1}
    assert found["claimwire_broker_connections"][()] >= 1


def listening(pid: int) -> set[tuple[str, int]]:
    """Return the TCP addresses at which a process listens, as Linux tells them."""
    targets = {link.readlink().name for link in Path(f"/proc/{pid}/fd").iterdir() if link.is_symlink()}
    rows = [
        row.split() for file in ("tcp", "tcp6") for row in Path(f"/proc/net/{file}").read_text().splitlines()
    ]
    local = [row[1].split(":") for row in rows if row[3] == "0A" and f"socket:[{row[9]}]" in targets]
    return {(str(ip_address(bytes.fromhex(host)[::-1])), int(port, 16)) for host, port in local}


@pytest.mark.skipif(sys.platform != "linux", reason="asks Linux")
async def test_nothing_but_the_pages_is_served(settings: Settings, tmp_path: Path) -> None:
    """One port, on this machine only, to be read only; Faust's, with the tables, is not open."""
    with workers(settings, tmp_path) as started:
        (worker,) = await started.start()
        url = address(worker)
        assert listening(worker.process.pid) == {("127.0.0.1", int(url.rpartition(":")[2]))}
        async with aiohttp.ClientSession(headers={"Origin": "https://evil.example"}) as session:
            for path in ("healthz", "readyz", "metrics", "", "table/revisions"):
                for method in ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS"):
                    async with session.request(method, f"{url}/{path}") as answer:
                        served = path in {"healthz", "readyz", "metrics"}
                        expected = 404 if not served else 200 if method in {"GET", "HEAD"} else 405
                        assert (path, method, answer.status) == (path, method, expected)
                        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS
                        assert not [name for name in answer.headers if name.startswith("Access-Control")]
        reader, writer = await asyncio.open_connection("127.0.0.1", int(url.rpartition(":")[2]))
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nA\0: b\r\n\r\n")
        status, *lines = (await reader.read()).decode().splitlines()
        assert status == "HTTP/1.0 400 Bad Request"
        assert {f"{name}: {value}" for name, value in HEADERS.items()} <= set(lines)
        writer.close()
        assert worker.terminate() == 0


async def test_a_broker_that_is_gone_shows(tmp_path: Path) -> None:
    """The worker goes on and says that it is alone."""
    with ExitStack() as broker:
        settings = Settings(
            bootstrap_servers=broker.enter_context(embedded_broker_sync()),
            session_timeout_s=EMBEDDED_SESSION_S,
            partitions=1,
        )
        await create_topics(settings)
        with workers(settings, tmp_path) as started:
            (worker,) = await started.start()
            url = f"{address(worker)}/metrics"
            assert samples((await page(url))[1])["claimwire_broker_connections"][()] >= 1
            broker.close()
            async with asyncio.timeout(30):
                while samples((await page(url))[1])["claimwire_broker_connections"][()]:  # noqa: ASYNC110 - its page
                    await asyncio.sleep(0.2)
