"""AVL010: a PodDisruptionBudget lets no pod be moved, so a node can never be drained."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, at

__all__ = ["DrainBlocked"]


class DrainBlocked(ObjectsRule):
    """A PodDisruptionBudget lets no pod be moved, so a node can never be drained.

    Why is this bad
    ---------------
    Nobody can update a node without deleting pods by hand.

    Example
    -------
    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec:
      minAvailable: 2  # <-- AVL010
      selector: {matchLabels: {app: web}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec:
      maxUnavailable: 1
      selector: {matchLabels: {app: web}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 2
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "AVL010"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find budgets that no eviction fits into."""
        for budget in context.objects.of_kind("PodDisruptionBudget"):
            least, most = at(budget.data, "spec", "minAvailable"), at(budget.data, "spec", "maxUnavailable")
            selector = at(budget.data, "spec", "selector")
            pods = [w for w in context.workloads_in.get(budget.namespace, []) if w.is_selected(selector)]
            replicas = sum(_replicas(w) for w in pods)
            if most in (0, "0%"):
                message = f"PodDisruptionBudget {budget.name} allows no pod to be unavailable"
                yield self.report(budget, budget.place("spec", "maxUnavailable"), message, "set maxUnavailable to 1")
            elif least == "100%" or (isinstance(least, int) and pods and least >= replicas > 0):
                message = f"PodDisruptionBudget {budget.name} wants {least} of {replicas} pods at all times"
                related = [(w.object.place("spec", "replicas", key=True), f"{w.id} has {_replicas(w)}") for w in pods]
                place = budget.place("spec", "minAvailable")
                yield self.report(budget, place, message, "set `maxUnavailable: 1` instead", related)


def _replicas(workload: Workload) -> int:
    found = at(workload.object.data, "spec", "replicas")
    return found if isinstance(found, int) else 1
