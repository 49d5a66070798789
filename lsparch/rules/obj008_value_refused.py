"""OBJ008: an object fits its schema, and the API server refuses it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.semantics import semantic_faults
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["ValueRefused"]


class ValueRefused(ObjectsRule):
    """An object fits its schema, and the API server refuses it.

    Why is this bad
    ---------------
    Validators of schemas pass it, and the roll-out ends in the middle: what comes before it is applied already.

    Example
    -------
    ```yaml
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: cleanup}
    spec:
      schedule: "0 4 * *"  # <-- OBJ008
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: Always  # <-- OBJ008
              containers:
                - name: clean_up  # <-- OBJ008
                  image: registry.example.org/registry:2.8
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: batch/v1
    kind: CronJob
    metadata: {name: cleanup}
    spec:
      schedule: "0 4 * * *"
      jobTemplate:
        spec:
          template:
            spec:
              restartPolicy: OnFailure
              containers:
                - name: cleanup
                  image: registry.example.org/registry:2.8
    ```
    """

    code = "OBJ008"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Look for what validation of the API server refuses; of what is generated, GEN rules tell."""
        for stored in context.objects:
            if stored.element and not stored.written:
                continue
            for path, text in semantic_faults(stored.data):
                where = ".".join(str(step) for step in path) or "the object"
                message = f"{stored.kind} {stored.name}, {where}: {text}"
                yield self.report(stored, stored.place(*path, key=bool(path) and isinstance(path[-1], str)), message)
