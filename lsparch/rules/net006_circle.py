"""NET006: components need each other in a circle."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.reach import required_paths
from lsparch.rules.rule import EnvironmentRule

__all__ = ["Circle"]


class Circle(EnvironmentRule):
    """Components need each other in a circle.

    Why is this bad
    ---------------
    None of them can start first, and when one stops, all stop.

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
          - {to: back.http, for: data, auth: {user: token}}  # <-- NET006
      back:
        image: web
        endpoints: {http: {port: 8080, health: /back}}
        uses:
          - {to: web.http, for: pages, auth: {user: token}}
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
          - {to: back.http, for: data, auth: {user: token}}
      back:
        image: web
        endpoints: {http: {port: 8080, health: /back}}
        uses:
          - {to: web.http, for: pages, auth: {user: token}, optional: true, degrades: no pages}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "NET006"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find components that need themselves through others; each circle is reported once."""
        env = context.environment
        reach = {identifier: required_paths(env, identifier) for identifier in sorted(env.states)}
        seen: set[str] = set()
        for identifier in sorted(reach, key=lambda i: (i not in {r.target for r in env.routes}, i)):
            chain = reach[identifier].get(identifier)
            if chain is None or identifier in seen or len(chain) <= 2:  # noqa: PLR2004 - peers of one kind
                continue
            seen.update(chain)
            seen.update(other for other in reach[identifier] if identifier in reach.get(other, {}))
            link = next(link for link in env.links_from(identifier) if link.target == chain[1])
            message = f"{' → '.join(chain)} is a circle of required connections"
            yield self.finding(link_place(env, link), message, "make one of them optional", element=identifier)
