"""RES013: a container of a manifest requests more than its limit."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping, quantity

__all__ = ["LimitBelowRequestWritten"]


class LimitBelowRequestWritten(ObjectsRule):
    """A container of a manifest requests more than its limit.

    Why is this bad
    ---------------
    The API server refuses the pod; a Deployment is accepted, and never gets any.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          resources:
            requests: {cpu: 500m, memory: 2Gi}
            limits:
              cpu: 1
              memory: 1Gi  # <-- RES013
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
            requests: {cpu: 500m, memory: 2Gi}
            limits: {cpu: 1, memory: 2Gi}
    ```
    """

    code = "RES013"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare limits with requests in workloads that somebody wrote; RES005 looks at the model."""
        for workload in context.workloads_written:
            for container in workload.containers:
                requests = mapping(container.data, "resources", "requests")
                for name, limit in mapping(container.data, "resources", "limits").items():
                    request = requests.get(name)
                    if request is not None and limit is not None and quantity(limit) < quantity(request):
                        place = workload.object.place(*container.path, "resources", "limits", name)
                        message = (
                            f"container {container.name} of {workload.id} requests {request} of {name}, "
                            f"above its limit {limit}"
                        )
                        yield self.report(workload.object, place, message, "raise the limit, or request less")
