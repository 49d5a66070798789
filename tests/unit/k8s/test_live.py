"""What a cluster serves and is worth reading, and what of it somebody stated."""

from typing import Any

import pytest

from lsparch.k8s.live import LiveKind, kinds_to_read, owned_by_controller, stated

CONFIG = LiveKind("", "ConfigMap", "v1", "configmaps", namespaced=True)
EVENT = LiveKind("", "Event", "v1", "events", namespaced=True)
ROLE = LiveKind("rbac.authorization.k8s.io", "ClusterRole", "v1", "clusterroles", namespaced=False)
NODE = LiveKind("", "Node", "v1", "nodes", namespaced=False)
POD_METRICS = LiveKind("metrics.k8s.io", "PodMetrics", "v1", "pods", namespaced=True)
ROUTES = [LiveKind("gateway.networking.k8s.io", "TLSRoute", v, "tlsroutes", namespaced=True) for v in ("v1", "v1beta1")]
OLD = LiveKind("extensions", "Ingress", "v1beta1", "ingresses", namespaced=True)
NEW = LiveKind("networking.k8s.io", "Ingress", "v1", "ingresses", namespaced=True)


def obj(kind: str, name: str, version: str = "v1", **metadata: Any) -> dict[str, Any]:
    return {"apiVersion": version, "kind": kind, "metadata": {"name": name, **metadata}}


def test_books_of_the_cluster_and_measurements_are_not_read() -> None:
    assert kinds_to_read([CONFIG, EVENT, POD_METRICS, NODE], {}, cluster=True) == (CONFIG,)


def test_what_somebody_names_is_read() -> None:
    versions = {("", "Event"): "v1", ("", "Node"): "v1"}
    assert kinds_to_read([CONFIG, EVENT, NODE], versions, cluster=True) == (CONFIG, EVENT, NODE)


def test_of_one_namespace_nothing_of_the_cluster_is_read() -> None:
    assert kinds_to_read([CONFIG, ROLE], {("rbac.authorization.k8s.io", "ClusterRole"): "v1"}, cluster=False) == (
        CONFIG,
    )


@pytest.mark.parametrize(("wanted", "read"), [("v1", 0), ("v1beta1", 1), ("v2", 0)])
def test_objects_are_read_in_the_version_of_the_other_side_if_it_is_served(wanted: str, read: int) -> None:
    versions = {("gateway.networking.k8s.io", "TLSRoute"): wanted}
    assert kinds_to_read(ROUTES, versions, cluster=True) == (ROUTES[read],)


def test_an_old_group_is_read_only_where_no_newer_one_serves_its_kind() -> None:
    assert kinds_to_read([OLD, NEW], {}, cluster=True) == (NEW,)
    assert kinds_to_read([OLD], {}, cluster=True) == (OLD,)


def test_paths_are_those_of_the_api_server() -> None:
    assert CONFIG.path() == "/api/v1/configmaps"
    assert CONFIG.path("portal") == "/api/v1/namespaces/portal/configmaps"
    assert ROLE.path("portal") == "/apis/rbac.authorization.k8s.io/v1/clusterroles"


@pytest.mark.parametrize(
    "owner",
    [{"kind": "ReplicaSet", "controller": True}, {"kind": "Pod"}],
)
def test_what_a_controller_or_a_pod_owns_is_not_stated(owner: dict[str, Any]) -> None:
    assert owned_by_controller(obj("Pod", "a", ownerReferences=[owner]))
    assert not stated(obj("Pod", "a", ownerReferences=[owner]))
    assert stated(obj("ConfigMap", "a", ownerReferences=[{"kind": "Deployment"}]))


@pytest.mark.parametrize(
    "found",
    [
        obj("Namespace", "kube-system"),
        obj("Namespace", "default"),
        obj("ConfigMap", "anything", namespace="kube-public"),
        obj("ConfigMap", "kube-root-ca.crt", namespace="portal"),
        obj("ServiceAccount", "default", namespace="portal"),
        obj("Service", "kubernetes", namespace="default"),
        obj("ClusterRole", "system:node", "rbac.authorization.k8s.io/v1"),
        obj("ClusterRole", "admin", "rbac.authorization.k8s.io/v1", labels={"kubernetes.io/bootstrapping": "x"}),
        obj("PersistentVolume", "pvc-1", annotations={"pv.kubernetes.io/provisioned-by": "x"}),
        obj("Secret", "sh.helm.release.v1.a.v1", namespace="portal") | {"type": "helm.sh/release.v1"},
    ],
    ids=lambda one: f"{one['kind']}/{one['metadata']['name']}",
)
def test_what_the_cluster_puts_there_itself_is_not_stated(found: dict[str, Any]) -> None:
    assert not stated(found)


@pytest.mark.parametrize(
    "found",
    [
        obj("Namespace", "portal"),
        obj("ConfigMap", "web", namespace="portal"),
        obj("ServiceAccount", "web", namespace="portal"),
        obj("Service", "kubernetes", namespace="portal"),
        obj("Secret", "web", namespace="portal") | {"type": "Opaque"},
        obj("PersistentVolume", "data"),
    ],
    ids=lambda one: f"{one['kind']}/{one['metadata']['name']}",
)
def test_what_people_put_there_is_stated(found: dict[str, Any]) -> None:
    assert stated(found)
