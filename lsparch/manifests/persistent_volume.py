"""PersistentVolumes: exports of NFS servers, one for each namespace that mounts them."""

from collections.abc import Iterator

from lsparch.diagnostics import Severity
from lsparch.graph import State
from lsparch.k8s.store import StoredObject
from lsparch.load.names import split_member
from lsparch.manifests.assembly.claims import Claim, access_mode
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.resolve import UnknownAddressError

__all__ = ["KIND", "build"]

KIND = "PersistentVolume"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the PersistentVolumes; each is kept for the one claim that may have it."""
    site = shop.site
    for claim in shop.claims:
        if claim.volume.kind != "nfs":
            continue
        body = {
            "spec": {
                "capacity": {"storage": claim.size},
                "accessModes": [access_mode(site, claim.volume.access)],
                "persistentVolumeReclaimPolicy": "Retain",
                "storageClassName": "",
                "claimRef": {
                    "apiVersion": "v1",
                    "kind": "PersistentVolumeClaim",
                    "name": claim.name,
                    "namespace": claim.namespace,
                },
                "nfs": {"server": _server(shop, claim), "path": claim.volume.export or "/"},
            }
        }
        yield site.object(
            KIND, claim.persistent_volume, claim.part, body, element=claim.element, place=claim.resolved.place(),
            namespace="",
        )  # fmt: skip


def _server(shop: Workshop, claim: Claim) -> str:
    site, resolved = shop.site, claim.resolved
    if claim.volume.server is None:
        error = UnknownAddressError("no server is stated")
        site.unknown(error, resolved.place(), claim.element)
        return ""
    try:
        endpoint_id, _ = site.addresses.bound(claim.volume.server, resolved.part)
        host = site.addresses.host(endpoint_id)
    except UnknownAddressError as error:
        site.unknown(error, resolved.place("server"), claim.element)
        return ""
    if site.env.states.get(split_member(endpoint_id)[0]) is State.DEPLOYED:
        message = f"nodes mount {claim.element} from {host}, a name that only pods can look up"
        advice = "let the nodes use the DNS of the cluster, or bind the volume to a server outside"
        site.report("GEN008", Severity.WARNING, resolved.place("server"), message, advice, claim.element)
    return host
