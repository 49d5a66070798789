"""AVL012: pods of a Deployment wait for a volume that another node holds."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import Workload, at, items, texts

__all__ = ["VolumeOfOneNodeShared"]


class VolumeOfOneNodeShared(ObjectsRule):
    """Pods of a Deployment wait for a volume that another node holds.

    Why is this bad
    ---------------
    A claim with ReadWriteOnce is mounted on one node at a time. A second replica, or the new pod of a rolling
    update, waits on any other node until the first is gone, which it is not.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: portal}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 1
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "registry.example.org/web:1.0"}]
          volumes:
            - name: data
              persistentVolumeClaim:
                claimName: data  # <-- AVL012
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: PersistentVolumeClaim
    metadata: {name: data, namespace: portal}
    spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
    ---
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: web, namespace: portal}
    spec:
      replicas: 1
      strategy: {type: Recreate}
      selector: {matchLabels: {app: web}}
      template:
        metadata: {labels: {app: web}}
        spec:
          containers: [{name: web, image: "registry.example.org/web:1.0"}]
          volumes:
            - name: data
              persistentVolumeClaim:
                claimName: data
    ```
    """

    code = "AVL012"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find claims of one node in Deployments that have several pods, for long or during an update."""
        for workload in context.workloads_written:  # GEN015 looks at the model
            if workload.object.kind != "Deployment":
                continue
            why, advice = _several(workload)
            for position, volume in items(workload.pod, "volumes") if why else ():
                name = str(at(volume, "persistentVolumeClaim", "claimName"))
                claim = context.objects.find("PersistentVolumeClaim", workload.namespace, name)
                if claim is not None and set(texts(claim.data, "spec", "accessModes")) <= _ONE_NODE:
                    message = f"{workload.id} {why}, and claim {name} can be mounted on one node at a time"
                    place = workload.place("volumes", position, "persistentVolumeClaim", "claimName")
                    related = [(claim.place("spec", "accessModes", key=True), "the claim")]
                    yield self.report(workload.object, place, message, advice, related)


_ONE_NODE = frozenset({"ReadWriteOnce", "ReadWriteOncePod"})


def _several(workload: Workload) -> tuple[str, str]:
    """Say why a Deployment has several pods, and what to do; nothing if it has one at a time."""
    spec = workload.object.data
    replicas, surge = at(spec, "spec", "replicas"), at(spec, "spec", "strategy", "rollingUpdate", "maxSurge")
    if isinstance(replicas, int) and replicas > 1:
        return f"has {replicas} replicas", "use a StatefulSet with a claim for each, or a class with ReadWriteMany"
    if replicas == 0 or at(spec, "spec", "strategy", "type") == "Recreate" or surge in (0, "0%"):
        return "", ""
    return "starts a new pod before the old one ends", "set `strategy: {type: Recreate}`"
