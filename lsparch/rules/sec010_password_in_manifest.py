"""SEC010: a password, token or key stands in an environment variable or a ConfigMap."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.secrecy import credential_in, looks_secret
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import ContainerView, Workload, at, items, mapping

__all__ = ["PasswordInManifest"]


class PasswordInManifest(ObjectsRule):
    """A password, token or key stands in an environment variable or a ConfigMap.

    Why is this bad
    ---------------
    Whoever may read the repository, or list pods, has it; it belongs into a Secret that is filled from outside.

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
          env:
            - name: DB_PASSWORD
              value: hunter2  # <-- SEC010
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web}
    data:
      oauth-client-secret: 5b81c2d1e5  # <-- SEC010
      url: postgresql://web:hunter2@db/web  # <-- SEC010
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
          env:
            - name: DB_PASSWORD
              valueFrom: {secretKeyRef: {name: web, key: password}}
    ```
    """

    code = "SEC010"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find values whose name says that they are secret, and credentials inside texts."""
        for workload in context.workloads:
            for container in workload.containers:
                for position, variable in items(container.data, "env"):
                    name, value = str(variable.get("name")), variable.get("value")
                    if looks_secret(name, value):
                        place = workload.object.place(*container.path, "env", position, "value")
                        message = f"variable {name} of {workload.id} holds a secret in clear"
                        yield self.report(workload.object, place, message, "refer to the key of a Secret")
                    elif held := credential_in(value):
                        place = workload.object.place(*container.path, "env", position, "value")
                        message = f"variable {name} of {workload.id} holds {held} in clear"
                        yield self.report(workload.object, place, message, "refer to the key of a Secret")
                yield from self._arguments(workload, container)
        for config in context.objects.of_kind("ConfigMap"):
            for key, value in sorted(mapping(config.data, "data").items()):
                if looks_secret(str(key), value):
                    message = f"key {key} of ConfigMap {config.name} holds a secret in clear"
                    yield self.report(config, config.place("data", key), message, "move it to a Secret")
                elif held := credential_in(value):
                    message = f"key {key} of ConfigMap {config.name} holds {held} in clear"
                    yield self.report(config, config.place("data", key), message, "move it to a Secret")

    def _arguments(self, workload: Workload, container: ContainerView) -> Iterator[Finding]:
        for name in ("command", "args"):
            written = at(container.data, name)
            for position, text in enumerate(written if isinstance(written, list) else ()):
                if held := credential_in(text):
                    place = workload.object.place(*container.path, name, position)
                    message = f"an argument of container {container.name} of {workload.id} holds {held} in clear"
                    yield self.report(workload.object, place, message, "refer to a variable filled from a Secret")
