"""What `generate --diff` calls re-creation is what a real API server refuses, field by field."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from lsparch.diagnostics import Place
from lsparch.drift.change import Meaning
from lsparch.drift.consequences import find_consequences
from lsparch.drift.manifests import ObjectSide
from lsparch.k8s.store import StoredObject
from tests.e2e.control_plane import ControlPlane
from tests.e2e.test_change import apply


def _object(
    kind: str, version: str, name: str, body: Mapping[str, Any], namespace: str = "change-test"
) -> dict[str, Any]:
    metadata = {"name": name} | ({"namespace": namespace} if namespace else {})
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **body}


def _with(data: Any, path: str, value: Any) -> Any:
    """Copy a tree with another value at a path; None removes it."""
    if not path:
        return value
    step, _, rest = path.partition(".")
    if isinstance(data, list):
        return [_with(item, rest, value) if number == int(step) else item for number, item in enumerate(data)]
    changed = _with(data.get(step, {}), rest, value)
    return {key: item for key, item in {**data, step: changed}.items() if item is not None}


_POD = {"containers": [{"name": "a", "image": "registry.invalid/a:1"}]}
_LABELS = {"app": "a"}
_TEMPLATE = {"metadata": {"labels": _LABELS}, "spec": _POD}
_WORKLOAD = {"selector": {"matchLabels": _LABELS}, "template": _TEMPLATE}
_CLAIM = {"accessModes": ["ReadWriteOnce"], "resources": {"requests": {"storage": "1Gi"}}, "storageClassName": "none"}
_NFS = {
    "capacity": {"storage": "1Gi"}, "accessModes": ["ReadWriteMany"], "persistentVolumeReclaimPolicy": "Retain",
    "storageClassName": "none", "nfs": {"server": "a.invalid", "path": "/a"},
}  # fmt: skip
_RUN = {**_TEMPLATE, "spec": {**_POD, "restartPolicy": "Never", "schedulerName": "nobody"}}
_ROLE = {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": "a"}
_CLUSTER_ROLE = {**_ROLE, "kind": "ClusterRole"}

OBJECTS: Mapping[str, Mapping[str, Any]] = {
    "deployment": _object("Deployment", "apps/v1", "a", {"spec": {**_WORKLOAD, "replicas": 0}}),
    "daemon-set": _object("DaemonSet", "apps/v1", "a", {"spec": {
        **_WORKLOAD, "template": {**_TEMPLATE, "spec": {**_POD, "nodeSelector": {"no": "node"}}}}}),
    "stateful-set": _object("StatefulSet", "apps/v1", "a", {"spec": {
        **_WORKLOAD, "replicas": 0, "serviceName": "a", "podManagementPolicy": "Parallel",
        "volumeClaimTemplates": [{"metadata": {"name": "data"}, "spec": _CLAIM}]}}),
    "job": _object("Job", "batch/v1", "a", {"spec": {"template": _RUN, "parallelism": 1, "completions": 2}}),
    "cron-job": _object("CronJob", "batch/v1", "a", {"spec": {
        "schedule": "1 1 * * *", "jobTemplate": {"spec": {"template": _RUN}}}}),
    "pod": _object("Pod", "v1", "a", {"spec": {**_POD, "schedulerName": "nobody"}}),
    "service": _object("Service", "v1", "a", {"spec": {"selector": _LABELS, "ports": [{"name": "a", "port": 80}]}}),
    "headless": _object("Service", "v1", "b", {"spec": {
        "clusterIP": "None", "selector": _LABELS, "ports": [{"name": "a", "port": 80}]}}),
    "claim": _object("PersistentVolumeClaim", "v1", "a", {"spec": _CLAIM}),
    "volume": _object("PersistentVolume", "v1", "change-test", {"spec": _NFS}, ""),
    "role-binding": _object("RoleBinding", "rbac.authorization.k8s.io/v1", "a", {
        "roleRef": _ROLE, "subjects": [{"kind": "ServiceAccount", "name": "a", "namespace": "change-test"}]}),
    "cluster-role-binding": _object("ClusterRoleBinding", "rbac.authorization.k8s.io/v1", "change-test", {
        "roleRef": _CLUSTER_ROLE, "subjects": [{"kind": "ServiceAccount", "name": "a", "namespace": "a"}]}, ""),
    "config-map": _object("ConfigMap", "v1", "a", {"data": {"a": "1"}}),
    "locked": _object("ConfigMap", "v1", "b", {"data": {"a": "1"}, "immutable": True}),
    "secret": _object("Secret", "v1", "a", {"type": "Opaque", "data": {"a": "YQ=="}}),
    "locked-secret": _object("Secret", "v1", "b", {"type": "Opaque", "data": {"a": "YQ=="}, "immutable": True}),
    "storage-class": _object("StorageClass", "storage.k8s.io/v1", "change-test", {
        "provisioner": "a.invalid", "parameters": {"a": "1"}, "reclaimPolicy": "Delete",
        "volumeBindingMode": "Immediate"}, ""),
    "priority": _object("PriorityClass", "scheduling.k8s.io/v1", "change-test", {
        "value": 5, "preemptionPolicy": "Never", "description": "a"}, ""),
    "ingress-class": _object("IngressClass", "networking.k8s.io/v1", "change-test", {
        "spec": {"controller": "a.invalid/a"}}, ""),
    "gateway-class": _object("GatewayClass", "gateway.networking.k8s.io/v1", "change-test", {
        "spec": {"controllerName": "a.invalid/a"}}, ""),
    "runtime-class": _object("RuntimeClass", "node.k8s.io/v1", "change-test", {"handler": "a"}, ""),
    "endpoints": _object("EndpointSlice", "discovery.k8s.io/v1", "a", {
        "addressType": "IPv4", "endpoints": [], "ports": []}),
    "quota": _object("ResourceQuota", "v1", "a", {"spec": {"hard": {"pods": "9"}, "scopes": ["BestEffort"]}}),
    "budget": _object("PodDisruptionBudget", "policy/v1", "a", {"spec": {
        "minAvailable": 1, "selector": {"matchLabels": _LABELS}}}),
    "policy": _object("NetworkPolicy", "networking.k8s.io/v1", "a", {"spec": {
        "podSelector": {"matchLabels": _LABELS}, "policyTypes": ["Ingress"]}}),
    "autoscaler": _object("HorizontalPodAutoscaler", "autoscaling/v2", "a", {"spec": {
        "minReplicas": 1, "maxReplicas": 2, "scaleTargetRef": {
            "apiVersion": "apps/v1", "kind": "Deployment", "name": "none"},
        "metrics": [{"type": "Resource", "resource": {
            "name": "cpu", "target": {"type": "Utilization", "averageUtilization": 80}}}]}}),
    "route": _object("HTTPRoute", "gateway.networking.k8s.io/v1", "a", {"spec": {
        "hostnames": ["a.invalid"], "rules": [{"backendRefs": [{"name": "a", "port": 80}]}]}}),
}  # fmt: skip
"""One object of many kinds, in a namespace of its own."""

FIELDS: tuple[tuple[str, str, Any], ...] = (
    ("deployment", "spec.selector.matchLabels", {"app": "b"}),
    ("deployment", "spec.strategy", {"type": "Recreate"}),
    ("deployment", "spec.revisionHistoryLimit", 2),
    ("daemon-set", "spec.selector.matchLabels", {"app": "b"}),
    ("daemon-set", "spec.updateStrategy", {"type": "OnDelete"}),
    ("stateful-set", "spec.selector.matchLabels", {"app": "b"}),
    ("stateful-set", "spec.serviceName", "b"),
    ("stateful-set", "spec.podManagementPolicy", "OrderedReady"),
    ("stateful-set", "spec.volumeClaimTemplates.0.metadata.name", "other"),
    ("stateful-set", "spec.volumeClaimTemplates.0.metadata.labels", {"a": "b"}),
    ("stateful-set", "spec.volumeClaimTemplates.0.spec.resources.requests.storage", "2Gi"),
    ("stateful-set", "spec.volumeClaimTemplates.0.spec.storageClassName", "other"),
    ("stateful-set", "spec.volumeClaimTemplates.0.spec.accessModes", ["ReadWriteMany"]),
    ("stateful-set", "spec.volumeClaimTemplates", None),
    ("stateful-set", "spec.updateStrategy", {"type": "OnDelete"}),
    ("stateful-set", "spec.revisionHistoryLimit", 3),
    ("stateful-set", "spec.minReadySeconds", 3),
    ("stateful-set", "spec.ordinals", {"start": 1}),
    ("stateful-set", "spec.persistentVolumeClaimRetentionPolicy", {"whenDeleted": "Delete", "whenScaled": "Retain"}),
    ("stateful-set", "spec.updateStrategy", {"type": "RollingUpdate", "rollingUpdate": {"partition": 1}}),
    ("job", "spec.template.spec.containers.0.image", "registry.invalid/a:2"),
    ("job", "spec.parallelism", 2),
    ("job", "spec.completions", 3),
    ("job", "spec.backoffLimit", 1),
    ("job", "spec.activeDeadlineSeconds", 99),
    ("job", "spec.ttlSecondsAfterFinished", 99),
    ("job", "spec.completionMode", "Indexed"),
    ("cron-job", "spec.schedule", "2 2 * * *"),
    ("cron-job", "spec.jobTemplate.spec.template.spec.containers.0.image", "registry.invalid/a:2"),
    ("pod", "spec.containers.0.image", "registry.invalid/a:2"),
    ("pod", "spec.containers.0.args", ["a"]),
    ("service", "spec.clusterIP", "None"),
    ("service", "spec.type", "NodePort"),
    ("service", "spec.type", "LoadBalancer"),
    ("service", "spec.ports.0.port", 81),
    ("service", "spec.selector", {"app": "b"}),
    ("service", "spec.sessionAffinity", "ClientIP"),
    ("headless", "spec.ports.0.port", 81),
    ("headless", "spec.publishNotReadyAddresses", True),
    ("claim", "spec.accessModes", ["ReadWriteMany"]),
    ("claim", "spec.storageClassName", "other"),
    ("claim", "spec.resources.requests.storage", "2Gi"),
    ("claim", "spec.resources.requests.storage", "500Mi"),
    ("claim", "metadata.labels", {"a": "b"}),
    ("volume", "spec.nfs.path", "/b"),
    ("volume", "spec.nfs.server", "b.invalid"),
    ("volume", "spec.capacity.storage", "2Gi"),
    ("volume", "spec.persistentVolumeReclaimPolicy", "Delete"),
    ("volume", "spec.storageClassName", "other"),
    ("volume", "spec.mountOptions", ["ro"]),
    ("volume", "spec.accessModes", ["ReadOnlyMany"]),
    ("volume", "spec.volumeMode", "Block"),
    ("role-binding", "roleRef.name", "b"),
    ("role-binding", "subjects.0.name", "b"),
    ("cluster-role-binding", "roleRef.name", "b"),
    ("cluster-role-binding", "subjects.0.name", "b"),
    ("config-map", "data.a", "2"),
    ("config-map", "immutable", True),
    ("locked", "data.a", "2"),
    ("locked", "immutable", None),
    ("locked", "metadata.labels", {"a": "b"}),
    ("secret", "type", "example.org/other"),
    ("secret", "data.a", "Yg=="),
    ("locked-secret", "data.a", "Yg=="),
    ("storage-class", "provisioner", "b.invalid"),
    ("storage-class", "parameters.a", "2"),
    ("storage-class", "reclaimPolicy", "Retain"),
    ("storage-class", "volumeBindingMode", "WaitForFirstConsumer"),
    ("storage-class", "allowVolumeExpansion", True),
    ("storage-class", "mountOptions", ["ro"]),
    ("priority", "value", 6),
    ("priority", "preemptionPolicy", "PreemptLowerPriority"),
    ("priority", "description", "b"),
    ("ingress-class", "spec.controller", "b.invalid/b"),
    ("gateway-class", "spec.controllerName", "b.invalid/b"),
    ("gateway-class", "spec.description", "b"),
    ("runtime-class", "handler", "b"),
    ("endpoints", "addressType", "IPv6"),
    ("quota", "spec.hard.pods", "8"),
    ("quota", "spec.scopes", ["NotBestEffort"]),
    ("budget", "spec.minAvailable", 2),
    ("budget", "spec.selector.matchLabels", {"app": "b"}),
    ("policy", "spec.podSelector.matchLabels", {"app": "b"}),
    ("autoscaler", "spec.maxReplicas", 3),
    ("autoscaler", "spec.scaleTargetRef.name", "other"),
    ("route", "spec.hostnames", ["b.invalid"]),
    ("route", "spec.rules.0.backendRefs.0.port", 81),
)
"""An object, a field of it, and its new value; None removes it."""


@pytest.fixture(scope="module")
def objects(control_plane: ControlPlane) -> Iterator[Mapping[str, Mapping[str, Any]]]:
    """Apply one object of many kinds."""
    namespace = {"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "change-test"}}
    for item in (namespace, *OBJECTS.values()):
        assert apply(control_plane, item) == ""
    yield OBJECTS
    for item in (*OBJECTS.values(), namespace):
        control_plane.kubectl("delete", "--ignore-not-found", "--wait=false", "-f", "-", stdin=json.dumps(item))


@pytest.mark.parametrize(("name", "path", "value"), FIELDS, ids=[f"{name}-{path}-{v}" for name, path, v in FIELDS])
def test_what_must_be_made_again_is_what_the_api_server_refuses(
    name: str, path: str, value: Any, objects: Mapping[str, Mapping[str, Any]], control_plane: ControlPlane
) -> None:
    old, new = objects[name], _with(objects[name], path, value)
    if path.startswith("spec.selector.matchLabels") and "template" in new.get("spec", {}):
        new = _with(new, "spec.template.metadata.labels", value)
    sides = [ObjectSide(side, (StoredObject(data, Place(side)),)) for side, data in (("old", old), ("new", new))]
    found = find_consequences(sides[0], sides[1])
    again = any(effect.meaning is Meaning.RECREATE for one in found.objects for effect in one.effects)
    dry = control_plane.kubectl(
        "apply", "--server-side", "--dry-run=server", "-f", "-", stdin=json.dumps(new), check=False
    )
    assert (dry.returncode != 0) == again, dry.stderr or found.objects


def test_a_headless_service_stays_one(objects: Mapping[str, Mapping[str, Any]], control_plane: ControlPlane) -> None:
    old, new = objects["headless"], _with(objects["headless"], "spec.clusterIP", None)
    sides = [ObjectSide(side, (StoredObject(data, Place(side)),)) for side, data in (("old", old), ("new", new))]
    assert find_consequences(sides[0], sides[1]).worst is Meaning.RECREATE
    done = control_plane.kubectl(
        "apply", "--server-side", "--dry-run=server", "-o", "json", "-f", "-", stdin=json.dumps(new)
    )
    assert json.loads(done.stdout)["spec"]["clusterIP"] == "None"
