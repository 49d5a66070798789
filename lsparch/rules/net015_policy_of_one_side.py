"""NET015: one side of a connection is allowed and the other is not."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.isolation import Flow, Isolation
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, mapping

__all__ = ["PolicyOfOneSide"]


class PolicyOfOneSide(ObjectsRule):
    """One side of a connection is allowed and the other is not.

    Why is this bad
    ---------------
    Both the pods that call and the pods that are called must be allowed to; what one side alone allows does not work.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: api}
    spec:
      podSelector: {matchLabels: {app: web}}
      policyTypes: [Egress]
      egress:
        - to:
            - podSelector:  # <-- NET015
                matchLabels: {app: tap}
          ports: [{port: 8080}]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
      policyTypes: [Ingress]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: api, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0", ports: [{containerPort: 8080}]}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: web, namespace: api}
    spec:
      podSelector: {matchLabels: {app: web}}
      policyTypes: [Egress]
      egress:
        - to:
            - podSelector:
                matchLabels: {app: tap}
          ports: [{port: 8080}]
    ---
    apiVersion: networking.k8s.io/v1
    kind: NetworkPolicy
    metadata: {name: tap, namespace: api}
    spec:
      podSelector: {matchLabels: {app: tap}}
      policyTypes: [Ingress]
      ingress:
        - from: [{podSelector: {matchLabels: {app: web}}}]
          ports: [{port: 8080}]
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: api, labels: {app: web}}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: tap, namespace: api, labels: {app: tap}}
    spec: {containers: [{name: tap, image: "registry.example.org/tap:1.0", ports: [{containerPort: 8080}]}]}
    ```
    """

    code = "NET015"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find peers, named by their labels, whose own policies do not know of the connection."""
        isolation = Isolation(context)
        for policy in context.objects.of_kind("NetworkPolicy") if context.whole else ():
            selector = mapping(policy.data, "spec", "podSelector")
            near = context.workloads_in.get(policy.namespace, ())
            own = [w for w in near if selector and w.is_selected(selector)]
            for flow in isolation.flows(policy) if own else ():
                homes = isolation.homes(flow.peer, policy.namespace)
                if homes and mapping(flow.peer, "podSelector"):
                    yield from self._unmet(isolation, flow, own, isolation.pods(flow.peer, homes))

    def _unmet(
        self, isolation: Isolation, flow: Flow, own: list[Workload], others: list[Workload]
    ) -> Iterator[Finding]:
        for other in others:
            for port in flow.ports or (None,):
                if any(isolation.admits(other, mine, port, egress=not flow.egress) for mine in own):
                    continue
                number = "" if port is None else f" on port {port.get('port')}"
                verb, side = ("reach", "let them in") if flow.egress else ("be reached by", "let them out")
                message = f"pods of NetworkPolicy {flow.policy.name} may {verb} {other.id}{number}, "
                message += f"whose own policies do not {side}"
                place = flow.policy.place(*flow.path, "podSelector", key=True)
                related = [(p.place("spec", key=True), f"policy of {other.id}") for p in isolation.of_pods(other)[:3]]
                yield self.report(flow.policy, place, message, "allow it on both sides, or on none", related)
                break
