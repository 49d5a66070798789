"""RES011: a container states no memory or cpu request, or no memory limit."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["ContainerWithoutResources"]


class ContainerWithoutResources(ObjectsRule):
    """A container states no memory or cpu request, or no memory limit.

    Why is this bad
    ---------------
    The scheduler places it blindly, and on a full node it takes the memory of its neighbours.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web  # <-- RES011
          image: registry.example.org/web:1.0
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          resources:
            requests: {cpu: 100m, memory: 128Mi}
            limits: {memory: 256Mi}
    ```
    """

    code = "RES011"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find containers that the scheduler knows too little about."""
        for workload in context.workloads:
            for container in workload.containers:
                wanted = [("requests", "cpu"), ("requests", "memory"), ("limits", "memory")]
                missing = [
                    f"{group}.{name}"
                    for group, name in wanted
                    if at(container.data, "resources", group, name) is None
                    and at(container.data, "resources", "limits", name) is None
                ]
                if missing:
                    message = f"container {container.name} of {workload.id} states no {' and no '.join(missing)}"
                    place = workload.object.place(*container.path)
                    yield self.report(workload.object, place, message, "state them")
