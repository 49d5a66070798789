"""FOR004: two environments of a cluster apply the same object of a foreign part."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.k8s.identity import ObjectKey
from lsparch.manifests.assembly.vendored import vendored_parts
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["ForeignObjectTwice"]


class ForeignObjectTwice(ModelRule):
    """Two environments of a cluster apply the same object of a foreign part.

    Why is this bad
    ---------------
    Each replaces what the other has applied, and the one that is taken down takes the object with it.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: second
    from: usual
    cluster: main
    domain: second.example.org
    ---
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
          manifests: cache  # <-- FOR004
          namespace: caches
          labels: {app: cache}
        logs: collector
        logs-because: pods of others
    --- # file: model/files/cache/namespace.yaml
    apiVersion: v1
    kind: Namespace
    metadata: {name: caches}
    ```

    Use instead
    -----------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: second
    from: usual
    cluster: main
    domain: second.example.org
    ---
    profile: usual
    kind: integration
    include: [portal, logging, registry, speed]
    release: "2026.1"
    deployment-tool: helm
    ---
    service: speed
    owner: ops
    source: S
    scope: cluster
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
    ```
    """

    code = "FOR004"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find vendored objects that an earlier environment on the cluster applies, the first of each part."""
        first: dict[tuple[str, ObjectKey], str] = {}
        for env in context.environments:
            for part in vendored_parts(env):
                claims = [(found, first.setdefault((env.cluster_id, found.key), env.id)) for found in part.objects]
                twice = next(((found, owner) for found, owner in claims if owner != env.id), None)
                if twice is not None:
                    found, owner = twice
                    message = f"environments {owner} and {env.id} both apply {found.key} of {part.id}"
                    advice = "make its Service one for the cluster (`scope: cluster`), or vendor it for each"
                    place = env.elements[part.id].place("foreign", "manifests")
                    related = [(found.place(), "the object")]
                    yield self.finding(place, message, advice, element=part.id, related=related)
