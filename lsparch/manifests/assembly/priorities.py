"""Priorities of pods."""

from lsparch.diagnostics import Severity
from lsparch.manifests.assembly.site import Site

__all__ = ["priority_class", "used_priorities"]


def priority_class(site: Site, priority: str) -> str:
    """Return the name of the class of a priority."""
    return f"{site.env.id}-{priority}"


def used_priorities(site: Site) -> dict[str, str]:
    """Return the priorities that components name, sorted, each with the first part that does; report unknown ones."""
    used: dict[str, str] = {}
    for workload in site.workloads:
        name = workload.component.priority
        if name is None or name in used:
            continue
        if name in site.policy.priorities:
            used[name] = workload.part
            continue
        known = ", ".join(site.policy.priorities) or "none"
        message = f"{workload.id} has the priority `{name}`, which platform policy does not know"
        place = workload.resolved.place("priority")
        site.report("GEN011", Severity.ERROR, place, message, f"it has: {known}", workload.id)
    return dict(sorted(used.items()))
