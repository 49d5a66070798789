"""REF015: a container mounts a volume that its pod does not have."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["MountWithoutVolume"]


class MountWithoutVolume(ObjectsRule):
    """A container mounts a volume that its pod does not have.

    Why is this bad
    ---------------
    The API server refuses the object, so nothing of the change is rolled out.

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
          volumeMounts:
            - name: wrok  # <-- REF015
              mountPath: /work
      volumes: [{name: work, emptyDir: {}}]
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
          volumeMounts:
            - name: work
              mountPath: /work
      volumes: [{name: work, emptyDir: {}}]
    ```
    """

    code = "REF015"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find mounts without a volume of that name."""
        for workload in context.workloads:
            known = {str(v.get("name")) for _, v in items(workload.pod, "volumes")}
            known |= {
                str(at(claim, "metadata", "name"))
                for _, claim in items(workload.object.data, "spec", "volumeClaimTemplates")
            }
            for container in workload.containers:
                for position, mount in items(container.data, "volumeMounts"):
                    name = str(mount.get("name"))
                    if name not in known:
                        place = workload.object.place(*container.path, "volumeMounts", position, "name")
                        message = (
                            f"container {container.name} of {workload.id} mounts {name}, which is no volume of the pod"
                        )
                        yield self.report(workload.object, place, message, suggest(name, known))
