"""OBJ006: an object does not fit the schema of its kind."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.validate import Coverage, coverage, validate_object
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["SchemaViolated"]


class SchemaViolated(ObjectsRule):
    """An object does not fit the schema of its kind.

    Why is this bad
    ---------------
    The API server drops a field that it does not know, so a misspelt limit is none at all; the rest it refuses.

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
          readynessProbe:  # <-- OBJ006
            tcpSocket: {port: 8080}
          ports:
            - containerPort: "8080"  # <-- OBJ006
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
          readinessProbe:
            tcpSocket: {port: 8080}
          ports:
            - containerPort: 8080
    ```
    """

    code = "OBJ006"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Validate every object strictly, as far as there is a schema for it."""
        for stored in context.objects:
            if coverage(stored.data, context.version) is not Coverage.COVERED:
                continue
            for violation in validate_object(stored.data, context.version):
                where = ".".join(str(step) for step in violation.path) or "the object"
                message = f"{stored.kind} {stored.name}, {where}: {violation.message}"
                yield self.report(stored, stored.place(*violation.path, key=_is_key(violation.path)), message)


def _is_key(path: tuple[str | int, ...]) -> bool:
    return bool(path) and isinstance(path[-1], str)
