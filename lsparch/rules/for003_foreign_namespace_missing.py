"""FOR003: nothing makes the namespace of a foreign part's objects."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.graph import State
from lsparch.manifests.assembly.vendored import Vendored, vendored_parts
from lsparch.resolve import Environment
from lsparch.rules.context import EnvironmentContext
from lsparch.rules.rule import EnvironmentRule

__all__ = ["ForeignNamespaceMissing"]

_ALWAYS_THERE = frozenset({"default", "kube-node-lease", "kube-public", "kube-system"})


class ForeignNamespaceMissing(EnvironmentRule):
    """Nothing makes the namespace of a foreign part's objects.

    Why is this bad
    ---------------
    The API server refuses objects of a namespace that does not exist.
    Charts often leave it to the one who installs them.

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
          namespace: caches  # <-- FOR003
          labels: {app: cache}
        logs: collector
        logs-because: pods of others
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

    code = "FOR003"

    def check(self, context: EnvironmentContext) -> Iterator[Finding]:
        """Find namespaces of vendored objects that neither the manifests nor the environment make."""
        env = context.environment
        parts = list(vendored_parts(env))
        made = _ALWAYS_THERE | _namespaces(env)
        made |= {found.name for part in parts for found in part.objects if found.kind == "Namespace"}
        for part in (part for part in parts if not part.findings):
            yield from self._check(env, part, made)

    def _check(self, env: Environment, part: Vendored, made: frozenset[str]) -> Iterator[Finding]:
        first = {found.namespace: found for found in reversed(part.objects) if found.namespace}
        for namespace in sorted(set(first) - made):
            message = f"nothing makes namespace {namespace}, in which objects of {part.id} are"
            advice = "add the Namespace to its manifests, or name one that exists"
            related = [(first[namespace].place(), "the first of them")]
            place = env.elements[part.id].place("foreign", "namespace")
            yield self.finding(place, message, advice, element=part.id, related=related)


def _namespaces(env: Environment) -> frozenset[str]:
    """Return the namespaces that are generated for parts of the environment, or of its cluster."""
    states = (State.DEPLOYED, State.HOSTED, State.SHARED)
    return frozenset(env.namespace(i.partition("/")[0]) for i, _ in env.components(*states))
