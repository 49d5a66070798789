"""ENV029: an environment lacks what the cluster of every environment must have."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["RequiredEverywhere"]


class RequiredEverywhere(EnvironmentRule):
    """An environment lacks what the cluster of every environment must have.

    Why is this bad
    ---------------
    Without a dashboard and a way for logs, people at the site cannot see what is wrong.

    Example
    -------
    ```yaml
    environment: main  # <-- ENV029
    from: usual
    cluster: main
    domain: main.example.org
    include: [portal, registry]
    ---
    policy: 1
    everywhere: [logging/collector]
    ---
    aspect: portal
    owner: suit
    source: S
    components:
      web:
        image: web
        replicas: 2
        endpoints:
          http: {port: 8080, health: /portal/health, paths: [/portal], exported: true}
        logs: none
        logs-because: none
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    policy: 1
    everywhere: [logging/collector]
    ```
    """

    code = "ENV029"
    answers = ("dashboard-everywhere",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find demanded components that are neither here nor in another environment of the cluster."""
        env = context.environment
        if env.cluster.kind != "kubernetes":
            return
        for identifier in context.policy.everywhere:
            states = {other.states.get(identifier) for other in context.neighbours}
            if not states & {State.DEPLOYED, State.FOREIGN, State.SHARED, State.REALISED, State.HOSTED}:
                message = f"the cluster of environment {env.id} lacks {identifier}"
                place = env.model.place(f"environment/{env.id}", "environment")
                yield self.finding(place, message, f"include {identifier.partition('/')[0]}", element=identifier)
