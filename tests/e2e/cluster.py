"""A simulated cluster on a control plane: what an administrator provides before anybody deploys.

Nodes have the shape of the node pools of the model and kwok plays their kubelets. Volumes are made by a few lines here,
since no storage is attached: for each pending claim of a class a PersistentVolume appears, as a provisioner would make
it, on the node that the scheduler chose where the class is of disks of nodes. It holds nothing.
"""

import contextlib
import http.client
import threading
from collections.abc import Iterator
from fractions import Fraction
from typing import Any

from lsparch.k8s.quantity import parse_quantity
from lsparch.models.cluster import ClusterFile, NodePool, StorageClass
from tests.e2e.control_plane import ControlPlane, wait_until

__all__ = ["PODS_PER_NODE", "SimulatedCluster"]

PODS_PER_NODE = 110
"""Default of kubelets."""

_UNKNOWN_DISK = "1Pi"
"""A disk of which the model says nothing does not limit anything."""

_PROVISIONER = "lsparch.invalid/simulated"
_CHOSEN_NODE = "volume.kubernetes.io/selected-node"
_PAUSE_SECONDS = 0.2
_READY_SECONDS = 60.0


class SimulatedCluster:
    """The nodes, storage classes and gateway of a cluster of the model; claims are bound while it is open.

    Parameters
    ----------
    control_plane
        A control plane with nothing in it.
    model
        The cluster.
    """

    def __init__(self, control_plane: ControlPlane, model: ClusterFile) -> None:
        self.control_plane = control_plane
        self.model = model
        self.nodes = [node for pool_id, pool in model.pools.items() for node in _nodes(pool_id, pool, model)]
        self._stopped = threading.Event()
        self._failure: BaseException | None = None
        self._provisioner = threading.Thread(target=self._provision, daemon=True)

    def open(self) -> None:
        """Create everything, and wait until all nodes are ready."""
        plane = self.control_plane
        plane.create("/api/v1/nodes", self.nodes)
        plane.create("/apis/storage.k8s.io/v1/storageclasses", map(_storage_class, self.model.storage_classes.values()))
        gateway = self.model.gateway
        if gateway is not None and gateway.api == "gateway":
            plane.create("/apis/gateway.networking.k8s.io/v1/gatewayclasses", [_gateway_class(gateway.class_)])
        elif gateway is not None:
            plane.create("/apis/networking.k8s.io/v1/ingressclasses", [_ingress_class(gateway.class_)])
        self._provisioner.start()
        wait_until(self._all_ready, _READY_SECONDS, "all nodes are ready")

    def close(self) -> None:
        """Stop binding claims.

        Raises
        ------
        RuntimeError
            If it had stopped before, by a fault.
        """
        self._stopped.set()
        if self._provisioner.is_alive():
            self._provisioner.join()
        if self._failure is not None:
            raise RuntimeError("claims were no longer bound") from self._failure

    def _all_ready(self) -> bool:
        nodes = self.control_plane.items("/api/v1/nodes")
        return all(
            any(condition["type"] == "Ready" and condition["status"] == "True" for condition in _conditions(node))
            and not any(taint["key"].startswith("node.kubernetes.io/") for taint in node["spec"].get("taints", ()))
            for node in nodes
        )

    def _provision(self) -> None:
        served: set[str] = set()
        try:
            while not self._stopped.wait(_PAUSE_SECONDS):
                with contextlib.suppress(OSError, http.client.HTTPException):  # the API server is busy: later
                    self._bind(served)
        except BaseException as error:  # noqa: BLE001 - told by `close`, in the thread that can
            self._failure = error

    def _bind(self, served: set[str]) -> None:
        classes = {found.name: found for found in self.model.storage_classes.values()}
        for claim in self.control_plane.items("/api/v1/persistentvolumeclaims"):
            name = claim["spec"].get("storageClassName", "")
            uid = claim["metadata"]["uid"]
            node = claim["metadata"].get("annotations", {}).get(_CHOSEN_NODE, "")
            if uid in served or claim["status"]["phase"] != "Pending" or name not in classes:
                continue
            if classes[name].node_local and not node:
                continue  # no pod of it has a node yet
            answer = self.control_plane.request(
                "POST", "/api/v1/persistentvolumes", _volume(claim, classes[name], node)
            )
            assert answer.status in {201, 409}, answer.body
            served.add(uid)


