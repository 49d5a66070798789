"""VER001: a cluster runs a version below the oldest that works."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["VersionTooOld"]


class VersionTooOld(ModelRule):
    """A cluster runs a version below the oldest that works.

    Why is this bad
    ---------------
    The version table says what the platform needs; below it, something is known to fail.

    Example
    -------
    ```yaml
    cluster: main
    versions:
      kubernetes: "1.29"  # <-- VER001
    diverges:
      kubernetes: {because: not yet updated, permanent: true}
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

    code = "VER001"
    answers = ("version-table",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Compare the versions of each cluster with the minimum."""
        model = context.model
        for name, cluster in model.clusters.items():
            for key in ("kubernetes", "kubectl", "helm"):
                row, found = model.platform.versions.get(key), getattr(cluster.versions, key)
                if row is None or row.minimum is None or found is None:
                    continue
                if _numbers(found) < _numbers(row.minimum):
                    place = model.place(f"cluster/{name}", "versions", key)
                    message = f"cluster/{name} runs {key} {found}, below the minimum {row.minimum}"
                    related = [(model.place(model.platform.platform, "versions", key, "minimum"), "minimum")]
                    yield self.finding(place, message, "update it", element=f"cluster/{name}", related=related)


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(number) for number in version.split("."))
