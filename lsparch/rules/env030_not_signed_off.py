"""ENV030: an operational environment is not the one that was signed off."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.digest import sign_off_digest
from lsparch.rules.rule import EnvironmentRule

__all__ = ["NotSignedOff"]


class NotSignedOff(EnvironmentRule):
    """An operational environment is not the one that was signed off.

    Why is this bad
    ---------------
    Who answers for operations consents to each change there, by the digest of the environment.

    Example
    -------
    ```yaml
    environment: main
    from: operational
    cluster: main
    domain: main.example.org
    signed-off: 0123456789ab  # <-- ENV030
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ```
    """

    code = "ENV030"
    severity = Severity.WARNING
    answers = ("operational-sign-off",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare the digest of the environment's graph with the one that was signed."""
        env = context.environment
        signed = env.effective.environment.signed_off
        if env.kind != "operational":
            return
        digest = sign_off_digest(context.graph)
        if signed != digest:
            place = env.model.place(f"environment/{env.id}", *(["environment"] if signed is None else ["signed-off"]))
            what = "was never signed off" if signed is None else "has changed since it was signed off"
            message = f"operational environment {env.id} {what}"
            advice = f"when who answers for operations agrees, write `signed-off: {digest}`"
            yield self.finding(place, message, advice, element=f"environment/{env.id}")
