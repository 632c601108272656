"""docker-compose.yml, the Dockerfile and deploy/: what they name exists, and what they promise holds."""

from __future__ import annotations

import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
import yaml  # type: ignore[import-untyped] # read in tests only
from sqlalchemy.engine import make_url

from claimwire.cli import main
from claimwire.settings import Settings, secret_names
from claimwire_schemas.topics import DAY, DEAD_LETTERS, FEEDBACK, RAW, TOPICS
from tests.brokers.apache_kafka import kafka_version

ROOT = Path(__file__).parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
IMAGE = "${WIRE_IMAGE:-claimwire:dev}"
OURS = {name: service for name, service in SERVICES.items() if service["image"] == IMAGE}


def variables() -> set[str]:
    """Return the variables that the services and the image set for Claimwire."""
    named = {name for service in SERVICES.values() for name in service.get("environment", {})}
    (environment,) = re.findall(r"^ENV (.*CLAIMWIRE.*)$", DOCKERFILE, re.MULTILINE)
    named |= set(re.findall(r"(\w+)=", environment))
    return {name for name in named if name.startswith("CLAIMWIRE_")}


STORING = ("desk", "desk-postgres", "match", "match-postgres")
"""Those with the store, on SQLite and PostgreSQL."""


def test_ours_are_told_from_the_others() -> None:
    """Ours run the image built here; the tests below rely on it."""
    assert set(OURS) == {"topics", "worker", "feeder", "inbox", "push", *STORING}
    monitoring = {"prometheus", "grafana", "kafka-exporter", "node-exporter", "alertmanager"}
    assert set(SERVICES) - set(OURS) == {"kafka", "postgres", *monitoring}


def test_one_service_builds_the_image_of_all() -> None:
    """Several builds of one tag differ in their labels, and each `up --build` starts all containers anew."""
    assert [name for name, service in SERVICES.items() if "build" in service] == ["topics"]
    for name, service in OURS.items():
        assert service["pull_policy"] == "${PULL_POLICY:-never}"
        waits = {"topics": {"condition": "service_completed_successfully"}}
        assert name == "topics" or service["depends_on"].items() >= waits.items()


@pytest.mark.parametrize("name", SERVICES)
def test_each_service_has_limits(name: str) -> None:
    """Of memory, without swap behind it, and of what its log may take of the disk."""
    service = SERVICES[name]
    assert service["mem_limit"] == service["memswap_limit"]
    assert service["logging"]["options"] == {"max-size": "20m", "max-file": "3"}


def test_no_check_is_switched_off() -> None:
    """`up --wait` fails for an image's check that is; Kafka's starts no JVM."""
    assert "HEALTHCHECK" not in DOCKERFILE
    checks = {name: service["healthcheck"] for name, service in SERVICES.items() if "healthcheck" in service}
    assert set(checks) == {"kafka", "worker", "feeder", *STORING, "postgres"}
    assert not [name for name, check in checks.items() if "disable" in check]
    assert not any(".sh" in word for word in checks["kafka"]["test"])


def test_the_inbox_is_a_folder_that_is_there_and_no_fiction() -> None:
    """Samples in a real installation are claims that nobody made."""
    (mount, *_) = OURS["inbox"]["volumes"]
    assert mount["source"] == "${INBOX:-./deploy/inbox}"
    assert mount["bind"] == {"create_host_path": False}
    assert [file.name for file in (ROOT / "deploy/inbox").iterdir() if file.name == ".gitignore"]


def test_each_variable_is_a_setting() -> None:
    """A renamed setting would be ignored in silence."""
    names = [*Settings.model_fields, *(f"{name}_file" for name in secret_names())]
    settings = {f"CLAIMWIRE_{name.upper()}" for name in names}
    assert variables() >= {"CLAIMWIRE_BOOTSTRAP_SERVERS", "CLAIMWIRE_HTTP_PORT"}
    assert variables() <= settings


