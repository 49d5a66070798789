"""PersistentVolumeClaims: shared volumes, and storage of components without a claim for each replica."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.claims import access_mode, storage_class
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.volumes import own_claim

__all__ = ["KIND", "build"]

KIND = "PersistentVolumeClaim"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the claims."""
    site = shop.site
    for claim in shop.claims:
        spec: dict[str, Any] = {
            "accessModes": [access_mode(site, claim.volume.access)],
            "resources": {"requests": {"storage": claim.size}},
        }
        if claim.volume.kind == "nfs":
            spec |= {"storageClassName": "", "volumeName": claim.persistent_volume}
        else:
            name = storage_class(site, claim.volume.class_, claim.resolved, "class")
            if name is None and claim.volume.kind == "node-local":
                local = [c.name for c in site.env.cluster.storage_classes.values() if c.node_local]
                name = local[0] if local else None
            if name is not None:
                spec["storageClassName"] = name
        place = claim.resolved.place()
        yield site.object(KIND, claim.name, claim.part, {"spec": spec}, element=claim.element, place=place)
    for workload in site.of_kind("deployment", "daemonset", "cronjob", "job"):
        for name, storage in workload.component.storage.items():
            spec = {
                "accessModes": [access_mode(site, storage.access)],
                "resources": {"requests": {"storage": storage.size}},
            }
            found = storage_class(site, storage.class_, workload.resolved, "storage", name, "class")
            if found is not None:
                spec["storageClassName"] = found
            place = workload.resolved.place("storage", name)
            yield site.object(
                KIND, own_claim(workload, name), workload.part, {"spec": spec}, element=workload.id, place=place
            )
