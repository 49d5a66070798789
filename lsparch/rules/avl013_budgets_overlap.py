"""AVL013: a pod has two disruption budgets."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["BudgetsOverlap"]


class BudgetsOverlap(ObjectsRule):
    """A pod has two disruption budgets.

    Why is this bad
    ---------------
    Kubernetes refuses to evict the pod at all, so its node cannot be drained.

    Example
    -------
    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: all, namespace: portal}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec:
      maxUnavailable: 1
      selector:  # <-- AVL013
        matchLabels: {app: web}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec: {maxUnavailable: 1, selector: {matchLabels: {app: web}}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "AVL013"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find pods that several budgets select."""
        budgets: dict[str, list[StoredObject]] = {}
        for budget in context.objects.of_kind("PodDisruptionBudget"):
            budgets.setdefault(budget.namespace, []).append(budget)
        for namespace, found in budgets.items():
            told: set[str] = set()
            for workload in context.workloads_in.get(namespace, ()) if len(found) > 1 else ():
                mine = [b for b in found if workload.is_selected(at(b.data, "spec", "selector"))]
                for second in mine[1:]:
                    if second.name not in told:
                        told.add(second.name)
                        message = (
                            f"PodDisruptionBudget {second.name} and {mine[0].name} both select pods of {workload.id}"
                        )
                        related = [(mine[0].place("spec", "selector", key=True), "selected here already")]
                        place = second.place("spec", "selector", key=True)
                        yield self.report(second, place, message, "keep one of them", related)
