"""ROU012: a route is attached to no listener."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items, mapping, matches, texts

__all__ = ["RouteNotAttached"]


class RouteNotAttached(ObjectsRule):
    """A route is attached to no listener.

    Why is this bad
    ---------------
    The route is accepted and never serves a request; only its status tells.

    Example
    -------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: balancer, namespace: api}
    spec:
      gatewayClassName: envoy
      listeners:
        - {name: http, port: 80, protocol: HTTP, hostname: api.example.org}
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: tap, namespace: api}
    spec:
      parentRefs:
        - name: balance  # <-- ROU012
        - name: balancer
          sectionName: https  # <-- ROU012
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: web, namespace: api}
    spec:
      parentRefs: [{name: balancer}]
      hostnames:
        - www.example.org  # <-- ROU012
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: Gateway
    metadata: {name: balancer, namespace: api}
    spec:
      gatewayClassName: envoy
      listeners:
        - {name: http, port: 80, protocol: HTTP, hostname: api.example.org}
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: tap, namespace: api}
    spec:
      parentRefs:
        - name: balancer
          sectionName: http
      hostnames: [api.example.org]
    ```
    """

    code = "ROU012"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare each parent of a route with the Gateways of the deployment."""
        near = {gateway.namespace for gateway in context.objects.of_kind("Gateway")}
        for route in context.objects.of_kind("HTTPRoute", "GRPCRoute") if context.whole else ():
            for position, parent in items(route.data, "spec", "parentRefs"):
                home, name = str(parent.get("namespace", route.namespace)), str(parent.get("name"))
                if str(parent.get("kind", "Gateway")) != "Gateway" or home not in near:
                    continue
                path = ("spec", "parentRefs", position)
                gateway = context.objects.find("Gateway", home, name)
                if gateway is None:
                    known = [g.name for g in context.objects.of_kind("Gateway") if g.namespace == home]
                    message = f"{route.kind} {route.name} names Gateway {name}, which does not exist"
                    yield self.report(route, route.place(*path, "name"), message, suggest(name, known))
                else:
                    yield from self._listener(context, route, gateway, parent, path)

    def _listener(
        self,
        context: ObjectsContext,
        route: StoredObject,
        gateway: StoredObject,
        parent: Mapping[str, Any],
        path: tuple[str | int, ...],
    ) -> Iterator[Finding]:
        listeners = [listener for _, listener in items(gateway.data, "spec", "listeners")]
        section = parent.get("sectionName")
        chosen = [one for one in listeners if section in (None, one.get("name"))]
        who, related = f"{route.kind} {route.name}", [(gateway.place("spec", "listeners", key=True), "its listeners")]
        if not chosen:
            known = [str(one.get("name")) for one in listeners]
            message = f"{who} names listener {section} of Gateway {gateway.name}, which has none of that name"
            yield self.report(route, route.place(*path, "sectionName"), message, suggest(str(section), known), related)
            return
        open_ones = [one for one in chosen if _lets_in(context, one, gateway.namespace, route.namespace)]
        if not open_ones:
            message = f"{who} is in namespace {route.namespace}, from which Gateway {gateway.name} lets in no routes"
            yield self.report(route, route.place(*path, "name"), message, "allow it in allowedRoutes", related)
            return
        hosts = [str(one.get("hostname") or "") for one in open_ones]
        for position, host in enumerate(texts(route.data, "spec", "hostnames")):
            if not any(_meet(host, listened) for listened in hosts):
                message = f"{who} is for host {host}, which no listener of Gateway {gateway.name} serves"
                place = route.place("spec", "hostnames", position)
                yield self.report(route, place, message, f"served: {', '.join(sorted(set(hosts)))}", related)


def _lets_in(context: ObjectsContext, listener: Mapping[str, Any], home: str, namespace: str) -> bool:
    allowed = mapping(listener, "allowedRoutes", "namespaces")
    match str(allowed.get("from", "Same")):
        case "All":
            return True
        case "Selector":
            made = context.objects.find("Namespace", "", namespace)
            labels = mapping(made.data if made else None, "metadata", "labels")
            return matches(at(allowed, "selector"), {"kubernetes.io/metadata.name": namespace, **labels})
        case _:
            return home == namespace


def _meet(host: str, listened: str) -> bool:
    if not listened or host == listened:
        return True
    pairs = ((listened, host), (host, listened))
    return any(wild.startswith("*.") and one.endswith(wild[1:]) for wild, one in pairs)
