"""NET011: pods that no NetworkPolicy selects, beside others that some do."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping

__all__ = ["PodWithoutPolicy"]


class PodWithoutPolicy(ObjectsRule):
    """Pods that no NetworkPolicy selects, beside others that some do.

    Why is this bad
    ---------------
    Whoever reaches the cluster's network reaches these pods, on every port.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0"}]}
    ---
    apiVersion: v1  # <-- NET011
    kind: Pod
    metadata: {name: web, namespace: api, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: api, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: default, namespace: api}
    spec:
      podSelector: {}
    ```
    """

    code = "NET011"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find unprotected pods, where the deployment has policies at all."""
        policies = list(context.objects.of_kind("NetworkPolicy"))
        for workload in context.workloads if policies else ():
            if workload.pod.get("hostNetwork") is True:
                continue
            if not any(
                policy.namespace == workload.namespace
                and workload.is_selected(mapping(policy.data, "spec", "podSelector"))
                for policy in policies
            ):
                message = f"no NetworkPolicy selects the pods of {workload.id}"
                advice = "add one, or a default for all pods of the namespace"
                yield self.report(workload.object, workload.object.place(), message, advice)
