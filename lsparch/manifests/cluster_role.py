"""ClusterRoles: rights of components on the Kubernetes API beyond their own namespace."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.access import cluster_rules, role_name
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "ClusterRole"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the ClusterRoles; spawners bind those of spawned pods in the namespace of each user."""
    for workload in shop.site.workloads:
        rules = cluster_rules(shop.site, workload)
        if rules:
            yield shop.site.object(
                KIND, role_name(workload), workload.part, {"rules": rules}, element=workload.id,
                place=workload.resolved.place("api-access"), namespace="", labels=workload.labels,
            )  # fmt: skip
