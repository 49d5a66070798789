"""DAT002: a proprietary dataset is held by an environment where a route needs no log-in, or that is public."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.load.names import split_member
from lsparch.models.catalogue import Dataset
from lsparch.resolve import Environment
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.reach import required_paths
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ProprietaryDataPublic"]


class ProprietaryDataPublic(EnvironmentRule):
    """A proprietary dataset is held by an environment where a route needs no log-in, or that is public.

    Why is this bad
    ---------------
    Only members of the project may see it, until it is released.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    exposure: public
    cluster: main
    domain: main.example.org
    holds: [survey]  # <-- DAT002
    ---
    datasets:
      survey: {title: Survey, proprietary: true}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    holds: [survey]
    ---
    datasets:
      survey: {title: Survey, proprietary: true}
    ```
    """

    code = "DAT002"
    answers = ("proprietary-dataset",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find proprietary datasets in public environments, and behind routes that anybody may use."""
        env = context.environment
        held = {env.qualify(text, ("dataset",), ""): s for text, s in env.effective.lists["holds"].items()}
        open_routes = [route for route in env.routes if route.route.auth == "none"]
        for identifier, statement in held.items():
            dataset = env.elements[identifier].element
            if not isinstance(dataset, Dataset) or not dataset.proprietary:
                continue
            if env.exposure == "public":
                message = f"{identifier} is proprietary, and environment {env.id} is public"
                yield self.finding(
                    statement.place, message, "hold it elsewhere, or declare a waiver", element=identifier
                )
            for route in open_routes:
                readers = {route.target, *required_paths(env, route.target)}
                if any(identifier in _read(env, reader) for reader in readers if reader in env.states):
                    message = (
                        f"{identifier} is proprietary, and {route.host}{route.route.path} reaches it without log-in"
                    )
                    yield self.finding(route.place, message, "set `auth`", element=identifier)


def _read(env: Environment, identifier: str) -> set[str]:
    part = env.elements[identifier].part
    return {split_member(env.qualify(t, ("dataset", "table"), part))[0] for t in env.component(identifier).reads}
