"""deploy/kubernetes: the manifests are Kubernetes' own, and what they name exists."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import kubernetes_validate  # type: ignore[import-untyped] # it has Kubernetes' schemas with it
import pytest
import yaml  # type: ignore[import-untyped] # read in tests only

from claimwire.cli import main
from claimwire.settings import Settings, secret_names
from claimwire_schemas.topics import ARTICLES, RAW

ROOT = Path(__file__).parent.parent
FOLDER = ROOT / "deploy/kubernetes"
OLDEST, NEWEST = "1.29", "1.37"
DOCUMENTS: dict[str, dict[str, Any]] = {
    f"{file.stem}-{document['kind']}": document
    for file in sorted(FOLDER.glob("*.yml"))
    for document in yaml.safe_load_all(file.read_text())
}
KEDA = {"worker-scaler-ScaledObject"}
SETTINGS: dict[str, str] = DOCUMENTS["settings-ConfigMap"]["data"]
PODS = {name: one["spec"]["template"] for name, one in DOCUMENTS.items() if "template" in one.get("spec", {})}


def container(name: str) -> dict[str, Any]:
    (one,) = PODS[name]["spec"]["containers"]
    return dict(one)


@pytest.mark.parametrize("version", [OLDEST, NEWEST])
@pytest.mark.parametrize("name", sorted(DOCUMENTS.keys() - KEDA))
def test_kubernetes_takes_it(name: str, version: str) -> None:
    """With no field that it does not know."""
    kubernetes_validate.validate(DOCUMENTS[name], version, strict=True)


def test_a_wrong_field_would_be_told() -> None:
    """The check above can fail."""
    wrong = DOCUMENTS["worker-Deployment"] | {"spec": DOCUMENTS["worker-Deployment"]["spec"] | {"replica": 2}}
    with pytest.raises(kubernetes_validate.ValidationError):
        kubernetes_validate.validate(wrong, NEWEST, strict=True)


def test_the_services_are_those_of_the_wire() -> None:
    commands = {name: container(name)["args"] for name in PODS}
    assert commands == {
        "desk-Deployment": ["desk"],
        "feeder-Deployment": ["feeds", "run"],
        "match-Deployment": ["match"],
        "push-Deployment": ["push"],
        "topics-Job": ["topics", "create", "--json"],
        "worker-Deployment": ["worker"],
    }
    for words in commands.values():
        group = click.Context(main)
        command = main.get_command(group, words[0])
        assert command
        if isinstance(command, click.Group):
            assert command.get_command(group, words[1])
    assert len({container(name)["image"] for name in PODS}) == 1


@pytest.mark.parametrize("name", PODS)
def test_a_container_can_do_little(name: str) -> None:
    """As in Compose: no root, nothing to write to but /tmp, no capabilities, no token of the cluster."""
    pod, one = PODS[name]["spec"], container(name)
    assert pod["securityContext"].items() >= {"runAsNonRoot": True, "runAsUser": 10001}.items()
    assert pod["automountServiceAccountToken"] is False
    assert one["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert one["resources"]["limits"].keys() == {"memory"}
    assert one["resources"]["requests"].keys() == {"cpu", "memory"}


@pytest.mark.parametrize("name", PODS)
def test_the_cluster_sets_no_settings(name: str) -> None:
    """For a Service named `claimwire-desk` it would set CLAIMWIRE_DESK_PORT to an address."""
    assert PODS[name]["spec"]["enableServiceLinks"] is False


@pytest.mark.parametrize("name", sorted(PODS.keys() - {"topics-Job"}))
def test_probes_ask_where_it_answers(name: str) -> None:
    """At the service's own port: 8080 by the image, push's and the desk's by default."""
    one = container(name)
    (port,) = one["ports"]
    own = {"desk-Deployment": "desk_port", "push-Deployment": "push_port"}.get(name, "http_port")
    assert port["containerPort"] == Settings.model_fields[own].default
    asked = {probe: one[f"{probe}Probe"]["httpGet"] for probe in ("startup", "liveness", "readiness")}
    assert {probe["port"] for probe in asked.values()} == {port["name"]}
    ready = "/healthz" if own != "http_port" else "/readyz"
    assert [probe["path"] for probe in asked.values()] == ["/healthz", "/healthz", ready]
    assert PODS[name]["spec"]["terminationGracePeriodSeconds"] == 60


def variables() -> Iterator[tuple[str, str]]:
    yield from SETTINGS.items()
    for name in PODS:
        yield from ((one["name"], one["value"]) for one in container(name).get("env", []))


def test_each_variable_is_a_setting() -> None:
    known = [*Settings.model_fields, *(f"{name}_file" for name in secret_names())]
    assert {name for name, _ in variables()} <= {f"CLAIMWIRE_{name.upper()}" for name in known}
    plain = {f"CLAIMWIRE_{name.upper()}" for name in secret_names()}
    assert not plain & {name for name, _ in variables()}


def test_secrets_are_mounted_that_the_script_makes(tmp_path: Path) -> None:
    """`deploy/secrets.sh` fills the folder of which the Secret is made."""
    subprocess.run([ROOT / "deploy/secrets.sh", tmp_path], check=True, timeout=30)
    made = {file.name for file in tmp_path.iterdir()}
    for name in PODS:
        files = {one["value"] for one in container(name).get("env", []) if one["name"].endswith("_FILE")}
        mounted = {
            f"/run/secrets/{item['path']}"
            for volume in PODS[name]["spec"]["volumes"]
            for item in volume.get("secret", {}).get("items", [])
            if item["key"] in made
        }
        assert files == mounted


def test_workers_are_scaled_by_what_waits_for_them() -> None:
    """On both topics, by the workers' group, and to no more than there are partitions."""
    scaler = DOCUMENTS["worker-scaler-ScaledObject"]["spec"]
    assert scaler["scaleTargetRef"]["name"] == DOCUMENTS["worker-Deployment"]["metadata"]["name"]
    assert scaler["maxReplicaCount"] == int(SETTINGS["CLAIMWIRE_PARTITIONS"])
    triggers = [trigger["metadata"] for trigger in scaler["triggers"]]
    assert [trigger["topic"] for trigger in triggers] == [RAW.name, ARTICLES.name]
    for trigger in triggers:
        assert trigger["consumerGroup"] == Settings.model_fields["group"].default
        assert trigger["bootstrapServers"] == SETTINGS["CLAIMWIRE_BOOTSTRAP_SERVERS"]


@pytest.mark.parametrize("name", [name for name in DOCUMENTS if name.endswith(("-Service", "Budget"))])
def test_selectors_find_pods(name: str) -> None:
    selector = DOCUMENTS[name]["spec"]["selector"]
    labels = selector.get("matchLabels", selector)
    found = [pod for pod in PODS.values() if pod["metadata"]["labels"].items() >= labels.items()]
    assert len(found) == 1
