"""An environment of the model on a simulated cluster, deployed as its operators would."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from tests.e2e.cluster import SimulatedCluster
from tests.e2e.control_plane import ControlPlane, wait_until

__all__ = ["SHIPPED", "Deployment", "dummy", "folders_of", "generate", "namespaces_of", "objects_of"]

SHIPPED = Path(__file__).parents[2]
"""Folder of the shipped platform."""

_DUMMIES = {
    "kubernetes.io/dockerconfigjson": '{"auths": {}}',
    "kubernetes.io/tls": "not a certificate",
}
_CHART_VALUES = "foreign"
"""Folder of values for charts of others."""

_READY_SECONDS = 120.0


def generate(environment: str, out: Path, platform: Path = SHIPPED) -> Path:
    """Run `lsparch generate ENVIRONMENT --out OUT` and return the folder.

    Raises
    ------
    AssertionError
        If it fails.
    """
    command = [sys.executable, "-m", "lsparch", "generate", environment, "--model", str(platform), "--out", str(out)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return out


def objects_of(folder: Path) -> Iterator[dict[str, Any]]:
    """Read all objects of a generated folder, in the order of application."""
    for path in yaml.safe_load((folder / "index.yaml").read_text()):
        if not path.startswith(f"{_CHART_VALUES}/"):
            yield yaml.safe_load((folder / path).read_text())


def folders_of(folder: Path) -> list[Path]:
    """Return the folders of objects in a generated folder, in the order of application."""
    names = (path.partition("/")[0] for path in yaml.safe_load((folder / "index.yaml").read_text()))
    return [folder / name for name in dict.fromkeys(names) if name != _CHART_VALUES]


def namespaces_of(folder: Path) -> list[str]:
    """Return the namespaces that a generated folder makes."""
    return sorted(item["metadata"]["name"] for item in objects_of(folder) if item["kind"] == "Namespace")


@dataclass(slots=True)
class Deployment:
    """A generated environment on a cluster.

    Parameters
    ----------
    environment
        Its id.
    folder
        Where `lsparch generate` wrote it.
    cluster
        The simulated cluster.
    host
        The environment that deploys Services which the cluster has once, if it is another.
    """

    environment: str
    folder: Path
    cluster: SimulatedCluster
    host: "Deployment | None" = None
    warnings: list[str] = field(default_factory=list)
    """What kubectl wrote to its standard error while it applied the objects."""

    @property
    def control_plane(self) -> ControlPlane:
        """The control plane."""
        return self.cluster.control_plane

    def apply(self) -> list[str]:
        """Apply everything by `kubectl apply --server-side`: what has no namespace, the Secrets, the rest.

        Returns
        -------
        list of str
            What kubectl did, a line for each object.
        """
        first, *others = folders_of(self.folder)
        lines = self._apply(first)
        self.control_plane.kubectl("apply", "--server-side", "-f", "-", stdin=json.dumps(self._secrets()))
        return lines + self._apply(*others)

    def _apply(self, *folders: Path) -> list[str]:
        files = [part for folder in folders for part in ("-f", folder)]
        done = self.control_plane.kubectl("apply", "--server-side", "--validate=strict", "-R", *files)
        self.warnings += done.stderr.splitlines()
        return done.stdout.splitlines()

    def _secrets(self) -> dict[str, Any]:
        """Make a Secret, with nothing true in it, for each that `secrets.yaml` wants."""
        items = [dummy(secret) for secret in self.contract() if "in-namespaces-of-users" not in secret]
        return {"apiVersion": "v1", "kind": "List", "items": items}

    def contract(self) -> list[dict[str, Any]]:
        """Return the entries of `secrets.yaml`."""
        found: list[dict[str, Any]] = yaml.safe_load((self.folder / "secrets.yaml").read_text())["secrets"]
        return found

    def objects(self) -> list[dict[str, Any]]:
        """Return the generated objects."""
        return list(objects_of(self.folder))

    def live(self) -> list[dict[str, Any]]:
        """Return, from the API server, every object that was generated, in the same order."""
        folders = [part for path in folders_of(self.folder) for part in ("-f", path)]
        found: list[dict[str, Any]] = json.loads(
            self.control_plane.kubectl("get", "--show-managed-fields", "-o", "json", "-R", *folders).stdout
        )["items"]
        return found

    def settle(self, seconds: float = _READY_SECONDS) -> None:
        """Wait until all its workloads have all their pods ready, of the newest template.

        Raises
        ------
        NotReadyError
            If they have not within the time, with what is missing and why.
        """
        wait_until(lambda: not self.unready(), seconds, lambda: "\n".join([*self.unready(), *self.complaints()]), 0.3)

    def unready(self) -> list[str]:
        """Return a line for each workload that is not as it was declared."""
        lines = []
        for kind, ready in _READY.items():
            for item in self.control_plane.items(f"/apis/apps/v1/{kind}"):
                observed = item.get("status", {}).get("observedGeneration", 0) >= item["metadata"]["generation"]
                if not observed or not ready(item.get("spec", {}), item.get("status", {})):
                    name = f"{item['metadata']['namespace']}/{item['metadata']['name']}"
                    lines.append(f"{kind} {name}: {item.get('status')}")
        return lines

    def complaints(self) -> list[str]:
        """Return the events of type Warning: refused pods, pods without node, failed mounts, failed jobs."""
        found = (event for event in self.control_plane.items("/api/v1/events") if event["type"] == "Warning")
        return sorted(
            {
                f"{event['reason']} {event['involvedObject'].get('namespace', '')}/{event['involvedObject']['name']}: "
                f"{event.get('message') or event.get('note', '')}"
                for event in found
            }
        )

    def pods(self) -> list[dict[str, Any]]:
        """Return the pods of all namespaces."""
        return self.control_plane.items("/api/v1/pods")


def dummy(secret: Mapping[str, Any]) -> dict[str, Any]:
    """Make a Secret, with nothing true in it, for an entry of `secrets.yaml`."""
    value = _DUMMIES.get(secret["type"], "not a secret")
    return {
        "apiVersion": "v1",
        "kind": "Secret",
        "metadata": {"name": secret["name"], "namespace": secret["namespace"]},
        "type": secret["type"],
        "stringData": dict.fromkeys(secret["keys"], value),
    }


def _deployment_ready(spec: Mapping[str, Any], status: Mapping[str, Any]) -> bool:
    wanted: int = spec.get("replicas", 1)
    return all(status.get(name, 0) == wanted for name in ("replicas", "updatedReplicas", "availableReplicas"))


def _stateful_set_ready(spec: Mapping[str, Any], status: Mapping[str, Any]) -> bool:
    wanted: int = spec.get("replicas", 1)
    current: bool = status.get("currentRevision") == status.get("updateRevision")
    return current and all(status.get(name, 0) == wanted for name in ("replicas", "readyReplicas", "availableReplicas"))


def _daemon_set_ready(_: Mapping[str, Any], status: Mapping[str, Any]) -> bool:
    wanted: int = status.get("desiredNumberScheduled", 0)
    return wanted > 0 and all(status.get(name, 0) == wanted for name in ("updatedNumberScheduled", "numberAvailable"))


_READY: Mapping[str, Callable[[Mapping[str, Any], Mapping[str, Any]], bool]] = {
    "deployments": _deployment_ready,
    "statefulsets": _stateful_set_ready,
    "daemonsets": _daemon_set_ready,
}
