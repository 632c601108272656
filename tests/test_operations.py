"""docs/operations.md and SECURITY.md: they tell what is so, of metrics, alerts, runbooks and tests."""

from __future__ import annotations

import re
import shutil
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped] # read in tests only
from prometheus_client import CollectorRegistry

from claimwire.desk.metrics import Metrics as DeskMetrics
from claimwire.match.metrics import Metrics as MatchMetrics
from claimwire.polling.states import FeedStates
from claimwire.push.server import Metrics as PushMetrics
from claimwire.stream.feed_metrics import FeedMetrics
from claimwire.stream.metrics import Metrics
from claimwire.stream.quality import QualityMetrics
from tests.dependencies import pinned
from tests.polling.world import NoTable, Wire

ROOT = Path(__file__).parent.parent
OPERATIONS = (ROOT / "docs/operations.md").read_text()
DASHBOARDS = sorted((ROOT / "deploy/grafana/dashboards").glob("*.json"))
(GROUP,) = yaml.safe_load((ROOT / "deploy/alerts.yml").read_text())["groups"]
ALERTS: list[dict[str, Any]] = GROUP["rules"]
OF_PROMETHEUS = {
    "ALERTS",
    "up",
    "process_cpu_seconds_total",
    "process_start_time_seconds",
    "process_resident_memory_bytes",
}
OF_EXPORTERS = {
    "kafka_brokers",
    "kafka_consumergroup_lag",
    "kafka_topic_partition_current_offset",
    "kafka_topic_partition_oldest_offset",
    "kafka_topic_partition_under_replicated_partition",
    "node_filesystem_avail_bytes",
    "node_filesystem_size_bytes",
}
"""As kafka_exporter 1.9.0 and node_exporter 1.12.1 serve them; tests/compose/smoke.sh asks for them."""
SITE = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["urls"]["Homepage"]


def exposed() -> set[str]:
    """Return the names of all metrics of our own, as they are exposed."""
    registry, desk = Metrics().registry, CollectorRegistry()
    PushMetrics(registry)
    DeskMetrics(desk)
    QualityMetrics(registry)
    FeedMetrics(FeedStates(NoTable(), Wire(), changelog="none"), registry)
    families = [*registry.collect(), *desk.collect(), *MatchMetrics().registry.collect()]
    suffixes = {"counter": "_total"}
    return {
        f"{family.name}{suffixes.get(family.type, '')}"
        for family in families
        if family.name.startswith("claimwire_")
    }


def test_what_mutes_an_alert_and_what_is_muted_exist() -> None:
    """No workers mutes nothing of a desk, which has faults of its own."""
    rules = yaml.safe_load((ROOT / "deploy/alertmanager.yml").read_text())["inhibit_rules"]
    muted: dict[str, set[str]] = {}
    for rule in rules:
        sources, targets = (
            set(re.findall(r"Claimwire\w+", " ".join(rule[f"{side}_matchers"])))
            for side in ("source", "target")
        )
        assert sources | targets <= {alert["alert"] for alert in ALERTS}
        for source in sources:
            muted.setdefault(source, set()).update(targets)
    assert not any("Desk" in name for name in muted["ClaimwireNoWorkers"])
    assert not any(source in targets for source, targets in muted.items())


def test_every_metric_is_explained() -> None:
    """One row for each, and none for what is not served."""
    told = re.findall(r"^\| `(claimwire_\w+)` \|", OPERATIONS, re.MULTILINE)
    assert len(told) == len(set(told))
    assert set(told) == exposed()


@pytest.mark.parametrize("alert", ALERTS, ids=lambda alert: alert["alert"])
def test_every_alert_has_a_runbook(alert: dict[str, Any]) -> None:
    """A section of its name with steps, which the alert names; a severity, and metrics that are served."""
    name = alert["alert"]
    section = re.search(rf"^### {name}\n(.+?)(?=^##|\Z)", OPERATIONS, re.MULTILINE | re.DOTALL)
    assert section, f"docs/operations.md has no runbook for {name}"
    assert "\n1. " in section[1]
    assert alert["annotations"]["runbook_url"] == f"{SITE}/docs/operations.html#{name.lower()}"
    assert alert["annotations"]["summary"]
    assert alert["labels"]["severity"] in {"critical", "warning"}
    asked = re.findall(
        r"\b((?:claimwire|process|kafka|node)_\w+?|up)(?:_bucket)?(?=[{)\[ ]|$)", alert["expr"]
    )
    assert asked
    assert set(asked) <= exposed() | OF_PROMETHEUS | OF_EXPORTERS


def test_every_runbook_has_an_alert() -> None:
    assert set(re.findall(r"^### (Claimwire\w+)$", OPERATIONS, re.MULTILINE)) == {a["alert"] for a in ALERTS}


@pytest.mark.skipif(not shutil.which("promtool"), reason="Prometheus' own tool; .ci/run has it")
@pytest.mark.parametrize(
    "command", [["check", "rules", "alerts.yml"], ["test", "rules", "alerts.test.yml"]], ids=" ".join
)
def test_prometheus_reads_the_alerts(command: list[str]) -> None:
    done = subprocess.run(
        ["promtool", *command], cwd=ROOT / "deploy", capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("page", ["SECURITY.md", "docs/operations.md", "docs/dependencies.md"])
def test_what_is_linked_is_there(page: str) -> None:
    """A test that proves a defence, or a section of the same page."""
    text = (ROOT / page).read_text()
    headings = {
        re.sub(r"[^\w-]", "", line.lower().replace(" ", "-"))
        for line in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        file, _, anchor = link.partition("#")
        assert not file or (ROOT / page).parent.joinpath(file).exists(), link
        assert file or anchor in headings, link


def test_the_dependencies_told_are_those_of_a_locked_file() -> None:
    """Every pin is read, with what asked for it."""
    text = (ROOT / "requirements.txt").read_text()
    found = pinned(text)
    assert len(found) == len(re.findall(r"^[\w.-]+==", text, re.MULTILINE))
    assert ("aiokafka", "claimwire") in {(name, asked.split(",")[0]) for name, _, asked in found}
