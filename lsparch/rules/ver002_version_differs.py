"""VER002: a cluster runs another version than the design chose, and does not declare it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["VersionDiffers"]


class VersionDiffers(ModelRule):
    """A cluster runs another version than the design chose, and does not declare it.

    Why is this bad
    ---------------
    What was tested with the chosen version was not tested with this one.

    Example
    -------
    ```yaml
    cluster: main
    versions:
      kubernetes: "1.35"  # <-- VER002
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```

    Use instead
    -----------
    ```yaml
    cluster: main
    versions:
      kubernetes: "1.35"
    diverges:
      kubernetes: {because: updated in spring, owner: ops, until: "2027-05-01"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "VER002"
    answers = ("version-table",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Compare the versions of each cluster with the chosen ones."""
        model = context.model
        for name, cluster in model.clusters.items():
            for key in ("kubernetes", "kubectl", "helm"):
                row, found = model.platform.versions.get(key), getattr(cluster.versions, key)
                if row is None or row.chosen is None or found is None or key in cluster.diverges:
                    continue
                if found != row.chosen and not found.startswith(f"{row.chosen}."):
                    place = model.place(f"cluster/{name}", "versions", key)
                    message = f"cluster/{name} runs {key} {found}, but {row.chosen} was chosen"
                    advice = f"declare it under `diverges: {{{key}: …}}`, with reason and end"
                    related = [(model.place(model.platform.platform, "versions", key, "chosen"), "chosen here")]
                    yield self.finding(place, message, advice, element=f"cluster/{name}", related=related)
