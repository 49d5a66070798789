"""RES010: the requests of a namespace's workloads exceed its quota."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Any, ClassVar

from lsparch.diagnostics import Finding
from lsparch.k8s.quantity import format_quantity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, at, items, mapping, quantity

__all__ = ["QuotaTooSmall"]


class QuotaTooSmall(ObjectsRule):
    """The requests of a namespace's workloads exceed its quota.

    Why is this bad
    ---------------
    Some pods are never created; which of them depends on who came first.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: quota, namespace: portal}
    spec:
      hard:
        requests.memory: 4Gi  # <-- RES010
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0", resources: {requests: {memory: 2Gi}}}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: quota, namespace: portal}
    spec:
      hard:
        requests.memory: 8Gi
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 3
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0", resources: {requests: {memory: 2Gi}}}]}
    ```
    """

    code = "RES010"

    _NAMES: ClassVar = {
        "requests.cpu": ("requests", "cpu"), "cpu": ("requests", "cpu"), "requests.memory": ("requests", "memory"),
        "memory": ("requests", "memory"), "limits.cpu": ("limits", "cpu"), "limits.memory": ("limits", "memory"),
    }  # fmt: skip

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare the sum over all pods with the quota."""
        for quota in context.objects.of_kind("ResourceQuota"):
            pods = context.workloads_in.get(quota.namespace, [])
            for name, hard in sorted(mapping(quota.data, "spec", "hard").items()):
                if name == "pods":
                    total = Fraction(sum(_count(w) for w in pods))
                elif name in {"persistentvolumeclaims", "requests.storage"}:
                    total = _claimed(context, quota.namespace, count=name == "persistentvolumeclaims")
                elif name in self._NAMES:
                    total = sum((_count(w) * _pod(w, *self._NAMES[name]) for w in pods), Fraction(0))
                else:
                    continue
                if isinstance(hard, str | int | float) and total > quantity(hard):
                    message = (
                        f"workloads of namespace {quota.namespace} need {name} {format_quantity(total)}, "
                        f"but ResourceQuota {quota.name} allows {hard}"
                    )
                    place = quota.place("spec", "hard", name)
                    yield self.report(quota, place, message, "raise the quota or lower requests")


_MOST_REPLICAS = 10_000
"""Claims of more replicas are not told apart from others, on a cluster that has both."""


def _claimed(context: ObjectsContext, namespace: str, *, count: bool) -> Fraction:
    """Return how many claims there are, or their size together, those of replicas included."""
    claims: list[tuple[int, Any]] = []
    of_replicas: set[str] = set()
    for workload in context.workloads_in.get(namespace, []):
        for _, template in items(workload.object.data, "spec", "volumeClaimTemplates"):
            number, name = _count(workload), f"{at(template, 'metadata', 'name')}-{workload.object.name}"
            claims.append((number, template))
            of_replicas.update(f"{name}-{ordinal}" for ordinal in range(min(number, _MOST_REPLICAS)))
    written = (c for c in context.objects.of_kind("PersistentVolumeClaim") if c.namespace == namespace)
    claims += [(1, claim.data) for claim in written if claim.name not in of_replicas]
    sizes = ((n, quantity(at(claim, "spec", "resources", "requests", "storage"))) for n, claim in claims)
    return sum((Fraction(n) if count else n * size for n, size in sizes), Fraction(0))


def _count(workload: Workload) -> int:
    if workload.object.kind == "DaemonSet":
        return 1
    found = at(workload.object.data, "spec", "replicas")
    return found if isinstance(found, int) else 1


def _pod(workload: Workload, group: str, resource: str) -> Fraction:
    amounts = [(c.init, at(c.data, "resources", group, resource)) for c in workload.containers]
    running = sum((quantity(a) for init, a in amounts if not init), Fraction(0))
    return max([running, *(quantity(a) for init, a in amounts if init)])
