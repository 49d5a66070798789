"""NET004: a component needs multicast, and the cluster's network does not carry it, or nobody knows."""

from collections.abc import Iterator
from dataclasses import replace

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["MulticastUnavailable"]


class MulticastUnavailable(EnvironmentRule):
    """A component needs multicast, and the cluster's network does not carry it, or nobody knows.

    Why is this bad
    ---------------
    Members of the group never find each other; each believes that it is alone.

    Example
    -------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        uses:
          - {to: mesh.group, for: coherence of caches, auth: {none: inside}}  # <-- NET004
      mesh:
        image: web
        endpoints: {group: {port: 7077, protocol: multicast, group: 239.255.0.1}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```

    Use instead
    -----------
    ```yaml
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        uses:
          - {to: mesh.group, for: coherence of caches, auth: {none: inside}}
      mesh:
        image: web
        endpoints: {group: {port: 7077, protocol: multicast, group: 239.255.0.1}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: weave, multicast: true, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "NET004"
    answers = ("multicast-cni",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find connections by multicast, and compare with what the network can do; an undecided need is a note."""
        cni = context.environment.cluster.cni
        if cni is not None and cni.multicast:
            return
        cluster = f"cluster/{context.environment.cluster_id}"
        for link in context.environment.links:
            if link.endpoint.protocol == "multicast" and "planned" not in {
                link.connection.status,
                link.endpoint.status,
            }:
                undecided = "open" in {link.connection.status, link.endpoint.status}
                known = (
                    "does not carry it" if cni is not None and cni.multicast is False else "is not known to carry it"
                )
                need = "may need" if undecided else "needs"
                message = f"{link.source} {need} multicast, and the network of {cluster} {known}"
                related = [(context.environment.model.place(cluster, "cni"), "the network")]
                advice = "use another network, or a protocol without multicast"
                found = self.finding(
                    link_place(context.environment, link), message, advice, element=link.source, related=related
                )
                yield replace(found, severity=Severity.NOTE) if undecided else found
