"""Limit ranges: what containers may have, and what they get where they state nothing."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lsparch.k8s.store import ObjectStore
from lsparch.rules.workloads import ContainerView, items, mapping

__all__ = ["ContainerLimits", "container_limits", "default_amounts", "limits_with_defaults"]


@dataclass(frozen=True, slots=True)
class ContainerLimits:
    """What a limit range says about containers."""

    least: Mapping[str, Any]
    most: Mapping[str, Any]
    default: Mapping[str, Any]
    """Limits of containers that state none."""

    default_request: Mapping[str, Any]
    """Requests of containers that state neither request nor limit."""


def container_limits(objects: ObjectStore) -> dict[str, list[ContainerLimits]]:
    """Return what limit ranges say about containers, by namespace."""
    found: dict[str, list[ContainerLimits]] = {}
    for limits in objects.of_kind("LimitRange"):
        for _, one in items(limits.data, "spec", "limits"):
            if one.get("type") == "Container":
                parts = (mapping(one, key) for key in ("min", "max", "default", "defaultRequest"))
                found.setdefault(limits.namespace, []).append(ContainerLimits(*parts))
    return found


def default_amounts(objects: ObjectStore, namespace: str, key: str) -> frozenset[str]:
    """Return the resources of which containers of a namespace get an amount by default, and those of their limits."""
    ranges = (limits for limits in objects.of_kind("LimitRange") if limits.namespace == namespace)
    found = (one for limits in ranges for _, one in items(limits.data, "spec", "limits"))
    return frozenset(name for one in found for part in (key, "default") for name in mapping(one, part))


def limits_with_defaults(container: ContainerView, limits: list[ContainerLimits]) -> dict[str, dict[str, Any]]:
    """Return requests and limits of a container as admission completes them."""
    upper = dict(mapping(container.data, "resources", "limits"))
    lower = dict(mapping(container.data, "resources", "requests"))
    for name, amount in mapping(container.data, "resources", "limits").items():
        lower.setdefault(name, amount)
    for one in limits:
        for name, amount in (*one.default.items(), *one.most.items()):
            upper.setdefault(name, amount)
        for name, amount in (*one.default_request.items(), *one.default.items(), *one.least.items()):
            lower.setdefault(name, amount)
    return {"requests": lower, "limits": upper}
