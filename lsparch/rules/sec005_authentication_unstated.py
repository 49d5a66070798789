"""SEC005: a connection across parts does not say how it authenticates."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["AuthenticationUnstated"]


class AuthenticationUnstated(EnvironmentRule):
    """A connection across parts does not say how it authenticates.

    Why is this bad
    ---------------
    Whether a service answers to anybody inside the cluster is not to be found out by trying.

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
          - {to: external/elk.beats, for: logs}  # <-- SEC005
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
          - {to: external/elk.beats, for: logs, auth: {none: inside the site}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "SEC005"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find live connections to other parts and externals without `auth`."""
        for link in context.environment.links:
            across = link.source.partition("/")[0] != link.target.partition("/")[0]
            if link.live and across and link.connection.auth is None:
                message = f"the connection from {link.source} to {link.endpoint_id} does not say how it authenticates"
                yield self.finding(link_place(context.environment, link), message, "add `auth`", element=link.source)
