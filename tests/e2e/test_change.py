"""What `generate --diff` says of a change is what a real API server and its controllers do."""

import json
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from lsparch.diagnostics import Place
from lsparch.drift.change import Meaning
from lsparch.drift.consequences import find_consequences
from lsparch.drift.manifests import ObjectSide
from lsparch.k8s.store import StoredObject
from tests.e2e.control_plane import CONTEXT, ControlPlane
from tests.e2e.deployment import SHIPPED, Deployment, generate, objects_of
from tests.e2e.testbed import Testbed

_ENVIRONMENT = "usdac"
_BASE = (
    ("model/platform.yaml", "  ready-seconds: 5\n", "  ready-seconds: 1\n"),
    ("model/clusters/production.yaml", "    nodes: 20\n", "    nodes: 2\n"),
    ("model/clusters/production.yaml", "    nodes: 30\n", "    nodes: 4\n"),
    ("model/environments/profile-operational.yaml", "    value: 30\n", "    value: 3\n"),
    ("model/clusters/production.yaml", "name: shared, shared: true,", "name: shared, shared: true, expandable: true,"),
)
"""Edits that make the cluster small and updates quick, and let claims of one class grow."""

Key = tuple[str, str, str]
"""Kind, namespace and name."""


@dataclass(frozen=True, slots=True)
class Edit:
    """A change of the model."""

    name: str
    override: Mapping[str, Any] = field(default_factory=dict)
    """Values of the environment that differ from the model's, by path."""

    patches: tuple[Mapping[str, Any], ...] = ()
    texts: tuple[tuple[str, str, str], ...] = ()
    """File, text that stands in it once, and what comes in its place."""

    meanings: frozenset[str] = frozenset()
    """Kinds of effect that must be told."""

    lasts: bool = False
    """Whether it cannot be undone."""


def patch(kind: str, name: str, part: str = "", remove: tuple[str, ...] = (), **values: Any) -> Mapping[str, Any]:
    """Return a patch of the model; its `set` is given as `values`, with `__` for dots."""
    where = {"part": part} if part else {}
    given = {path.replace("__", "."): value for path, value in values.items()}
    change = ({"set": given} if given else {}) | ({"remove": list(remove)} if remove else {})
    return {"kind": kind, "name": name, **where, **change, "because": "a test", "permanent": True}


def edit(name: str, *meanings: str, lasts: bool = False, **values: Any) -> Edit:
    """Return an edit of one or several values; keys of `override` are given as a mapping."""
    override = values.get("override", {})
    return Edit(name, override, values.get("patches", ()), values.get("texts", ()), frozenset(meanings), lasts)


