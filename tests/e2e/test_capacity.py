"""What `lsparch capacity` says, and what the scheduler of Kubernetes does: every environment, and twenty variations.

A variation makes some workloads two or three times as big and gives one pool as many nodes as it is said to need, or
one fewer than without which some pod must wait. Nodes are taken away by cordoning them. Pods are bare, so that their
order is ours; on which nodes a DaemonSet would put one is worked out here as its controller does.
"""

import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

from lsparch.analysis.capacity import find_capacity, node_shapes, planned_pods
from lsparch.analysis.node_needs import node_needs, placements
from lsparch.analysis.placement import NodeShape, PodShape, admits
from lsparch.api.platform import open_platform
from lsparch.k8s.quantity import parse_quantity
from lsparch.k8s.store import StoredObject
from tests.e2e.control_plane import ControlPlane, wait_until
from tests.e2e.deployment import SHIPPED
from tests.e2e.testbed import Testbed

_VARIATIONS = 20
_NAMESPACE = "capacity"
_PODS = f"/api/v1/namespaces/{_NAMESPACE}/pods"
_SECONDS = 60.0
_KEPT = ("affinity", "nodeSelector", "tolerations", "topologySpreadConstraints")
_TEMPLATES = {"CronJob": ("spec", "jobTemplate", "spec", "template"), "PodTemplate": ("template",)}


