"""ROU013: a policy of a gateway is attached to nothing, or asks nobody."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["GatewayPolicyDetached"]


class GatewayPolicyDetached(ObjectsRule):
    """A policy of a gateway is attached to nothing, or asks nobody.

    Why is this bad
    ---------------
    Who attaches authentication to a route that does not exist serves the true route to everybody, without a word.

    Example
    -------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: tap, namespace: api}
    spec:
      rules: [{backendRefs: [{name: tap, port: 80}]}]
    ---
    apiVersion: gateway.envoyproxy.io/v1alpha1
    kind: SecurityPolicy
    metadata: {name: tap, namespace: api}
    spec:
      targetRefs:
        - group: gateway.networking.k8s.io
          kind: HTTPRoute
          name: tapp  # <-- ROU013
      extAuth:
        http:
          backendRefs:
            - name: autorizer  # <-- ROU013
              port: 80
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: authorizer, namespace: api}
    spec: {ports: [{port: 80}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: tap, namespace: api}
    spec:
      rules: [{backendRefs: [{name: tap, port: 80}]}]
    ---
    apiVersion: gateway.envoyproxy.io/v1alpha1
    kind: SecurityPolicy
    metadata: {name: tap, namespace: api}
    spec:
      targetRefs:
        - group: gateway.networking.k8s.io
          kind: HTTPRoute
          name: tap
      extAuth:
        http:
          backendRefs:
            - name: authorizer
              port: 80
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: authorizer, namespace: api}
    spec: {ports: [{port: 80}]}
    ```
    """

    code = "ROU013"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find targets and Services that do not exist; a namespace without Services is another deployment's."""
        for policy in context.objects.of_kind(*_POLICIES) if context.whole else ():
            for path, target in _targets(policy):
                kind, name = str(target.get("kind")), str(target.get("name"))
                if kind in _TARGETS and context.objects.find(kind, policy.namespace, name) is None:
                    known = [
                        found.name for found in context.objects.of_kind(kind) if found.namespace == policy.namespace
                    ]
                    message = f"{policy.kind.lower()} {policy.name} is attached to {kind} {name}, which does not exist"
                    yield self.report(policy, policy.place(*path, "name"), message, suggest(name, known))
            for path, backend in _backends(policy):
                home, name = str(backend.get("namespace", policy.namespace)), str(backend.get("name"))
                known = [found.name for found in context.objects.of_kind("Service") if found.namespace == home]
                service = context.objects.find("Service", home, name)
                if known and service is None:
                    message = f"{policy.kind.lower()} {policy.name} asks Service {name}, which does not exist in {home}"
                    yield self.report(policy, policy.place(*path, "name"), message, suggest(name, known))
                elif service is not None and backend.get("port") not in _ports(service):
                    message = f"{policy.kind.lower()} {policy.name} asks port {backend.get('port')} of Service {name}"
                    advice = f"it offers: {', '.join(map(str, _ports(service)))}"
                    yield self.report(
                        policy, policy.place(*path, "port"), message + ", which does not offer it", advice
                    )


_POLICIES = ("BackendTLSPolicy", "BackendTrafficPolicy", "ClientTrafficPolicy", "SecurityPolicy")
_TARGETS = frozenset({"GRPCRoute", "Gateway", "HTTPRoute", "Service"})

Part = tuple[tuple[str | int, ...], Mapping[str, Any]]


def _targets(policy: StoredObject) -> Iterator[Part]:
    for position, target in items(policy.data, "spec", "targetRefs"):
        yield ("spec", "targetRefs", position), target
    single = at(policy.data, "spec", "targetRef")
    if isinstance(single, Mapping):
        yield ("spec", "targetRef"), single


def _backends(policy: StoredObject) -> Iterator[Part]:
    for protocol in ("http", "grpc"):
        path = ("spec", "extAuth", protocol, "backendRefs")
        for position, backend in items(policy.data, *path):
            if str(backend.get("kind", "Service")) == "Service":
                yield (*path, position), backend


def _ports(service: StoredObject) -> list[Any]:
    return [port.get("port") for _, port in items(service.data, "spec", "ports")]
