"""CronJobs."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.template import pod_template

__all__ = ["KIND", "build"]

KIND = "CronJob"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the CronJobs; one run at a time, by the clock of UTC."""
    for workload in shop.site.of_kind("cronjob"):
        spec: dict[str, Any] = {"schedule": workload.component.schedule or ""}
        if shop.site.has(Feature.TIME_ZONE):
            spec["timeZone"] = "Etc/UTC"
        spec["concurrencyPolicy"] = "Forbid"
        template = pod_template(shop, workload, restart="OnFailure")
        spec["jobTemplate"] = {
            "metadata": {"labels": workload.labels},
            "spec": {"backoffLimit": 3, "template": template},
        }
        yield shop.site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id, place=workload.resolved.place(),
            labels=workload.labels,
        )  # fmt: skip
