"""REF026: an object is in a namespace that does not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["NamespaceMissing"]


class NamespaceMissing(ObjectsRule):
    """An object is in a namespace that does not exist.

    Why is this bad
    ---------------
    The API server refuses the object, and what refers to it waits.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: portal}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
      namespace: portals  # <-- REF026
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: portal}
    ---
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: web
      namespace: portal
    ```
    """

    code = "REF026"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find namespaces that are nearly those which the deployment makes; others may be made by somebody else."""
        known = {found.name for found in context.objects.of_kind("Namespace")}
        for stored in context.objects if context.whole and known else ():
            name = stored.namespace
            if name and name not in known and not stored.element and (advice := suggest(name, known)):
                message = f"{stored.kind} {stored.name} is in namespace {name}, which does not exist"
                yield self.report(stored, stored.place("metadata", "namespace"), message, advice)
