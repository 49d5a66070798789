"""REF020: a StatefulSet has no headless Service of the name that it states."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["HeadlessServiceMissing"]


class HeadlessServiceMissing(ObjectsRule):
    """A StatefulSet has no headless Service of the name that it states.

    Why is this bad
    ---------------
    Its pods have no stable host names, so replicas that look for each other by name find nobody.

    Example
    -------
    ```yaml
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: worker, namespace: qserv}
    spec:
      serviceName: worker  # <-- REF020
      selector: {matchLabels: {app: worker}}
      template:
        metadata: {labels: {app: worker}}
        spec: {containers: [{name: worker, image: "registry.example.org/worker:1.0", ports: [{containerPort: 1094}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: worker, namespace: qserv}
    spec: {selector: {app: worker}, ports: [{port: 1094}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: worker, namespace: qserv}
    spec:
      serviceName: worker
      selector: {matchLabels: {app: worker}}
      template:
        metadata: {labels: {app: worker}}
        spec: {containers: [{name: worker, image: "registry.example.org/worker:1.0", ports: [{containerPort: 1094}]}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: worker, namespace: qserv}
    spec: {clusterIP: None, selector: {app: worker}, ports: [{port: 1094}]}
    ```
    """

    code = "REF020"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find StatefulSets whose Service is missing or not headless."""
        if not context.whole:
            return
        for stateful in context.objects.of_kind("StatefulSet"):
            name = at(stateful.data, "spec", "serviceName")
            if not name:
                continue
            place = stateful.place("spec", "serviceName")
            service = context.objects.find("Service", stateful.namespace, str(name))
            if service is None:
                known = [s.name for s in context.objects.of_kind("Service") if s.namespace == stateful.namespace]
                message = f"StatefulSet {stateful.name} names the Service {name}, which does not exist"
                yield self.report(stateful, place, message, suggest(str(name), known))
            elif at(service.data, "spec", "clusterIP") != "None":
                message = f"StatefulSet {stateful.name} names the Service {name}, which is not headless"
                related = [(service.place("spec", key=True), "this Service")]
                yield self.report(stateful, place, message, "set `clusterIP: None` in the Service", related)
