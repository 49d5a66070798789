"""FOR002: the labels of a foreign part select none of its pods."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.store import ObjectStore
from lsparch.manifests.assembly.vendored import vendored_parts
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule
from lsparch.rules.workloads import workloads

__all__ = ["ForeignLabelsSelectNothing"]


class ForeignLabelsSelectNothing(EnvironmentRule):
    """The labels of a foreign part select none of its pods.

    Why is this bad
    ---------------
    Network policies let others connect to pods with these labels; so nobody is let through.

    Example
    -------
    ```yaml
    profile: usual
    kind: integration
    include: [portal, logging, registry, speed]
    release: "2026.1"
    deployment-tool: helm
    ---
    service: speed
    owner: ops
    source: S
    components:
      cache:
        foreign:
          manifests: cache
          namespace: caches
          labels: {run: cache}  # <-- FOR002
        logs: collector
        logs-because: pods of others
    --- # file: model/files/cache/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: caches}
    --- # file: model/files/cache/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: cache}
    spec:
      selector: {matchLabels: {app: cache}}
      template:
        metadata: {labels: {app: cache}}
        spec: {containers: [{name: cache, image: "registry.example.org/cache:7.2"}]}
    ```

    Use instead
    -----------
    ```yaml
    profile: usual
    kind: integration
    include: [portal, logging, registry, speed]
    release: "2026.1"
    deployment-tool: helm
    ---
    service: speed
    owner: ops
    source: S
    components:
      cache:
        foreign:
          manifests: cache
          namespace: caches
          labels: {app: cache}
        logs: collector
        logs-because: pods of others
    --- # file: model/files/cache/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: caches}
    --- # file: model/files/cache/deployment.yaml
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: cache}
    spec:
      selector: {matchLabels: {app: cache}}
      template:
        metadata: {labels: {app: cache}}
        spec: {containers: [{name: cache, image: "registry.example.org/cache:7.2"}]}
    ```
    """

    code = "FOR002"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Compare the labels of foreign parts with those of the pods of their manifests."""
        env = context.environment
        for part in vendored_parts(env):
            if not part.is_complete or not part.objects:
                continue
            namespace, labels = part.foreign.namespace, part.foreign.labels
            pods = workloads(ObjectStore(part.objects))
            if any(pod.namespace == namespace and pod.is_selected(labels) for pod in pods):
                continue
            wanted = ", ".join(f"{key}: {value}" for key, value in labels.items())
            message = f"no pods of {part.id} in namespace {namespace} have the labels {wanted}"
            advice = "state labels that its pods have" if pods else "add its workloads to the manifests"
            related = [(pod.object.place(), f"has {_shown(pod.labels)}") for pod in pods]
            place = env.elements[part.id].place("foreign", "labels")
            yield self.finding(place, message, advice, element=part.id, related=related)


def _shown(labels: object) -> str:
    pairs = labels.items() if isinstance(labels, dict) else ()
    return ", ".join(f"{key}: {value}" for key, value in pairs) or "no labels"
