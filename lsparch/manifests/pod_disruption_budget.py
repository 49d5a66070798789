"""PodDisruptionBudgets: how many pods of a component a drain may take at once."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "PodDisruptionBudget"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the budgets of components that always have several pods; one of a single pod would block every drain."""
    site = shop.site
    for workload in site.of_kind("deployment", "statefulset"):
        if _fewest(workload) <= 1 or site.policy.max_unavailable == 0:
            continue
        spec: dict[str, Any] = {
            "maxUnavailable": site.policy.max_unavailable,
            "selector": {"matchLabels": workload.selector},
        }
        if site.has(Feature.UNHEALTHY_POD_EVICTION_POLICY):
            spec["unhealthyPodEvictionPolicy"] = "AlwaysAllow"
        yield site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id,
            place=workload.resolved.place("replicas"), labels=workload.labels,
        )  # fmt: skip


def _fewest(workload: Workload) -> int:
    scale = workload.component.scale
    return workload.most_replicas if scale is None else scale.min
