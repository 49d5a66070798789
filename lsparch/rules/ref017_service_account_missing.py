"""REF017: a pod runs under a ServiceAccount that does not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule

__all__ = ["ServiceAccountMissing"]


class ServiceAccountMissing(ObjectsRule):
    """A pod runs under a ServiceAccount that does not exist.

    Why is this bad
    ---------------
    The controller cannot create the pods, which shows only in its events.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: hub, namespace: notebook}
    spec:
      serviceAccountName: hubb  # <-- REF017
      containers: [{name: hub, image: "registry.example.org/hub:1.0"}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: hub, namespace: notebook}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: hub, namespace: notebook}
    spec:
      serviceAccountName: hub
      containers: [{name: hub, image: "registry.example.org/hub:1.0"}]
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: hub, namespace: notebook}
    ```
    """

    code = "REF017"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find accounts that do not exist; every namespace has the account `default`."""
        if not context.whole:
            return
        for workload in context.workloads:
            for key in ("serviceAccountName", "serviceAccount"):
                name = workload.pod.get(key)
                if not isinstance(name, str) or name in {"", "default"}:
                    continue
                if context.objects.find("ServiceAccount", workload.namespace, str(name)) is None:
                    known = [a.name for a in context.objects.of_kind("ServiceAccount")]
                    message = f"{workload.id} runs under ServiceAccount {name}, which does not exist"
                    yield self.report(workload.object, workload.place(key), message, suggest(str(name), known))
