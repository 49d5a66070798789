"""HorizontalPodAutoscalers."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.models.component import Scale

__all__ = ["KIND", "build"]

KIND = "HorizontalPodAutoscaler"

_CONTROLLERS = {"deployment": "Deployment", "statefulset": "StatefulSet"}


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the autoscalers: by mean CPU use, in percent of the request."""
    site = shop.site
    for workload in site.of_kind(*_CONTROLLERS):
        scale = workload.component.scale
        if scale is None:
            continue
        kind = _CONTROLLERS[workload.component.kind]
        target = {"apiVersion": site.api_version(kind), "kind": kind, "name": workload.name}
        spec: dict[str, Any] = {
            "scaleTargetRef": target,
            "minReplicas": scale.min,
            "maxReplicas": scale.max,
            "metrics": [{"type": "Resource", "resource": _metric(site.api_version(KIND), scale)}],
        }
        if site.has(Feature.AUTOSCALER_BEHAVIOR):
            spec["behavior"] = _behaviour(scale)
        yield site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id,
            place=workload.resolved.place("scale"), labels=workload.labels,
        )  # fmt: skip


def _behaviour(scale: Scale) -> dict[str, Any]:
    """Grow at once, by as many pods as there are; shrink by one pod a minute, after a while of low load."""
    grow = [{"type": "Percent", "value": 100, "periodSeconds": 60}, {"type": "Pods", "value": 2, "periodSeconds": 60}]
    shrink = [{"type": "Pods", "value": 1, "periodSeconds": 60}]
    return {
        "scaleUp": {"stabilizationWindowSeconds": 0, "selectPolicy": "Max", "policies": grow},
        "scaleDown": {
            "stabilizationWindowSeconds": scale.settle_seconds, "selectPolicy": "Max", "policies": shrink,
        },
    }  # fmt: skip


def _metric(api_version: str, scale: Scale) -> dict[str, Any]:
    if api_version == "autoscaling/v2beta1":
        return {"name": "cpu", "targetAverageUtilization": scale.cpu_percent}
    return {"name": "cpu", "target": {"type": "Utilization", "averageUtilization": scale.cpu_percent}}
