"""SEC011: a container has the privileges of its node, or shares the node's network, processes or files."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import at, items

__all__ = ["PrivilegedContainer"]


class PrivilegedContainer(ObjectsRule):
    """A container has the privileges of its node, or shares the node's network, processes or files.

    Why is this bad
    ---------------
    Who breaks into it owns the node, with everything that runs there.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Pod
    metadata: {name: web}
    spec:
      hostNetwork: true  # <-- SEC011
      containers:
        - name: web
          image: registry.example.org/web:1.0
          securityContext:
            privileged: true  # <-- SEC011
      volumes:
        - name: docker
          hostPath:  # <-- SEC011
            path: /var/run/docker.sock
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
          securityContext:
            allowPrivilegeEscalation: false
    ```
    """

    code = "SEC011"
    severity = Severity.WARNING

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Find pods that leave the isolation of their node. SEC004 and NET008 look at reasons in the model."""
        advice = "do without, or declare a waiver with the reason"
        for workload in context.workloads_written:
            for key in ("hostNetwork", "hostPID", "hostIPC"):
                if workload.pod.get(key) is True:
                    message = f"pods of {workload.id} have {key}"
                    yield self.report(workload.object, workload.place(key, key=True), message, advice)
            for container in workload.containers:
                if at(container.data, "securityContext", "privileged") is True:
                    message = f"container {container.name} of {workload.id} is privileged"
                    place = workload.object.place(*container.path, "securityContext", "privileged")
                    yield self.report(workload.object, place, message, advice)
            for position, volume in items(workload.pod, "volumes"):
                if "hostPath" in volume:
                    message = f"pods of {workload.id} mount {at(volume, 'hostPath', 'path')} of the node"
                    place = workload.place("volumes", position, "hostPath", key=True)
                    yield self.report(workload.object, place, message, advice)
