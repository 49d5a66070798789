"""Live clusters as sources: nothing to tell where the cluster runs the model, one finding for each change."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.e2e.control_plane import CONTEXT, ControlPlane
from tests.e2e.deployment import SHIPPED, Deployment
from tests.e2e.testbed import Testbed
from tests.test_guide import BLOCKS

CANARY = "never-to-be-seen-8c1f"
CHANGES: tuple[tuple[tuple[str, ...], str, str], ...] = (
    (
        ("-n", "usdac-portal", "scale", "deployment/firefly", "--replicas=5"),
        "usdac-portal/Deployment/firefly",
        "spec.replicas is 5",
    ),
    (
        ("-n", "usdac-portal", "set", "image", "deployment/redis", "redis=registry.invalid/redis:9"),
        "usdac-portal/Deployment/redis",
        "spec.template.spec.containers[redis].image is registry.invalid/redis:9",
    ),
    (
        ("-n", "usdac-api", "set", "env", "deployment/webserv", "-c", "webserv", "EXTRA=1"),
        "usdac-api/Deployment/webserv",
        "spec.template.spec.containers[webserv].env[EXTRA] is",
    ),
    (
        ("-n", "usdac-api", "delete", "networkpolicy", "default-deny"),
        "usdac-api/NetworkPolicy/default-deny",
        "is missing in kube:",
    ),
    (
        ("-n", "usdac-api", "create", "configmap", "stray", "--from-literal=a=b"),
        "usdac-api/ConfigMap/stray",
        "is there in kube:",
    ),
    (
        ("-n", "usdac-api", "patch", "service", "webserv", "--type=json",
         '-p=[{"op": "replace", "path": "/spec/ports/0/port", "value": 5999}]'),
        "usdac-api/Service/webserv",
        "spec.ports[http].port is 5999",
    ),
    (
        ("-n", "usdac-portal", "label", "deployment/logstash", "app.kubernetes.io/part-of=other", "--overwrite"),
        "usdac-portal/Deployment/logstash",
        "metadata.labels[app.kubernetes.io/part-of] is other",
    ),
    (
        ("patch", "clusterrole", "usdac-notebook-prepuller", "--type=json",
         '-p=[{"op": "add", "path": "/rules/0/verbs/-", "value": "escalate"}]'),
        "ClusterRole/usdac-notebook-prepuller",
        "verbs[escalate] is escalate",
    ),
    (
        ("-n", "usdac-qserv", "patch", "resourcequota", "declared-pods", "--type=merge",
         '-p={"spec": {"hard": {"pods": "999"}}}'),
        "usdac-qserv/ResourceQuota/declared-pods",
        "spec.hard.pods is '999'",
    ),
    (
        ("-n", "usdac-qserv", "create", "deployment", "foreign", "--image=registry.invalid/foreign:1"),
        "usdac-qserv/Deployment/foreign",
        "is there in kube:",
    ),
    (
        ("-n", "logging", "create", "serviceaccount", "foreign"),
        "logging/ServiceAccount/foreign",
        "is there in kube:",
    ),
)  # fmt: skip
"""What somebody does on the cluster, the object that the finding names, and what it says."""


def lsparch(plane: ControlPlane, *arguments: str, kubeconfig: Path | None = None) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "-m", "lsparch", *arguments, "--model", str(SHIPPED)]
    environment = plane.environment() | ({"KUBECONFIG": str(kubeconfig)} if kubeconfig else {})
    return subprocess.run(command, capture_output=True, text=True, check=False, env=environment)


def findings(plane: ControlPlane, *arguments: str) -> list[dict[str, Any]]:
    done = lsparch(plane, *arguments, "--format", "json")
    assert done.returncode in {0, 1}, done.stderr
    found: list[dict[str, Any]] = json.loads(done.stdout)["findings"]
    return found


@pytest.fixture(scope="module")
def usdac(testbed: Testbed) -> Iterator[Deployment]:
    """Deploy usdac, and beside it the other environment of its cluster."""
    deployed = testbed.deploy("usdac")
    testbed.add("science-validation", deployed.cluster)
    yield deployed
    testbed.close()


def test_a_deployed_environment_does_not_drift(deployment: Deployment) -> None:
    done = lsparch(deployment.control_plane, "drift", deployment.environment, f"kube:{CONTEXT}")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


@pytest.mark.parametrize("arguments", [("usdac", f"kube:{CONTEXT}"), (f"kube:{CONTEXT}", "science-validation")])
def test_what_another_environment_of_the_cluster_owns_is_no_drift(
    usdac: Deployment, arguments: tuple[str, str]
) -> None:
    done = lsparch(usdac.control_plane, "drift", *arguments)
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_generated_files_and_one_namespace_are_compared_too(usdac: Deployment) -> None:
    for arguments in ((str(usdac.folder), f"kube:{CONTEXT}"), ("usdac", f"kube:{CONTEXT}/usdac-api")):
        done = lsparch(usdac.control_plane, "drift", *arguments)
        assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_a_cluster_does_not_drift_from_itself(usdac: Deployment) -> None:
    done = lsparch(usdac.control_plane, "drift", f"kube:{CONTEXT}", f"kube:{CONTEXT}")
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr


def test_rules_find_on_a_cluster_what_they_find_in_its_manifests(usdac: Deployment) -> None:
    live = findings(usdac.control_plane, "check", f"kube:{CONTEXT}/usdac-api")
    written = findings(usdac.control_plane, "check", str(usdac.folder / "usdac-api"))
    assert {(f["code"], f["message"]) for f in live} == {(f["code"], f["message"]) for f in written}
    assert all(f["file"].startswith(f"kube:{CONTEXT}/usdac-api/") for f in live)


@pytest.fixture(scope="module")
def reader(usdac: Deployment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make a user with the role that the guide shows, one who may do nothing, and two who cannot log in."""
    plane = usdac.control_plane
    (role,) = (block.body for block in BLOCKS if block.file == "build/lsparch-reader.yaml")
    plane.kubectl("apply", "-f", "-", stdin=role)
    config = yaml.safe_load(plane.kubeconfig.read_text())
    for name in ("reader", "nobody"):
        plane.kubectl("-n", "default", "create", "serviceaccount", name)
        token = plane.kubectl("-n", "default", "create", "token", name).stdout.strip()
        config["users"].append({"name": name, "user": {"token": token}})
        config["contexts"].append({"name": name, "context": {"cluster": CONTEXT, "user": name}})
    plane.kubectl(
        "create", "clusterrolebinding", "reader", "--clusterrole=lsparch-reader", "--serviceaccount=default:reader"
    )
    config["users"].append({"name": "expired", "user": {"token": "expired"}})
    config["contexts"].append({"name": "expired", "context": {"cluster": CONTEXT, "user": "expired"}})
    config["clusters"].append({"name": "gone", "cluster": {"server": "https://127.0.0.1:9"}})
    config["contexts"].append({"name": "gone", "context": {"cluster": "gone", "user": "expired"}})
    path = tmp_path_factory.mktemp("reader") / "kubeconfig"
    path.write_text(yaml.safe_dump(config))
    return path


