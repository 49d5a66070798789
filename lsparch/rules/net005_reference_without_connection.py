"""NET005: a value, or a mounted file, holds the address of an endpoint without a connection to it."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.load.names import split_member
from lsparch.load.references import iter_references
from lsparch.models.component import Component, Mount
from lsparch.resolve import Environment
from lsparch.resolve.address import Addresses, UnknownAddressError
from lsparch.resolve.elements import Resolved
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
        mounts:
          /etc/web: {config: settings}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    configs:
      settings:
        title: Settings
        files:
          web.yaml:
            format: yaml
            content:
              search: {from: {url: external/elk.beats}}  # <-- NET005
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
            known = _connected(env, identifier)
            own = env.elements[identifier]
            held = [(own, f) for f in iter_references(component) if _in_values(f.path)]
            for config in _mounted(env, identifier, component):
                held += [(config, f) for f in iter_references(config.element) if f.path[-1] in _ADDRESSES]
            for resolved, found in held:
                if "endpoint" not in found.kinds or found.path[-1] in {"public", "path-of"}:
                    continue
                target = env.qualify(found.text, ("endpoint", "role"), resolved.part)
                meant = {target, split_member(target)[0], _bound(env, found.text, resolved.part)}
                if known.isdisjoint(meant):
                    where = "" if resolved is own else f"mounts {resolved.id}, which "
                    message = f"{identifier} {where}holds the address of {target}, but declares no connection to it"
                    place = exact_place(resolved, *found.path)
                    yield self.finding(place, message, f"add `uses: [{{to: {target}, for: …}}]`", element=identifier)


_ADDRESSES = frozenset({"url", "host", "address"})
"""References that lead somewhere; files that several components share state ports of all of them."""


def _mounted(env: Environment, identifier: str, component: Component) -> Iterator[Resolved]:
    """Iterate over the configurations that a component's containers mount, each once."""
    part = env.elements[identifier].part
    containers = (component, *component.containers.values(), *component.init.values())
    mounts = [mount for container in containers for mount in container.mounts.values()]
    texts = {mount.config for mount in mounts if isinstance(mount, Mount) and mount.config is not None}
    for found in sorted({env.qualify(text, ("config",), part) for text in texts}):
        if found in env.elements:
            yield env.elements[found]


def _bound(env: Environment, text: str, part: str) -> str:
    """Return the endpoint that a reference means here; nothing where a role is bound to none."""
    try:
        return Addresses(env).bound(text, part)[0]
    except UnknownAddressError:
        return ""


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
