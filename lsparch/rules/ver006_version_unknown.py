"""VER006: a cluster runs a version of Kubernetes that is not known."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.schemas import covered_lines
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["VersionUnknown"]


class VersionUnknown(ModelRule):
    """A cluster runs a version of Kubernetes that is not known.

    Why is this bad
    ---------------
    No schema describes it, so nothing that is generated for the cluster can be validated.

    Example
    -------
    ```yaml
    cluster: main
    versions:
      kubernetes: "9.36"  # <-- VER006
    diverges:
      kubernetes: {because: mistyped, permanent: true}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```

    Use instead
    -----------
    ```yaml
    cluster: main
    versions:
      kubernetes: "1.36"
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "VER006"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find versions without a schema."""
        lines = covered_lines()
        for name, cluster in context.model.clusters.items():
            written = cluster.versions.kubernetes
            if written is not None and ".".join(written.split(".")[:2]) not in lines:
                place = context.model.place(f"cluster/{name}", "versions", "kubernetes")
                message = f"cluster/{name} runs Kubernetes {written}, for which there are no schemas"
                advice = f"schemas are there from {lines[0]} to {lines[-1]}"
                yield self.finding(place, message, advice, element=f"cluster/{name}")
