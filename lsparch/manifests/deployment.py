"""Deployments."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.template import pod_template

__all__ = ["KIND", "build"]

KIND = "Deployment"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the Deployments; the number of pods is left to the autoscaler where there is one."""
    for workload in shop.site.of_kind("deployment"):
        spec: dict[str, Any] = {}
        if workload.component.scale is None:
            spec["replicas"] = workload.most_replicas
        if shop.site.policy.ready_seconds:
            spec["minReadySeconds"] = shop.site.policy.ready_seconds
        spec["revisionHistoryLimit"] = shop.site.policy.history
        spec["selector"] = {"matchLabels": workload.selector}
        spec["strategy"] = _strategy(shop, workload)
        spec["template"] = pod_template(shop, workload)
        yield shop.site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id, place=workload.resolved.place(),
            labels=workload.labels,
        )  # fmt: skip


def _strategy(shop: Workshop, workload: Workload) -> dict[str, Any]:
    """Replace pods one by one, without a gap; stop the old one first where a volume cannot be in two pods."""
    if any(_is_exclusive(shop, workload)):
        return {"type": "Recreate"}
    return {"type": "RollingUpdate", "rollingUpdate": {"maxSurge": 1, "maxUnavailable": 0}}


def _is_exclusive(shop: Workshop, workload: Workload) -> Iterator[bool]:
    env = shop.site.env
    for container in shop.containers.of(workload):
        for _, mount in container.mounts:
            if mount.storage is not None:
                yield workload.component.storage[mount.storage].access in {"one-pod", "one-node"}
            elif mount.volume is not None:
                volume = env.volume(env.qualify(mount.volume, ("volume",), container.part))
                yield volume.kind != "nfs" and volume.access == "one-node"
