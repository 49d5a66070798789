"""What Jobs and the Jobs of CronJobs have in common."""

from typing import Any

from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.template import pod_template

__all__ = ["job_spec"]

_RETRIES = 3


def job_spec(shop: Workshop, workload: Workload) -> dict[str, Any]:
    """Return the specification of a Job: how often it is tried, how long it may take, and its pods.

    It has no time after which it is removed: a Job that belongs to the configuration would come back, and run again,
    with the next application.
    """
    component = workload.component
    spec: dict[str, Any] = {"backoffLimit": _RETRIES if component.retries is None else component.retries}
    if component.deadline_seconds is not None:
        spec["activeDeadlineSeconds"] = component.deadline_seconds
    return {**spec, "template": pod_template(shop, workload, restart="OnFailure")}
