"""REF010: a health probe names a port that its container does not declare."""

from collections.abc import Iterator
from dataclasses import replace

from lsparch.diagnostics import Finding, Severity
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import ContainerView, Workload, at

__all__ = ["ProbePortUndeclared"]


class ProbePortUndeclared(ObjectsRule):
    """A health probe names a port that its container does not declare.

    Why is this bad
    ---------------
    The kubelet asks the wrong port, so a healthy container is restarted, or never receives traffic.
    Renaming a port, or changing its number in one of two places, is the usual cause.
    A number that is not declared beside others is a warning, because the container may listen there nevertheless;
    where no port is declared, a number is as good as any.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          ports: [{name: http, containerPort: 8080}]
          readinessProbe:
            httpGet:
              path: /health
              port: htpp  # <-- REF010
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
          ports: [{name: http, containerPort: 8080}]
          readinessProbe:
            httpGet:
              path: /health
              port: http
    ```
    """

    code = "REF010"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find probes whose port the container does not declare."""
        for workload in context.workloads:
            for container in workload.containers:
                yield from self._container(workload, container)

    def _container(self, workload: Workload, container: ContainerView) -> Iterator[Finding]:
        known = [p.name for p in container.ports if p.name] + [p.number for p in container.ports]
        for probe in ("livenessProbe", "readinessProbe", "startupProbe"):
            for how in ("httpGet", "tcpSocket", "grpc"):
                port = at(container.data, probe, how, "port")
                is_number = str(port).isdigit()
                if port is None or port in known or (is_number and (not known or int(port) in known)):
                    continue
                names = ", ".join(p.shown for p in container.ports) or "none"
                place = workload.object.place(*container.path, probe, how, "port")
                related = [(workload.object.place(*container.path, "ports", key=True), f"declares: {names}")]
                message = (
                    f"{probe} of {workload.id}, container {container.name}, asks port {port}, which is not declared"
                )
                advice = suggest(str(port), [p.name for p in container.ports]) or f"declared ports: {names}"
                found = self.report(workload.object, place, message, advice, related)
                yield replace(found, severity=Severity.WARNING) if is_number else found
