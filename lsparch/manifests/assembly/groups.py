"""Volumes of groups of users: each group that has a quota has a volume of its own, of that size."""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from lsparch.diagnostics import Severity
from lsparch.graph import PENDING
from lsparch.manifests.assembly.claims import Claim
from lsparch.manifests.assembly.site import Site

__all__ = ["group_claims"]


def group_claims(site: Site, claims: Iterable[Claim]) -> Iterator[tuple[str, Claim]]:
    """Iterate over groups and their claims, where spawned pods mount the volume in which groups have their own.

    For NFS it is the directory of the group's name below the export, whose quota is a matter of the server.
    """
    mounted = tuple(claims)
    spawning = {workload.part for workload in site.workloads if workload.is_spawned}
    for name, group in site.env.model.groups.items():
        if group.quota is None or group.volume is None or group.status in PENDING:
            continue
        identifier = site.env.qualify(group.volume, ("volume",), "")
        for claim in mounted:
            if claim.element != identifier or claim.part not in spawning:
                continue
            update: dict[str, str] = {"size": group.quota}
            if claim.volume.kind == "nfs":
                update["export"] = f"{(claim.volume.export or '').rstrip('/')}/{name}"
                place = site.env.model.place(f"group/{name}", "quota")
                message = f"NFS does not keep group/{name} within {group.quota}"
                advice = "set the quota at the server too"
                site.report("GEN019", Severity.NOTE, place, message, advice, f"group/{name}")
            volume = claim.volume.model_copy(update=update)
            yield (
                name,
                replace(claim, element=f"group/{name}", volume=volume, name=f"{claim.name}-{name}", size=group.quota),
            )
