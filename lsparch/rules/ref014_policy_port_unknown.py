"""REF014: a NetworkPolicy allows a port on which none of the selected containers listens."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items, mapping

__all__ = ["PolicyPortUnknown"]


class PolicyPortUnknown(ObjectsRule):
    """A NetworkPolicy allows a port on which none of the selected containers listens.

    Why is this bad
    ---------------
    Policies act on pods: they need the port of the container, not that of the Service.
    With the wrong one, the traffic that was meant to be allowed is dropped.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
      ingress:
        - ports:
            - port: 80  # <-- REF014
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec:
      containers: [{name: tap, image: "registry.example.org/tap:1.0", ports: [{containerPort: 8080}]}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
      ingress:
        - ports:
            - port: 8080
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec:
      containers: [{name: tap, image: "registry.example.org/tap:1.0", ports: [{containerPort: 8080}]}]
    ```
    """

    code = "REF014"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find allowed ports that no selected container declares."""
        for policy in context.objects.of_kind("NetworkPolicy"):
            selector = mapping(policy.data, "spec", "podSelector")
            pods = [w for w in context.workloads_in.get(policy.namespace, []) if w.is_selected(selector)]
            if not any(w.ports for w in pods):
                continue
            for number, rule in items(policy.data, "spec", "ingress"):
                for position, port in items(rule, "ports"):
                    wanted, end = port.get("port"), port.get("endPort")
                    if wanted is None or end is not None or any(w.port(wanted) for w in pods):
                        continue
                    known = ", ".join(sorted({p.shown for w in pods for p in w.ports}))
                    place = policy.place("spec", "ingress", number, "ports", position, "port")
                    message = (
                        f"NetworkPolicy {policy.name} allows port {wanted}, on which no selected container listens"
                    )
                    yield self.report(policy, place, message, f"containers listen on: {known}")
