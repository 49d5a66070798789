"""RES015: a quota or limit range of its namespace refuses a pod."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.limits import ContainerLimits, container_limits, limits_with_defaults
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import ContainerView, mapping, quantity

__all__ = ["PodNotAdmitted"]


class PodNotAdmitted(ObjectsRule):
    """A quota or limit range of its namespace refuses a pod.

    Why is this bad
    ---------------
    The API server accepts the workload and refuses each of its pods; only events of the ReplicaSet tell.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: LimitRange
    metadata: {name: defaults, namespace: portal}
    spec:
      limits:
        - type: Container
          default: {memory: 512Mi}
          max: {memory: 4Gi}
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: quota, namespace: portal}
    spec: {hard: {limits.cpu: 10}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web  # <-- RES015
          image: registry.example.org/web:1.0
          resources:
            requests:
              memory: 1Gi  # <-- RES015
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: big, namespace: portal}
    spec:
      containers:
        - name: big
          image: registry.example.org/big:1.0
          resources:
            limits:
              cpu: 1
              memory: 8Gi  # <-- RES015
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: LimitRange
    metadata: {name: defaults, namespace: portal}
    spec:
      limits:
        - type: Container
          default: {memory: 512Mi}
          max: {memory: 4Gi}
    ---
    apiVersion: v1
    kind: ResourceQuota
    metadata: {name: quota, namespace: portal}
    spec: {hard: {limits.cpu: 10}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          resources:
            requests: {memory: 1Gi}
            limits: {cpu: 1, memory: 2Gi}
    ```
    """

    code = "RES015"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Look at each container as admission does: with the defaults of its namespace."""
        rules = container_limits(context.objects)
        quotas: dict[str, list[StoredObject]] = {}
        for quota in context.objects.of_kind("ResourceQuota"):
            quotas.setdefault(quota.namespace, []).append(quota)
        for workload in context.workloads:
            limits = rules.get(workload.namespace, [])
            wanted = sorted({n for q in quotas.get(workload.namespace, ()) for n in mapping(q.data, "spec", "hard")})
            for container in workload.containers if limits or wanted else ():
                for path, text in _faults(container, limits, wanted):
                    message = f"container {container.name} of {workload.id} {text}"
                    place = workload.object.place(*container.path, *path)
                    yield self.report(workload.object, place, message, "state requests and limits that are allowed")


_QUOTAS = {
    "limits.cpu": ("limits", "cpu"), "limits.memory": ("limits", "memory"), "requests.cpu": ("requests", "cpu"),
    "requests.memory": ("requests", "memory"), "cpu": ("requests", "cpu"), "memory": ("requests", "memory"),
}  # fmt: skip
"""What each container must state where a quota limits it."""


def _faults(
    container: ContainerView, limits: list[ContainerLimits], quotas: list[str]
) -> Iterator[tuple[tuple[str | int, ...], str]]:
    amounts = limits_with_defaults(container, limits)
    stated = {group: mapping(container.data, "resources", group) for group in amounts}
    for name in quotas:
        group, resource = _QUOTAS.get(name, ("", ""))
        if group and resource not in amounts[group]:
            yield ("name",), f"states no {name}, which the quota of its namespace wants"
    for resource, request in stated["requests"].items():
        limit = amounts["limits"].get(resource)
        if resource not in stated["limits"] and limit is not None and quantity(limit) < quantity(request):
            text = f"requests {request} of {resource}, above the default limit {limit} of its namespace"
            yield ("resources", "requests", resource), text
    for one in limits:
        for resource, most in one.most.items():
            found = amounts["limits"].get(resource)
            if found is None or quantity(found) > quantity(most):
                path: tuple[str | int, ...] = ("resources", "limits", resource)
                path = path if resource in stated["limits"] else ("name",)
                yield path, f"may have {most} of {resource} at most, and has {found or 'no limit'}"
        for resource, least in one.least.items():
            found = amounts["requests"].get(resource)
            if found is not None and quantity(found) < quantity(least):
                path = ("resources", "requests", resource) if resource in stated["requests"] else ("name",)
                yield path, f"must request {least} of {resource} at least, not {found}"
