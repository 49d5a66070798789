"""ROU005: an environment is public that is not a data access centre."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["EnvironmentPublic"]


class EnvironmentPublic(EnvironmentRule):
    """An environment is public that is not a data access centre.

    Why is this bad
    ---------------
    Sandboxes and test environments hold unreviewed software and unreleased data.
    Policy lists the environments that the Internet may reach.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    exposure: public  # <-- ROU005
    cluster: main
    domain: main.example.org
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    exposure: public
    cluster: main
    domain: main.example.org
    ---
    policy: 1
    public: [main]
    ```
    """

    code = "ROU005"
    answers = ("public-exposure",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find public environments that policy does not list."""
        env = context.environment
        allowed = env.model.platform.public_allowed and env.id in context.policy.public
        if env.exposure == "public" and not allowed:
            found = env.effective.scalars.get("exposure")
            place = found.place if found else env.model.place(f"environment/{env.id}")
            message = f"environment {env.id} is public, and policy does not list it"
            yield self.finding(
                place,
                message,
                "set `exposure: internal`, or list it under `public` in checks/policy.yaml",
                element=f"environment/{env.id}",
            )