@pytest.mark.parametrize("name", OURS)
def test_each_command_exists(name: str) -> None:
    """A container that does not know its command restarts for ever."""
    command: click.Command = main
    for word in OURS[name]["command"]:
        if not isinstance(command, click.Group):
            break
        found = command.get_command(click.Context(command), word)
        assert found, f"claimwire has no {word}"
        command = found


@pytest.mark.parametrize("name", OURS)
def test_all_that_our_services_write_is_json(name: str) -> None:
    """Their logs, and the output of those that print some; tests/compose/smoke.sh reads what they wrote."""
    service = OURS[name]
    assert service["environment"]["CLAIMWIRE_LOG_FORMAT"] == "json"
    assert ("--json" in service["command"]) is (service["command"][0] in {"topics", "feed"})


def images() -> list[str]:
    """Return the images that come from elsewhere."""
    named = [service["image"] for service in SERVICES.values() if service["image"] != IMAGE]
    return named + re.findall(r"^FROM (\S+)", DOCKERFILE, re.MULTILINE)


@pytest.mark.parametrize("image", images())
def test_each_image_is_pinned(image: str) -> None:
    """The same file gives the same versions next year: services' by digest."""
    assert re.search(r":v?\d+\.\d+", image), image
    if image.startswith("$"):
        assert re.fullmatch(r"\$\{[A-Z]+(_EXPORTER)?_IMAGE:-[a-z/-]+:v?[\d.]+@sha256:[0-9a-f]{64}\}", image)
    else:
        assert image.startswith("python:")


def test_kafka_is_the_one_that_the_tests_run() -> None:
    """The version in pom.xml is the image's."""
    assert f":-apache/kafka:{kafka_version()}@" in SERVICES["kafka"]["image"]


def test_the_exporters_that_prometheus_asks_run() -> None:
    """At their own ports; the disk is that of Kafka's data."""
    jobs = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text())["scrape_configs"]
    asked = [target for job in jobs for one in job.get("static_configs", []) for target in one["targets"]]
    assert asked == ["kafka-exporter:9308", "node-exporter:9100"]
    assert {target.partition(":")[0] for target in asked} < set(SERVICES)
    mounted = [one.partition(":")[0] for one in SERVICES["kafka"]["volumes"]]
    assert SERVICES["node-exporter"]["volumes"] == [f"{mounted[0]}:/volumes/kafka:ro"]


def test_clients_come_by_a_listener_that_is_advertised() -> None:
    """Kafka sends a client on to an advertised address, which has to be the one that it knows."""
    advertised = SERVICES["kafka"]["environment"]["KAFKA_ADVERTISED_LISTENERS"]
    addresses = dict(listener.split("://") for listener in advertised.split(","))
    (host_port,) = SERVICES["kafka"]["ports"]
    assert (
        addresses["HOST"].replace("${KAFKA_PORT:-9092}", "9092")
        == host_port.rsplit(":", 1)[0].replace("${KAFKA_PORT:-9092}", "9092")
        == Settings.model_fields["bootstrap_servers"].default
    )
    assert {service["environment"]["CLAIMWIRE_BOOTSTRAP_SERVERS"] for service in OURS.values()} == {
        addresses["INNER"]
    }


def test_ports_are_open_to_this_machine_only() -> None:
    """Nothing here asks for a password."""
    ports = [port for service in SERVICES.values() for port in service.get("ports", [])]
    assert ports
    assert [port for port in ports if not port.startswith("127.0.0.1:")] == []


@pytest.mark.parametrize("name", OURS)
def test_our_containers_can_do_little(name: str) -> None:
    """They parse pages from anywhere: no root file system to write to, no capabilities."""
    service = OURS[name]
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert service["security_opt"] == ["no-new-privileges:true"]
    assert service["tmpfs"] == ["/tmp:size=256m"]
    assert (service["mem_limit"], service["pids_limit"]) == ("1g", 256)
    assert not {"privileged", "cap_add", "network_mode", "pid", "devices"} & set(service)
    assert re.findall(r"^USER (\S+)", DOCKERFILE, re.MULTILINE) == ["10001:10001"]


