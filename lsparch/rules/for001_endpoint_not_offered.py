"""FOR001: manifests of others do not offer an endpoint that the model declares."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.vendored import Vendored, vendored_parts
from lsparch.models.component import Component
from lsparch.resolve.elements import Resolved
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule
from lsparch.rules.workloads import items

__all__ = ["EndpointNotOffered"]


class EndpointNotOffered(EnvironmentRule):
    """Manifests of others do not offer an endpoint that the model declares.

    Why is this bad
    ---------------
    Addresses and network policies are made from what the model declares; whoever connects there reaches nothing.

    Example
    -------
    ```yaml
    profile: usual
    kind: integration
    include: [portal, logging, registry, speed]
    release: "2026.1"
    deployment-tool: helm
    ---
    service: speed
    owner: ops
    source: S
    components:
      cache:
        foreign: {manifests: cache, namespace: caches, labels: {app: cache}}
        endpoints:
          redis: {port: 6380, protocol: redis}  # <-- FOR001
        logs: collector
        logs-because: pods of others
    --- # file: model/files/cache/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: caches}
    --- # file: model/files/cache/service.yaml
    apiVersion: v1
    kind: Service
    metadata: {name: cache}
    spec: {selector: {app: cache}, ports: [{port: 6379}]}
    --- # file: model/files/cache/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: cache}
    spec:
      selector: {matchLabels: {app: cache}}
      template:
        metadata: {labels: {app: cache}}
        spec: {containers: [{name: cache, image: "registry.example.org/cache:7.2"}]}
    ```

    Use instead
    -----------
    ```yaml
    profile: usual
    kind: integration
    include: [portal, logging, registry, speed]
    release: "2026.1"
    deployment-tool: helm
    ---
    service: speed
    owner: ops
    source: S
    components:
      cache:
        foreign: {manifests: cache, namespace: caches, labels: {app: cache}}
        endpoints:
          redis: {port: 6379, protocol: redis}
        logs: collector
        logs-because: pods of others
    --- # file: model/files/cache/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: caches}
    --- # file: model/files/cache/service.yaml
    apiVersion: v1
    kind: Service
    metadata: {name: cache}
    spec: {selector: {app: cache}, ports: [{port: 6379}]}
    --- # file: model/files/cache/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: cache}
    spec:
      selector: {matchLabels: {app: cache}}
      template:
        metadata: {labels: {app: cache}}
        spec: {containers: [{name: cache, image: "registry.example.org/cache:7.2"}]}
    ```
    """

    code = "FOR001"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare the endpoints of foreign parts with the Services of their manifests."""
        env = context.environment
        for part in vendored_parts(env):
            component = env.component(part.id)
            if component.endpoints and part.objects and not part.findings:
                yield from self._check(part, component, env.elements[part.id])

    def _check(self, part: Vendored, component: Component, resolved: Resolved) -> Iterator[Finding]:
        name, namespace = part.foreign.service or part.id.rpartition("/")[2], part.foreign.namespace
        services = [found for found in part.objects if found.kind == "Service" and found.namespace == namespace]
        service = next((found for found in services if found.name == name), None)
        if service is None:
            if part.is_complete:
                message = f"no Service of {part.id} is called {name} in namespace {namespace}"
                known = ", ".join(found.name for found in services)
                advice = f"state `service`; it has: {known}" if known else "add the Service to its manifests"
                place = resolved.place("foreign", "service" if part.foreign.service else "manifests")
                related = [((services or list(part.objects))[0].place(), "in its manifests")]
                yield self.finding(place, message, advice, element=part.id, related=related)
            return
        offered = _ports(service)
        for key, endpoint in component.endpoints.items():
            if endpoint.port is not None and endpoint.port not in offered:
                message = f"Service {name} of {part.id} has no port {endpoint.port}"
                advice = f"it has: {', '.join(map(str, offered)) or 'none'}"
                related = [(service.place("spec", "ports"), "its ports")]
                place = resolved.place("endpoints", key, "port")
                yield self.finding(place, message, advice, element=f"{part.id}.{key}", related=related)


def _ports(service: StoredObject) -> list[object]:
    return [port.get("port") for _, port in items(service.data, "spec", "ports")]
