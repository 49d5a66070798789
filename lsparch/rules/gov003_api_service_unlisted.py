"""GOV003: the Web APIs offer a service that is not on their closed list."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load import Model
from lsparch.load.names import split_member
from lsparch.models.component import Component, Endpoint
from lsparch.models.part import AspectFile
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["ApiServiceUnlisted"]


class ApiServiceUnlisted(ModelRule):
    """The Web APIs offer a service that is not on their closed list.

    Why is this bad
    ---------------
    Each service that users reach was looked at for security; one more needs an audit.

    Example
    -------
    ```yaml
    aspect: api
    owner: suit
    source: S
    domain: api
    services: [tap]
    components:
      webserv:
        image: web
        replicas: 2
        endpoints: {http: {port: 8080, health: /api}}
        uses:
          - {to: tap.http, for: queries, auth: {user: token}}
          - {to: shell.http, for: everything else, auth: {user: token}}
      tap:
        image: web
        endpoints: {http: {port: 8080, health: /tap}}
      shell:  # <-- GOV003
        image: web
        endpoints: {http: {port: 8080, health: /shell}}
    routes:
      - {path: /api, to: webserv.http, auth: oauth2}
    ```

    Use instead
    -----------
    ```yaml
    aspect: api
    owner: suit
    source: S
    domain: api
    services: [tap]
    components:
      webserv:
        image: web
        replicas: 2
        endpoints: {http: {port: 8080, health: /api}}
        uses:
          - {to: tap.http, for: queries, auth: {user: token}}
      tap:
        image: web
        endpoints: {http: {port: 8080, health: /tap}}
    routes:
      - {path: /api, to: webserv.http, auth: oauth2}
    ```
    """

    code = "GOV003"
    answers = ("defined-api-services",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find services behind the routes of an Aspect with a closed list."""
        model = context.model
        for name, part in model.parts.items():
            if not isinstance(part, AspectFile) or part.services is None:
                continue
            for offered in _offered(model, name, part):
                if offered.rpartition("/")[2] not in part.services:
                    message = f"{offered} is offered to users, but is not on the list of services of {name}"
                    advice = "have it audited and add it to `services`, or do not offer it"
                    related = [(model.place(name, "services"), f"the list: {', '.join(part.services)}")]
                    yield self.finding(model.place(offered), message, advice, element=offered, related=related)


def _offered(model: Model, name: str, part: AspectFile) -> list[str]:
    """Return components behind the routed ones, or inside them; a routed one that leads to none is offered itself."""
    routed = {split_member(model.names.resolve(r.to, ("endpoint",), name) or "")[0] for r in part.routes}
    found: dict[str, None] = {}
    for front in sorted(routed):
        declared = model.declared.get(front)
        if declared is None or not isinstance(declared.element, Component):
            continue
        behind = []
        for connection in declared.element.uses:
            target = model.names.resolve(connection.to, ("endpoint",), name) or ""
            endpoint = model.declared.get(target)
            http = (
                endpoint is not None and isinstance(endpoint.element, Endpoint) and endpoint.element.protocol == "http"
            )
            if http and target.startswith(f"{name}/"):
                behind.append(split_member(target)[0])
        inside = [
            d.id
            for d in model.of_kind("component")
            if isinstance(d.element, Component) and d.part == name and d.element.realised_by is not None
        ]
        found |= dict.fromkeys([*behind, *inside] or [front])
    return sorted(found)
