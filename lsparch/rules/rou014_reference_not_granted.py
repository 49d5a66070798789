"""ROU014: nothing allows a reference into another namespace."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items

__all__ = ["ReferenceNotGranted"]


class ReferenceNotGranted(ObjectsRule):
    """Nothing allows a reference into another namespace.

    Why is this bad
    ---------------
    A gateway refuses to send requests to a Service of another namespace, or to take its Secret, unless a ReferenceGrant
    there says so.

    Example
    -------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: login, namespace: api}
    spec:
      rules:
        - backendRefs:
            - name: oauth2
              namespace: identity  # <-- ROU014
              port: 80
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: oauth2, namespace: identity}
    spec: {ports: [{port: 80}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: login, namespace: api}
    spec:
      rules:
        - backendRefs:
            - name: oauth2
              namespace: identity
              port: 80
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: oauth2, namespace: identity}
    spec: {ports: [{port: 80}]}
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: ReferenceGrant
    metadata: {name: api, namespace: identity}
    spec:
      from: [{group: gateway.networking.k8s.io, kind: HTTPRoute, namespace: api}]
      to: [{group: "", kind: Service, name: oauth2}]
    ```
    """

    code = "ROU014"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find references to Services and Secrets of other namespaces of the deployment that no grant covers."""
        homes = {stored.namespace for stored in context.objects.of_kind("Service", "Secret", "ReferenceGrant")}
        grants: dict[str, list[StoredObject]] = {}
        for grant in context.objects.of_kind("ReferenceGrant"):
            grants.setdefault(grant.namespace, []).append(grant)
        for stored in context.objects.of_kind("GRPCRoute", "Gateway", "HTTPRoute", "SecurityPolicy"):
            for path, kind, reference in _references(stored) if context.whole else ():
                home = str(reference.get("namespace") or stored.namespace)
                if home == stored.namespace or home not in homes:
                    continue
                if not any(_covers(grant, stored, kind, str(reference.get("name"))) for grant in grants.get(home, ())):
                    message = f"the {stored.kind} {stored.name} refers to {kind} {reference.get('name')} of {home}, "
                    place = stored.place(*path, "namespace")
                    yield self.report(
                        stored, place, f"{message}and no ReferenceGrant allows it", "add a ReferenceGrant there"
                    )


def _references(stored: StoredObject) -> Iterator[tuple[tuple[str | int, ...], str, Mapping[str, Any]]]:
    """Iterate over references of a gateway's objects: path, kind of the target, the reference itself."""
    for number, rule in items(stored.data, "spec", "rules"):
        for position, backend in items(rule, "backendRefs"):
            yield ("spec", "rules", number, "backendRefs", position), str(backend.get("kind", "Service")), backend
    for number, listener in items(stored.data, "spec", "listeners"):
        for position, found in items(listener, "tls", "certificateRefs"):
            path = ("spec", "listeners", number, "tls", "certificateRefs", position)
            yield path, str(found.get("kind", "Secret")), found
    for protocol in ("http", "grpc"):
        base = ("spec", "extAuth", protocol, "backendRefs")
        for position, backend in items(stored.data, *base):
            yield (*base, position), str(backend.get("kind", "Service")), backend


def _covers(grant: StoredObject, stored: StoredObject, kind: str, name: str) -> bool:
    group = str(stored.data.get("apiVersion")).rpartition("/")[0]
    source = (group, stored.kind, stored.namespace)
    froms = [(f.get("group"), f.get("kind"), f.get("namespace")) for _, f in items(grant.data, "spec", "from")]
    return source in froms and any(
        one.get("kind") == kind and one.get("name") in (None, name) for _, one in items(grant.data, "spec", "to")
    )