def test_the_role_that_the_guide_shows_suffices_and_unread_secrets_are_told(usdac: Deployment, reader: Path) -> None:
    done = lsparch(usdac.control_plane, "drift", "usdac", "kube:reader", kubeconfig=reader)
    assert done.returncode == 0, done.stdout + done.stderr
    told = [line for line in done.stdout.splitlines() if not line.startswith("  ")]
    assert [line.split(" in ")[0] for line in told] == ["kube:reader:1:1: warning[DRF011] Secret objects"], done.stdout


@pytest.mark.parametrize(
    ("context", "reason"),
    [
        ("nobody", "nothing can be read: forbidden"),
        ("expired", "the credentials are not accepted"),
        ("gone", "https://127.0.0.1:9 cannot be reached"),
        ("readr", "did you mean `reader`?"),
    ],
)
def test_a_cluster_that_cannot_be_read_is_one_line_and_exit_2(
    usdac: Deployment, reader: Path, context: str, reason: str
) -> None:
    done = lsparch(usdac.control_plane, "drift", "usdac", f"kube:{context}", kubeconfig=reader)
    assert (done.returncode, done.stdout, done.stderr.count("\n")) == (2, "", 1), done.stderr
    assert reason in done.stderr


def test_values_of_secrets_are_never_shown(usdac: Deployment) -> None:
    secret = {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": "stray", "namespace": "usdac-api"},
        "stringData": {"password": CANARY},
    }
    plane = usdac.control_plane
    plane.kubectl("apply", "-f", "-", stdin=json.dumps(secret))  # leaves the value in an annotation too
    for form in ("text", "json", "sarif", "markdown"):
        for arguments in (("drift", "usdac", f"kube:{CONTEXT}"), ("check", f"kube:{CONTEXT}")):
            done = lsparch(plane, *arguments, "--format", form)
            assert done.returncode in {0, 1}, done.stderr
            assert CANARY not in done.stdout + done.stderr
            if arguments[0] == "drift":
                assert "Secret/usdac-api/stray is there" in done.stdout
    plane.kubectl("-n", "usdac-api", "delete", "secret", "stray")


def test_each_change_on_the_cluster_is_one_finding(testbed: Testbed) -> None:
    deployed = testbed.deploy("usdac")
    for command, _, _ in CHANGES:
        deployed.control_plane.kubectl(*command)
    found = findings(deployed.control_plane, "drift", "usdac", f"kube:{CONTEXT}")
    expected = sorted((f"kube:{CONTEXT}/{file}", text) for _, file, text in CHANGES)
    assert [f["file"] for f in found] == [file for file, _ in expected]
    for one, (_, text) in zip(found, expected, strict=True):
        assert text in one["message"]
        assert (one["line"], one["column"], one["severity"]) == (1, 1, "error")
