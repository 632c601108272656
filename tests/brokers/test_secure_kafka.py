"""TLS and SASL for real: every command works over them, and what is wrong is one line that has no secret."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from time import monotonic

import orjson
import pytest

from tests.brokers.certificates import authority
from tests.brokers.secure_kafka import SecureKafka, secure_kafka
from tests.cli.wired import Done, process, started, the_error, wait_for

pytestmark = pytest.mark.kafka
BOUND_S = 45
"""Far more than a refusal takes, and less than a client that goes on trying."""


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecureKafka]:
    """One Kafka for all of these tests."""
    with secure_kafka(tmp_path_factory.mktemp("secure")) as running:
        yield running


def ways(kafka: SecureKafka) -> dict[str, dict[str, str]]:
    """Return every way in, by name."""
    return {
        "scram": kafka.by_password("SCRAM-SHA-512"),
        "plain": kafka.by_password("PLAIN"),
        "certificate": kafka.by_certificate(),
    }


@pytest.mark.parametrize("order", [("scram", "plain", "certificate"), ("certificate", "scram", "plain")])
def test_an_article_goes_all_the_way(kafka: SecureKafka, tmp_path: Path, order: tuple[str, ...]) -> None:
    """The topics, a worker, the feed and a subscriber, each by another way in."""
    common = {"group": f"by-{order[0]}", "partitions": "1", "http_port": "0"}
    worker_by, feed_by, subscribe_by = (ways(kafka)[name] | common for name in order)
    made = process("topics", "create", settings=worker_by)
    assert made.returncode == 0, made
    name = f"Ida {order[0].title()}"
    (tmp_path / "article.txt").write_text(f"The bridge is safe, {name} told reporters on Monday.\n")
    log = tmp_path / "worker.log"
    with started("worker", log=log, **worker_by) as worker:
        wait_for('"worker_ready"', log, worker)
        fed = process("feed", "article.txt", settings=feed_by, cwd=tmp_path)
        assert (fed.returncode, fed.stderr) == (0, ""), fed
        wanted = ["subscribe", "claims", "--from", "beginning", "--limit", "1", "--json", "--claimant", name]
        got = process(*wanted, settings=subscribe_by, timeout_s=120)
        looked = process("doctor", settings=subscribe_by)
        worker.terminate()
        assert worker.wait(30) == 0
    assert looked.returncode == 0, looked.stdout
    assert orjson.loads(got.stdout)["claimant"]["name"] == name
    assert kafka.password not in log.read_text() + fed.stdout + got.stderr + looked.stdout


def wrong_ways(kafka: SecureKafka, folder: Path) -> dict[str, tuple[dict[str, str], str]]:
    """Return ways that do not lead in: the settings, and words of what is said about them."""
    scram, plain, certificate = ways(kafka).values()
    without = {name: value for name, value in certificate.items() if name == "security_protocol"}
    trusting = without | {"tls_ca_file": certificate["tls_ca_file"]}
    stranger = authority(folder, "stranger")
    strange = {"tls_cert_file": str(stranger.cert), "tls_key_file": str(stranger.key)}
    return {
        "wrong password": (scram | {"sasl_password": "larks-at-noon"}, "check CLAIMWIRE_SASL_USERNAME and"),
        "wrong plain password": (plain | {"sasl_password": "larks-at-noon"}, "check CLAIMWIRE_SASL_USERNAME"),
        "unknown user": (scram | {"sasl_username": "nobody"}, "check CLAIMWIRE_SASL_USERNAME and"),
        "mechanism not offered": (scram | {"sasl_mechanism": "SCRAM-SHA-256"}, "CLAIMWIRE_SASL_MECHANISM"),
        "unknown authority": (scram | {"tls_ca_file": str(stranger.cert)}, "set CLAIMWIRE_TLS_CA_FILE to"),
        "name not in it": (
            scram | {"bootstrap_servers": kafka.sasl.replace("127.0.0.1", "localhost")},
            "use a name that is in it",
        ),
        "expired": (trusting | {"bootstrap_servers": kafka.expired}, "certificate has expired: have it"),
        "plaintext to TLS": ({"bootstrap_servers": kafka.sasl}, "another CLAIMWIRE_SECURITY_PROTOCOL"),
        "TLS to plaintext": (
            trusting | {"bootstrap_servers": kafka.plaintext},
            "another CLAIMWIRE_SECURITY_PROTOCOL",
        ),
        "no password": (trusting | {"bootstrap_servers": kafka.sasl}, "hangs up"),
        "no certificate": (trusting | {"bootstrap_servers": kafka.mutual}, "CLAIMWIRE_TLS_CERT_FILE"),
        "strange certificate": (certificate | strange, "CLAIMWIRE_TLS_CERT_FILE"),
    }


def timed(settings: Mapping[str, str], *command: str) -> Done:
    """Run a command; it must have ended in bounded time."""
    begun = monotonic()
    done = process(*command, settings=settings, timeout_s=BOUND_S)
    assert monotonic() - begun < BOUND_S
    return done


def test_each_wrong_way_is_one_line_soon(kafka: SecureKafka, tmp_path: Path) -> None:
    """It names the broker, says what to set, and tells no secret."""
    failed = {}
    for name, (settings, said) in wrong_ways(kafka, tmp_path).items():
        error = the_error(timed(settings, "topics", "create"))
        if said not in error or settings["bootstrap_servers"] not in error:
            failed[name] = error
        assert kafka.password not in error
        assert "larks-at-noon" not in error
    assert failed == {}


def test_every_command_says_so(kafka: SecureKafka, tmp_path: Path) -> None:
    """Not only the one that creates topics."""
    (tmp_path / "article.txt").write_text("Nobody hears this, Ida Holm said.")
    settings = kafka.by_password("SCRAM-SHA-512") | {"sasl_password": "larks-at-noon", "http_port": "0"}
    commands = [["worker"], ["feed", "article.txt"], ["subscribe", "claims"], ["dead-letters", "list"]]
    for command in commands:
        done = process(*command, settings=settings, cwd=tmp_path)
        assert "check CLAIMWIRE_SASL_USERNAME and CLAIMWIRE_SASL_PASSWORD" in the_error(done)


@pytest.mark.parametrize("way", ["scram", "plain", "certificate"])
def test_no_secret_is_logged_even_for_debugging(kafka: SecureKafka, way: str) -> None:
    """Neither the password, nor its half of a handshake, nor a key."""
    done = process("--debug", "dead-letters", "list", settings=ways(kafka)[way])
    assert "DEBUG" in done.stderr.upper()
    assert kafka.password not in done.stdout + done.stderr
    assert "PRIVATE KEY" not in done.stderr
    assert "SaslAuthenticateRequest" not in done.stderr
