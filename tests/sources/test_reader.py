"""A `DocumentReader` answers for every document, whatever becomes of the process that reads it."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from claimwire.sources.documents import read_document
from claimwire.sources.items import Document, DocumentError
from claimwire.sources.reader import DocumentReader
from tests.sources.feeds import ATOM, RSS

in_one_loop = pytest.mark.asyncio(loop_scope="module")
BASE = "https://tarn.example/feeds/news.xml"
SLOW = ("<rss>&nbsp;<channel>" + "<item><title>&nbsp;" * 60_000).encode()
"""A feed that only feedparser reads, in seconds."""


@pytest.fixture
async def reader() -> AsyncIterator[DocumentReader]:
    reader = DocumentReader(timeout_s=30)
    yield reader
    await reader.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def shared() -> AsyncIterator[DocumentReader]:
    """A reader whose process nothing happens to: it takes a second to start."""
    reader = DocumentReader(timeout_s=30)
    yield reader
    await reader.close()


async def read(reader: DocumentReader, data: str | bytes) -> Document:
    raw = data.encode() if isinstance(data, str) else data
    return await reader.read(raw, content_type="text/xml", charset=None, base=BASE)


@in_one_loop
@pytest.mark.parametrize("data", [RSS, ATOM, "Sitemap: /s.xml", "<rss><channel><ttl>5</ttl></channel></rss>"])
async def test_a_document_is_the_one_that_read_document_gives(shared: DocumentReader, data: str) -> None:
    inside = read_document(data.encode(), content_type="text/xml", charset=None, base=BASE)
    assert await read(shared, data) == inside


@in_one_loop
async def test_documents_share_one_process(shared: DocumentReader) -> None:
    found = await asyncio.gather(*(read(shared, RSS.replace("Tarn", f"Tarn {n}")) for n in range(20)))
    pid = shared.pid
    assert [document.title for document in found] == [f"Tarn {n} Valley Echo" for n in range(20)]
    await read(shared, ATOM)
    assert shared.pid == pid


@in_one_loop
async def test_an_error_crosses_the_process_with_its_reason(shared: DocumentReader) -> None:
    with pytest.raises(DocumentError, match=f"{BASE}: an empty document") as error:
        await read(shared, "")
    assert error.value.reason == "empty"


async def test_a_document_over_its_time_is_an_error_and_the_next_is_read() -> None:
    reader = DocumentReader(timeout_s=0.5)
    try:
        await read(reader, RSS)
        slow, begun = reader.pid, time.monotonic()
        with pytest.raises(DocumentError, match=r"not read in 0\.5 s") as error:
            await read(reader, SLOW)
        assert error.value.reason == "timeout"
        assert time.monotonic() - begun < 10
        assert (await read(reader, RSS)).title == "Tarn Valley Echo"
        assert reader.pid != slow
    finally:
        await reader.close()


async def test_a_process_killed_between_documents_is_replaced(reader: DocumentReader) -> None:
    await read(reader, RSS)
    killed = reader.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert (await read(reader, RSS)).items


async def test_a_document_that_ends_its_process_twice_is_an_error(
    reader: DocumentReader, tmp_path: Path
) -> None:
    (tmp_path / "dies.py").write_text(
        "import sys\n"
        "sys.stdout.buffer.write(bytes([0, 0, 0, 2]) + b'{}')\n"
        "sys.stdout.buffer.flush()\n"
        "sys.stdin.buffer.read(4)\n"
        "sys.exit(1)\n"
    )
    whole = reader._child.command
    reader._child.command = (str(tmp_path / "dies.py"),)
    with pytest.raises(DocumentError, match="twice") as error:
        await read(reader, RSS)
    assert error.value.reason == "crashed"
    reader._child.command = whole
    assert (await read(reader, RSS)).items


async def test_what_is_over_large_is_not_even_sent() -> None:
    reader = DocumentReader(max_bytes=1000)
    with pytest.raises(DocumentError, match="larger than 1,000 bytes"):
        await read(reader, b" " * 1001)
    assert reader.pid is None


async def test_closing_ends_the_process(reader: DocumentReader) -> None:
    await reader.start()
    pid = reader.pid
    assert pid is not None
    await reader.close()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
