"""OBJ003: the name of an object is one that the API server refuses."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.identity import generated_name_fault, name_fault, name_rule
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping

__all__ = ["NameInvalid"]


class NameInvalid(ObjectsRule):
    """The name of an object is one that the API server refuses.

    Why is this bad
    ---------------
    Names are DNS labels: at most 63 lower-case letters, digits and hyphens for a Service, 52 for a CronJob.
    A name that is put together from others is easily too long.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: 2nd-service  # <-- OBJ003
    spec: {type: ExternalName, externalName: db.example.org}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Service
    metadata:
      name: second-service
    spec: {type: ExternalName, externalName: db.example.org}
    ```
    """

    code = "OBJ003"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find names that do not fit their kind."""
        for stored in context.objects:
            rule, field = name_rule(stored.kind), "name" if stored.is_named else "generateName"
            beginning = mapping(stored.data, "metadata").get("generateName")
            fault = name_fault(stored.name, rule) if stored.is_named else generated_name_fault(str(beginning), rule)
            if fault:
                message = f"name of {stored.kind}: {fault}"
                yield self.report(stored, stored.place("metadata", field), message, "shorten or change the name")
