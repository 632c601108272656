"""The process that reads pages for a `PageReader`: frames of JSON in, frames of JSON out, until the end.

A frame is its length in four bytes, the highest first, and that many bytes of JSON. The first frame out says
that the process is ready. The process ends with its input, so it never outlives its parent.
"""

from __future__ import annotations

import logging
import os
import resource
import signal
import sys
from typing import Any, BinaryIO

import orjson
from trafilatura.meta import reset_caches

from pipeline.errors import Refused
from pipeline.normalize.reading import read_page
from pipeline.process_limits import lower_limit

_MEMORY_BYTES = 2 * 1024**3
_PAGES_BETWEEN_CLEARING = 500


def main() -> None:
    """Answer each page that comes in with what was read from it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the parent's; it closes the input
    logging.disable(logging.CRITICAL)  # trafilatura logs each odd page; the answer says what matters
    lower_limit(resource.RLIMIT_AS, _MEMORY_BYTES)
    requests, answers = sys.stdin.buffer, sys.stdout.buffer
    sys.stdout = sys.stderr
    try:
        _serve(requests, answers)
    except BrokenPipeError:
        os._exit(1)  # nobody is left to tell


def _serve(requests: BinaryIO, answers: BinaryIO) -> None:
    _write(answers, {})
    served = 0
    while (request := _read(requests)) is not None:
        _limit_cpu(request["cpu_s"])
        _write(answers, _answer(request))
        served += 1
        if served % _PAGES_BETWEEN_CLEARING == 0:
            reset_caches()


def _answer(request: dict[str, Any]) -> dict[str, Any]:
    try:
        page = read_page(request["html"], url=request["url"], max_bytes=request["max_bytes"])
    except Refused as refused:
        return {"refused": [refused.reason, str(refused)]}
    except MemoryError:
        raise  # what is left of the process is not to be trusted
    except Exception as error:  # noqa: BLE001 - whatever trips the libraries is this page's fault, and only its
        return {"failed": f"{type(error).__name__}: {error}"[:500]}
    return {"page": page.model_dump()}


def _read(stream: BinaryIO) -> Any:
    head = stream.read(4)
    return orjson.loads(stream.read(int.from_bytes(head, "big"))) if len(head) == 4 else None


def _write(stream: BinaryIO, answer: dict[str, Any]) -> None:
    body = orjson.dumps(answer)
    stream.write(len(body).to_bytes(4, "big") + body)
    stream.flush()


def _limit_cpu(seconds: float) -> None:
    """End the process after `seconds` more of CPU time, should nobody be left to kill it."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    lower_limit(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 1)


if __name__ == "__main__":
    main()
