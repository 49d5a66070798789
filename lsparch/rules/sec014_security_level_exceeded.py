"""SEC014: a pod exceeds the Pod Security level of its namespace."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.pod_security import security_faults
from lsparch.rules.context import ObjectsContext
from lsparch.rules.rule import ObjectsRule
from lsparch.rules.workloads import mapping

__all__ = ["SecurityLevelExceeded"]


class SecurityLevelExceeded(ObjectsRule):
    """A pod exceeds the Pod Security level of its namespace.

    Why is this bad
    ---------------
    The API server accepts the workload, perhaps with a warning, and refuses each of its pods.

    Example
    -------
    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: portal, labels: {pod-security.kubernetes.io/enforce: baseline}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      hostNetwork: true  # <-- SEC014
      containers:
        - name: web
          image: registry.example.org/web:1.0
          securityContext:
            privileged: true  # <-- SEC014
    ```

    Use instead
    -----------
    ```yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: portal, labels: {pod-security.kubernetes.io/enforce: baseline}}
    ---
    apiVersion: v1
    kind: Pod
    metadata: {name: web, namespace: portal}
    spec:
      containers:
        - name: web
          image: registry.example.org/web:1.0
    ```
    """

    code = "SEC014"

    def check(self, context: ObjectsContext) -> Iterator[Finding]:
        """Compare pods with the level that their namespace enforces."""
        levels = {
            found.name: (str(level), found)
            for found in context.objects.of_kind("Namespace")
            if (level := mapping(found.data, "metadata", "labels").get(_ENFORCE)) in ("baseline", "restricted")
        }
        for workload in context.workloads:
            if workload.namespace not in levels:
                continue
            level, namespace = levels[workload.namespace]
            for path, text in security_faults(workload.pod, restricted=level == "restricted"):
                message = f"{workload.id}, {'.'.join(map(str, path))}: {text}, which {level} does not allow"
                related = [(namespace.place("metadata", "labels", _ENFORCE), f"namespace {namespace.name} is {level}")]
                place = workload.place(*path, key=isinstance(path[-1], str))
                yield self.report(
                    workload.object, place, message, "do without, or run it in another namespace", related
                )


_ENFORCE = "pod-security.kubernetes.io/enforce"
