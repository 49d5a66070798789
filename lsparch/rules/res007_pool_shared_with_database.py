"""RES007: a component works beside a database of another part, on the same nodes."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PoolSharedWithDatabase"]


class PoolSharedWithDatabase(EnvironmentRule):
    """A component works beside a database of another part, on the same nodes.

    Why is this bad
    ---------------
    A heavy job takes memory and disks from the queries that everybody waits for.

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
        pool: data
        uses:
          - {to: db/db.sql, for: whole tables, auth: {service: db/account.password}}  # <-- RES007
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: db
    owner: ops
    source: S
    components:
      db: {image: web, pool: data, kind: statefulset, endpoints: {sql: {port: 3306, protocol: mysql, exported: true}}}
    secrets:
      account: {title: Account, provider: LDF, keys: {password: its password}}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, db]
    release: "2026.1"
    deployment-tool: helm
    ---
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
      data: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [data], labels: {example.org/pool: data}}
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
          - {to: db/db.sql, for: whole tables, auth: {service: db/account.password}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    service: db
    owner: ops
    source: S
    components:
      db: {image: web, pool: data, kind: statefulset, endpoints: {sql: {port: 3306, protocol: mysql, exported: true}}}
    secrets:
      account: {title: Account, provider: LDF, keys: {password: its password}}
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, db]
    release: "2026.1"
    deployment-tool: helm
    ---
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
      data: {nodes: 4, cpu: 16, memory: 64Gi, purposes: [data], labels: {example.org/pool: data}}
    ```
    """

    code = "RES007"
    severity = Severity.WARNING
    answers = ("next-to-database-priority",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find connections to databases in pods of another part on the same pool; planned ones count, too."""
        env = context.environment
        for link in env.links:
            across = link.source.partition("/")[0] != link.target.partition("/")[0]
            if not across or link.endpoint.protocol not in {"mysql", "postgresql"} or link.target not in env.states:
                continue
            pool = env.component(link.source).pool
            if pool is not None and pool == env.component(link.target).pool:
                message = f"{link.source} runs on the nodes of {link.target}, for `{pool}`"
                advice = "give it a pool of its own, or a lower priority and a waiver"
                yield self.finding(link_place(env, link), message, advice, element=link.source)
