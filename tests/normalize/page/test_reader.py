"""A `PageReader` answers for every page, whatever becomes of the process that reads it."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from claimwire.errors import Refused
from claimwire.normalize import PageReader, read_page

in_one_loop = pytest.mark.asyncio(loop_scope="module")
HTML = "<p>The bridge is shut, said Petra Olund.</p>"
LINKS = "<div><a href=/x>a b c</a> d e f</div>"
SLOW = f"<html><body>{LINKS * 7_500}</body></html>"
"""A page that takes a second or more."""


@pytest.fixture
async def reader() -> AsyncIterator[PageReader]:
    reader = PageReader(timeout_s=30)
    yield reader
    await reader.close()


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def shared() -> AsyncIterator[PageReader]:
    """A reader whose process nothing happens to: it takes a second to start."""
    reader = PageReader(timeout_s=30)
    yield reader
    await reader.close()


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


async def gone(pid: int) -> bool:
    for _ in range(100):
        if not alive(pid):
            return True
        await asyncio.sleep(0.05)
    return False


@in_one_loop
async def test_a_page_is_the_one_that_read_page_gives(shared: PageReader) -> None:
    assert await shared.read(HTML, url=None) == read_page(HTML, url=None)


@in_one_loop
async def test_pages_share_one_process(shared: PageReader) -> None:
    await shared.read(HTML, url=None)
    first = shared.pid
    await shared.read(HTML, url=None)
    assert first is not None
    assert shared.pid == first


async def test_no_process_runs_before_the_first_page(reader: PageReader) -> None:
    assert reader.pid is None


@in_one_loop
async def test_a_refusal_crosses_the_process(shared: PageReader) -> None:
    with pytest.raises(Refused, match="more than 50,000 tags") as refused:
        await shared.read("<p>" * 200_000, url=None)
    assert refused.value.reason == "page_too_complex"


async def test_a_page_over_its_time_is_refused_and_the_next_is_read() -> None:
    reader = PageReader(timeout_s=0.5)
    try:
        await reader.read(HTML, url=None)
        slow = reader.pid
        with pytest.raises(Refused) as refused:
            await reader.read(SLOW, url=None)
        assert refused.value.reason == "page_timeout"
        assert slow is not None
        assert await gone(slow)
        assert (await reader.read(HTML, url=None)).text == "The bridge is shut, said Petra Olund."
    finally:
        await reader.close()


async def test_a_process_killed_between_pages_is_replaced(reader: PageReader) -> None:
    await reader.read(HTML, url=None)
    killed = reader.pid
    assert killed is not None
    os.kill(killed, signal.SIGKILL)
    assert (await reader.read(HTML, url=None)).text
    assert reader.pid != killed


async def test_a_process_killed_while_reading_is_tried_once_more(reader: PageReader) -> None:
    await reader.read(HTML, url=None)
    killed = reader.pid
    assert killed is not None
    reading = asyncio.create_task(reader.read(SLOW, url=None))
    await asyncio.sleep(0.2)
    assert not reading.done()
    os.kill(killed, signal.SIGKILL)
    assert (await reading).text


async def test_a_page_that_ends_its_process_twice_is_refused(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """A child that says it is ready and dies with its first page stands for one that crashes the parser."""
    (tmp_path / "dies.py").write_text(
        "import sys\n"
        "sys.stdout.buffer.write(bytes([0, 0, 0, 2]) + b'{}')\n"
        "sys.stdout.buffer.flush()\n"
        "sys.stdin.buffer.read(4)\n"
        "sys.exit(1)\n"
    )
    with monkeypatch.context() as patch:
        patch.setattr(reader._child, "command", (str(tmp_path / "dies.py"),))
        with pytest.raises(Refused) as refused:
            await reader.read(HTML, url=None)
    assert refused.value.reason == "page_crashed"
    assert (await reader.read(HTML, url=None)).text


@in_one_loop
async def test_many_callers_each_get_their_own_page(shared: PageReader) -> None:
    pages = await asyncio.gather(*(shared.read(f"<p>Page {n}.</p>", url=None) for n in range(50)))
    assert [page.text for page in pages] == [f"Page {n}." for n in range(50)]


async def test_a_caller_that_gives_up_does_not_disturb_the_next(reader: PageReader) -> None:
    await reader.read(HTML, url=None)
    reading = asyncio.create_task(reader.read(SLOW, url=None))
    await asyncio.sleep(0.2)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert (await reader.read(HTML, url=None)).text == "The bridge is shut, said Petra Olund."


@in_one_loop
async def test_lone_surrogates_cross_as_question_marks(shared: PageReader) -> None:
    assert (await shared.read("<p>a \ud800 b</p>", url=None)).text == "a ? b"


async def test_closing_ends_the_process(reader: PageReader) -> None:
    await reader.read(HTML, url=None)
    pid = reader.pid
    assert pid is not None
    await reader.close()
    assert not alive(pid)
    assert reader.pid is None


async def test_the_process_ends_when_its_parent_is_killed() -> None:
    """A worker killed with SIGKILL leaves no orphan."""
    script = (
        "import asyncio\n"
        "from claimwire.normalize import PageReader\n"
        "async def main():\n"
        "    reader = PageReader(timeout_s=30)\n"
        "    await reader.read('<p>text</p>', url=None)\n"
        "    print(reader.pid, flush=True)\n"
        "    await asyncio.sleep(60)\n"
        "asyncio.run(main())\n"
    )
    parent = await asyncio.create_subprocess_exec(
        sys.executable, "-c", script, stdout=asyncio.subprocess.PIPE
    )
    assert parent.stdout is not None
    child = int(await parent.stdout.readline())
    assert alive(child)
    parent.kill()
    await parent.wait()
    assert await gone(child)


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
async def test_the_process_is_not_told_our_settings(
    reader: PageReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLAIMWIRE_SASL_PASSWORD", "secret")
    await reader.read(HTML, url=None)
    assert b"CLAIMWIRE_" not in environment_of(reader.pid)


def environment_of(pid: int | None) -> bytes:
    return Path(f"/proc/{pid}/environ").read_bytes()
