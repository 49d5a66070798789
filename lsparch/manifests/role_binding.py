"""RoleBindings: who holds the Roles."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.access import namespace_rules
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "RoleBinding"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the RoleBindings; those in namespaces of users are made by the spawner."""
    for workload in shop.site.workloads:
        if workload.is_per_user or not namespace_rules(shop.site, workload):
            continue
        body = {
            "roleRef": {"apiGroup": "rbac.authorization.k8s.io", "kind": "Role", "name": workload.name},
            "subjects": [{"kind": "ServiceAccount", "name": workload.name, "namespace": workload.namespace}],
        }
        place = workload.resolved.place("api-access")
        yield shop.site.object(KIND, workload.name, workload.part, body, element=workload.id, place=place)
