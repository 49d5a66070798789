"""StatefulSets."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.api_versions import Feature, has_field
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.claims import access_mode, storage_class
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.template import pod_template

__all__ = ["KIND", "build"]

KIND = "StatefulSet"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the StatefulSets, with a claim of each storage for every replica."""
    for workload in shop.site.of_kind("statefulset"):
        spec: dict[str, Any] = {"serviceName": f"{workload.name}-peers"}
        if workload.component.scale is None:
            spec["replicas"] = workload.most_replicas
        if shop.site.policy.ready_seconds and shop.site.has(Feature.STATEFUL_SET_MIN_READY_SECONDS):
            spec["minReadySeconds"] = shop.site.policy.ready_seconds
        spec["revisionHistoryLimit"] = shop.site.policy.history
        spec["selector"] = {"matchLabels": workload.selector}
        spec["podManagementPolicy"] = "Parallel" if workload.component.parallel else "OrderedReady"
        spec["updateStrategy"] = {"type": "RollingUpdate"}
        spec["template"] = pod_template(shop, workload)
        claims = [_claim(shop, workload, name) for name in workload.component.storage]
        if claims:
            spec["volumeClaimTemplates"] = claims
            if has_field(Feature.CLAIM_RETENTION_POLICY, shop.site.version):  # before, claims always stay
                spec["persistentVolumeClaimRetentionPolicy"] = {"whenDeleted": "Retain", "whenScaled": "Retain"}
        yield shop.site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id, place=workload.resolved.place(),
            labels=workload.labels,
        )  # fmt: skip


def _claim(shop: Workshop, workload: Workload, name: str) -> dict[str, Any]:
    storage = workload.component.storage[name]
    spec: dict[str, Any] = {
        "accessModes": [access_mode(shop.site, storage.access)],
        "resources": {"requests": {"storage": storage.size}},
    }
    found = storage_class(shop.site, storage.class_, workload.resolved, "storage", name, "class")
    if found is not None:
        spec["storageClassName"] = found
    return {
        "metadata": {"name": shop.site.env.deployed_storage(workload.id, name), "labels": workload.selector},
        "spec": spec,
    }
