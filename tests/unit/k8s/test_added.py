"""Pods that operators may make."""

from typing import Any

import pytest

from lsparch.diagnostics import Place
from lsparch.k8s.added import Makers
from lsparch.k8s.store import StoredObject


def added(api_version: str, kind: str, name: str, spec: dict[str, Any], **metadata: Any) -> StoredObject:
    stated = {"name": name, "namespace": "shop", **metadata}
    return StoredObject({"apiVersion": api_version, "kind": kind, "metadata": stated, "spec": spec}, Place("a.yaml"))


PROMETHEUS = added(
    "monitoring.coreos.com/v1",
    "Prometheus",
    "k8s",
    {"replicas": 2, "podMetadata": {"labels": {"app.kubernetes.io/name": "prometheus", "part": "watch"}}},
)
POSTGRES = added("acid.zalan.do/v1", "postgresql", "acid-shop", {"numberOfInstances": 2})
MONITOR = added(
    "monitoring.coreos.com/v1", "ServiceMonitor", "web", {"endpoints": [{"port": "http"}]}, labels={"app": "web"}
)
KAFKA = added("kafka.strimzi.io/v1", "Kafka", "events", {})
WIDE = added("operator.tigera.io/v1", "Installation", "default", {"replicas": 1}, namespace="")
TEMPLATE = added(
    "argoproj.io/v1alpha1", "Rollout", "other", {"template": {"metadata": {"labels": {"app": "web"}}}, "replicas": 1}
)


@pytest.mark.parametrize(
    ("stored", "selector", "wanted"),
    [
        (PROMETHEUS, {"app.kubernetes.io/name": "prometheus"}, True),
        (PROMETHEUS, {"matchLabels": {"app.kubernetes.io/name": "prometheus", "part": "watch"}}, True),
        (PROMETHEUS, {"app.kubernetes.io/name": "prometheu"}, False),
        (PROMETHEUS, {"app.kubernetes.io/name": "prometheus", "part": "wathc"}, False),
        (PROMETHEUS, {"prometheus": "k8s", "of": "somebody"}, True),
        (PROMETHEUS, {"matchExpressions": [{"key": "part", "operator": "In", "values": ["other", "watch"]}]}, True),
        (POSTGRES, {"application": "spilo", "cluster-name": "acid-shop"}, True),
        (POSTGRES, {"cluster-name": "acid"}, False),
        (MONITOR, {"app": "web"}, False),
        (KAFKA, {"strimzi.io/cluster": "any"}, True),
        (KAFKA, {"app": "events"}, False),
        (WIDE, {"app": "default"}, True),
        (TEMPLATE, {"app": "web"}, True),
    ],
)
def test_an_operator_may_make_pods_with_labels(stored: StoredObject, selector: dict[str, Any], wanted: bool) -> None:
    assert Makers([stored]).may_make(["shop"], selector) is wanted
    assert Makers([stored]).may_make(["elsewhere"], selector) is (wanted and stored is WIDE)


def test_a_kind_of_kubernetes_itself_makes_no_pods_but_those_that_are_known() -> None:
    claim = added("resource.k8s.io/v1", "ResourceClaim", "web", {"resources": {}}, labels={"app": "web"})
    assert not Makers([claim]).may_make(["shop"], {"app": "web"})
