"""AVL011: a PodDisruptionBudget selects no pods."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["BudgetWithoutPods"]


class BudgetWithoutPods(ObjectsRule):
    """A PodDisruptionBudget selects no pods.

    Why is this bad
    ---------------
    It protects nothing, although somebody believes that it does.

    Example
    -------
    ```yaml
    apiVersion: policy/v1
    kind: PodDisruptionBudget
    metadata: {name: web, namespace: portal}
    spec:
      maxUnavailable: 1
      selector: {matchLabels: {app: wbe}}  # <-- AVL011
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
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "AVL011"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find budgets whose selector matches no pod, and none that an operator may make."""
        if not context.whole:
            return
        for budget in context.objects.of_kind("PodDisruptionBudget"):
            selector = at(budget.data, "spec", "selector")
            known = any(w.is_selected(selector) for w in context.workloads_in.get(budget.namespace, []))
            if not known and not context.may_be_made([budget.namespace], selector):
                message = f"PodDisruptionBudget {budget.name} selects no pods"
                advice = "correct the selector or the labels of the pods"
                yield self.report(budget, budget.place("spec", "selector"), message, advice)
