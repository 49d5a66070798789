"""On which nodes pods run, and how they spread."""

from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.cluster import NodePool, Taint

__all__ = ["placement"]

_HOST = "kubernetes.io/hostname"


def placement(site: Site, workload: Workload) -> dict[str, Any]:
    """Return the fields of a pod that say on which nodes it runs."""
    fields: dict[str, Any] = {}
    component = workload.component
    pools = [p for p in site.env.cluster.pools.values() if component.pool is not None and component.pool in p.purposes]
    affinity: dict[str, Any] = {}
    if len(pools) == 1 and pools[0].labels:
        fields["nodeSelector"] = dict(sorted(pools[0].labels.items()))
    elif len(pools) > 1 and all(pool.labels for pool in pools):
        terms = [{"matchExpressions": _expressions(pool)} for pool in pools]
        affinity["nodeAffinity"] = {"requiredDuringSchedulingIgnoredDuringExecution": {"nodeSelectorTerms": terms}}
    if component.kind == "daemonset" and component.pool is None:
        pools = list(site.env.cluster.pools.values())  # every node
    taints = {(t.key, t.value, t.effect): t for pool in pools for t in pool.taints}
    if component.spread == "hosts" and workload.most_replicas > 1:
        if site.has(Feature.TOPOLOGY_SPREAD_CONSTRAINTS):
            fields["topologySpreadConstraints"] = [
                {
                    "maxSkew": 1,
                    "topologyKey": _HOST,
                    "whenUnsatisfiable": "ScheduleAnyway",
                    "labelSelector": {"matchLabels": workload.selector},
                }
            ]
        else:
            term = {"topologyKey": _HOST, "labelSelector": {"matchLabels": workload.selector}}
            affinity["podAntiAffinity"] = {
                "preferredDuringSchedulingIgnoredDuringExecution": [{"weight": 100, "podAffinityTerm": term}]
            }
    if affinity:
        fields["affinity"] = affinity
    if taints:
        fields["tolerations"] = [_toleration(taint) for _, taint in sorted(taints.items(), key=lambda t: str(t[0]))]
    return fields


def _expressions(pool: NodePool) -> list[dict[str, Any]]:
    return [{"key": key, "operator": "In", "values": [value]} for key, value in sorted(pool.labels.items())]


def _toleration(taint: Taint) -> dict[str, str]:
    toleration = {"key": taint.key, "operator": "Exists" if taint.value is None else "Equal"}
    if taint.value is not None:
        toleration["value"] = taint.value
    return {**toleration, "effect": taint.effect}
