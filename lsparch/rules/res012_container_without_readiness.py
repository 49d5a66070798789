"""RES012: a container that a Service sends traffic to has no readiness probe."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["ContainerWithoutReadiness"]


class ContainerWithoutReadiness(ObjectsRule):
    """A container that a Service sends traffic to has no readiness probe.

    Why is this bad
    ---------------
    It gets requests before it can answer, at every start and at every roll-out.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {app: web}, ports: [{port: 8080}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec:
      containers:
        - name: web  # <-- RES012
          image: registry.example.org/web:1.0
          ports: [{containerPort: 8080}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: web}
    spec: {selector: {app: web}, ports: [{port: 8080}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, labels: {app: web}}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          ports: [{containerPort: 8080}]
          readinessProbe: {httpGet: {path: /health, port: 8080}}
    ```
    """

    code = "RES012"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find containers behind a Service without a probe."""
        for workload in context.workloads:
            served = any(
                service.namespace == workload.namespace
                and at(service.data, "spec", "selector")
                and workload.is_selected(at(service.data, "spec", "selector"))
                for service in context.objects.of_kind("Service")
            )
            for container in workload.containers if served else ():
                if container.ports and not container.init and container.data.get("readinessProbe") is None:
                    message = f"container {container.name} of {workload.id} gets traffic and has no readiness probe"
                    place = workload.object.place(*container.path)
                    yield self.report(workload.object, place, message, "add a readinessProbe")
