"""ClusterRoleBindings: who holds the ClusterRoles."""

from collections.abc import Iterator

from lsparch.diagnostics import Severity
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.access import cluster_rules, is_wide, role_name
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "ClusterRoleBinding"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the ClusterRoleBindings; access to namespaces of users is wider than declared, and reported."""
    site = shop.site
    for workload in site.workloads:
        if workload.is_per_user or not cluster_rules(site, workload):
            continue
        for position, access in enumerate(workload.component.api_access):
            if access.scope == "users" and is_wide(site, workload, access):
                place = workload.resolved.place("api-access", position)
                message = f"{workload.id} gets rights on {', '.join(access.resources)} in every namespace"
                advice = "Kubernetes cannot name namespaces that do not exist yet; bind by an admission policy"
                site.report("GEN009", Severity.NOTE, place, message, advice, workload.id)
        name = role_name(workload)
        body = {
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "ClusterRole", "name": name},
            "subjects": [{"kind": "ServiceAccount", "name": workload.name, "namespace": workload.namespace}],
        }
        place = workload.resolved.place("api-access")
        yield site.object(
            KIND, name, workload.part, body, element=workload.id, place=place, namespace="", labels=workload.labels
        )
