"""VER003: a cluster declares a difference from the version table that does not exist."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.validate import suggest
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["DifferenceWithoutEffect"]


class DifferenceWithoutEffect(ModelRule):
    """A cluster declares a difference from the version table that does not exist.

    Why is this bad
    ---------------
    A stale exception hides the next real difference.

    Example
    -------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36"}
    diverges:
      kubernetes:  # <-- VER003
        because: was 1.35 once
        permanent: true
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```

    Use instead
    -----------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "VER003"
    answers = ("version-table",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find declared differences of unknown entries, and of versions that agree."""
        model = context.model
        for name, cluster in model.clusters.items():
            for key in cluster.diverges:
                row, found = model.platform.versions.get(key), getattr(cluster.versions, key.replace("-", "_"), None)
                place = model.place(f"cluster/{name}", "diverges", key, key=True)
                if row is None:
                    message = f"cluster/{name} declares a difference of {key}, which the version table does not have"
                    advice = suggest(key, model.platform.versions)
                    yield self.finding(place, message, advice, element=f"cluster/{name}")
                elif found is None or found in {row.chosen, row.reference if row.chosen is None else None}:
                    shown = "says no version" if found is None else f"runs {found}, as chosen"
                    message = f"cluster/{name} declares a difference of {key}, but {shown}"
                    yield self.finding(place, message, "remove it", element=f"cluster/{name}")
