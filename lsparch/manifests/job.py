"""Jobs."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.job import job_spec

__all__ = ["KIND", "build"]

KIND = "Job"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the Jobs."""
    for workload in shop.site.of_kind("job"):
        spec = job_spec(shop, workload)
        yield shop.site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id, place=workload.resolved.place(),
            labels=workload.labels,
        )  # fmt: skip
