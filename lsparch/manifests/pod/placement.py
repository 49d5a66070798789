"""On which nodes pods run, and how they spread."""

from typing import Any

from lsparch.k8s.api_versions import Feature
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.models.cluster import NodePool, Taint

__all__ = ["placement"]

_HOST = "kubernetes.io/hostname"
_ZONE = "topology.kubernetes.io/zone"


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
        # A node without the label of a zone would be left out, so that it is named only where there are several.
        domains = [_HOST, _ZONE] if len(site.env.cluster.zones) > 1 else [_HOST]
        if site.has(Feature.TOPOLOGY_SPREAD_CONSTRAINTS):
            fields["topologySpreadConstraints"] = [_spread(site, workload, domain) for domain in domains]
        else:
            affinity["podAntiAffinity"] = {
                "preferredDuringSchedulingIgnoredDuringExecution": [_apart(workload, domain) for domain in domains]
            }
    if affinity:
        fields["affinity"] = affinity
    if taints:
        fields["tolerations"] = [_toleration(taint) for _, taint in sorted(taints.items(), key=lambda t: str(t[0]))]
    return fields


def _spread(site: Site, workload: Workload, domain: str) -> dict[str, Any]:
    constraint: dict[str, Any] = {
        "maxSkew": 1,
        "topologyKey": domain,
        "whenUnsatisfiable": "ScheduleAnyway",
        "labelSelector": {"matchLabels": workload.selector},
    }
    if workload.component.kind == "deployment" and site.has(Feature.SPREAD_MATCH_LABEL_KEYS):
        constraint["matchLabelKeys"] = ["pod-template-hash"]
    return constraint


def _apart(workload: Workload, domain: str) -> dict[str, Any]:
    term = {"topologyKey": domain, "labelSelector": {"matchLabels": workload.selector}}
    return {"weight": 100, "podAffinityTerm": term}


def _expressions(pool: NodePool) -> list[dict[str, Any]]:
    return [{"key": key, "operator": "In", "values": [value]} for key, value in sorted(pool.labels.items())]


def _toleration(taint: Taint) -> dict[str, str]:
    toleration = {"key": taint.key, "operator": "Exists" if taint.value is None else "Equal"}
    if taint.value is not None:
        toleration["value"] = taint.value
    return {**toleration, "effect": taint.effect}
