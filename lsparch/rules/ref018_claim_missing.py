"""REF018: a pod mounts a PersistentVolumeClaim that does not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["ClaimMissing"]


class ClaimMissing(ObjectsRule):
    """A pod mounts a PersistentVolumeClaim that does not exist.

    Why is this bad
    ---------------
    The pod stays pending until somebody creates the claim by hand.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers: [{name: web, image: "registry.example.org/web:1.0"}]
      volumes:
        - name: work
          persistentVolumeClaim:
            claimName: workarea2  # <-- REF018
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: workarea, namespace: portal}
    spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers: [{name: web, image: "registry.example.org/web:1.0"}]
      volumes:
        - name: work
          persistentVolumeClaim:
            claimName: workarea
    ---
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: workarea, namespace: portal}
    spec: {accessModes: [ReadWriteMany], resources: {requests: {storage: 1Gi}}}
    ```
    """

    code = "REF018"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find claims that do not exist."""
        if not context.whole:
            return
        for workload in context.workloads:
            for position, volume in items(workload.pod, "volumes"):
                name = at(volume, "persistentVolumeClaim", "claimName")
                if name is None:
                    continue
                if context.objects.find("PersistentVolumeClaim", workload.namespace, str(name)) is None:
                    claims = context.objects.of_kind("PersistentVolumeClaim")
                    known = [claim.name for claim in claims if claim.namespace == workload.namespace]
                    place = workload.place("volumes", position, "persistentVolumeClaim", "claimName")
                    message = f"{workload.id} mounts the claim {name}, which does not exist"
                    yield self.report(workload.object, place, message, suggest(str(name), known))
