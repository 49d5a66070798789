"""REF019: a HorizontalPodAutoscaler scales a workload that does not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["ScaleTargetMissing"]


class ScaleTargetMissing(ObjectsRule):
    """A HorizontalPodAutoscaler scales a workload that does not exist.

    Why is this bad
    ---------------
    Nothing is scaled, and nobody is told until load comes.

    Example
    -------
    ```yaml
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: portal}
    spec:
      maxReplicas: 4
      scaleTargetRef:
        apiVersion: apps/v1
        kind: Deployment
        name: webb  # <-- REF019
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: autoscaling/v2
    kind: HorizontalPodAutoscaler
    metadata: {name: web, namespace: portal}
    spec:
      maxReplicas: 4
      scaleTargetRef: {apiVersion: apps/v1, kind: Deployment, name: web}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "REF019"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find targets that do not exist."""
        if not context.whole:
            return
        for scaler in context.objects.of_kind("HorizontalPodAutoscaler"):
            kind = str(at(scaler.data, "spec", "scaleTargetRef", "kind"))
            name = str(at(scaler.data, "spec", "scaleTargetRef", "name"))
            if context.objects.find(kind, scaler.namespace, name) is None:
                known = [o.name for o in context.objects.of_kind(kind) if o.namespace == scaler.namespace]
                place = scaler.place("spec", "scaleTargetRef", "name")
                message = f"HorizontalPodAutoscaler {scaler.name} scales {kind} {name}, which does not exist"
                yield self.report(scaler, place, message, suggest(name, known))
