"""A component is removed from the model: kubectl removes what is left of it, by the label of the environment."""

import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from tests.e2e.control_plane import CONTEXT
from tests.e2e.deployment import SHIPPED, Deployment, folders_of, generate
from tests.e2e.testbed import Testbed

_ENVIRONMENT = "notebook-sandbox"
_LABEL = "lsparch.lsst.io/environment"


def test_removing_a_component_and_pruning_removes_exactly_its_objects(testbed: Testbed, tmp_path: Path) -> None:
    deployment = testbed.deploy(_ENVIRONMENT)
    plane = deployment.control_plane
    before = {_key(item) for item in deployment.objects()}
    stranger = {"apiVersion": "v1", "kind": "ConfigMap", "metadata": {"name": "of-somebody-else"}}
    neighbour = {**stranger, "metadata": {"name": "of-another-environment", "labels": {_LABEL: "elsewhere"}}}
    plane.create("/api/v1/namespaces/notebook-sandbox-notebook/configmaps", [stranger, neighbour])

    smaller = generate(_ENVIRONMENT, tmp_path / "smaller", _without_prepuller(tmp_path))
    after = Deployment(_ENVIRONMENT, smaller, deployment.cluster)
    gone = before - {_key(item) for item in after.objects()}
    assert {kind for kind, _, _ in gone} >= {"CronJob", "ClusterRole", "ServiceAccount", "NetworkPolicy"}
    assert all("prepuller" in name or kind == "PriorityClass" for kind, _, name in gone)

    _apply(deployment)
    done = _apply(after)
    pruned = [line for line in done.splitlines() if line.endswith("pruned")]
    assert len(pruned) == len(gone), pruned
    kept = {(item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]) for item in after.live()}
    assert kept == before - gone
    for kind, namespace, name in sorted(gone):
        inside = ("--namespace", namespace) if namespace else ()
        found = plane.kubectl("get", kind, name, *inside, "--ignore-not-found", "-o", "name").stdout
        assert found == "", f"{kind} {namespace}/{name}"
    for name in ("of-somebody-else", "of-another-environment"):
        plane.kubectl("delete", "configmap", name, "--namespace", "notebook-sandbox-notebook")
    command = ["drift", _ENVIRONMENT, f"kube:{CONTEXT}", "--model", str(tmp_path / "platform")]
    drift = subprocess.run(
        [sys.executable, "-m", "lsparch", *command],
        capture_output=True,
        text=True,
        check=False,
        env=plane.environment(),
    )
    assert (drift.returncode, drift.stdout) == (0, ""), drift.stderr


def test_every_generated_object_names_its_environment(deployment: Deployment) -> None:
    others = (
        {deployment.environment} if deployment.host is None else {deployment.environment, deployment.host.environment}
    )
    for item in deployment.objects():
        assert item["metadata"]["labels"].get(_LABEL) in others, _key(item)


def _without_prepuller(folder: Path) -> Path:
    """Copy the shipped platform, and take one component out of one environment."""
    root = folder / "platform"
    for name in ("model", "checks", "diagrams/views"):
        shutil.copytree(SHIPPED / name, root / name)
    shutil.copy(SHIPPED / "diagrams" / "symbology.yaml", root / "diagrams")
    path = root / "model" / "environments" / f"{_ENVIRONMENT}.yaml"
    text = path.read_text()
    assert text.count("\nexclude:\n") == 1
    path.write_text(text.replace("\nexclude:\n", "\nexclude:\n  add: [notebook/prepuller]\n"))
    return root


def _apply(deployment: Deployment) -> str:
    """Apply each folder as a set, which a ConfigMap in its namespace remembers; what left a set is removed."""
    lines = ""
    for folder in folders_of(deployment.folder):
        namespace = "default" if folder.name == "cluster" else folder.name
        applied = deployment.control_plane.kubectl(
            "apply", "--server-side", "--prune", "--applyset", f"configmaps/lsparch-{deployment.environment}",
            "--namespace", namespace, "--filename", folder, KUBECTL_APPLYSET="true",
        )  # fmt: skip
        lines += applied.stdout
    return lines


def _key(item: Mapping[str, Any]) -> tuple[str, str, str]:
    return item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]
