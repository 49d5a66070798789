"""ROU015: a route asks for a capability that looks like another with a typing error."""

from collections.abc import Iterator, Mapping
from itertools import takewhile
from typing import Any

from lsparch.diagnostics import Finding, Severity
from lsparch.load import Model
from lsparch.load.validate import meant
from lsparch.models.part import ConfigSet
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["CapabilityMisspelt"]


class CapabilityMisspelt(ModelRule):
    """A route asks for a capability that looks like another with a typing error.

    Why is this bad
    ---------------
    Nobody holds the capability, so everybody is turned away. Compared are capabilities that only one route names with
    those that several name, and with the keys of configuration, such as the groups that hold each.

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
          http: {port: 8080, health: /portal/health, paths: [/portal, /one, /two], exported: true}
    routes:
      - {path: /portal, to: web.http, auth: oauth2, capability: "exec:portal"}
      - {path: /one, to: web.http, auth: oauth2, capability: "exec:portal"}
      - {path: /two, to: web.http, auth: oauth2, capability: "exce:portal"}  # <-- ROU015
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
          http: {port: 8080, health: /portal/health, paths: [/portal, /one, /two], exported: true}
    routes:
      - {path: /portal, to: web.http, auth: oauth2, capability: "exec:portal"}
      - {path: /one, to: web.http, auth: oauth2, capability: "exec:portal"}
      - {path: /two, to: web.http, auth: oauth2, capability: "exec:portal"}
    ```
    """

    code = "ROU015"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find capabilities of one route that are one slip away from an established one."""
        model = context.model
        named: dict[str, list[tuple[str, int, str]]] = {}
        for part, element in model.parts.items():
            for position, route in enumerate(element.routes):
                if route.capability is not None:
                    named.setdefault(route.capability, []).append((part, position, route.path))
        if not named:
            return
        known = {word for word, routes in named.items() if len(routes) > 1} | _keys_of_configuration(model)
        for word, routes in named.items():
            close = sorted(other for other in known if _is_slip(word, other)) if word not in known else []
            if close:
                part, position, path = routes[0]
                place = model.declared[part].place("routes", position, "capability")
                message = f"route {path} asks for capability {word}, which nothing else names"
                yield self.finding(place, message, meant(close[:2]), element=f"{part}/route{path}")


def _keys_of_configuration(model: Model) -> set[str]:
    found: set[str] = set()
    for declared in model.of_kind("config"):
        if isinstance(declared.element, ConfigSet):
            for file in declared.element.files.values():
                found.update(_keys(file.content))
    return found


def _keys(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield str(key)
            yield from _keys(value)
    elif isinstance(node, list | tuple):
        for item in node:
            yield from _keys(item)


def _is_slip(word: str, other: str) -> bool:
    """Tell whether one letter too many, too few, or another, or two letters exchanged, make one word of the other."""
    begin = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word, other, strict=False)))
    word, other = word[begin:], other[begin:]
    end = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(word[::-1], other[::-1], strict=False)))
    word, other = word[: len(word) - end], other[: len(other) - end]
    exchanged = len(word) == 2 and word == other[::-1]  # noqa: PLR2004
    return exchanged or max(len(word), len(other)) == 1
