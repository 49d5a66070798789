"""ENV022: a declared exception is past its last day."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.ends import ends
from lsparch.rules.rule import ModelRule

__all__ = ["ExceptionExpired"]


class ExceptionExpired(ModelRule):
    """A declared exception is past its last day.

    Why is this bad
    ---------------
    Somebody promised that it would be gone by then.

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
        until: "2026-10-01"  # <-- ENV022
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
        until: "2027-10-01"
    ```
    """

    code = "ENV022"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find exceptions whose last day is over."""
        for end in ends(context.model):
            if end.day < context.as_of:
                message = f"{end.what} of {end.element} ended on {end.day.isoformat()}"
                yield self.finding(end.place, message, "remove it, or renew it with its reason", element=end.element)