def _nodes(pool_id: str, pool: NodePool, cluster: ClusterFile) -> Iterator[dict[str, Any]]:
    size = {
        "cpu": f"{int(Fraction(str(pool.cpu)) * 1000)}m",
        "memory": str(int(parse_quantity(pool.memory))),
        "ephemeral-storage": str(int(parse_quantity(pool.disk or _UNKNOWN_DISK))),
        "pods": str(PODS_PER_NODE),
    }
    for number in range(pool.nodes):
        name = pool.labels.get("kubernetes.io/hostname", f"{pool_id}-{number}")
        labels = {"kubernetes.io/os": "linux", "kubernetes.io/arch": "amd64", "kubernetes.io/hostname": name}
        if cluster.zones:
            labels["topology.kubernetes.io/zone"] = cluster.zones[number % len(cluster.zones)]
        taints = [
            {"key": taint.key, "effect": taint.effect} | ({"value": taint.value} if taint.value else {})
            for taint in pool.taints
        ]
        yield {
            "apiVersion": "v1",
            "kind": "Node",
            "metadata": {"name": name, "labels": labels | pool.labels},
            "spec": {"taints": taints},
            "status": {"capacity": size, "allocatable": size},
        }


def _storage_class(found: StorageClass) -> dict[str, Any]:
    default = {"storageclass.kubernetes.io/is-default-class": "true"} if found.default else {}
    return {
        "apiVersion": "storage.k8s.io/v1",
        "kind": "StorageClass",
        "metadata": {"name": found.name, "annotations": default},
        "provisioner": _PROVISIONER,
        "allowVolumeExpansion": found.expandable,
        "volumeBindingMode": "WaitForFirstConsumer" if found.node_local else "Immediate",
    }


def _gateway_class(name: str) -> dict[str, Any]:
    return {
        "apiVersion": "gateway.networking.k8s.io/v1",
        "kind": "GatewayClass",
        "metadata": {"name": name},
        "spec": {"controllerName": "lsparch.invalid/simulated"},
    }


def _ingress_class(name: str) -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "IngressClass",
        "metadata": {"name": name},
        "spec": {"controller": "lsparch.invalid/simulated"},
    }


def _volume(claim: dict[str, Any], found: StorageClass, node: str) -> dict[str, Any]:
    metadata, spec = claim["metadata"], claim["spec"]
    source: dict[str, Any] = {"nfs": {"server": "storage.invalid", "path": f"/{metadata['uid']}"}}
    if found.node_local:
        here = {"key": "kubernetes.io/hostname", "operator": "In", "values": [node]}
        affinity = {"required": {"nodeSelectorTerms": [{"matchExpressions": [here]}]}}
        source = {"local": {"path": f"/volumes/{metadata['uid']}"}, "nodeAffinity": affinity}
    return {
        "apiVersion": "v1",
        "kind": "PersistentVolume",
        "metadata": {
            "name": f"pvc-{metadata['uid']}",
            "annotations": {"pv.kubernetes.io/provisioned-by": _PROVISIONER},
        },
        "spec": {
            "capacity": {"storage": spec["resources"]["requests"]["storage"]},
            "accessModes": spec["accessModes"],
            "volumeMode": spec.get("volumeMode", "Filesystem"),
            "persistentVolumeReclaimPolicy": "Delete",
            "storageClassName": found.name,
            "claimRef": {
                "apiVersion": "v1",
                "kind": "PersistentVolumeClaim",
                "namespace": metadata["namespace"],
                "name": metadata["name"],
                "uid": metadata["uid"],
            },
            **source,
        },
    }


def _conditions(item: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = item.get("status", {}).get("conditions", [])
    return found
