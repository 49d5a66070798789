"""Equality of meaning."""

import copy
from collections.abc import Callable, Iterator
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lsparch.k8s.canonical import canonical, difference, equal, leaves
from lsparch.k8s.labels import stable_text
from lsparch.k8s.validate import validate_object
from lsparch.k8s.version import KubernetesVersion
from tests.unit.k8s.objects import OBJECTS, deployment

ORDERED = {"initContainers", "command", "args", "env", "envFrom"}

# Values that name an item: a change of one replaces the item, which is seen as well.
Path = tuple[str | int, ...]


def pod(obj: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = obj["spec"]["template"]["spec"]
    return spec


def shuffled(value: Any, random: Random, key: str = "") -> Any:
    """Write the same meaning with keys in another order, set-like lists in another order."""
    if isinstance(value, dict):
        keys = list(value)
        random.shuffle(keys)
        return {k: shuffled(value[k], random, k) for k in keys}
    if isinstance(value, list):
        items = [shuffled(item, random) for item in value]
        if key not in ORDERED:
            random.shuffle(items)
        return items
    return value


def places(value: Any, path: Path = ()) -> Iterator[Path]:
    if isinstance(value, dict | list) and value:
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for key, item in entries:
            yield from places(item, (*path, key))
    elif not isinstance(value, dict | list):
        yield path


def changed(obj: dict[str, Any], path: Path) -> dict[str, Any]:
    result = copy.deepcopy(obj)
    inner: Any = result
    for key in path[:-1]:
        inner = inner[key]
    old = inner[path[-1]]
    match old:
        case bool():
            inner[path[-1]] = not old
        case int():
            inner[path[-1]] = old + 1
        case str() if path[-1] in {"cpu", "memory", "storage", "sizeLimit", "pods", "averageValue"} or "hard" in path:
            inner[path[-1]] = "77"
        case _:
            inner[path[-1]] = f"{old}-changed"
    return result


def test_two_spellings_of_one_deployment_do_not_differ() -> None:
    left, right = deployment(), deployment()
    container = pod(right)["containers"][0]
    left["spec"]["replicas"] = 1
    del right["spec"]["replicas"]
    pod(left)["containers"][1]["image"] = "nginx:1.25"
    pod(right)["containers"][1]["image"] = "docker.io/library/nginx:1.25"
    for port in container["ports"]:
        port["protocol"] = "TCP"
    container["env"] = [container["env"][i] for i in (3, 0, 2, 1)]
    container["resources"]["requests"] = {"cpu": "0.5", "memory": "2048Mi"}
    container["resources"]["limits"] = {"cpu": "2", "memory": 4 * 2**30}
    container["imagePullPolicy"] = "IfNotPresent"
    container["readinessProbe"]["failureThreshold"] = 3
    right["metadata"] |= {
        "uid": "1",
        "resourceVersion": "7",
        "generation": 3,
        "creationTimestamp": "2026-01-01T00:00:00Z",
        "managedFields": [{"manager": "kubectl"}],
        "annotations": {
            "deployment.kubernetes.io/revision": "4",
            "kubectl.kubernetes.io/last-applied-configuration": "{}",
        },
    }
    right["status"] = {"replicas": 1}
    pod(right)["hostNetwork"] = False
    pod(right)["nodeSelector"] = {}
    pod(right)["affinity"] = None
    assert difference(left, right) == []
    assert equal(left, right)


def test_paths_name_items_by_their_merge_key() -> None:
    found = leaves(deployment())
    prefix = "spec.template.spec.containers[firefly]"
    assert found[f"{prefix}.ports[http].containerPort"] == 8080
    assert found[f"{prefix}.env[PASSWORD].valueFrom.secretKeyRef.key"] == "password"
    assert found[f"{prefix}.volumeMounts[/etc/firefly].readOnly"] is True
    assert found[f"{prefix}.securityContext.capabilities.drop[ALL]"] == "ALL"
    assert found["spec.template.spec.tolerations[key=spot,operator=Exists].key"] == "spot"
    assert found["metadata.labels[app.kubernetes.io/name]"] == "firefly"
    assert found["spec.template.spec.initContainers[]"] == "wait, copy"


def test_a_difference_has_both_values() -> None:
    right = deployment()
    pod(right)["containers"][0]["ports"][0]["containerPort"] = 9000
    (found,) = difference(deployment(), right)
    assert found == ("spec.template.spec.containers[firefly].ports[http].containerPort", 8080, 9000)


@pytest.mark.parametrize(
    "change",
    [
        lambda obj: pod(obj)["initContainers"].reverse(),
        lambda obj: pod(obj)["containers"][1]["args"].reverse(),
        lambda obj: pod(obj)["containers"][0]["env"].insert(0, pod(obj)["containers"][0]["env"].pop(1)),
        lambda obj: pod(obj)["volumes"][0]["emptyDir"].update(medium="Memory"),
        lambda obj: pod(obj)["containers"][0]["securityContext"].update(runAsNonRoot=False),
        lambda obj: pod(obj).update(automountServiceAccountToken=False),
        lambda obj: pod(obj).update(enableServiceLinks=False),
        lambda obj: obj["spec"].update(replicas=0),
        lambda obj: pod(obj)["securityContext"].update(runAsUser=0),
        lambda obj: pod(obj)["containers"][0]["resources"].pop("requests"),
    ],
    ids=(
        "init-order",
        "args-order",
        "reference-before-definition",
        "volume-medium",
        "run-as-root-allowed",
        "token",
        "service-links",
        "no-replicas",
        "root",
        "requests",
    ),
)
def test_a_change_of_meaning_is_seen(change: Callable[[dict[str, Any]], Any]) -> None:
    right = deployment()
    change(right)
    assert not equal(deployment(), right)
    assert difference(deployment(), right)


def test_an_added_init_container_is_not_told_as_a_new_order_too() -> None:
    right = deployment()
    pod(right)["initContainers"].insert(1, {"name": "more", "image": "busybox:1.36"})
    assert {d.path.partition("[")[2].partition("]")[0] for d in difference(deployment(), right)} == {"more"}
    pod(right)["initContainers"].reverse()
    (order,) = (d for d in difference(deployment(), right) if d.path.endswith("[]"))
    assert order.right == "copy, more, wait"


def test_an_empty_key_is_told_from_an_order() -> None:
    left, right = deployment(), deployment()
    right["metadata"]["labels"] = {**right["metadata"]["labels"], "": "last"}
    assert difference(left, right) == [('metadata.labels[""]', None, "last")]


def policy(**spec: Any) -> dict[str, Any]:
    return {
        "apiVersion": "networking.k8s.io/v1",
        "kind": "NetworkPolicy",
        "metadata": {"name": "n"},
        "spec": {"podSelector": {}, **spec},
    }


def test_an_empty_selector_of_a_peer_is_not_the_same_as_none() -> None:
    own = policy(ingress=[{"from": [{"podSelector": {}}]}])
    every = policy(ingress=[{"from": [{"podSelector": {}, "namespaceSelector": {}}]}])
    assert [d.path for d in difference(own, every)] != []
    assert not equal(policy(ingress=[{}]), policy(ingress=[]))


def test_policy_types_follow_from_the_rules() -> None:
    assert equal(policy(egress=[{}]), policy(egress=[{}], policyTypes=["Ingress", "Egress"]))
    assert equal(policy(), policy(policyTypes=["Ingress"], ingress=[]))
    assert not equal(policy(), policy(policyTypes=["Ingress", "Egress"]))


def test_another_port_of_a_rule_differs_within_that_rule() -> None:
    left = policy(ingress=[{"from": [{"podSelector": {"matchLabels": {"a": "b"}}}], "ports": [{"port": 80}]}])
    right = policy(ingress=[{"from": [{"podSelector": {"matchLabels": {"a": "b"}}}], "ports": [{"port": 81}]}])
    rule = "spec.ingress[podSelector.matchLabels.a=b]"
    assert [(d.path, d.left, d.right) for d in difference(left, right)] == [
        (f"{rule}.ports[port=80,protocol=TCP].port", 80, None),
        (f"{rule}.ports[port=80,protocol=TCP].protocol", "TCP", None),
        (f"{rule}.ports[port=81,protocol=TCP].port", None, 81),
        (f"{rule}.ports[port=81,protocol=TCP].protocol", None, "TCP"),
    ]


def service(**spec: Any) -> dict[str, Any]:
    return {"apiVersion": "v1", "kind": "Service", "metadata": {"name": "s"}, "spec": spec}


def test_a_live_service_equals_its_manifest() -> None:
    written = service(selector={"a": "b"}, ports=[{"port": 80}])
    live = service(
        selector={"a": "b"},
        type="ClusterIP",
        sessionAffinity="None",
        clusterIP="10.0.0.7",
        clusterIPs=["10.0.0.7"],
        ipFamilies=["IPv4"],
        ipFamilyPolicy="SingleStack",
        internalTrafficPolicy="Cluster",
        ports=[{"port": 80, "targetPort": 80, "protocol": "TCP"}],
    )
    assert difference(written, live) == []
    assert not equal(written, service(selector={"a": "b"}, ports=[{"port": 80}], clusterIP="None"))


def test_secret_texts_equal_their_encoding() -> None:
    texts = {"apiVersion": "v1", "kind": "Secret", "metadata": {"name": "s"}, "stringData": {"password": "hunter2"}}
    encoded = {**texts, "data": {"password": "aHVudGVyMg=="}, "type": "Opaque"}
    del encoded["stringData"]
    assert equal(texts, encoded)


def test_what_controllers_add_to_live_objects_is_no_difference() -> None:
    account = {"apiVersion": "v1", "kind": "ServiceAccount", "metadata": {"name": "hub"}}
    assert equal(account, {**account, "secrets": [{"name": "hub-token-x7k2p"}]})
    assert not equal(account, {**account, "secrets": [{"name": "registry"}]})
    claim = {"apiVersion": "v1", "kind": "PersistentVolumeClaim", "metadata": {"name": "c"}, "spec": {}}
    bound = {
        **claim,
        "metadata": {
            "name": "c",
            "finalizers": ["kubernetes.io/pvc-protection"],
            "annotations": {"pv.kubernetes.io/bind-completed": "yes"},
        },
        "spec": {"volumeName": "pvc-0b1c2d3e-0000-1111-2222-333344445555", "volumeMode": "Filesystem"},
        "status": {"phase": "Bound"},
    }
    assert equal(claim, bound)
    template = {"spec": {"restartPolicy": "Never", "containers": [{"name": "a", "image": "a:1"}]}}
    job = {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, "spec": {"template": template}}
    labels = {"controller-uid": "1", "job-name": "j"}
    live = {
        **job,
        "spec": {
            "completions": 1,
            "parallelism": 1,
            "backoffLimit": 6,
            "selector": {"matchLabels": {"controller-uid": "1"}},
            "template": {"metadata": {"labels": labels, "creationTimestamp": None}, **template},
        },
    }
    assert difference(job, live) == []


def test_defaults_that_depend_on_other_fields_follow_them() -> None:
    template = {"metadata": {"labels": {"a": "b"}}, "spec": {"restartPolicy": "Never"}}
    job = {"apiVersion": "batch/v1", "kind": "Job", "metadata": {"name": "j"}, "spec": {"template": template}}
    assert leaves(job)["metadata.labels.a"] == "b"
    failing = {**job, "spec": {"template": template, "podFailurePolicy": {"rules": []}, "backoffLimitPerIndex": 1}}
    assert leaves(failing)["spec.podReplacementPolicy"] == "Failed"
    assert leaves(failing)["spec.backoffLimit"] == 2**31 - 1
    limit = {"type": "Container", "max": {"cpu": "2"}, "min": {"memory": "1Gi"}}
    limits = {"apiVersion": "v1", "kind": "LimitRange", "metadata": {"name": "l"}, "spec": {"limits": [limit]}}
    found = leaves(limits)
    assert found["spec.limits[Container].default.cpu"] == found["spec.limits[Container].defaultRequest.cpu"] == "2"
    assert found["spec.limits[Container].defaultRequest.memory"] == "1Gi"
    zero = deployment()
    pod(zero)["containers"][0]["readinessProbe"]["timeoutSeconds"] = 0
    assert equal(zero, deployment())


def test_claim_templates_need_no_kind() -> None:
    stateful = next(obj for obj in OBJECTS if obj["kind"] == "StatefulSet")
    live = copy.deepcopy(stateful)
    live["spec"]["volumeClaimTemplates"][0] |= {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "status": {"phase": "Pending"},
    }
    assert difference(stateful, live) == []


def test_an_empty_class_of_a_claim_is_not_the_default_class() -> None:
    claim = {
        "apiVersion": "v1",
        "kind": "PersistentVolumeClaim",
        "metadata": {"name": "c"},
        "spec": {"storageClassName": ""},
    }
    assert not equal(claim, {**claim, "spec": {}})


def test_a_custom_kind_that_borrows_a_name_is_left_alone() -> None:
    knative = {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "s", "uid": "1"},
        "spec": {"x": [2, 1], "e": {}},
    }
    assert canonical(knative) == {
        "apiVersion": "serving.knative.dev/v1",
        "kind": "Service",
        "metadata": {"name": "s"},
        "spec": {"x": [2, 1], "e": {}},
    }


