"""Roles: rights of components on the Kubernetes API in their own namespace."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.access import namespace_rules
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "Role"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the Roles; those in namespaces of users are made by the spawner."""
    for workload in shop.site.workloads:
        rules = namespace_rules(shop.site, workload)
        if rules and not workload.is_per_user:
            place = workload.resolved.place("api-access")
            yield shop.site.object(
                KIND, workload.name, workload.part, {"rules": rules}, element=workload.id, place=place
            )
