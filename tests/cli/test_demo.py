"""`claimwire demo`: it needs no settings, heeds none, and shows every claim of twelve articles."""

from __future__ import annotations

import re

import pytest

from tests.cli.wired import process
from tests.conftest import free_port

pytestmark = pytest.mark.broker


def test_the_demo_shows_claims_whatever_is_set() -> None:
    """Settings made for a Kafka elsewhere, and a limit that would refuse each article, change nothing."""
    settings = {
        "bootstrap_servers": f"127.0.0.1:{free_port()}",
        "security_protocol": "SASL_SSL",
        "sasl_username": "desk",
        "sasl_password": "larks",
        "replication_factor": "3",
        "max_article_bytes": "1000",
        "http_port": "1",
        "log_level": "debug",
    }
    done = process("demo", settings=settings, timeout_s=150)
    assert (done.returncode, done.stderr) == (0, "")
    found = re.search(r"(?m)^12 articles, (\d+) claims in [\d.]+ s \(\d+ claims/s\)\.", done.stdout)
    assert found, done.stdout
    claims = int(found[1])
    assert claims > 100
    shown = done.stdout[: found.start()].split("who ", 1)[1].strip().splitlines()[1:]
    assert len([row for row in shown if row.strip()]) == claims
    assert "claimwire extract FILE" in done.stdout[found.end() :]
