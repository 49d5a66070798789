"""PersistentVolumes: exports of NFS servers, one for each namespace that mounts them."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.claims import volume_spec
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "PersistentVolume"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the PersistentVolumes; each is kept for the one claim that may have it."""
    for claim in (*shop.claims, *shop.claims_of_groups):
        if claim.volume.kind != "nfs":
            continue
        kept_for = {
            "apiVersion": "v1",
            "kind": "PersistentVolumeClaim",
            "name": claim.name,
            "namespace": claim.namespace,
        }
        spec = {**volume_spec(shop.site, claim), "claimRef": kept_for}
        place = claim.resolved.place()
        yield shop.site.object(
            KIND, claim.persistent_volume, claim.part, {"spec": spec}, element=claim.element, place=place, namespace=""
        )