EDITS = (
    edit("more pods of a Deployment", "scales", override={"portal/firefly.replicas": 3}),
    edit("fewer pods of a Deployment", "scales", override={"portal/firefly.replicas": 1}),
    edit("no pod of a Deployment", "outage", override={"portal/redis.replicas": 0}),
    edit("resources of a Deployment", "rolls", override={"portal/firefly.resources.cpu": 3}),
    edit(
        "resources and fewer pods of a Deployment", "rolls", "scales",
        override={"portal/firefly.resources.cpu": 3, "portal/firefly.replicas": 1},
    ),
    edit("seconds to stop", "rolls", override={"api/tap.grace-seconds": 90}),
    edit(
        "a probe", "rolls",
        texts=(("model/services/qserv.yaml", "readiness: {tcp: mysql, delay: 5, period: 10}",
                "readiness: {tcp: mysql, delay: 6, period: 10}"),),
    ),
    edit(
        "a configuration file that pods mount", "rolls",
        texts=(("model/aspects/portal.yaml", "      app.prop:\n        format: properties\n        content:\n",
                "      app.prop:\n        format: properties\n        content:\n          extra: one\n"),),
    ),
    edit("resources of a StatefulSet of one pod", "rolls", "outage", override={"qserv/czar.resources.cpu": 3}),
    edit("resources of a StatefulSet of three pods", "rolls", override={"qserv/worker.resources.cpu": 3}),
    edit("more pods of a StatefulSet", "scales", override={"qserv/worker.replicas": 4}),
    edit("fewer pods of a StatefulSet", "scales", override={"qserv/worker.replicas": 1}),
    edit("pods on every node", "rolls", override={"logging/collector.resources.memory": "150Mi"}),
    edit("pods that may not overlap", "rolls", "outage", override={"notebook/hub.resources.cpu": 0.9}),
    edit("an autoscaler", "scales", override={"api/imgserv.scale": {"min": 2, "max": 4}}),
    edit("larger claims of a StatefulSet", "recreate", override={"qserv/worker.storage.qserv-data.size": "200Gi"}),
    edit(
        "smaller claims of a StatefulSet", "recreate", "loses-data",
        override={"qserv/worker.storage.qserv-data.size": "50Gi"},
    ),
    edit(
        "another class of claims of a StatefulSet", "recreate", "loses-data",
        override={"qserv/czar.storage.qserv-data.class": "standard"},
    ),
    edit("order of start of a StatefulSet", "recreate", override={"qserv/worker.parallel": False}),
    edit("a smaller volume", "recreate", "loses-data", override={"portal/workarea.size": "400Gi"}),
    edit("a volume of another class", "recreate", "loses-data", override={"portal/workarea.class": "standard"}),
    edit("a volume that cannot grow", "recreate", override={"notebook/session-db.size": "2Gi"}),
    edit("another directory of a file server", "recreate", override={"workspace/datasets.export": "/elsewhere"}),
    edit("when a CronJob runs", "in-place", override={"notebook/prepuller.schedule": "7 3 * * *"}),
    edit(
        "how many ReplicaSets are kept", "in-place",
        texts=(("model/platform.yaml", "  history: 3\n", "  history: 4\n"),),
    ),
    edit(
        "how many pods a drain may take", "in-place",
        texts=(("model/platform.yaml", "  max-unavailable: 1\n", "  max-unavailable: 2\n"),),
    ),
    edit(
        "the value of a priority", "recreate",
        texts=(("model/platform.yaml", "images and logs: what everything else stands on\", value: 30000",
                "images and logs: what everything else stands on\", value: 30001"),),
    ),
    edit(
        "a path of users", "outage",
        texts=(("model/services/identity.yaml", "{path: /auth/token, to:", "{path: /auth/tokens, to:"),),
    ),
    edit(
        "a port of a database", "rolls", "outage",
        texts=(("model/aspects/api.yaml", "postgresql: {port: 5432,", "postgresql: {port: 5433,"),),
    ),
    edit(
        "a connection that a configuration names", "outage",
        texts=(("model/aspects/api.yaml", "      - to: metaserv.http\n        for: metadata\n        path: /api/meta/v1\n"
                "        auth: {user: token}\n        optional: true\n        degrades: no metadata\n", ""),),
    ),
    edit(
        "an annotation of a Deployment", "in-place",
        patches=(patch("Deployment", "webserv", **{"metadata__annotations[example.org/reviewed]": "yes"}),),
    ),
    edit(
        "how long an update may take", "in-place",
        patches=(patch("Deployment", "webserv", spec__progressDeadlineSeconds=900),),
    ),
    edit(
        "a label of pods", "rolls",
        patches=(patch("Deployment", "webserv", spec__template__metadata__labels={"example.org/reviewed": "yes"}),),
    ),
    edit(
        "a default that is stated", patches=(patch("Deployment", "webserv", spec__template__spec__schedulerName="default-scheduler"),),
    ),
    edit(
        "a quantity that is spelled otherwise",
        patches=(patch("Deployment", "firefly", **{"spec__template__spec__containers[firefly]__resources__requests__cpu": "2000m"}),),
    ),
    edit(
        "when an image is pulled", "rolls", "outage",
        patches=(patch("StatefulSet", "uws-db", **{"spec__template__spec__containers[uws-db]__imagePullPolicy": "Always"}),),
    ),
    edit(
        "a selector", "recreate",
        patches=(patch(
            "Deployment", "webserv", **{
                "spec__selector__matchLabels[example.org/track]": "a",
                "spec__template__metadata__labels[example.org/track]": "a",
            },
        ),),
    ),
    edit("a Service without an address", "recreate", patches=(patch("Service", "webserv", spec__clusterIP="None"),)),
    edit("a Service with a port of nodes", "in-place", patches=(patch("Service", "webserv", spec__type="NodePort"),)),
    edit("a Service that selects nothing", "outage", patches=(patch("Service", "webserv", spec__selector={"app": "no"}),)),
    edit("a larger volume", "in-place", lasts=True, override={"portal/workarea.size": "600Gi"}),
)  # fmt: skip


