"""ENV020: two environments publish routes on the same host."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["HostTwice"]


class HostTwice(ModelRule):
    """Two environments publish routes on the same host.

    Why is this bad
    ---------------
    Requests for one end up in the other, whichever its name resolves to.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: other
    from: usual
    cluster: main
    domain: main.example.org  # <-- ENV020
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: other
    from: usual
    cluster: main
    domain: other.example.org
    ```
    """

    code = "ENV020"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find hosts that belong to an earlier environment already."""
        first: dict[str, str] = {}
        for env in context.environments:
            for host in sorted({host for balancer in env.balancers for host in balancer.hosts}):
                owner = first.setdefault(host, env.id)
                if owner != env.id:
                    place = context.model.place(f"environment/{env.id}", "domain")
                    message = f"environments {owner} and {env.id} both publish {host}"
                    related = [(context.model.place(f"environment/{owner}", "domain"), f"domain of {owner}")]
                    yield self.finding(
                        place, message, "choose another domain", element=f"environment/{env.id}", related=related
                    )
