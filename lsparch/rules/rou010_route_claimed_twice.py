"""ROU010: two Ingresses or HTTPRoutes claim the same host and path."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Place
from lsparch.k8s.store import StoredObject
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["RouteClaimedTwice"]


class RouteClaimedTwice(ObjectsRule):
    """Two Ingresses or HTTPRoutes claim the same host and path.

    Why is this bad
    ---------------
    Which of them gets the request depends on the controller, or on which is older.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: api, namespace: api}
    spec:
      rules:
        - host: api.example.org
          http: {paths: [{path: /tap, pathType: Prefix, backend: {service: {name: tap, port: {number: 80}}}}]}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: old, namespace: api}
    spec:
      rules:
        - host: api.example.org  # <-- ROU010
          http: {paths: [{path: /tap, pathType: Prefix, backend: {service: {name: tap, port: {number: 80}}}}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec: {ports: [{port: 80}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: api, namespace: api}
    spec:
      rules:
        - host: api.example.org
          http: {paths: [{path: /tap, pathType: Prefix, backend: {service: {name: tap, port: {number: 80}}}}]}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: tap, namespace: api}
    spec: {ports: [{port: 80}]}
    ```
    """

    code = "ROU010"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find claims that two objects, or two rules of one, make."""
        first: dict[tuple[str, str], tuple[StoredObject, Place]] = {}
        for stored in context.objects.of_kind("Ingress", "HTTPRoute"):
            for host, path, place in _claims(stored):
                other, before = first.setdefault((host, path), (stored, place))
                if before is not place:
                    claim = f"{host or 'every host'}{path}"
                    both = f"{_named(other, stored)} and {_named(stored, other)} both claim {claim}"
                    message = f"{stored.kind} {stored.name} claims {claim} twice" if other is stored else both
                    advice = "decide which of them has it, and give the other another path"
                    yield self.report(stored, place, message, advice, [(before, "claimed here, too")])


def _named(stored: StoredObject, other: StoredObject) -> str:
    """Return kind and name of an object, with its namespace where that of the other is not the same."""
    return f"{stored.kind} {stored.name}" + (f" in {stored.namespace}" if stored.namespace != other.namespace else "")


def _claims(stored: StoredObject) -> Iterator[tuple[str, str, Place]]:
    if stored.kind == "Ingress":
        for number, rule in items(stored.data, "spec", "rules"):
            for _, path in items(rule, "http", "paths"):
                place = stored.place("spec", "rules", number, "host")
                yield str(rule.get("host", "")), str(path.get("path", "/")), place
        return
    for number, rule in items(stored.data, "spec", "rules"):
        for _, match in items(rule, "matches"):
            if set(match) == {"path"}:
                for host in at(stored.data, "spec", "hostnames") or [""]:
                    place = stored.place("spec", "rules", number, "matches")
                    yield str(host), str(at(match, "path", "value") or "/"), place
