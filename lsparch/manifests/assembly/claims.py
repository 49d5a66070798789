"""Claims of volumes: one in each namespace whose pods mount them."""

from dataclasses import dataclass
from typing import Any

from lsparch.diagnostics import Severity
from lsparch.graph import State
from lsparch.k8s.api_versions import Feature
from lsparch.load.names import split_member
from lsparch.manifests.assembly.containers import PodContainers
from lsparch.manifests.assembly.names import local_name
from lsparch.manifests.assembly.site import Site
from lsparch.models.part import Volume
from lsparch.resolve import UnknownAddressError
from lsparch.resolve.elements import Resolved

__all__ = ["Claim", "access_mode", "claim_spec", "claims", "storage_class", "volume_spec"]

_MODES = {
    "one-pod": "ReadWriteOncePod",
    "one-node": "ReadWriteOnce",
    "many-read": "ReadOnlyMany",
    "many-write": "ReadWriteMany",
}


@dataclass(frozen=True, slots=True)
class Claim:
    """The claim of a volume in one namespace."""

    element: str
    volume: Volume
    resolved: Resolved
    namespace: str
    part: str
    name: str
    size: str

    @property
    def persistent_volume(self) -> str:
        """Name of the PersistentVolume behind it, which is unique in the cluster; for NFS."""
        return f"{self.namespace}-{self.name}"


def claims(site: Site, containers: PodContainers, *, of_users: bool = False) -> tuple[Claim, ...]:
    """Return the claims that pods need, by namespace and name; report volumes that cannot be claimed there.

    Parameters
    ----------
    site
        The environment.
    containers
        Its containers.
    of_users
        Whether those are wanted that a spawner makes in namespaces of users, rather than all others.
    """
    found: dict[tuple[str, str], Claim] = {}
    faulty: set[str] = set()
    homes: dict[str, str] = {}
    for workload in site.workloads:
        if workload.is_per_user is not of_users:
            continue
        for container in containers.of(workload):
            for path, mount in container.mounts:
                if mount.volume is None:
                    continue
                identifier = site.env.qualify(mount.volume, ("volume",), container.part)
                resolved = site.env.elements[identifier]
                volume = site.env.volume(identifier)
                home = homes.setdefault(identifier, workload.part)
                if volume.kind != "nfs" and home != workload.part:
                    place = container.resolved.place(*container.path, "mounts", path)
                    message = f"{workload.id} mounts {identifier}, but a claim of {home} cannot be mounted there"
                    advice = "mount it in one part only, or make it a volume of kind nfs"
                    site.report("GEN003", Severity.ERROR, place, message, advice, workload.id)
                if volume.size is None:
                    if identifier not in faulty:
                        message = f"the size of {identifier} is not known, and a claim cannot be made without"
                        advice = "state `size`, with the reason under `assumed` if no document does"
                        site.report("GEN004", Severity.ERROR, resolved.place(), message, advice, identifier)
                    faulty.add(identifier)
                name = local_name(site.env.deployed_volume(identifier), site.env.deployed_part(workload.part))
                claim = Claim(
                    identifier, volume, resolved, workload.namespace, workload.part, name, volume.size or "1Gi"
                )
                found.setdefault((workload.namespace, name), claim)
    return tuple(found[key] for key in sorted(found))


def access_mode(site: Site, access: str) -> str:
    """Return the access mode of a claim."""
    if access == "one-pod" and not site.has(Feature.READ_WRITE_ONCE_POD):
        return _MODES["one-node"]
    return _MODES[access]


def storage_class(site: Site, purpose: str | None, resolved: Resolved, *path: str) -> str | None:
    """Return the name of the storage class for a purpose; None for the cluster's default."""
    if purpose is None:
        return None
    found = site.env.cluster.storage_classes.get(purpose)
    if found is None:
        known = ", ".join(site.env.cluster.storage_classes) or "none"
        message = f"cluster/{site.env.cluster_id} has no storage class for `{purpose}`"
        site.report("GEN005", Severity.ERROR, resolved.place(*path), message, f"it has: {known}", resolved.id)
        return None
    return found.name


def volume_spec(site: Site, claim: Claim) -> dict[str, Any]:
    """Return the spec of the PersistentVolume behind the claim of an NFS volume, without the claim that may have it."""
    return {
        "capacity": {"storage": claim.size},
        "accessModes": [access_mode(site, claim.volume.access)],
        "persistentVolumeReclaimPolicy": "Retain",
        "storageClassName": "",
        "nfs": {"server": _server(site, claim), "path": claim.volume.export or "/"},
    }


def claim_spec(site: Site, claim: Claim) -> dict[str, Any]:
    """Return the spec of a claim; that of an NFS volume waits for the PersistentVolume that is kept for it."""
    spec: dict[str, Any] = {
        "accessModes": [access_mode(site, claim.volume.access)],
        "resources": {"requests": {"storage": claim.size}},
    }
    if claim.volume.kind == "nfs":
        return {**spec, "storageClassName": ""}
    name = storage_class(site, claim.volume.class_, claim.resolved, "class")
    if name is None and claim.volume.kind == "node-local":
        local = [c.name for c in site.env.cluster.storage_classes.values() if c.node_local]
        name = local[0] if local else None
    return spec if name is None else {**spec, "storageClassName": name}


def _server(site: Site, claim: Claim) -> str:
    resolved = claim.resolved
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
