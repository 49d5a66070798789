"""Vendored manifests and patches on a real API server: accepted, running, and no drift."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.e2e.control_plane import CONTEXT
from tests.e2e.deployment import SHIPPED, Deployment
from tests.e2e.testbed import Testbed
from tests.support.vendored import CACHE, cache_files

_ENVIRONMENT = "notebook-sandbox"

_SERVICE = f"""\
service: speed
title: A cache
owner: dax
source: SEED
components:
{CACHE}\
    logs: collector
    logs-because: pods of others
"""

_PATCHES = """\
patches:
  - kind: StatefulSet
    name: release-cache
    set:
      spec.template.spec.containers[metrics].terminationMessagePolicy: FallbackToLogsOnError
      metadata.annotations[example.org/reviewed]: "yes"
    because: a test
    permanent: true
"""


@pytest.fixture(scope="module")
def platform(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a copy of the shipped platform with the output of a chart in one environment, and a patch of it."""
    root = tmp_path_factory.mktemp("foreign") / "platform"
    for name in ("model", "checks", "diagrams/views"):
        shutil.copytree(SHIPPED / name, root / name)
    shutil.copy(SHIPPED / "diagrams" / "symbology.yaml", root / "diagrams")
    for name, text in {**cache_files(), "model/services/speed.yaml": _SERVICE}.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")
    path = root / "model" / "environments" / f"{_ENVIRONMENT}.yaml"
    text = path.read_text("utf-8")
    assert text.count("\ninclude:\n  add: [") == 1
    path.write_text(text.replace("\ninclude:\n  add: [", "\ninclude:\n  add: [speed, ") + _PATCHES, "utf-8")
    return root


@pytest.fixture(scope="module")
def deployed(testbed: Testbed, platform: Path) -> Deployment:
    """Deploy the environment."""
    return testbed.deploy(_ENVIRONMENT, platform)


def test_the_api_server_accepts_and_runs_what_passes_through(deployed: Deployment) -> None:
    assert deployed.warnings == []
    theirs = [f"{o['kind']}/{o['metadata']['name']}" for o in deployed.objects() if "caches" in str(o["metadata"])]
    assert sorted(theirs) == [
        "ConfigMap/release-cache", "Namespace/caches", "Service/release-cache", "Service/release-cache-metrics",
        "ServiceAccount/release-cache", "StatefulSet/release-cache",
    ]  # fmt: skip
    deployed.settle()
    assert deployed.unready() == []
    pods = [pod for pod in deployed.pods() if pod["metadata"]["namespace"] == "caches"]
    assert [pod["spec"]["containers"][1]["terminationMessagePolicy"] for pod in pods] == ["FallbackToLogsOnError"]


def test_the_cluster_runs_what_the_model_says(deployed: Deployment, platform: Path) -> None:
    command = [sys.executable, "-m", "lsparch", "drift", "--model", str(platform), _ENVIRONMENT, f"kube:{CONTEXT}"]
    done = subprocess.run(
        command, env=deployed.control_plane.environment(), capture_output=True, text=True, check=False, cwd=platform
    )
    assert (done.returncode, done.stdout) == (0, ""), done.stdout + done.stderr
