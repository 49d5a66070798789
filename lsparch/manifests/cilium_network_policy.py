"""CiliumNetworkPolicies: connections to systems outside by their names, where their addresses are not known."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.host_names import CILIUM_VERSION, names_policy
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "CiliumNetworkPolicy"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a policy for each component that connects to hosts by name; it adds to the component's NetworkPolicy."""
    for workload in shop.site.workloads:
        named = shop.policy_rules.named(workload)
        if named and not workload.is_per_user and not workload.component.host_network:
            spec = names_policy(workload.selector, named)
            yield shop.site.object(
                KIND, f"{workload.name}-names", workload.part, {"spec": spec}, element=workload.id,
                place=workload.resolved.place("uses"), labels=workload.labels, written_version=CILIUM_VERSION,
            )  # fmt: skip