def _replace(root: Path, file: str, old: str, new: str) -> None:
    path = root / file
    text = path.read_text("utf-8")
    assert text.count(old) == 1, f"{old!r} stands {text.count(old)} times in {file}"
    path.write_text(text.replace(old, new), "utf-8")


def _platform(folder: Path) -> Path:
    """Copy the shipped platform, with a smaller cluster."""
    for name in ("model", "checks", "diagrams/views"):
        shutil.copytree(SHIPPED / name, folder / name)
    shutil.copy(SHIPPED / "diagrams" / "symbology.yaml", folder / "diagrams")
    for file, old, new in _BASE:
        _replace(folder, file, old, new)
    return folder


def _edited(folder: Path, one: Edit) -> Path:
    """Copy the platform, and edit it."""
    root = _platform(folder)
    for file, old, new in one.texts:
        _replace(root, file, old, new)
    environment = root / "model" / "environments" / f"{_ENVIRONMENT}.yaml"
    override = {path: {"value": value, "because": "a test", "permanent": True} for path, value in one.override.items()}
    added = {"override": override, "patches": list(one.patches)}
    lines = [f"{key}: {json.dumps(value)}\n" for key, value in added.items() if value]  # JSON is YAML
    environment.write_text(environment.read_text("utf-8") + "".join(lines), "utf-8")
    return root


def told(environment: str, root: Path, before: Path) -> dict[str, Any]:
    """Run `lsparch generate ENVIRONMENT --diff` against a folder, and return what it says."""
    return _diff(environment, root, ("--out", str(before)))


def _diff(environment: str, root: Path, where: tuple[str, ...], **settings: Any) -> dict[str, Any]:
    command = [sys.executable, "-m", "lsparch", "generate", environment, "--diff", *where, "--model", str(root)]
    done = subprocess.run([*command, "--format", "json"], capture_output=True, text=True, check=False, **settings)
    assert done.returncode in {0, 1}, done.stdout + done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    assert done.returncode == int(bool(found["objects"]))
    return found


def key_of(item: Mapping[str, Any]) -> Key:
    return item["kind"], item["metadata"].get("namespace", ""), item["metadata"]["name"]


def apply(plane: ControlPlane, item: Mapping[str, Any]) -> str:
    """Apply one object as the recipe does; return why it is refused, or nothing."""
    done = plane.kubectl("apply", "--server-side", "--validate=strict", "-f", "-", stdin=json.dumps(item), check=False)
    return "" if done.returncode == 0 else done.stderr


def running(plane: ControlPlane) -> dict[Key, set[str]]:
    """Return the pods of each workload by their uids, without those of Jobs."""
    owners = {
        item["metadata"]["uid"]: item["metadata"]["ownerReferences"][0]["name"]
        for item in plane.items("/apis/apps/v1/replicasets")
    }
    found: dict[Key, set[str]] = {}
    for pod in plane.items("/api/v1/pods"):
        owner = next(iter(pod["metadata"].get("ownerReferences", ())), None)
        if owner is None or owner["kind"] == "Job" or "deletionTimestamp" in pod["metadata"]:
            continue
        kind, name = owner["kind"], owner["name"]
        if kind == "ReplicaSet":
            kind, name = "Deployment", owners[owner["uid"]]
        found.setdefault((kind, pod["metadata"]["namespace"], name), set()).add(pod["metadata"]["uid"])
    return found


