"""The end of a pod: containers that others call go on until nobody calls them any more."""

from typing import Any

from lsparch.diagnostics import Severity
from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.containers import offered
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.component import Container

__all__ = ["drain"]

_SERVING = frozenset({"deployment", "statefulset"})


def drain(site: Site, workload: Workload, container: Container) -> dict[str, Any]:
    """Return the pause with which a serving container answers the announcement of its end.

    Proxies and Services learn of the end at the same time as the container; without a pause, what they still send is
    refused. Report a component whose time for stopping is used up by the pause.
    """
    seconds = site.policy.drain_seconds
    if seconds == 0 or workload.component.kind not in _SERVING or not any(offered(container)):
        return {}
    grace = workload.component.grace_seconds
    if grace is not None and grace <= seconds:
        message = f"{workload.id} has {grace} s to stop, and goes on serving for {seconds} of them"
        place = workload.resolved.place("grace-seconds")
        advice = f"raise `grace-seconds` above {seconds}, or lower `drain-seconds` of platform policy"
        site.report("GEN012", Severity.ERROR, place, message, advice, workload.id)
    if site.has(Feature.LIFECYCLE_SLEEP):
        return {"lifecycle": {"preStop": {"sleep": {"seconds": seconds}}}}
    return {"lifecycle": {"preStop": {"exec": {"command": ["sleep", str(seconds)]}}}}
