"""NET003: a role is bound to an endpoint that speaks another protocol."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.component import Endpoint
from lsparch.resolve import Environment
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import link_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ProtocolDiffers"]


class ProtocolDiffers(EnvironmentRule):
    """A role is bound to an endpoint that speaks another protocol.

    Why is this bad
    ---------------
    The client cannot talk to it, whatever the addresses say.

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
          - {to: role/search, for: search, auth: {none: inside}}  # <-- NET003
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    roles:
      search: {title: Search, protocol: https, default: external/elk.beats}
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
          - {to: role/search, for: search, auth: {none: inside}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    roles:
      search: {title: Search, protocol: beats, default: external/elk.beats}
    ```
    """

    code = "NET003"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare what a role, or the endpoint that is replaced, speaks with what is bound."""
        env = context.environment
        for link in env.links:
            wanted = _wanted(env, link.role)
            if wanted is not None and wanted != link.endpoint.protocol:
                spoken = link.endpoint.protocol
                message = f"{link.role} speaks {wanted}, but is bound to {link.endpoint_id}, which speaks {spoken}"
                yield self.finding(
                    link_place(env, link), message, "bind an endpoint of the same protocol", element=link.source
                )


def _wanted(env: Environment, subject: str) -> str | None:
    if subject.startswith("role/"):
        return env.model.roles[subject.removeprefix("role/")].protocol
    declared = env.model.declared.get(subject)
    return declared.element.protocol if declared is not None and isinstance(declared.element, Endpoint) else None
