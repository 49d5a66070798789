"""DAT006: a component reads a dataset that its environment neither holds nor plans."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.graph import State
from lsparch.load.names import split_member
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["DatasetNotHeld"]


class DatasetNotHeld(EnvironmentRule):
    """A component reads a dataset that its environment neither holds nor plans.

    Why is this bad
    ---------------
    It starts, and finds nothing.

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
        reads: [survey]  # <-- DAT006
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    datasets:
      survey: {title: Survey}
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
        reads: [survey]
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ---
    datasets:
      survey: {title: Survey}
    ---
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    holds: [survey]
    ```
    """

    code = "DAT006"
    severity = Severity.WARNING
    answers = ("dataset-readers",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find datasets that are read and not there; sandboxes have none."""
        env = context.environment
        there = {env.qualify(t, ("dataset",), "") for name in ("holds", "plans") for t in env.effective.lists[name]}
        for identifier, component in env.components(State.DEPLOYED, State.HOSTED):
            resolved = env.elements[identifier]
            for position, text in enumerate(component.reads if env.kind != "sandbox" else ()):
                dataset = split_member(env.qualify(text, ("dataset", "table"), resolved.part))[0]
                if dataset not in there:
                    message = f"{identifier} reads {dataset}, which environment {env.id} does not hold"
                    place = exact_place(resolved, "reads", position)
                    yield self.finding(place, message, "add it to `holds` or `plans`", element=identifier)
