"""REF022: a workload's selector does not match the labels of its own pods."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, mapping, matches

__all__ = ["SelectorDiffersFromTemplate"]


class SelectorDiffersFromTemplate(ObjectsRule):
    """A workload's selector does not match the labels of its own pods.

    Why is this bad
    ---------------
    The API server refuses the object; by an older API, the controller makes pods for ever.

    Example
    -------
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector:
        matchLabels:
          app: website  # <-- REF022
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web}
    spec:
      selector:
        matchLabels:
          app: web
      template:
        metadata: {labels: {app: web}}
        spec: {containers: [{name: web, image: "registry.example.org/web:1.0"}]}
    ```
    """

    code = "REF022"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find selectors that miss their own template."""
        for workload in context.workloads:
            selector = at(workload.object.data, "spec", "selector")
            if workload.object.kind in {"Pod", "Job", "CronJob"} or not selector or matches(selector, workload.labels):
                continue
            wanted = mapping(selector, "matchLabels")
            wrong = next((key for key, value in wanted.items() if workload.labels.get(key) != value), "")
            place = workload.object.place("spec", "selector", "matchLabels", wrong, key=True)
            shown = ", ".join(f"{key}={value}" for key, value in sorted(workload.labels.items())) or "none"
            message = f"the selector of {workload.id} does not match the labels of its pods"
            related = [(workload.object.place(*workload.template, "metadata", "labels"), f"labels: {shown}")]
            yield self.report(workload.object, place, message, f"labels of the pods: {shown}", related)
