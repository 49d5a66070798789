"""ENV027: a component needs something that is not yet decided."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.models.element import Element
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["UndecidedNeeded"]


class UndecidedNeeded(EnvironmentRule):
    """A component needs something that is not yet decided.

    Why is this bad
    ---------------
    It cannot be deployed before somebody decides; the model names who.

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
          - {to: external/search.https, for: search, auth: {none: public}}  # <-- ENV027
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      search: {title: Search, status: open, cidr: [198.51.100.0/24], endpoints: {https: {port: 443, protocol: https}}}
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
          - {to: external/elk.beats, for: search, auth: {none: inside}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "ENV027"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find required, live connections to what is open."""
        env = context.environment
        for link in env.links:
            target = env.elements[link.target].element
            is_open = isinstance(target, Element) and target.status == "open"
            if not link.live or link.connection.optional or not (is_open or link.endpoint.status == "open"):
                continue
            if env.states[link.source] is State.PLANNED:
                continue
            what = link.target if is_open else link.endpoint_id
            message = f"{link.source} needs {what}, about which nothing is decided"
            yield self.finding(
                link_place(env, link), message, "decide, bind another, or make it optional", element=link.source
            )
