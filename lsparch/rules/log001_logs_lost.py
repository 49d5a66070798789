"""LOG001: the logs of a component do not reach the place where they are searched."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.resolve import Environment
from lsparch.resolve.logs import log_target, shared_aggregator
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.places import exact_place
from lsparch.rules.rule import EnvironmentRule

__all__ = ["LogsLost"]


class LogsLost(EnvironmentRule):
    """The logs of a component do not reach the place where they are searched.

    Why is this bad
    ---------------
    When something fails, there is nothing to look at.

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
        logs: none  # <-- LOG001
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
        logs: none
        logs-because: it writes to the search itself
    routes:
      - {path: /portal, to: web.http, auth: oauth2}
    ```
    """

    code = "LOG001"
    answers = ("log-coverage",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Follow the logs of every pod to the sink, where the platform has one."""
        env = context.environment
        policy = env.model.platform.logging
        takes = [policy.shipper.image, policy.aggregator.image, policy.collector, policy.shared]
        if policy.sink is None and any(takes):
            model = env.model
            message = "logs are collected, and nobody says where they are searched"
            yield self.finding(
                model.place(model.platform.platform, "logging"), message, "name it as `logging.sink`",
                element=model.platform.platform,
            )  # fmt: skip
        absent = {"sidecar": policy.shipper.image is None, "collector": policy.collector is None}
        for identifier, component in env.components(State.DEPLOYED):
            place = exact_place(env.elements[identifier], "logs")
            if component.logs in {None, "none"}:
                if policy.sink is not None and component.logs_because is None:
                    message = f"logs of {identifier} are not collected, and nobody says why"
                    yield self.finding(place, message, "set `logs`, or add `logs-because`", element=identifier)
                continue
            if absent[component.logs]:
                which = "shipper" if component.logs == "sidecar" else "collector"
                message = f"{identifier} has `logs: {component.logs}`, and the platform has no {which} of logs"
                advice = f"name it as `logging.{which}` in the platform's file, or remove `logs`"
                yield self.finding(place, message, advice, element=identifier)
                continue
            target = log_target(env, identifier) or identifier
            if env.states.get(target) not in {State.DEPLOYED, State.FOREIGN, State.SHARED}:
                message = f"logs of {identifier} go to {target}, which is not part of this environment"
                advice = f"include {target.partition('/')[0]}"
                yield self.finding(place, message, advice, element=identifier)
            elif env.states[target] is not State.SHARED and not _reaches_sink(env, target):
                message = f"logs of {identifier} go to {target}, which does not forward them to the sink"
                yield self.finding(place, message, f"connect {target} with the sink", element=identifier)


def _reaches_sink(env: Environment, start: str) -> bool:
    if env.model.platform.logging.sink is None:
        return True
    sink = env.qualify(env.model.platform.logging.sink, ("endpoint", "role"), "")
    seen, todo = {start}, [start]
    while todo:
        for link in env.links_from(todo.pop()):
            if sink in {link.endpoint_id, link.role} or env.states.get(link.target) is State.SHARED:
                return True
            takes_logs = link.endpoint.protocol == "beats" or link.target == shared_aggregator(env)
            if link.target not in seen and takes_logs:
                seen.add(link.target)
                todo.append(link.target)
    return False
