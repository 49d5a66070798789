"""OBJ002: two objects have the same kind, namespace and name."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["ObjectTwice"]


class ObjectTwice(ObjectsRule):
    """Two objects have the same kind, namespace and name.

    Why is this bad
    ---------------
    Whichever is applied last wins, so what runs depends on the order of files.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data: {mode: test}
    ---
    apiVersion: v1  # <-- OBJ002
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data: {mode: production}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: ConfigMap
    metadata: {name: web, namespace: portal}
    data: {mode: production}
    ```
    """

    code = "OBJ002"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find objects that stand twice."""
        for stored in context.objects.duplicates:
            first = context.objects.get(stored.key)
            related = [] if first is None else [(first.origin, "written here first")]
            message = f"{stored.kind} {stored.name} is written twice"
            yield self.report(stored, stored.origin, message, "remove one, or rename it", related)