@pytest.mark.parametrize("name", ["worker", "feeder"])
def test_workers_and_feeders_scale(name: str) -> None:
    """A fixed name or host port would stop `--scale worker=3`."""
    assert not {"container_name", "ports", "hostname"} & set(SERVICES[name])


@pytest.mark.parametrize(("desk", "match"), [("desk", "match"), ("desk-postgres", "match-postgres")])
def test_a_matcher_has_the_store_of_the_desk_of_its_profile(desk: str, match: str) -> None:
    one, other = SERVICES[desk], SERVICES[match]
    assert other["profiles"] == one["profiles"]
    assert other["volumes"] == one["volumes"]
    for name in ("CLAIMWIRE_STORE", "CLAIMWIRE_STORE_FILE"):
        assert other["environment"].get(name) == one["environment"].get(name)
    assert other["command"] == ["match"]


@pytest.mark.parametrize("name", ["desk", "desk-postgres"])
def test_a_desk_is_asked_for_its_health_where_it_answers(name: str, secrets: Path) -> None:
    """One profile each, a token, and its state on a volume or in the database."""
    service = SERVICES[name]
    port = str(Settings.model_fields["desk_port"].default)
    assert service["environment"]["CLAIMWIRE_HTTP_PORT"] == port
    assert service["ports"] == [f"127.0.0.1:${{DESK_PORT:-{port}}}:{port}"]
    assert service["environment"]["CLAIMWIRE_DESK_READ_TOKEN_FILE"] == "/run/secrets/desk_read_token"
    assert len(service["profiles"]) == 1
    store = make_url(service["environment"]["CLAIMWIRE_STORE"] or (secrets / "desk_store").read_text()[:-1])
    if store.drivername == "sqlite":
        (volume,) = service["volumes"]
        assert str(store.database).startswith(volume.partition(":")[2])
    else:
        password = (secrets / "postgres_password").read_text().strip()
        user = SERVICES["postgres"]["environment"]["POSTGRES_USER"]
        assert (store.host, store.username, store.password) == ("postgres", user, password)
        assert service["depends_on"]["postgres"] == {"condition": "service_healthy"}


@pytest.fixture
def secrets(tmp_path: Path) -> Path:
    """The folder that deploy/secrets.sh fills."""
    subprocess.run([ROOT / "deploy/secrets.sh", tmp_path], check=True, timeout=30)
    return tmp_path


def test_secrets_are_files_that_are_made_once(secrets: Path) -> None:
    """Every one that a service mounts is declared, made and taken as it is; no variable holds one."""
    mounted = {one for service in SERVICES.values() for one in service.get("secrets", [])}
    assert mounted == set(COMPOSE["secrets"]) == {file.name for file in secrets.iterdir()}
    assert {one["file"] for one in COMPOSE["secrets"].values()} == {
        f"${{SECRETS:-./secrets}}/{name}" for name in mounted
    }
    for service in SERVICES.values():
        files = [value for name, value in service.get("environment", {}).items() if name.endswith("_FILE")]
        assert files == [f"/run/secrets/{name}" for name in service.get("secrets", [])]
    plain = {f"CLAIMWIRE_{name.upper()}" for name in secret_names()} - {"CLAIMWIRE_STORE"}
    assert not (plain | {"POSTGRES_PASSWORD"}) & {
        name for service in SERVICES.values() for name in service.get("environment", {})
    }
    before = {file: file.read_bytes() for file in secrets.iterdir()}
    subprocess.run([ROOT / "deploy/secrets.sh", secrets], check=True, timeout=30)
    assert {file: file.read_bytes() for file in secrets.iterdir()} == before
    assert secrets.stat().st_mode & 0o777 == 0o700


def test_every_volume_is_declared() -> None:
    mounts = [one for service in SERVICES.values() for one in service.get("volumes", [])]
    used = {one.partition(":")[0] for one in mounts if isinstance(one, str)}
    assert {name for name in used if re.fullmatch(r"\w+", name)} == set(COMPOSE["volumes"])


