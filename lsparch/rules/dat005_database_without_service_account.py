"""DAT005: a component connects to a database without an account of its own."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["DatabaseWithoutServiceAccount"]


class DatabaseWithoutServiceAccount(EnvironmentRule):
    """A component connects to a database without an account of its own.

    Why is this bad
    ---------------
    Services authenticate to databases by accounts of theirs, so that each can be limited and locked.

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
          - {to: external/db.sql, for: metadata, auth: {none: inside the site}}  # <-- DAT005
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      db: {title: Database, kind: database, cidr: [198.51.100.0/24], endpoints: {sql: {port: 3306, protocol: mysql}}}
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
          - {to: external/db.sql, for: metadata, auth: {service: db.password}}
    secrets:
      db: {title: Account of the Portal, provider: LDF, keys: {password: its password}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      db: {title: Database, kind: database, cidr: [198.51.100.0/24], endpoints: {sql: {port: 3306, protocol: mysql}}}
    ```
    """

    code = "DAT005"
    answers = ("consolidated-db-auth",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find live connections to databases outside that name no secret."""
        env = context.environment
        for link in env.links:
            if not link.live or not link.target.startswith("external/") or env.external(link.target).kind != "database":
                continue
            if link.connection.auth is None or link.connection.auth.service is None:
                message = f"{link.source} connects to {link.endpoint_id} without an account of its own"
                yield self.finding(link_place(env, link), message, "set `auth: {service: …}`", element=link.source)
