"""REF011: a Service sends traffic to a port that its pods do not declare."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, items, mapping

__all__ = ["TargetPortMissing"]


class TargetPortMissing(ObjectsRule):
    """A Service sends traffic to a port that its pods do not declare.

    Why is this bad
    ---------------
    The Service looks healthy and every connection to it is refused.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec:
      selector: {app: tap}
      ports:
        - port: 80
          targetPort: htpp  # <-- REF011
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec:
      containers:
        - name: tap
          image: registry.example.org/tap:1.0
          ports: [{name: http, containerPort: 8080}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec:
      selector: {app: tap}
      ports:
        - port: 80
          targetPort: http
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec:
      containers:
        - name: tap
          image: registry.example.org/tap:1.0
          ports: [{name: http, containerPort: 8080}]
    ```
    """

    code = "REF011"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find target ports that no selected pod declares."""
        for service in context.objects.of_kind("Service"):
            selector = mapping(service.data, "spec", "selector")
            if not selector:
                continue
            pods = [w for w in context.workloads_in.get(service.namespace, []) if w.is_selected(selector)]
            for position, port in items(service.data, "spec", "ports"):
                wanted = port.get("targetPort", port.get("port"))
                for workload in pods:
                    if isinstance(wanted, int) and not workload.ports:  # a number need not be declared
                        continue
                    found = workload.port(wanted)
                    protocol = str(port.get("protocol", "TCP"))
                    if found is None:
                        yield self._missing(service, position, port, workload)
                    elif not any(wanted in (p.name, p.number) and p.protocol == protocol for p in workload.ports):
                        place = service.place("spec", "ports", position, "protocol")
                        message = f"Service {service.name} sends {protocol} to port {wanted} of {workload.id}"
                        message += f", which takes {found.protocol}"
                        yield self.report(service, place, message, f"write `protocol: {found.protocol}`")

    def _missing(self, service: StoredObject, position: int, port: Mapping[str, Any], workload: Workload) -> Finding:
        key = "targetPort" if "targetPort" in port else "port"
        known = ", ".join(p.shown for p in workload.ports) or "none"
        place = service.place("spec", "ports", position, key)
        wanted = port.get(key)
        message = f"Service {service.name} sends traffic to port {wanted}, which {workload.id} does not declare"
        advice = suggest(str(wanted), [p.name for p in workload.ports]) or f"it declares: {known}"
        return self.report(
            service, place, message, advice, [(workload.place("containers", key=True), f"ports: {known}")]
        )
