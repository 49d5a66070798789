"""What of a cluster is compared with what somebody states, and what is not drift."""

from collections.abc import Sequence
from typing import Any

import pytest

from lsparch.drift import ObjectSide, compare_objects
from lsparch.drift.live import Settlement, without_choices
from lsparch.drift.objects import live_objects
from lsparch.drift.scope import scope_of
from lsparch.k8s.store import StoredObject

DOMAIN = "lsparch.example.org"


def obj(kind: str, name: str, namespace: str = "portal", version: str = "v1", **body: Any) -> dict[str, Any]:
    metadata: dict[str, Any] = {"name": name, **body.pop("metadata", {})}
    if namespace:
        metadata["namespace"] = namespace
    return {"apiVersion": version, "kind": kind, "metadata": metadata, **body}


def stored(*objects: dict[str, Any]) -> tuple[StoredObject, ...]:
    return live_objects("kube:prod", objects)


def drift(source: Sequence[dict[str, Any]], live: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return code and subject of each finding."""
    ours, theirs = stored(*source), stored(*live)
    scope = scope_of(ours, theirs, DOMAIN)
    kept = tuple(one for one in theirs if scope.has(one))
    settle = Settlement(scope, source_is_live=False, target_is_live=True)
    found = compare_objects(ObjectSide("model", ours), ObjectSide("kube:prod", kept, cluster="kube:prod"), "", settle)
    return [(f.code, f.message.partition(" is ")[0]) for f in found.findings]


NAMESPACE = obj("Namespace", "portal", "", metadata={"labels": {f"{DOMAIN}/environment": "usdac"}})
SERVICE = obj("Service", "web", spec={"type": "NodePort", "ports": [{"name": "http", "port": 80}]})
DEPLOYMENT = obj("Deployment", "web", version="apps/v1", spec={"replicas": 2, "template": {"spec": {"containers": []}}})


@pytest.mark.parametrize(
    ("written", "chosen"),
    [
        (
            SERVICE,
            {"spec": {"type": "NodePort", "clusterIP": "10.0.0.1", "clusterIPs": ["10.0.0.1"], "ipFamilies": ["IPv6"],
                      "ports": [{"name": "http", "port": 80, "targetPort": 80, "nodePort": 31000}]}},
        ),
        (
            obj("PersistentVolumeClaim", "data", spec={"accessModes": ["ReadWriteOnce"]}),
            {"spec": {"accessModes": ["ReadWriteOnce"], "volumeName": "disk-1", "storageClassName": "fast"}},
        ),
        (
            obj("PersistentVolume", "data", "", spec={"capacity": {"storage": "1Gi"}}),
            {"spec": {"capacity": {"storage": "1Gi"}, "claimRef": {"name": "data", "uid": "1"}}},
        ),
        (
            obj("Ingress", "web", version="networking.k8s.io/v1", spec={"rules": [{"host": "a.example.org"}]}),
            {"spec": {"rules": [{"host": "a.example.org"}], "ingressClassName": "default"}},
        ),
        (
            obj("ValidatingWebhookConfiguration", "w", "", "admissionregistration.k8s.io/v1",
                webhooks=[{"name": "a", "clientConfig": {"url": "https://a"}}]),
            {"webhooks": [{"name": "a", "clientConfig": {"url": "https://a", "caBundle": "Zm9v"}}]},
        ),
        (
            obj("ClusterRole", "all", "", "rbac.authorization.k8s.io/v1", aggregationRule={"clusterRoleSelectors": []}),
            {"aggregationRule": {"clusterRoleSelectors": []}, "rules": [{"verbs": ["get"]}]},
        ),
        (
            obj("Pod", "a", spec={"containers": [{"name": "a", "image": "a:1"}]}),
            {"spec": {"nodeName": "n", "priority": 0, "preemptionPolicy": "PreemptLowerPriority",
                      "volumes": [{"name": "kube-api-access-abcde", "projected": {}}],
                      "tolerations": [{"key": "node.kubernetes.io/not-ready"}],
                      "containers": [{"name": "a", "image": "a:1", "volumeMounts": [
                          {"name": "kube-api-access-abcde", "mountPath": "/var/run"}]}]}},
        ),
    ],
    ids=["Service", "Claim", "Volume", "Ingress", "Webhook", "AggregatedRole", "Pod"],
)  # fmt: skip
def test_what_the_cluster_chose_is_no_drift(written: dict[str, Any], chosen: dict[str, Any]) -> None:
    assert drift([written], [written | chosen]) == []


def test_what_a_manifest_states_is_compared_even_if_the_cluster_could_choose_it() -> None:
    stating = SERVICE | {"spec": {"type": "NodePort", "ports": [{"name": "http", "port": 80, "nodePort": 30000}]}}
    living = SERVICE | {"spec": {"type": "NodePort", "ports": [{"name": "http", "port": 80, "nodePort": 31000}]}}
    assert drift([stating], [living]) == [("DRF001", "Service/portal/web: spec.ports[http].nodePort")]
    assert drift([SERVICE], [living]) == []


def test_marks_of_servers_and_programs_are_no_drift() -> None:
    metadata = {
        "uid": "1",
        "resourceVersion": "2",
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "managedFields": [{}],
        "finalizers": ["example.org/guard"],
        "annotations": {
            "deployment.kubernetes.io/revision": "3",
            "kubectl.kubernetes.io/last-applied-configuration": "{}",
            "meta.helm.sh/release-name": "web",
        },
    }
    living = {**DEPLOYMENT, "metadata": DEPLOYMENT["metadata"] | metadata, "status": {"replicas": 2}}
    assert drift([DEPLOYMENT], [living]) == []


def test_marks_of_kubectl_for_pruning_are_no_drift() -> None:
    labels = {"applyset.kubernetes.io/part-of": "applyset-1-v1"}
    living = {**DEPLOYMENT, "metadata": DEPLOYMENT["metadata"] | {"labels": labels}}
    parent = obj("ConfigMap", "lsparch-usdac", metadata={"labels": {"applyset.kubernetes.io/id": "applyset-1-v1"}})
    assert drift([NAMESPACE, DEPLOYMENT], [NAMESPACE, living, parent]) == []
    strange = obj("ConfigMap", "strange")
    assert drift([NAMESPACE, DEPLOYMENT], [NAMESPACE, living, strange]) == [("DRF003", "ConfigMap/portal/strange")]


def test_a_restart_is_no_drift_and_an_annotation_by_hand_is() -> None:
    def annotated(name: str) -> dict[str, Any]:
        template = {"metadata": {"annotations": {name: "x"}}, "spec": {"containers": []}}
        return DEPLOYMENT | {"spec": {"replicas": 2, "template": template}}

    assert drift([DEPLOYMENT], [annotated("kubectl.kubernetes.io/restartedAt")]) == []
    assert [code for code, _ in drift([DEPLOYMENT], [annotated("example.org/note")])] == ["DRF003"]


@pytest.mark.parametrize("scaler_is_stated", [True, False])
def test_replicas_belong_to_the_autoscaler(*, scaler_is_stated: bool) -> None:
    target = {"scaleTargetRef": {"kind": "Deployment", "name": "web"}, "maxReplicas": 9}
    scaler = obj("HorizontalPodAutoscaler", "web", version="autoscaling/v2", spec=target)
    scaled = DEPLOYMENT | {"spec": DEPLOYMENT["spec"] | {"replicas": 7}}
    assert drift([DEPLOYMENT], [scaled]) == [("DRF001", "Deployment.apps/portal/web: spec.replicas")]
    found = drift([DEPLOYMENT, *([scaler] if scaler_is_stated else [])], [scaled, scaler])
    assert [code for code, _ in found] == ([] if scaler_is_stated else ["DRF003"])
    assert not any("replicas" in subject for _, subject in found)


def test_what_controllers_make_of_what_is_stated_is_no_drift() -> None:
    template = {"metadata": {"name": "data"}, "spec": {}}
    database = obj("StatefulSet", "db", version="apps/v1", spec={"volumeClaimTemplates": [template]})
    labels = {"app.kubernetes.io/name": "lab", "app.kubernetes.io/instance": "portal"}
    lab = obj("PodTemplate", "lab", template={"metadata": {"labels": labels | {"version": "1"}}})
    owner = [{"kind": "ReplicaSet", "name": "web-1", "controller": True}]
    made = [
        obj("PersistentVolumeClaim", "data-db-0"),
        obj("Pod", "jupyter-ann", metadata={"labels": labels | {"user": "ann"}}),
        obj("Pod", "web-1-abcde", metadata={"ownerReferences": owner}),
    ]
    assert drift([NAMESPACE, database, lab], [NAMESPACE, database, lab, *made]) == []
    strange = [obj("PersistentVolumeClaim", "data-other-0"), obj("Pod", "miner")]
    found = drift([NAMESPACE, database, lab], [NAMESPACE, database, lab, *strange])
    assert found == [("DRF003", "PersistentVolumeClaim/portal/data-other-0"), ("DRF003", "Pod/portal/miner")]


def test_secrets_that_objects_name_are_expected_and_others_are_drift() -> None:
    pod = obj(
        "Pod",
        "web",
        spec={
            "imagePullSecrets": [{"name": "pull"}],
            "volumes": [{"name": "v", "secret": {"secretName": "files"}}],
            "containers": [{"name": "a", "image": "a:1", "envFrom": [{"secretRef": {"name": "all"}}]}],
        },
    )
    named = [obj("Secret", name, type="Opaque") for name in ("pull", "files", "all")]
    assert drift([pod], [pod, *named]) == []
    assert drift([pod], [pod, *named, obj("Secret", "stray")]) == [("DRF003", "Secret/portal/stray")]


def test_values_of_secrets_are_neither_compared_nor_shown() -> None:
    secret = obj("Secret", "web", stringData={"password": "canary"}, type="Opaque")
    assert drift([secret], [obj("Secret", "web", type="kubernetes.io/tls")]) == []


def test_namespaces_of_others_are_not_compared() -> None:
    assert drift([NAMESPACE], [NAMESPACE, obj("ConfigMap", "a", "elsewhere"), obj("Namespace", "elsewhere", "")]) == []


def test_of_the_cluster_only_what_carries_the_name_of_the_environment_is_compared() -> None:
    def role(name: str, **labels: str) -> dict[str, Any]:
        return obj("ClusterRole", name, "", "rbac.authorization.k8s.io/v1", metadata={"labels": labels})

    managed = {"app.kubernetes.io/managed-by": "lsparch"}
    found = drift(
        [NAMESPACE, obj("ConfigMap", "a", metadata={"labels": {"app.kubernetes.io/instance": "portal"}})],
        [
            NAMESPACE,
            obj("ConfigMap", "a", metadata={"labels": {"app.kubernetes.io/instance": "portal"}}),
            role("ours", **managed, **{f"{DOMAIN}/environment": "usdac"}),
            role("older", **managed, **{"app.kubernetes.io/instance": "portal"}),
            role("theirs", **managed, **{f"{DOMAIN}/environment": "pdac"}),
            role("somebody", **{f"{DOMAIN}/environment": "usdac"}),
        ],
    )
    assert found == [
        ("DRF003", "ClusterRole.rbac.authorization.k8s.io/older"),
        ("DRF003", "ClusterRole.rbac.authorization.k8s.io/ours"),
    ]


def test_findings_stand_at_the_object_on_the_cluster_even_if_it_is_missing() -> None:
    ours = stored(NAMESPACE, SERVICE)
    scope = scope_of(ours, (), DOMAIN)
    settle = Settlement(scope, source_is_live=False, target_is_live=True)
    found = compare_objects(ObjectSide("model", ours), ObjectSide("kube:prod", (), cluster="kube:prod"), "", settle)
    assert [str(f.place) for f in found.findings] == [
        "kube:prod/Namespace/portal:1:1",
        "kube:prod/portal/Service/web:1:1",
    ]


def test_between_clusters_what_either_chose_is_left_out() -> None:
    one = SERVICE | {"spec": {"type": "NodePort", "ports": [{"name": "http", "port": 80, "nodePort": 31000}]}}
    other = SERVICE | {"spec": {"type": "NodePort", "ports": [{"name": "http", "port": 80, "nodePort": 32000}]}}
    settle = Settlement(scope_of((), (), DOMAIN), source_is_live=True, target_is_live=True)
    left, right = settle(*stored(one), *stored(other))
    assert left == right


def test_the_argument_is_left_as_it_is() -> None:
    ports = [{"name": "http", "port": 80, "nodePort": 31000}]
    living = SERVICE | {"spec": {"type": "NodePort", "ports": ports}}
    assert "nodePort" not in without_choices(living, SERVICE, scaled=False)["spec"]["ports"][0]
    assert ports[0]["nodePort"] == 31000