@pytest.fixture(scope="module")
def deployed(testbed: Testbed, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Deployment]:
    """Deploy the environment without its quotas, which may stop an update on its way, and wait until it is up."""
    deployment = testbed.deploy(_ENVIRONMENT, _platform(tmp_path_factory.mktemp("change") / "platform"))
    deployment.control_plane.kubectl("delete", "resourcequota", "--all", "--all-namespaces")
    deployment.settle(240)
    yield deployment
    testbed.close()


def _counts(found: Mapping[str, Any], meaning: str) -> dict[Key, int]:
    """Return how many pods of each workload an effect of a kind concerns; none is a range."""
    counts = {}
    for one in found["objects"]:
        for effect in one["effects"]:
            if effect["meaning"] == meaning and "pods" in effect:
                assert effect["pods"]["least"] == effect["pods"]["most"] or meaning == "scales"
                counts[one["kind"], one["namespace"], one["name"]] = effect["pods"]["least"]
    return counts


@pytest.mark.parametrize("one", EDITS, ids=[one.name for one in EDITS])
def test_what_a_change_means_is_what_the_cluster_does(one: Edit, deployed: Deployment, tmp_path: Path) -> None:
    plane = deployed.control_plane
    root = _edited(tmp_path / "platform", one)
    found = told(_ENVIRONMENT, root, deployed.folder)
    assert one.meanings <= {effect["meaning"] for item in found["objects"] for effect in item["effects"]}
    assert bool(found["objects"]) == bool(one.meanings)
    new = {key_of(item): item for item in objects_of(generate(_ENVIRONMENT, tmp_path / "new", root))}
    old = {key_of(item): item for item in deployed.objects()}
    before = running(plane)

    differing = [key for key, item in new.items() if item != old.get(key) and key[0] != "ResourceQuota"]
    refused = {key: why for key in differing if (why := apply(plane, new[key]))}
    actions = {(item["kind"], item["namespace"], item["name"]): item for item in found["objects"]}
    again = {key for key, item in actions.items() if any(e["meaning"] == "recreate" for e in item["effects"])}
    assert set(refused) == again, refused
    deployed.settle(120)

    after = running(plane)
    rolled, scaled = _counts(found, "rolls"), _counts(found, "scales")
    for key in sorted({*before, *after}):
        gone, come = before.get(key, set()) - after.get(key, set()), after.get(key, set()) - before.get(key, set())
        stopped = _counts(found, "outage").get(key, 0) if key not in rolled else 0
        if key in refused:
            assert not gone and not come, key
        elif len(after.get(key, ())) >= len(before.get(key, ())):
            assert len(gone) == rolled.get(key, 0), key
            assert len(come) == rolled.get(key, 0) + scaled.get(key, 0), key
        else:
            assert len(gone) == rolled.get(key, 0) + scaled.get(key, 0) + stopped, key

    if not one.lasts:
        for key in differing:
            if key not in old:
                plane.kubectl("delete", key[0], key[2], *(("--namespace", key[1]) if key[1] else ()))
        assert not [why for key in differing if key in old and (why := apply(plane, old[key]))]
        deployed.settle(120)


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
    found = find_consequences(*sides)
    again = any(effect.meaning is Meaning.RECREATE for one in found.objects for effect in one.effects)
    dry = control_plane.kubectl(
        "apply", "--server-side", "--dry-run=server", "-f", "-", stdin=json.dumps(new), check=False
    )
    assert (dry.returncode != 0) == again, dry.stderr or found.objects


def test_a_headless_service_stays_one(objects: Mapping[str, Mapping[str, Any]], control_plane: ControlPlane) -> None:
    old, new = objects["headless"], _with(objects["headless"], "spec.clusterIP", None)
    sides = [ObjectSide(side, (StoredObject(data, Place(side)),)) for side, data in (("old", old), ("new", new))]
    assert find_consequences(*sides).worst is Meaning.RECREATE
    done = control_plane.kubectl(
        "apply", "--server-side", "--dry-run=server", "-o", "json", "-f", "-", stdin=json.dumps(new)
    )
    assert json.loads(done.stdout)["spec"]["clusterIP"] == "None"
