"""DAT001: a part that reads data of its own environment alone reads from elsewhere."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ForeignDataSource"]


class ForeignDataSource(EnvironmentRule):
    """A part that reads data of its own environment alone reads from elsewhere.

    Why is this bad
    ---------------
    The Portal of an instance talks to the data source of that instance; only in commissioning there may be more.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    data-sources: [external/archive.tap]  # <-- DAT001
    ---
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
          - {to: external/archive.tap, for: older data, auth: {user: token}, optional: true, degrades: no old data}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      archive:
        title: Archive
        kind: data-service
        host: archive.example.org
        cidr: [198.51.100.0/24]
        endpoints: {tap: {port: 443, protocol: https}}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    kind: commissioning
    cluster: main
    domain: main.example.org
    data-sources: [external/archive.tap]
    ---
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
          - {to: external/archive.tap, for: older data, auth: {user: token}, optional: true, degrades: no old data}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      archive:
        title: Archive
        kind: data-service
        host: archive.example.org
        cidr: [198.51.100.0/24]
        endpoints: {tap: {port: 443, protocol: https}}
    ```
    """

    code = "DAT001"
    answers = ("portal-local-data",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find data sources where none may be, and connections to those that are not listed."""
        env = context.environment
        allowed = env.kind in context.policy.commissioning_only
        sources = {env.qualify(text, ("endpoint",), ""): s for text, s in env.effective.lists["data_sources"].items()}
        for target, statement in sources.items() if not allowed else ():
            message = f"environment {env.id} is {env.kind}, and gives its Portal the data source {target}"
            yield self.finding(statement.place, message, "remove it", element=f"environment/{env.id}")
        for link in env.links:
            part = link.source.partition("/")[0]
            if part not in context.policy.local_data or not link.live or not link.target.startswith("external/"):
                continue
            if env.external(link.target).kind in {"database", "data-service"} and link.endpoint_id not in sources:
                message = f"{link.source} reads from {link.endpoint_id}, outside its environment"
                yield self.finding(link_place(env, link), message, "read through the Web APIs", element=link.source)
