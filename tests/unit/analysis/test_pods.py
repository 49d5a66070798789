"""Pods as the scheduler sees them."""

from typing import Any

from lsparch.analysis.placement import Requests, Toleration
from lsparch.analysis.pods import pod_groups, requests_of
from lsparch.diagnostics import Place
from lsparch.k8s.store import StoredObject


def container(cpu: str, memory: str = "0", **more: Any) -> dict[str, Any]:
    return {"name": "c", "resources": {"requests": {"cpu": cpu, "memory": memory}}, **more}


def stored(kind: str, name: str, spec: dict[str, Any]) -> StoredObject:
    data = {"apiVersion": "v1", "kind": kind, "metadata": {"name": name, "namespace": "web"}, "spec": spec}
    return StoredObject(data, Place("x.yaml"), f"web/{name}")


def test_containers_and_sidecars_add_up() -> None:
    spec = {"containers": [container("1", "1Gi"), container("250m")], "initContainers": [
        container("100m", restartPolicy="Always"),
    ]}  # fmt: skip
    assert requests_of(spec, {}) == Requests(1350, 1 << 30)


def test_the_largest_step_of_the_start_counts_with_the_sidecars_that_run_by_then() -> None:
    spec = {"containers": [container("1")], "initContainers": [
        container("3"), container("500m", restartPolicy="Always"), container("2"),
    ]}  # fmt: skip
    assert requests_of(spec, {}).cpu == 3000
    spec["initContainers"].append(container("2800m"))
    assert requests_of(spec, {}).cpu == 3300


def test_a_limit_without_request_counts_and_defaults_fill_in_what_is_not_stated() -> None:
    spec = {"containers": [{"name": "c", "resources": {"limits": {"cpu": "2"}}}]}
    assert requests_of(spec, {"memory": "1Gi", "cpu": "100m"}) == Requests(2000, 1 << 30)


def test_defaults_come_from_the_limit_range_of_the_namespace() -> None:
    limits = stored("LimitRange", "d", {"limits": [
        {"type": "Pod", "default": {"cpu": "9"}},
        {"type": "Container", "default": {"cpu": "3", "memory": "2Gi"}, "defaultRequest": {"cpu": "1"}},
    ]})  # fmt: skip
    work = stored("Deployment", "site", {"replicas": 3, "template": {"spec": {"containers": [{"name": "c"}]}}})
    (group,) = pod_groups([limits, work])
    assert group.shape.requests == Requests(1000, 2 << 30)
    assert (group.rest, group.peak, group.shape.name, group.shape.element) == (3, 3, "web/site", "web/site")


def test_an_autoscaler_sets_the_number_of_pods() -> None:
    scale = {"scaleTargetRef": {"kind": "Deployment", "name": "site"}, "minReplicas": 2, "maxReplicas": 7}
    work = stored("Deployment", "site", {"template": {"spec": {"containers": [container("1")]}}})
    (group,) = pod_groups([stored("HorizontalPodAutoscaler", "site", scale), work])
    assert (group.rest, group.peak) == (2, 7)


def test_a_scheduled_job_counts_at_peak_alone() -> None:
    template = {"spec": {"containers": [container("1")]}}
    (group,) = pod_groups([stored("CronJob", "nightly", {"jobTemplate": {"spec": {"template": template}}})])
    assert (group.rest, group.peak) == (0, 1)


def test_where_pods_may_run_is_read_from_their_specification() -> None:
    term = {"matchExpressions": [{"key": "disk", "operator": "In", "values": ["ssd"]}]}
    host = {"topologyKey": "kubernetes.io/hostname", "labelSelector": {}}
    spec = {
        "containers": [container("1")],
        "nodeSelector": {"pool": "a"},
        "affinity": {
            "nodeAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": [term]}},
            "podAntiAffinity": {"requiredDuringSchedulingIgnoredDuringExecution": [host]},
        },
        "topologySpreadConstraints": [
            {"maxSkew": 2, "whenUnsatisfiable": "DoNotSchedule", **host},
            {"maxSkew": 1, "whenUnsatisfiable": "ScheduleAnyway", **host},
        ],
        "tolerations": [
            {"key": "dedicated", "value": "qserv", "effect": "NoSchedule"},
            {"key": "spare", "operator": "Exists"},
        ],
    }
    (group,) = pod_groups([stored("DaemonSet", "agent", {"template": {"spec": spec}})])
    shape = group.shape
    assert shape.terms == ({"pool": ("a",), "disk": ("ssd",)},)
    assert (shape.apart, shape.skew, shape.daemon) == (True, 2, True)
    assert shape.tolerations == (Toleration("dedicated", "qserv", "NoSchedule"), Toleration("spare", None, ""))
