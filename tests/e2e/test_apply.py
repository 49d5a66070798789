"""Every environment of the shipped platform on a real API server, its controllers and its scheduler.

Kubelets are simulated and would start anything. So what they would want of the API server is looked up here: each
volume, each key of a ConfigMap or Secret that a container reads.
"""

import copy
from collections.abc import Iterator, Mapping
from typing import Any

from tests.e2e.control_plane import ControlPlane, wait_until
from tests.e2e.deployment import Deployment, namespaces_of

_PATIENCE_SECONDS = 60.0

_PASSING = {
    "ClusterIPNotAllocated": "the API server looked while it was handing out the address",
    "FailedScheduling": "its claims were not bound yet; a pod that stays without node leaves its workload unready",
    "FailedBinding": "its volume was not there yet; a claim that stays unbound leaves its pod without node",
    "FailedGetResourceMetric": "no containers run, so nothing is measured",
    "FailedComputeMetricsReplicas": "no containers run, so nothing is measured",
    "Unhealthy": "no containers run",
}

_TRIED_AGAIN = "the object has been modified; please apply your changes to the latest version and try again"
"""End of what a controller says when another wrote first: it does it again, and what comes of it is asked for here."""


def test_the_api_server_accepts_every_object_without_a_warning(deployment: Deployment) -> None:
    assert deployment.warnings == []
    assert deployment.host is None or deployment.host.warnings == []
    assert {_name(item) for item in deployment.live()} == {_name(item) for item in deployment.objects()}


def test_a_second_apply_changes_nothing(deployment: Deployment) -> None:
    before = {_name(item): _without_status(item) for item in deployment.live()}
    deployment.apply()
    assert deployment.warnings == []
    after = {_name(item): _without_status(item) for item in deployment.live()}
    assert [name for name, item in after.items() if item != before[name]] == []


def test_every_workload_is_available_and_every_pod_was_admitted(deployment: Deployment) -> None:
    assert deployment.unready() == []
    lasting = [line for line in deployment.complaints() if not line.endswith(_TRIED_AGAIN)]
    assert [line for line in lasting if line.split()[0] not in _PASSING] == []
    claims = deployment.control_plane.items("/api/v1/persistentvolumeclaims")
    assert [_name(claim) for claim in claims if claim["status"]["phase"] != "Bound"] == []


def test_pods_run_on_nodes_of_the_pools_that_the_model_gives_them(deployment: Deployment) -> None:
    pools = {node["metadata"]["name"]: node["metadata"]["labels"] for node in deployment.cluster.nodes}
    running = [pod for pod in deployment.pods() if pod["status"]["phase"] == "Running"]
    assert running
    for pod in running:
        labels = pools[pod["spec"]["nodeName"]]
        assert pod["spec"].get("nodeSelector", {}).items() <= labels.items(), _name(pod)


def test_what_kubelets_would_mount_and_read_is_there(deployment: Deployment) -> None:
    plane = deployment.control_plane
    assert [line for pod in deployment.pods() for line in missing_in_pod(plane, pod)] == []


def test_every_service_that_selects_pods_reaches_a_ready_one(deployment: Deployment) -> None:
    plane = deployment.control_plane
    ready = {
        (part["metadata"]["namespace"], part["metadata"]["labels"]["kubernetes.io/service-name"])
        for part in plane.items("/apis/discovery.k8s.io/v1/endpointslices")
        if any(end.get("conditions", {}).get("ready") for end in part.get("endpoints") or ())
        and (part["ports"] or part["metadata"]["labels"].get("service.kubernetes.io/headless") == "")
        and "kubernetes.io/service-name" in part["metadata"].get("labels", {})
    }
    wanted = {
        (item["metadata"]["namespace"], item["metadata"]["name"])
        for item in deployment.objects()
        if item["kind"] == "Service" and item["spec"].get("selector")
    }
    assert wanted - ready == set()


