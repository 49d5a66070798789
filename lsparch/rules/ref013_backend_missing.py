"""REF013: an Ingress or HTTPRoute leads to a Service or port that does not exist."""

from collections.abc import Iterator
from typing import Any

from lsparch.diagnostics import Finding
from lsparch.k8s.store import StoredObject
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["BackendMissing"]


class BackendMissing(ObjectsRule):
    """An Ingress or HTTPRoute leads to a Service or port that does not exist.

    Why is this bad
    ---------------
    Users get an error page, although everything behind it runs.

    Example
    -------
    ```yaml
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: api, namespace: api}
    spec:
      rules:
        - host: api.example.org
          http:
            paths:
              - path: /api
                pathType: Prefix
                backend:
                  service:
                    name: webserve  # <-- REF013
                    port: {number: 5000}
    ---
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: api, namespace: api}
    spec:
      rules:
        - backendRefs:
            - name: webserv
              port: 8080  # <-- REF013
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: webserv, namespace: api}
    spec:
      ports: [{name: http, port: 5000}]
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: gateway.networking.k8s.io/v1
    kind: HTTPRoute
    metadata: {name: api, namespace: api}
    spec:
      rules:
        - backendRefs:
            - name: webserv
              port: 5000
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: webserv, namespace: api}
    spec:
      ports: [{name: http, port: 5000}]
    ```
    """

    code = "REF013"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find backends that do not exist."""
        if not context.whole:
            return
        for ingress in context.objects.of_kind("Ingress"):
            for path, backend in _ingress_backends(ingress):
                port = at(backend, "service", "port", "number") or at(backend, "service", "port", "name")
                yield from self._backend(
                    context, ingress, ingress.namespace, at(backend, "service", "name"), port,
                    name_path=(*path, "service", "name"), port_path=(*path, "service", "port"),
                )  # fmt: skip
        for route in context.objects.of_kind("HTTPRoute"):
            for number, rule in items(route.data, "spec", "rules"):
                for position, backend in items(rule, "backendRefs"):
                    if backend.get("kind", "Service") == "Service":
                        path = ("spec", "rules", number, "backendRefs", position)
                        yield from self._backend(
                            context, route, str(backend.get("namespace", route.namespace)), backend.get("name"),
                            backend.get("port"), name_path=(*path, "name"), port_path=(*path, "port"),
                        )  # fmt: skip

    def _backend(
        self, context: ObjectsContext, source: StoredObject, namespace: str, name: Any, port: Any, *,
        name_path: tuple[str | int, ...], port_path: tuple[str | int, ...],
    ) -> Iterator[Finding]:  # fmt: skip
        if name is None:
            return
        service = context.objects.find("Service", namespace, str(name))
        where = f"{source.kind} {source.name}"
        if service is None:
            known = [s.name for s in context.objects.of_kind("Service") if s.namespace == namespace]
            message = f"{where} leads to Service {name}, which does not exist in namespace {namespace or 'default'}"
            yield self.report(source, source.place(*name_path), message, suggest(str(name), known))
            return
        ports = [(p.get("name"), p.get("port")) for _, p in items(service.data, "spec", "ports")]
        if port is not None and not any(port in pair for pair in ports):
            shown = ", ".join(str(number) for _, number in ports) or "none"
            message = f"{where} leads to port {port} of Service {name}, which does not offer it"
            related = [(service.place("spec", "ports", key=True), f"it offers: {shown}")]
            yield self.report(source, source.place(*port_path), message, f"it offers: {shown}", related)


def _ingress_backends(ingress: StoredObject) -> Iterator[tuple[tuple[str | int, ...], Any]]:
    default = at(ingress.data, "spec", "defaultBackend")
    if default is not None:
        yield ("spec", "defaultBackend"), default
    for number, rule in items(ingress.data, "spec", "rules"):
        for position, path in items(rule, "http", "paths"):
            yield ("spec", "rules", number, "http", "paths", position, "backend"), path.get("backend")
