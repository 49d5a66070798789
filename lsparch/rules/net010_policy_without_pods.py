"""NET010: a NetworkPolicy selects no pods."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, mapping, matches

__all__ = ["PolicyWithoutPods"]


class PolicyWithoutPods(ObjectsRule):
    """A NetworkPolicy selects no pods.

    Why is this bad
    ---------------
    What it was written to protect is not protected: everything stays allowed.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tapp}}  # <-- NET010
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ```
    """

    code = "NET010"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find policies whose selector matches no pod; one for all pods of a namespace is a default."""
        if not context.whole:
            return
        for policy in context.objects.of_kind("NetworkPolicy"):
            selector = at(policy.data, "spec", "podSelector")
            workloads = context.workloads_in.get(policy.namespace, [])
            made = [*_made_on_demand(context, policy.namespace)]
            pods = [*(w.labels for w in workloads), *made]
            # Without any pod, the namespace is one of another deployment on the same cluster.
            if _SOLVER in mapping(selector, "matchLabels"):
                continue
            taken = any(w.is_selected(selector) for w in workloads) or any(matches(selector, one) for one in made)
            if selector and pods and not taken and not context.may_be_made([policy.namespace], selector):
                message = f"NetworkPolicy {policy.name} selects no pods"
                known = {f"{k}: {v}" for labels in pods for k, v in labels.items()}
                wanted = next((f"{k}: {v}" for k, v in mapping(selector, "matchLabels").items()), "")
                place = policy.place("spec", "podSelector")
                yield self.report(policy, place, message, suggest(wanted, known) or "correct the selector")


_SOLVER = "acme.cert-manager.io/http01-solver"
"""Label of pods that cert-manager makes while it waits for a certificate."""


def _made_on_demand(context: ObjectsContext, namespace: str) -> Iterator[Mapping[str, Any]]:
    """Labels of pods that somebody makes from the templates of a namespace."""
    for template in context.objects.of_kind("PodTemplate"):
        if template.namespace == namespace:
            yield mapping(template.data, "template", "metadata", "labels")
