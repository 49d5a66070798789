"""NET009: the cluster's network does not enforce network policies."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding, Severity
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["PolicyNotEnforced"]


class PolicyNotEnforced(EnvironmentRule):
    """The cluster's network does not enforce network policies.

    Why is this bad
    ---------------
    Arrows are policy only where something enforces them; here every pod reaches every other.

    Example
    -------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36"}
    cni:
      name: flannel
      multicast: false
      policy: false  # <-- NET009
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```

    Use instead
    -----------
    ```yaml
    cluster: main
    versions: {kubernetes: "1.36"}
    cni: {name: cilium, multicast: false, policy: true}
    pools:
      general: {nodes: 4, cpu: 16, memory: 64Gi}
    ```
    """

    code = "NET009"
    severity = Severity.WARNING

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Look at the network of the environment's cluster."""
        env = context.environment
        if env.cluster.kind == "kubernetes" and (env.cluster.cni is None or not env.cluster.cni.policy):
            cluster = f"cluster/{env.cluster_id}"
            place = env.model.place(cluster, "cni", "policy")
            message = f"network policies of environment {env.id} are not enforced on {cluster}"
            yield self.finding(place, message, "use a network plug-in that enforces them", element=cluster)
