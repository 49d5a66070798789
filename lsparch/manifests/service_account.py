"""ServiceAccounts: one for each component, so that no two share rights."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "ServiceAccount"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the ServiceAccounts; their token is mounted only where a component uses the Kubernetes API."""
    for workload in shop.site.workloads:
        if workload.is_per_user:
            continue  # the spawner makes them in the namespace of the user
        body = {"automountServiceAccountToken": bool(workload.component.api_access)}
        place = workload.resolved.place()
        yield shop.site.object(KIND, workload.name, workload.part, body, element=workload.id, place=place)
