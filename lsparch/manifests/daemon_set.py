"""DaemonSets."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.template import pod_template

__all__ = ["KIND", "build"]

KIND = "DaemonSet"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the DaemonSets: a pod on each node, or on each node of a pool."""
    for workload in shop.site.of_kind("daemonset"):
        spec = {
            "revisionHistoryLimit": shop.site.policy.history,
            "selector": {"matchLabels": workload.selector},
            "updateStrategy": {"type": "RollingUpdate", "rollingUpdate": {"maxUnavailable": 1}},
            "template": pod_template(shop, workload),
        }
        yield shop.site.object(
            KIND, workload.name, workload.part, {"spec": spec}, element=workload.id, place=workload.resolved.place(),
            labels=workload.labels,
        )  # fmt: skip
