"""ENV024: two environments on one cluster would share a namespace."""

from collections.abc import Iterator

from lsparch.diagnostics import Finding
from lsparch.models.part import ServiceFile
from lsparch.rules.context import ModelContext
from lsparch.rules.rule import ModelRule

__all__ = ["NamespacesCollide"]


class NamespacesCollide(ModelRule):
    """Two environments on one cluster would share a namespace.

    Why is this bad
    ---------------
    The objects of one replace those of the other, pod by pod.

    Example
    -------
    ```yaml
    environment: main
    from: usual
    cluster: main
    domain: main.example.org
    ---
    environment: main-portal  # <-- ENV024
    from: usual
    cluster: main
    domain: mp.example.org
    include: [web, portal-web, logging, registry]
    ---
    aspect: portal-web
    owner: suit
    source: S
    domain: pw
    components: {a: {image: web, endpoints: {http: {port: 8080, health: /x}}}}
    ---
    service: web
    owner: suit
    source: S
    components: {a: {image: web, endpoints: {http: {port: 8080, health: /x}}}}
    ---
    profile: usual
    kind: integration
    include: [portal, portal-web, logging, registry]
    release: "2026.1"
    deployment-tool: helm
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
    ```
    """

    code = "ENV024"

    def check(self, context: ModelContext) -> Iterator[Finding]:
        """Find namespaces of an environment that an earlier one on the cluster has."""
        first: dict[tuple[str, str], str] = {}
        for env in context.environments:
            for part in env.parts:
                element = context.model.parts[part]
                if isinstance(element, ServiceFile) and element.scope == "cluster":
                    continue
                namespace = env.namespace(part)
                owner = first.setdefault((env.cluster_id, namespace), env.id)
                if owner != env.id:
                    message = (
                        f"environments {owner} and {env.id} share the namespace {namespace} on cluster {env.cluster_id}"
                    )
                    place = context.model.place(f"environment/{env.id}", "environment")
                    yield self.finding(place, message, "rename one of them", element=f"environment/{env.id}")
