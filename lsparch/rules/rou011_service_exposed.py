"""ROU011: a Service is reached from outside the cluster, past the load balancer of its Aspect."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["ServiceExposed"]


class ServiceExposed(ObjectsRule):
    """A Service is reached from outside the cluster, past the load balancer of its Aspect.

    Why is this bad
    ---------------
    Nobody authenticates its users, and no route says that it is there.
    Only public environments may have load balancers that the Internet reaches.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: portal}
    spec:
      type: NodePort  # <-- ROU011
      selector: {app: web}
      ports: [{port: 8080}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0", ports: [{containerPort: 8080}]}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: portal}
    spec:
      selector: {app: web}
      ports: [{port: 8080}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0", ports: [{containerPort: 8080}]}]}
    ```
    """

    code = "ROU011"
    severity = Severity.WARNING
    answers = ("public-exposure",)

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find Services with a port on nodes, or a load balancer of their own outside public environments."""
        for service in context.objects.of_kind("Service"):
            kind = at(service.data, "spec", "type")
            if kind == "NodePort" or (kind == "LoadBalancer" and context.environment not in context.policy.public):
                message = f"Service {service.name} is of type {kind}, which is reached from outside the cluster"
                place = service.place("spec", "type")
                yield self.report(service, place, message, "lead a route to it, and set `type: ClusterIP`")
