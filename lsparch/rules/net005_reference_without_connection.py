"""NET005: a value holds the address of an endpoint to which the component declares no connection."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.load.names import split_member
from lsparch.load.references import iter_references
from lsparch.resolve import Environment
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ReferenceWithoutConnection"]


class ReferenceWithoutConnection(EnvironmentRule):
    """A value holds the address of an endpoint to which the component declares no connection.

    Why is this bad
    ---------------
    Arrows are policy: the component knows the address and is not allowed to reach it.

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
        env:
          LOG_HOST: {host: external/elk.beats}  # <-- NET005
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
          - {to: external/elk.beats, for: search, auth: {none: inside}}
        env:
          LOG_HOST: {host: external/elk.beats}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "NET005"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find references in variables and arguments, and in configurations that a component mounts."""
        env = context.environment
        for identifier, component in env.components(State.DEPLOYED):
            resolved = env.elements[identifier]
            known = _connected(env, identifier)
            for found in iter_references(component):
                if not _in_values(found.path) or found.path[-1] in {"public", "path-of"}:
                    continue
                if "endpoint" in found.kinds:
                    target = env.qualify(found.text, ("endpoint", "role"), resolved.part)
                    if target not in known and split_member(target)[0] not in known:
                        message = f"{identifier} holds the address of {target}, but declares no connection to it"
                        place = exact_place(resolved, *found.path)
                        yield self.finding(
                            place, message, f"add `uses: [{{to: {target}, for: …}}]`", element=identifier
                        )


def _in_values(path: tuple[str | int, ...]) -> bool:
    inner = path[2:] if path and path[0] in {"containers", "init"} else path
    return bool(inner) and inner[0] in {"env", "args", "command"}


def _connected(env: Environment, identifier: str) -> set[str]:
    """Return the endpoints and roles that a component may reach, and components of which every endpoint is its own."""
    known = {identifier}
    for other, component in env.components():
        part = env.elements[other].part
        host = env.qualify(component.realised_by, ("component",), part) if component.realised_by else ""
        if identifier in {other, host}:
            known |= {env.qualify(c.to, ("endpoint", "role"), part) for c in component.uses}
            known.add(other)
    return known | {link.endpoint_id for link in env.links if link.source == identifier}
