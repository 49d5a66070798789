"""Rights on the Kubernetes API."""

from collections.abc import Iterator
from typing import Any

from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.component import ApiAccess

__all__ = ["cluster_rules", "is_wide", "namespace_rules", "role_name"]


def role_name(workload: Workload) -> str:
    """Return the name of what has no namespace and belongs to a component."""
    return f"{workload.namespace}-{workload.name}"


def namespace_rules(site: Site, workload: Workload) -> list[dict[str, Any]]:
    """Return the rules that hold in the component's own namespace."""
    return [
        _rule(a, g, r) for a in workload.component.api_access if not is_wide(site, workload, a) for g, r in _groups(a)
    ]


def cluster_rules(site: Site, workload: Workload) -> list[dict[str, Any]]:
    """Return the rules that hold beyond the component's own namespace."""
    return [_rule(a, g, r) for a in workload.component.api_access if is_wide(site, workload, a) for g, r in _groups(a)]


def is_wide(site: Site, workload: Workload, access: ApiAccess) -> bool:
    """Tell whether access goes beyond the component's own namespace."""
    match access.scope:
        case "namespace":
            return False
        case "cluster":
            return True
        case "users":
            spawned = [w for w in site.of_part(workload.part) if w.is_spawned]
            return any(w.is_per_user for w in spawned)


def _groups(access: ApiAccess) -> Iterator[tuple[str, list[str]]]:
    groups: dict[str, list[str]] = {}
    for text in access.resources:
        group, _, resource = text.rpartition("/") if text.count("/") else ("", "", text)
        groups.setdefault(group, []).append(resource)
    yield from sorted(groups.items())


def _rule(access: ApiAccess, group: str, names: list[str]) -> dict[str, Any]:
    return {"apiGroups": [group], "resources": sorted(names), "verbs": list(access.verbs)}
