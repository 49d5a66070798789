"""NET016: pods may reach others and may not ask for their addresses."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.isolation import Isolation
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items

__all__ = ["NamesNotResolved"]


class NamesNotResolved(ObjectsRule):
    """Pods may reach others and may not ask for their addresses.

    Why is this bad
    ---------------
    Without port 53 no name of a Service is resolved, so nothing that the policies allow is ever reached.

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
        - to: [{podSelector: {matchLabels: {app: tap}}}]
          ports: [{port: 8080}]
    ---
    apiVersion: v1
    kind: Pod
    metadata:  # <-- NET016
      name: web
      namespace: api
      labels: {app: web}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
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
        - to: [{podSelector: {matchLabels: {app: tap}}}]
          ports: [{port: 8080}]
        - ports: [{port: 53, protocol: UDP}, {port: 53, protocol: TCP}]
    ---
    apiVersion: v1
    kind: Pod
    metadata:
      name: web
      namespace: api
      labels: {app: web}
    spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "NET016"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find pods with a way to other pods and none to port 53."""
        isolation = Isolation(context)
        for workload in context.workloads_written if context.whole else ():
            own = isolation.of_pods(workload)
            if not any(isolation.isolates(policy, egress=True) for policy in own):
                continue
            rules = [rule for policy in own for _, rule in items(policy.data, "spec", "egress")]
            pods = any("podSelector" in peer for rule in rules for _, peer in items(rule, "to"))
            if pods and not any(_resolves(rule) for rule in rules):
                message = f"policies let pods of {workload.id} reach others, and not port 53, where names are resolved"
                place = workload.object.place("metadata", key=True)
                related = [(policy.place("spec", key=True), "a policy of these pods") for policy in own]
                yield self.report(workload.object, place, message, "allow port 53, UDP and TCP", related)


_DNS = 53


def _resolves(rule: Mapping[str, Any]) -> bool:
    ports = [port for _, port in items(rule, "ports")]
    return not ports or any(_is_dns(port.get("port"), port.get("endPort")) for port in ports)


def _is_dns(first: Any, last: Any) -> bool:
    if isinstance(first, int):
        return first <= _DNS <= (last if isinstance(last, int) else first)
    return first is None or str(first).startswith("dns")
