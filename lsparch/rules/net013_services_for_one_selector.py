"""NET013: two Services select the same pods on the same port."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items, mapping

__all__ = ["ServicesForOneSelector"]


class ServicesForOneSelector(ObjectsRule):
    """Two Services select the same pods on the same port.

    Why is this bad
    ---------------
    One of them was copied and its selector forgotten: requests for one component reach the other.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec: {selector: {app: tap}, ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: api}
    spec:
      selector:  # <-- NET013
        app: tap
      ports: [{port: 80}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec: {selector: {app: tap}, ports: [{port: 80}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: web, namespace: api}
    spec:
      selector:
        app: web
      ports: [{port: 80}]
    ```
    """

    code = "NET013"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find Services with one selector and port; one that is headless, or open to the outside, has its purpose."""
        first: dict[tuple[str, ...], StoredObject] = {}
        for service in context.objects.of_kind("Service"):
            selector, spec = mapping(service.data, "spec", "selector"), mapping(service.data, "spec")
            if not selector or spec.get("clusterIP") == "None" or spec.get("type", "ClusterIP") != "ClusterIP":
                continue
            chosen = ",".join(f"{key}={value}" for key, value in sorted(selector.items(), key=str))
            for _, port in items(spec, "ports"):
                target = str(port.get("targetPort", port.get("port")))
                before = first.setdefault((service.namespace, chosen, target), service)
                if before is not service:
                    message = f"Service {service.name} selects the same pods as Service {before.name}"
                    place = service.place("spec", "selector", key=True)
                    related = [(before.place("spec", "selector", key=True), "selected here already")]
                    yield self.report(service, place, message, "correct the selector, or remove one of them", related)
                    break