def test_the_scheduler_agrees(environment: str, testbed: Testbed) -> None:
    env = open_platform(SHIPPED).environment(environment)
    objects = open_platform(SHIPPED).manifests(environment).objects
    cluster = testbed.cluster(environment)
    plane = testbed.control_plane
    plane.create("/api/v1/namespaces", [{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": _NAMESPACE}}])
    specs = {name: spec for stored in objects for name, spec in _spec(stored)}
    nodes = node_shapes(env.cluster.pools)
    assert sum(shape.count for shape in nodes) == len(cluster.nodes)

    wrong: list[str] = []
    told = Counter[str]()
    for number in range(_VARIATIONS + 1):
        choice = random.Random(f"{environment} {number}")
        pods = planned_pods(env, objects, at_peak=number % 2 == 1)
        if number:
            pods = [(pod, count * choice.choice((1, 1, 2, 3))) for pod, count in pods]
        given = _given(pods, nodes, choice) if number else nodes
        said = [sum(outcome.pending.values()) for outcome in placements(pods, given)]
        real = _schedule(plane, list(_machines(cluster.nodes, nodes, given)), pods, specs)
        best, worst = min(said), max(said)
        told["fits" if worst == 0 else "does not" if best else "depends"] += 1
        found = real.total()
        if not (bool(best) <= bool(found) <= bool(worst)):
            counts = {shape.pool: shape.count for shape in given}
            wrong.append(f"{number}: {counts}: said {best}–{worst}, found {found}: {dict(real)}")
    assert wrong == []
    assert told["fits"] > _VARIATIONS // 4, told
    assert told["does not"] > _VARIATIONS // 4, told


def test_capacity_at_rest_is_what_the_deployed_environment_takes(environment: str, testbed: Testbed) -> None:
    deployment = testbed.shared(environment)
    platform = open_platform(SHIPPED)
    names = [environment] if deployment.host is None else [environment, deployment.host.environment]
    found = [(platform.environment(name), platform.manifests(name).objects) for name in names]
    said = find_capacity(found, Fraction(1), at_peak=False)
    running = [pod for pod in deployment.pods() if pod["spec"].get("nodeName")]
    assert said.shortages == ()
    assert all(pod["status"]["phase"] in {"Running", "Succeeded"} for pod in deployment.pods())
    asked = sum(pool.asked.cpu for pool in said.pools)
    assert asked == sum(_cpu(pod["spec"]) for pod in running if pod["status"]["phase"] == "Running")


def _spec(stored: StoredObject) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Return the pod template of a workload by namespace and name."""
    template: Any = stored.data
    for step in _TEMPLATES.get(stored.kind, ("spec", "template")):
        template = template.get(step) if isinstance(template, Mapping) else None
    if isinstance(template, Mapping):
        yield f"{stored.namespace}/{stored.name}", template


def _given(
    pods: list[tuple[PodShape, int]], nodes: tuple[NodeShape, ...], choice: random.Random
) -> tuple[NodeShape, ...]:
    """Give each pool what it needs, and sometimes one pool less than without which some pod must wait."""
    needs = node_needs(pods, nodes)
    needed = {shape.pool: sum(need.where.get(shape.pool, 0) for need in needs) for shape in nodes}
    least = {need.pools[0]: need.least for need in needs if len(need.pools) == 1}
    given = {shape.pool: min(shape.count, needed[shape.pool]) for shape in nodes}
    busy = [shape.pool for shape in nodes if given[shape.pool]]
    if busy and choice.random() < 0.5:
        pool = choice.choice(busy)
        given[pool] = min(given[pool], max(least[pool] - 1, 0))
    return tuple(replace(shape, count=given[shape.pool]) for shape in nodes)


def _schedule(
    plane: ControlPlane,
    machines: Sequence[tuple[str, NodeShape, bool]],
    pods: Sequence[tuple[PodShape, int]],
    templates: Mapping[str, Mapping[str, Any]],
) -> Counter[str]:
    """Let the scheduler place pods on the first nodes of each pool, and return how many wait, by workload."""
    used = {name for name, _, taken in machines if taken}
    for item in plane.items("/api/v1/nodes"):
        name, cordoned = item["metadata"]["name"], bool(item["spec"].get("unschedulable"))
        if cordoned == (name in used):
            body = {"spec": {"unschedulable": True if name not in used else None}}
            answer = plane.request("PATCH", f"/api/v1/nodes/{name}", body, "application/merge-patch+json")
            assert answer.status == 200, answer.body
    number = 0
    for shape, count in sorted(pods, key=lambda pod: not pod[0].daemon):
        for node in [name for name, pool, taken in machines if taken and admits(pool, shape)] if shape.daemon else ():
            number += 1
            plane.create(_PODS, [_pod(f"pod-{number}", shape, templates[shape.name], node)])
        for _ in range(0 if shape.daemon else count):
            number += 1
            plane.create(_PODS, [_pod(f"pod-{number}", shape, templates[shape.name])])
    found = wait_until(lambda: _decided(plane, number), _SECONDS, "every pod has a node, or is known to fit none")
    plane.request("DELETE", f"{_PODS}?gracePeriodSeconds=0")
    wait_until(lambda: not plane.items(_PODS), _SECONDS, "all pods are gone")
    return Counter(pod["metadata"]["annotations"]["workload"] for pod in found if not pod["spec"].get("nodeName"))


def _decided(plane: ControlPlane, number: int) -> list[dict[str, Any]]:
    pods = plane.items(_PODS)
    waiting = [pod for pod in pods if not pod["spec"].get("nodeName")]
    told = all(
        any(c["type"] == "PodScheduled" and c["reason"] == "Unschedulable" for c in pod["status"].get("conditions", ()))
        for pod in waiting
    )
    return pods if told and len(pods) == number else []


def _machines(
    written: Sequence[Mapping[str, Any]], nodes: Sequence[NodeShape], given: Sequence[NodeShape]
) -> Iterator[tuple[str, NodeShape, bool]]:
    """Return every node with its pool, and whether it is one of those that the pool has now."""
    names = iter(item["metadata"]["name"] for item in written)
    for full, shape in zip(nodes, given, strict=True):
        for position in range(full.count):
            yield next(names), shape, position < shape.count


def _pod(name: str, shape: PodShape, template: Mapping[str, Any], node: str = "") -> dict[str, Any]:
    asked = shape.requests
    amounts = {"cpu": f"{asked.cpu}m", "memory": str(asked.memory), "ephemeral-storage": str(asked.disk)}
    spec = {key: template["spec"][key] for key in _KEPT if key in template["spec"]}
    if node:
        here = [{"matchFields": [{"key": "metadata.name", "operator": "In", "values": [node]}]}]
        required = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": here}}
        spec["affinity"] = {**spec.get("affinity", {}), "nodeAffinity": required}
    return {
        "apiVersion": "v1",
        "kind": "Pod",
        "metadata": {"name": name, "labels": template["metadata"]["labels"], "annotations": {"workload": shape.name}},
        "spec": {**spec, "containers": [{"name": "main", "image": "none", "resources": {"requests": amounts}}]},
    }


def _cpu(spec: Mapping[str, Any]) -> int:
    """Return thousandths of a core that a pod asks for; no container that only starts one asks for more."""
    sidecars = [c for c in spec.get("initContainers", ()) if c.get("restartPolicy") == "Always"]
    amounts = [c["resources"]["requests"]["cpu"] for c in (*sidecars, *spec["containers"])]
    return sum(int(parse_quantity(amount) * 1000) for amount in amounts)
