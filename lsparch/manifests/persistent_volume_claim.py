"""PersistentVolumeClaims: shared volumes, and storage of components without a claim for each replica."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.claims import access_mode, claim_spec, storage_class
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.volumes import own_claim

__all__ = ["KIND", "build"]

KIND = "PersistentVolumeClaim"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the claims."""
    site = shop.site
    for claim in (*shop.claims, *shop.claims_of_groups):
        spec = claim_spec(site, claim)
        if claim.volume.kind == "nfs":
            spec["volumeName"] = claim.persistent_volume
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
                KIND,
                own_claim(workload, site.env.deployed_storage(workload.id, name)),
                workload.part,
                {"spec": spec},
                element=workload.id,
                place=place,
            )
