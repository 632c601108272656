"""What a child process may use."""

from __future__ import annotations

import subprocess
import sys

import pytest

MOST = 2 * 1024**3
TOLD = """
import resource
hard = resource.getrlimit(resource.RLIMIT_AS)[1]
resource.setrlimit(resource.RLIMIT_AS, ({soft}, hard))
from claimwire.child import serve
serve(lambda frame: b"%d" % resource.getrlimit(resource.RLIMIT_AS)[0])
"""


def framed(data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + data


@pytest.mark.skipif(sys.platform != "linux", reason="macOS does not know this limit")
@pytest.mark.parametrize(("before", "then"), [(1024**3, 1024**3), (MOST + 1024**3, MOST)])
def test_its_memory_is_limited_and_a_tighter_limit_stays(before: int, then: int) -> None:
    code = TOLD.format(soft=before)
    done = subprocess.run(
        [sys.executable, "-c", code, "9"], input=framed(b"?"), capture_output=True, timeout=60, check=True
    )
    assert done.stdout == framed(b"{}") + framed(b"%d" % then)
