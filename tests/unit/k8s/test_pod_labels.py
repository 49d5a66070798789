"""Labels that Kubernetes sets on pods."""

from typing import Any

import pytest

from lsparch.diagnostics import Place
from lsparch.k8s.pod_labels import labels_made, scaled_objects
from lsparch.k8s.selectors import selects
from lsparch.k8s.store import StoredObject

UID = "6f1b7a3e-0c1d-4e5f-8a9b-0123456789ab"
POD = "statefulset.kubernetes.io/pod-name"
INDEX = "apps.kubernetes.io/pod-index"
COMPLETION = "batch.kubernetes.io/job-completion-index"


def maker(kind: str, spec: dict[str, Any] | None = None, **metadata: str) -> StoredObject:
    stated = {"name": "db", "namespace": "shop", **metadata}
    return StoredObject({"apiVersion": "v1", "kind": kind, "metadata": stated, "spec": spec or {}}, Place("a.yaml"))


@pytest.mark.parametrize(
    ("kind", "spec", "key", "value", "wanted"),
    [
        ("StatefulSet", {"replicas": 3}, POD, "db-2", True),
        ("StatefulSet", {"replicas": 3}, POD, "db-3", False),
        ("StatefulSet", {"replicas": 3}, POD, "db-02", False),
        ("StatefulSet", {"replicas": 3}, POD, "other-0", False),
        ("StatefulSet", {}, POD, "db-0", True),
        ("StatefulSet", {}, POD, "db-1", False),
        ("StatefulSet", {"replicas": 0}, POD, "db-0", True),
        ("StatefulSet", {"replicas": 2, "ordinals": {"start": 5}}, INDEX, "6", True),
        ("StatefulSet", {"replicas": 2, "ordinals": {"start": 5}}, INDEX, "4", False),
        ("StatefulSet", {}, "controller-revision-hash", "db-5d4f8c7b9d", True),
        ("StatefulSet", {}, "pod-template-hash", "5d4f8c7b9d", False),
        ("DaemonSet", {}, "controller-revision-hash", "5d4f8c7b9d", True),
        ("DaemonSet", {}, "pod-template-generation", "4", True),
        ("DaemonSet", {}, POD, "db-0", False),
        ("Deployment", {}, "pod-template-hash", "5d4f8c7b9d", True),
        ("Deployment", {}, POD, "db-0", False),
        ("Job", {}, "job-name", "db", True),
        ("Job", {}, "batch.kubernetes.io/job-name", "dc", False),
        ("Job", {}, "controller-uid", UID, True),
        ("Job", {}, COMPLETION, "0", False),
        ("Job", {"completionMode": "Indexed"}, COMPLETION, "0", True),
        ("CronJob", {}, "job-name", "db-29012345", True),
        ("CronJob", {}, "job-name", "db", False),
        ("Pod", {}, "pod-template-hash", "5d4f8c7b9d", False),
    ],
)
def test_a_controller_sets_its_labels(kind: str, spec: dict[str, Any], key: str, value: str, wanted: bool) -> None:
    made = labels_made(maker(kind, spec))
    assert selects({"matchLabels": {"app": "db", key: value}}, {"app": "db"}, made) is wanted
    assert selects({"matchExpressions": [{"key": key, "operator": "In", "values": [value]}]}, {}, made) is wanted


def test_a_label_of_the_template_is_as_it_is_written() -> None:
    made = labels_made(maker("Deployment"))
    assert not selects({"matchLabels": {"pod-template-hash": "b"}}, {"pod-template-hash": "a"}, made)


def test_a_label_that_is_set_is_there() -> None:
    made = labels_made(maker("StatefulSet"))
    assert selects({"matchExpressions": [{"key": POD, "operator": "Exists"}]}, {}, made)
    assert not selects({"matchExpressions": [{"key": POD, "operator": "DoesNotExist"}]}, {}, made)
    assert selects({"matchExpressions": [{"key": POD, "operator": "NotIn", "values": ["db-0"]}]}, {}, made)


def test_an_autoscaler_states_how_many_pods_there_are() -> None:
    scaler = maker("ScaledObject", {"scaleTargetRef": {"kind": "StatefulSet", "name": "db"}})
    assert scaled_objects([scaler, maker("StatefulSet")]) == {("shop", "StatefulSet", "db")}
    assert labels_made(maker("StatefulSet"), scaled=True)[POD]("db-7")


def test_the_name_of_a_job_may_be_made_up() -> None:
    made = labels_made(maker("Job", name="", generateName="load-"))
    assert (made["job-name"]("load-x7k2p"), made["job-name"]("tidy-x7k2p")) == (True, False)
