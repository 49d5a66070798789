"""REF025: a pod names a priority class that does not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["PriorityMissing"]


class PriorityMissing(ObjectsRule):
    """A pod names a priority class that does not exist.

    Why is this bad
    ---------------
    The API server accepts the workload and refuses each of its pods.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      priorityClassName: services  # <-- REF025
      containers: [{name: web, image: "registry.example.org/web:1.0"}]
    ---
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: service}
    value: 1000
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      priorityClassName: service
      containers: [{name: web, image: "registry.example.org/web:1.0"}]
    ---
    apiVersion: scheduling.k8s.io/v1
    kind: PriorityClass
    metadata: {name: service}
    value: 1000
    ```
    """

    code = "REF025"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find names of priority classes, where the deployment has some of its own; those of Kubernetes are known."""
        known = [found.name for found in context.objects.of_kind("PriorityClass")]
        for workload in context.workloads if context.whole and known else ():
            name = str(workload.pod.get("priorityClassName") or "")
            if name and name not in known and not name.startswith("system-"):
                message = f"{workload.id} names PriorityClass {name}, which does not exist"
                yield self.report(workload.object, workload.place("priorityClassName"), message, suggest(name, known))
