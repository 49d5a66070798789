"""CiliumNetworkPolicies: hosts outside and the API server by their names, where addresses are not known or no use."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.host_names import CILIUM_VERSION
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "CiliumNetworkPolicy"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a policy for each component that connects to hosts by name, and one for each that uses the Kubernetes API.

    They add to the component's NetworkPolicy.
    """
    for workload in shop.site.workloads:
        if workload.is_per_user or workload.component.host_network:
            continue
        for name, source, spec in shop.policy_rules.named(workload):
            yield shop.site.object(
                KIND, name, workload.part, {"spec": spec}, element=workload.id,
                place=workload.resolved.place(source), labels=workload.labels, written_version=CILIUM_VERSION,
            )  # fmt: skip
