"""NET017: a namespace has no policy that denies by default, as the others have."""

from collections.abc import Iterator, Mapping

from lsparch.diagnostics import Finding, Severity
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.isolation import Isolation
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at

__all__ = ["DefaultMissing"]


class DefaultMissing(ObjectsRule):
    """A namespace has no policy that denies by default, as the others have.

    Why is this bad
    ---------------
    In the others, what no policy allows is denied. Here, each pod and direction of which no policy speaks is open.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: default-deny, namespace: api}
    spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: default-deny, namespace: qserv}
    spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata:
      name: portal  # <-- NET017
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: default-deny, namespace: api}
    spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: default-deny, namespace: qserv}
    spec: {podSelector: {}, policyTypes: [Ingress, Egress]}
    ---
    apiVersion: v1
    kind: Namespace
    metadata: {name: portal}
    ```
    """

    code = "NET017"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find namespaces with pods and without default, where at least two others have one."""
        isolation = Isolation(context)
        safe = {
            namespace
            for namespace, policies in isolation.policies.items()
            if all(any(_for_all(p) and isolation.isolates(p, egress=e) for p in policies) for e in (True, False))
        }
        for namespace, members in context.workloads_in.items() if context.whole and len(safe) > 1 else ():
            made = context.objects.find("Namespace", "", namespace)
            if namespace in safe or made is None or made.element:  # others choose what their namespaces deny
                continue
            message = f"namespace {namespace} does not deny by default, as {', '.join(sorted(safe))} do"
            advice = "add a NetworkPolicy for all pods, with both types and without rules"
            related = [(members[0].object.place(), "pods are made here")]
            yield self.report(made, made.place("metadata", "name"), message, advice, related)


def _for_all(policy: StoredObject) -> bool:
    selector = at(policy.data, "spec", "podSelector")
    return isinstance(selector, Mapping) and not selector
