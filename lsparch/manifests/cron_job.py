"""CronJobs."""

from collections.abc import Iterator
from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.job import job_spec

__all__ = ["KIND", "build"]

KIND = "CronJob"

_LATE_SECONDS = 600
"""How late a run may start; without a limit, a hundred missed runs stop a CronJob for ever."""

_KEPT = 3
"""Runs of each outcome that are kept, with their logs."""


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the CronJobs; one run at a time, by the clock of UTC."""
    for workload in shop.site.of_kind("cronjob"):
        spec: dict[str, Any] = {"schedule": workload.component.schedule or ""}
        if shop.site.has(Feature.TIME_ZONE):
            spec["timeZone"] = "Etc/UTC"
        spec["concurrencyPolicy"] = "Forbid"
        spec["startingDeadlineSeconds"] = _LATE_SECONDS
        spec["successfulJobsHistoryLimit"] = _KEPT
        spec["failedJobsHistoryLimit"] = _KEPT
        spec["jobTemplate"] = {"metadata": {"labels": workload.labels}, "spec": job_spec(shop, workload)}
        yield shop.site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id, place=workload.resolved.place(),
            labels=workload.labels,
        )  # fmt: skip
