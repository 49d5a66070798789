"""REF012: a Service selects no pods."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping

__all__ = ["ServiceWithoutPods"]


class ServiceWithoutPods(ObjectsRule):
    """A Service selects no pods.

    Why is this bad
    ---------------
    Its name resolves, and every connection to it fails: a label was changed in one place only.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec:
      selector: {app: tapp}  # <-- REF012
      ports: [{port: 80}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec:
      containers: [{name: tap, image: "registry.example.org/tap:1.0", ports: [{containerPort: 80}]}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec:
      selector: {app: tap}
      ports: [{port: 80}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec:
      containers: [{name: tap, image: "registry.example.org/tap:1.0", ports: [{containerPort: 80}]}]
    ```
    """

    code = "REF012"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find Services whose selector matches no pod of their namespace, and none that an operator may make there."""
        if not context.whole:
            return
        for service in context.objects.of_kind("Service"):
            selector = mapping(service.data, "spec", "selector")
            pods = context.workloads_in.get(service.namespace, [])
            if not selector or any(w.is_selected(selector) for w in pods):
                continue
            if context.may_be_made([service.namespace], selector):
                continue
            shown = ", ".join(f"{key}={value}" for key, value in sorted(selector.items()))
            known = {f"{key}={value}" for w in pods for key, value in w.labels.items()}
            close = [
                suggest(f"{key}={value}", known)
                for key, value in sorted(selector.items())
                if f"{key}={value}" not in known
            ]
            advice = next((text for text in close if text), "correct the selector or the labels of the pods")
            place = service.place("spec", "selector")
            yield self.report(service, place, f"Service {service.name} selects {shown}, which no pod has", advice)
