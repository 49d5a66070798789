"""GOV007: jobs are submitted to batch without the account of the user who wants them."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import PENDING
from lsparch.load.names import split_member
from lsparch.models.component import Component
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["BatchWithoutUser"]


class BatchWithoutUser(ModelRule):
    """Jobs are submitted to batch without the account of the user who wants them.

    Why is this bad
    ---------------
    Whoever submits chooses the quota that pays; jobs of a service account are paid by nobody, and by all.

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
          - {to: external/condor.submit, for: long jobs, auth: {none: inside}}  # <-- GOV007
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      condor: {kind: batch, cidr: [198.51.100.0/24], endpoints: {submit: {port: 9618, protocol: htcondor}}}
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
          - {to: external/condor.submit, for: long jobs, auth: {user: token}}
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    externals:
      dockerhub: {title: Docker Hub, kind: registry, host: docker.io}
      elk: {title: Logs, host: elk.example.org, cidr: [192.0.2.0/24], endpoints: {beats: {port: 5044, protocol: beats}}}
      condor: {kind: batch, cidr: [198.51.100.0/24], endpoints: {submit: {port: 9618, protocol: htcondor}}}
    ```
    """

    code = "GOV007"
    answers = ("batch-quota",)

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find decided connections to batch systems that do not pass on the user."""
        model = context.model
        batch = {f"external/{name}" for name, external in model.externals.items() if external.kind == "batch"}
        for declared in model.of_kind("component"):
            component = declared.element
            for position, connection in enumerate(component.uses if isinstance(component, Component) else ()):
                target = model.names.resolve(connection.to, ("endpoint",), declared.part) or ""
                if split_member(target)[0] not in batch or connection.status in PENDING:
                    continue
                if connection.auth is None or connection.auth.user is None:
                    message = f"{declared.id} submits to {target} without the account of the user"
                    place = declared.place("uses", position)
                    yield self.finding(place, message, "set `auth: {user: …}`", element=declared.id)
