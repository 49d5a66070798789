"""OBJ001: a container sets one environment variable twice."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import items

__all__ = ["EnvironmentVariableTwice"]


class EnvironmentVariableTwice(ObjectsRule):
    """A container sets one environment variable twice.

    Why is this bad
    ---------------
    The last one wins, and nobody reading the first one knows it.

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
            - {name: MODE, value: test}
            - name: MODE  # <-- OBJ001
              value: production
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
            - {name: MODE, value: production}
    ```
    """

    code = "OBJ001"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find variables that are set again."""
        for workload in context.workloads:
            for container in workload.containers:
                first: dict[str, int] = {}
                for position, variable in items(container.data, "env"):
                    name = str(variable.get("name"))
                    path = (*container.path, "env")
                    if first.setdefault(name, position) != position:
                        place = workload.object.place(*path, position, "name")
                        before = workload.object.place(*path, first[name], "name")
                        message = f"container {container.name} of {workload.id} sets {name} twice"
                        yield self.report(workload.object, place, message, "keep one", [(before, "set here first")])
