"""VER004: the kubectl of a cluster is more than one minor version away from its Kubernetes."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.k8s.version import KubernetesVersion
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["KubectlSkewed"]


class KubectlSkewed(ModelRule):
    """The kubectl of a cluster is more than one minor version away from its Kubernetes.

    Why is this bad
    ---------------
    Kubernetes supports kubectl within one minor version; beyond it, fields are lost silently.

    Example
    -------
    ```yaml
    cluster: main
    versions:
      kubernetes: "1.36"
      kubectl: "1.33"  # <-- VER004
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```

    Use instead
    -----------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36", kubectl: "1.35"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "VER004"
    severity = Severity.WARNING
    answers = ("version-table",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Compare client and server."""
        for name, cluster in context.model.clusters.items():
            server, client = cluster.versions.kubernetes, cluster.versions.kubectl
            if server is None or client is None or "." not in server or "." not in client:
                continue
            distance = abs(KubernetesVersion.parse(server).minor - KubernetesVersion.parse(client).minor)
            if distance > 1:
                place = context.model.place(f"cluster/{name}", "versions", "kubectl")
                message = f"cluster/{name}: kubectl {client} is {distance} minor versions away from Kubernetes {server}"
                yield self.finding(place, message, f"use kubectl {server}", element=f"cluster/{name}")
