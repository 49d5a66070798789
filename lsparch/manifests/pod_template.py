"""PodTemplates: what spawners make pods from."""

from collections.abc import Iterator

from lsparch.k8s.quantity import canonical_quantity
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.template import pod_template

__all__ = ["KIND", "build"]

KIND = "PodTemplate"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the template of every spawned component, in the namespace of the spawner, with the default size."""
    for workload in shop.site.of_kind("spawned"):
        template = pod_template(shop, workload)
        sized = _default_size(workload)
        if sized:
            main = next(c for c in template["spec"]["containers"] if c["name"] == workload.name)
            main["resources"] = sized
        yield shop.site.object(
            KIND, workload.name, workload.part, {"template": template}, element=workload.id,
            place=workload.resolved.place(), labels=workload.labels, written_version="v1",
        )  # fmt: skip


def _default_size(workload: Workload) -> dict[str, dict[str, str]]:
    spawned = workload.component.spawned
    if spawned is None or not spawned.sizes:
        return {}
    size = spawned.sizes[spawned.default_size or next(iter(spawned.sizes))]
    return {
        "requests": {
            "cpu": canonical_quantity(size.cpu_request or size.cpu),
            "memory": size.memory_request or size.memory,
        },
        "limits": {"cpu": canonical_quantity(size.cpu), "memory": size.memory},
    }
