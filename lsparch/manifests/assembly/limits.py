"""What Kubernetes cannot hold: names that are too long, two containers on one port, volumes that cannot be shared."""

from collections.abc import Iterable, Iterator, Mapping

from lsparch.diagnostics import Place, Severity
from lsparch.k8s.identity import label_value_fault, name_fault, name_rule
from lsparch.k8s.store import StoredObject
from lsparch.load.names import split_member
from lsparch.manifests.assembly.containers import offered
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["check_limits"]

_SHORT = "shorten the ids of which it is made"
_OF_ONE_NODE = frozenset({"one-node", "one-pod"})


def check_limits(shop: Workshop, objects: Iterable[StoredObject]) -> None:
    """Report what the API server, or a node, would refuse, where the model says it."""
    fine: set[str] = set()
    for found in objects:
        _check_name(shop.site, found, fine)
    for workload in shop.site.workloads:
        _check_ports(shop.site, workload)
    _check_node_ports(shop.site)
    _check_sharing(shop)


def _check_name(site: Site, found: StoredObject, fine: set[str]) -> None:
    """Report a name, or the value of a label, that is refused; values in which nothing is wrong are remembered."""
    fault = name_fault(found.name, name_rule(found.kind))
    if fault:
        site.report("GEN013", Severity.ERROR, found.origin, f"name of {found.kind}: {fault}", _SHORT, found.element)
        return
    labels: Mapping[str, str] = found.data["metadata"].get("labels") or {}
    for key, value in labels.items():
        if value in fine:
            continue
        fault = label_value_fault(str(value))
        if fault is None:
            fine.add(value)
        else:
            message = f"label {key} of {found.kind} {found.name}: {fault}"
            site.report("GEN013", Severity.ERROR, found.origin, message, _SHORT, found.element)


def _check_ports(site: Site, workload: Workload) -> None:
    """Report two containers of one pod that listen on one port."""
    ports: dict[tuple[int, bool], str] = {}
    for container, path, declared in site.env.containers(workload.id):
        for name, endpoint, port in offered(declared):
            here = f"{container}.{name}"
            other = ports.setdefault((port, endpoint.protocol in {"udp", "multicast"}), here)
            if other != here:
                message = f"{other} and {here} of {workload.id} both listen on port {port} of one pod"
                place = workload.resolved.place(*path, "endpoints", name, "port")
                _report(site, "GEN014", place, message, "give one of them another port", workload)


def _check_node_ports(site: Site) -> None:
    """Report pods in the network of their nodes that listen on one port, and are more than the nodes are."""
    users: dict[tuple[int, bool], dict[str, tuple[Workload, Place]]] = {}
    for workload in site.workloads:
        if workload.component.host_network:
            for _, path, declared in site.env.containers(workload.id):
                for name, endpoint, port in offered(declared):
                    place = workload.resolved.place(*path, "endpoints", name, "port")
                    key = (port, endpoint.protocol in {"udp", "multicast"})
                    users.setdefault(key, {}).setdefault(workload.id, (workload, place))
    for (port, _), found in sorted(users.items()):
        for workload, place in found.values():
            pools = _pools(site, workload)
            nodes = sum(site.env.cluster.pools[name].nodes for name in pools)
            inside = [other for other, _ in found.values() if _pools(site, other) <= pools]
            pods = sum(_pods(site, other) for other in inside)
            if nodes and pods > nodes:
                names = " and ".join(sorted(other.id for other in inside))
                message = f"{pods} pods of {names} listen on port {port} of their node, and there are {nodes} nodes"
                _report(site, "GEN014", place, message, "give one of them another port, or run fewer", workload)


def _pools(site: Site, workload: Workload) -> frozenset[str]:
    """Return the node pools on which the pods of a workload may run."""
    wanted, pools = workload.component.pool, site.env.cluster.pools
    return frozenset(name for name, pool in pools.items() if wanted is None or wanted in pool.purposes)


def _pods(site: Site, workload: Workload) -> int:
    if workload.component.kind == "daemonset":
        return sum(site.env.cluster.pools[name].nodes for name in _pools(site, workload))
    return workload.most_replicas


def _report(site: Site, code: str, place: Place, message: str, advice: str, workload: Workload) -> None:
    site.report(code, Severity.ERROR, place, message, advice, workload.id)


def _check_sharing(shop: Workshop) -> None:
    """Report volumes of one node that pods on several would have to mount."""
    users: dict[str, dict[str, Workload]] = {}
    for workload in shop.site.workloads:
        if workload.component.kind in {"deployment", "daemonset"} and _spreads(workload):
            for name, storage in workload.component.storage.items():
                if storage.access in _OF_ONE_NODE:
                    claim = f"one claim of {name}, which one node can mount"
                    message = f"pods of {workload.id} on several nodes would mount {claim}"
                    place = workload.resolved.place("storage", name, "size")
                    advice = "run one replica, make it a statefulset, or a claim of access many-write"
                    _report(shop.site, "GEN015", place, message, advice, workload)
        for identifier in _volumes(shop, workload):
            users.setdefault(identifier, {})[workload.id] = workload
    for identifier, found in sorted(users.items()):
        resolved = shop.site.env.elements[identifier]
        names = sorted(found)
        if len(names) > 1:
            message = f"{identifier} can be mounted on one node, and pods of {', '.join(names)} mount it"
        elif _spreads(found[names[0]]):
            message = f"{identifier} can be mounted on one node, and {names[0]} has several pods that mount it"
        else:
            continue
        advice = "make it of access many-write or many-read, or let one pod mount it"
        place = resolved.place("access") if "access" in resolved.element.model_fields_set else resolved.place()
        shop.site.report("GEN015", Severity.ERROR, place, message, advice, identifier)


def _volumes(shop: Workshop, workload: Workload) -> Iterator[str]:
    """Iterate over the shared volumes of a pod that only one node can mount."""
    for container in shop.containers.of(workload):
        for _, mount in container.mounts:
            if mount.volume is not None:
                identifier = shop.site.env.qualify(mount.volume, ("volume",), container.part)
                volume = shop.site.env.volume(split_member(identifier)[0])
                if volume.access in _OF_ONE_NODE and volume.kind != "nfs":
                    yield identifier


def _spreads(workload: Workload) -> bool:
    return workload.most_replicas > 1 or workload.component.kind == "daemonset"