def test_the_retention_told_is_the_topics() -> None:
    """The comment beside auto-creation says what `topics create` does."""
    (raw, records, dead, feedback) = re.search(
        r"raw articles (\d+) days, records (\d+),\s+# dead letters (\d+), feedback (\d+)",
        (ROOT / "docker-compose.yml").read_text(),
    ).groups()  # type: ignore[union-attr] # no match fails the test as it should
    apart = (RAW, DEAD_LETTERS, FEEDBACK)
    others = {topic.retention_s for topic in TOPICS if topic not in apart and topic.retention_s}
    assert (RAW.retention_s, others, DEAD_LETTERS.retention_s, FEEDBACK.retention_s) == (
        int(raw) * DAY,
        {int(records) * DAY},
        int(dead) * DAY,
        int(feedback) * DAY,
    )


def test_prometheus_asks_where_workers_feeders_and_desks_serve() -> None:
    """Every replica, at the image's port or the desk's."""
    jobs = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text())["scrape_configs"]
    found = [one for job in jobs for one in job.get("dns_sd_configs", [])]
    *found, desks = found
    assert desks["names"] == [name for name, one in OURS.items() if one["command"] == ["desk"]]
    assert desks["port"] == Settings.model_fields["desk_port"].default
    assert [one["names"] for one in found] == [["worker"], ["feeder"], ["match", "match-postgres"]]
    for one in found:
        assert f"CLAIMWIRE_HTTP_PORT={one['port']}" in DOCKERFILE
        assert {tuple(SERVICES[name]["expose"]) for name in one["names"]} == {(str(one["port"]),)}


def test_prometheus_has_the_alerts() -> None:
    """The rules that it names are mounted beside its configuration."""
    (name,) = yaml.safe_load((ROOT / "deploy/prometheus.yml").read_text())["rule_files"]
    assert f"./deploy/{name}:/etc/prometheus/{name}:ro" in SERVICES["prometheus"]["volumes"]
    assert (ROOT / "deploy" / name).is_file()


def test_what_the_image_copies_is_not_ignored() -> None:
    """.dockerignore lists what the build may see."""
    copied = {
        word.strip("./")
        for line in re.findall(r"^COPY (?!--from)(.+)$", DOCKERFILE, re.MULTILINE)
        for word in line.split()[:-1]
    }
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    assert copied == {line[1:] for line in lines if line.startswith("!")}
    assert all((ROOT / name).exists() for name in copied)


def health_check() -> list[str]:
    """Return the health check of our services, to be run by this Python."""
    (command, python, *words) = OURS["worker"]["healthcheck"]["test"]
    assert (command, python) == ("CMD", "python")
    return [sys.executable, *words]


@pytest.fixture(params=[200, 503])
def worker(request: pytest.FixtureRequest) -> Iterator[tuple[int, int]]:
    """Serve a status at /healthz; give the port and the status."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # the name is http.server's
            self.send_response(request.param if self.path == "/healthz" else 404)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Say nothing."""

    with http.server.HTTPServer(("127.0.0.1", 0), Answer) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_port, request.param
        server.shutdown()


def test_the_health_check_tells_a_crashed_worker(worker: tuple[int, int]) -> None:
    """200 is healthy, 503 is not, whatever proxy the environment names."""
    port, status = worker
    environment = {"CLAIMWIRE_HTTP_PORT": str(port), "http_proxy": "http://127.0.0.1:9"}
    done = subprocess.run(health_check(), env=environment, check=False, timeout=30)
    assert done.returncode == (0 if status == 200 else 1)


def test_the_health_check_tells_a_worker_that_is_gone() -> None:
    """Nobody listening is a failure too."""
    environment = {"CLAIMWIRE_HTTP_PORT": "9"}
    done = subprocess.run(health_check(), env=environment, check=False, timeout=30, capture_output=True)
    assert done.returncode == 1
