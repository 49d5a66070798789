"""NAM001: a namespace that is put together from environment and part is too long."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.identity import name_fault, name_rule
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["NamespaceTooLong"]


class NamespaceTooLong(EnvironmentRule):
    """A namespace that is put together from environment and part is too long.

    Why is this bad
    ---------------
    Kubernetes takes 63 characters; the names of Services and hosts below it fail as well.

    Example
    -------
    ```yaml
    environment: a-very-long-name-of-an-environment-indee  # <-- NAM001
    from: usual
    cluster: second
    domain: long.example.org
    include: [portal-with-a-name-that-is-longish, logging, registry]
    ---
    aspect: portal-with-a-name-that-is-longish
    owner: suit
    source: S
    domain: long
    components: {web: {image: web, endpoints: {http: {port: 8080, health: /x}}}}
    ---
    cluster: second
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools: {general: {nodes: 4, cpu: 16, memory: 64Gi}}
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

    code = "NAM001"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find namespaces that the API server refuses."""
        env = context.environment
        for part in env.parts:
            fault = name_fault(env.namespace(part), name_rule("Namespace"))
            if fault:
                place = env.model.place(f"environment/{env.id}", "environment")
                yield self.finding(place, f"namespace of {part}: {fault}", "shorten an id", element=part)
