"""AVL014: pods are placed by labels that no pod has."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items

__all__ = ["PlacedByAbsentPods"]


class PlacedByAbsentPods(ObjectsRule):
    """Pods are placed by labels that no pod has.

    Why is this bad
    ---------------
    A rule that wants other pods beside it keeps the pod waiting; one that spreads pods counts none, and spreads
    nothing.

    Example
    -------
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "registry.example.org/web:1.0"}]
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: kubernetes.io/hostname
              whenUnsatisfiable: ScheduleAnyway
              labelSelector:  # <-- AVL014
                matchLabels: {app: wed}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "registry.example.org/web:1.0"}]
          topologySpreadConstraints:
            - maxSkew: 1
              topologyKey: kubernetes.io/hostname
              whenUnsatisfiable: ScheduleAnyway
              labelSelector:
                matchLabels: {app: web}
    ```
    """

    code = "AVL014"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find constraints that do not count the pods which they spread, and wanted neighbours that do not exist."""
        advice = "name labels of the pods"
        for workload in context.workloads:
            for position, spread in items(workload.pod, "topologySpreadConstraints"):
                if "labelSelector" in spread and not workload.is_selected(spread["labelSelector"]):
                    message = f"{workload.id} is spread by labels that its pods do not have"
                    place = workload.place("topologySpreadConstraints", position, "labelSelector", key=True)
                    yield self.report(workload.object, place, message, advice)
            path = ("affinity", "podAffinity", "requiredDuringSchedulingIgnoredDuringExecution")
            for position, term in items(workload.pod, *path) if context.whole else ():
                if "namespaces" in term or "namespaceSelector" in term:
                    continue
                near, wanted = context.workloads_in.get(workload.namespace, []), term.get("labelSelector")
                known = any(other.is_selected(wanted) for other in near)
                if not known and not context.may_be_made([workload.namespace], wanted):
                    message = f"{workload.id} must be beside pods that do not exist"
                    place = workload.place(*path, position, "labelSelector", key=True)
                    yield self.report(workload.object, place, message, advice)
