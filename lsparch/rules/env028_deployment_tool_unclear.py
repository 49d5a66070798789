"""ENV028: an environment is not deployed with exactly one tool."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["DeploymentToolUnclear"]


class DeploymentToolUnclear(EnvironmentRule):
    """An environment is not deployed with exactly one tool.

    Why is this bad
    ---------------
    Two tools that own the same objects undo each other's changes.

    Example
    -------
    ```yaml
    profile: usual
    kind: integration
    include: [portal, logging, registry, dashboard]
    release: "2026.1"
    deployment-tool: terraform
    ---
    service: dashboard
    owner: ops
    source: S
    components:
      dashboard:
        foreign:
          chart: kubernetes-dashboard  # <-- ENV028
          namespace: kubernetes-dashboard
          labels: {k8s-app: kubernetes-dashboard}
        logs: collector
        logs-because: pods of others
    ```

    Use instead
    -----------
    ```yaml
    profile: usual
    kind: integration
    include: [portal, logging, registry, dashboard]
    release: "2026.1"
    deployment-tool: helm
    ---
    service: dashboard
    owner: ops
    source: S
    components:
      dashboard:
        foreign:
          chart: kubernetes-dashboard
          namespace: kubernetes-dashboard
          labels: {k8s-app: kubernetes-dashboard}
        logs: collector
        logs-because: pods of others
    ```
    """

    code = "ENV028"
    answers = ("one-deployment-tool",)

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find environments without a tool, and charts where the tool is not one that installs charts."""
        env = context.environment
        tool = env.effective.scalars.get("deployment_tool")
        if tool is None:
            message = f"environment {env.id} does not say with which tool it is deployed"
            place = env.model.place(f"environment/{env.id}")
            yield self.finding(place, message, "add `deployment-tool`", element=f"environment/{env.id}")
            return
        for identifier, component in env.components(State.FOREIGN):
            foreign = component.foreign
            if foreign is None or foreign.chart is None or foreign.manifests is not None:
                continue
            if tool.value in {"helm", "argocd"}:
                continue
            message = f"{identifier} is a Helm chart, but environment {env.id} is deployed with {tool.value}"
            place = env.elements[identifier].declared.place("foreign", "chart")
            related = [(tool.place, f"deployed with {tool.value}")]
            advice = "keep the output of the chart as `manifests`, or deploy all with Helm"
            yield self.finding(place, message, advice, element=identifier, related=related)