@pytest.mark.parametrize(
    "broken", [{"spec": []}, {"spec": {"template": "x"}}, {"metadata": None}, {"spec": {"ports": [None, 3]}}]
)
def test_an_object_of_the_wrong_types_is_no_error(broken: dict[str, Any]) -> None:
    for kind in ("Deployment", "Service"):
        obj = {"apiVersion": "v1" if kind == "Service" else "apps/v1", "kind": kind, **broken}
        assert stable_text(canonical(canonical(obj))) == stable_text(canonical(obj))
        assert leaves(obj)


@given(st.sampled_from(OBJECTS), st.randoms(use_true_random=False))
@settings(max_examples=60, deadline=None)
def test_order_of_keys_and_sets_means_nothing(obj: dict[str, Any], random: Random) -> None:
    other = shuffled(obj, random)
    assert stable_text(canonical(other)) == stable_text(canonical(obj))
    assert leaves(other) == leaves(obj)


@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj["kind"])
def test_the_canonical_form_is_its_own_canonical_form(obj: dict[str, Any]) -> None:
    once = canonical(obj)
    assert canonical(once) == once
    assert list(validate_object(once, KubernetesVersion(1, 37))) == []
    assert leaves(once) == leaves(obj)


@pytest.mark.parametrize("obj", OBJECTS, ids=lambda obj: obj["kind"])
def test_a_change_of_any_leaf_is_seen(obj: dict[str, Any]) -> None:
    for path in places(obj):
        other = changed(obj, path)
        assert difference(obj, other), path
        assert not equal(obj, other), path


@given(st.data())
@settings(max_examples=60, deadline=None)
def test_equality_and_difference_agree(data: st.DataObject) -> None:
    obj = data.draw(st.sampled_from(OBJECTS))
    other = obj
    for _ in range(data.draw(st.integers(0, 2))):
        other = changed(other, data.draw(st.sampled_from(list(places(other)))))
    assert equal(obj, other) == (difference(obj, other) == [])
