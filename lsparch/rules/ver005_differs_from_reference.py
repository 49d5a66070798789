"""VER005: a cluster runs another version than the reference site."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["DiffersFromReference"]


class DiffersFromReference(ModelRule):
    """A cluster runs another version than the reference site.

    Why is this bad
    ---------------
    What is known to work there was not tried here; the table keeps the difference in sight.

    Example
    -------
    ```yaml
    platform: small
    format: 1
    defaults:
      container:
        resources: {cpu: 0.1, memory: 128Mi, memory-limit: 512Mi}
      component: {replicas: 1, logs: collector, logs-because: small}
    logging:
      shipper: {title: Shipper, image: filebeat}
      aggregator:
        image: logstash
        replicas: 2
        endpoints:
          beats: {port: 5044, protocol: beats, exported: true}
        uses:
          - {to: external/elk.beats, for: logs, auth: {none: inside the site}}
        logs: none
        logs-because: it would ship its own
      shared: logging/logstash
      collector: logging/collector
      sink: external/elk.beats
    registry: {component: registry/registry, capacity: 500G, approved: [dockerhub]}
    versions:
      runtime: {reference: docker 17.03, site: IN2P3}
    ---
    cluster: main
    versions:
      kubernetes: "1.36"
      runtime: containerd 2.0  # <-- VER005
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
      runtime: containerd 2.0
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "VER005"
    severity = Severity.NOTE
    answers = ("version-table",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Compare runtime and network of each cluster with the reference, where no version was chosen."""
        model = context.model
        for name, cluster in model.clusters.items():
            for key in ("kubernetes", "kubectl", "helm", "runtime", "cni"):
                row, found = model.platform.versions.get(key), getattr(cluster.versions, key)
                if row is None or row.chosen is not None or row.reference is None or key in cluster.diverges:
                    continue
                if found is not None and row.reference.lower() not in found.lower():
                    message = f"cluster/{name} runs {key} {found}, and {row.site or 'the reference'} {row.reference}"
                    place = model.place(f"cluster/{name}", "versions", key)
                    related = [(model.place(model.platform.platform, "versions", key, "reference"), "reference")]
                    yield self.finding(place, message, element=f"cluster/{name}", related=related)
