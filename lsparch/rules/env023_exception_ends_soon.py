"""ENV023: a declared exception ends within the days of warning."""

from collections.abc import Iterator
from datetime import timedelta

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import ModelContext
from lsparch.rules.ends import ends
from lsparch.rules.rule import ModelRule

__all__ = ["ExceptionEndsSoon"]


class ExceptionEndsSoon(ModelRule):
    """A declared exception ends within the days of warning.

    Why is this bad
    ---------------
    From its last day on it is an error; there is still time to act.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    override:
      portal/web.replicas:
        value: 3
        because: a workshop
        until: "2026-11-15"  # <-- ENV023
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    override:
      portal/web.replicas:
        value: 3
        because: a workshop
        until: "2027-11-15"
    ```
    """

    code = "ENV023"
    severity = Severity.WARNING

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find exceptions that end soon."""
        last = context.as_of + timedelta(days=context.policy.warn_days)
        for end in ends(context.model):
            if context.as_of <= end.day <= last:
                message = f"{end.what} of {end.element} ends on {end.day.isoformat()}"
                yield self.finding(end.place, message, "end it, or renew it with its reason", element=end.element)