def test_jobs_of_every_cron_job_are_admitted_and_end(deployment: Deployment) -> None:
    plane = deployment.control_plane
    for number, item in enumerate(plane.items("/apis/batch/v1/cronjobs")):
        namespace = item["metadata"]["namespace"]
        job = {"apiVersion": "batch/v1", "kind": "Job", **copy.deepcopy(item["spec"]["jobTemplate"])}
        job["metadata"] = {**job.get("metadata", {}), "name": f"started-by-hand-{number}", "namespace": namespace}
        path = f"/apis/batch/v1/namespaces/{namespace}/jobs"
        plane.create(path, [job])
        try:
            _await_completion(plane, f"{path}/{job['metadata']['name']}")
        finally:
            plane.request("DELETE", f"{path}/{job['metadata']['name']}?propagationPolicy=Background")


def test_no_object_is_made_outside_the_namespaces_of_the_environment(deployment: Deployment) -> None:
    own = set(namespaces_of(deployment.folder))
    if deployment.host is not None:
        own.update(namespaces_of(deployment.host.folder))
    assert {item["metadata"].get("namespace", "") for item in deployment.objects()} <= own | {""}


def missing_in_pod(plane: ControlPlane, pod: Mapping[str, Any]) -> Iterator[str]:
    """Tell what a kubelet would not find for a pod."""
    namespace = pod["metadata"]["namespace"]
    wanted: set[tuple[str, str, str]] = set()
    for kind, reference in _references(pod["spec"]):
        if not reference.get("optional"):
            name = reference.get("secretName") or reference.get("claimName") or reference["name"]
            keys = [reference["key"]] if "key" in reference else [item["key"] for item in reference.get("items", ())]
            wanted.update((kind, name, key) for key in keys or [""])
    for kind, name, key in sorted(wanted):
        answer = plane.request("GET", f"/api/v1/namespaces/{namespace}/{kind}/{name}")
        if answer.status != 200:
            yield f"{_name(pod)}: {kind} {name} is missing"
        elif key and key not in {**answer.body.get("data", {}), **answer.body.get("binaryData", {})}:
            yield f"{_name(pod)}: {kind} {name} has no {key}"


def _references(spec: Mapping[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    sources = [
        source for volume in spec.get("volumes", ()) for source in volume.get("projected", {}).get("sources", ())
    ]
    for volume in [*spec.get("volumes", ()), *sources]:
        for field, kind in (("configMap", "configmaps"), ("secret", "secrets")):
            if field in volume:
                yield kind, volume[field]
        if "persistentVolumeClaim" in volume:
            yield "persistentvolumeclaims", volume["persistentVolumeClaim"]
    for reference in spec.get("imagePullSecrets", ()):
        yield "secrets", reference
    for container in [*spec.get("initContainers", ()), *spec["containers"]]:
        sources = [entry.get("valueFrom", {}) for entry in container.get("env", ())] + container.get("envFrom", [])
        for source in sources:
            for field, kind in (("configMap", "configmaps"), ("secret", "secrets")):
                for suffix in ("KeyRef", "Ref"):
                    if f"{field}{suffix}" in source:
                        yield kind, source[f"{field}{suffix}"]


def _await_completion(plane: ControlPlane, path: str) -> None:
    def complete() -> bool:
        conditions = plane.request("GET", path).body.get("status", {}).get("conditions", ())
        return any(found["type"] == "Complete" and found["status"] == "True" for found in conditions)

    wait_until(complete, _PATIENCE_SECONDS, lambda: str(plane.request("GET", path).body))


def _name(item: Mapping[str, Any]) -> str:
    metadata = item["metadata"]
    return f"{item.get('kind', 'Pod')} {metadata.get('namespace', '')}/{metadata['name']}"


def _without_status(item: Mapping[str, Any]) -> dict[str, Any]:
    """Return an object without what controllers write into its status, and who wrote it when."""
    metadata = {key: value for key, value in item["metadata"].items() if key != "resourceVersion"}
    fields = item["metadata"].get("managedFields", ())
    metadata["managedFields"] = [field for field in fields if field.get("subresource") != "status"]
    return {**{key: value for key, value in item.items() if key != "status"}, "metadata": metadata}
