"""Network policies of tests: for as long as a test is deployed, its pods may go along the legs, and nowhere else."""

from collections.abc import Iterator
from typing import Any

from lsparch.diagnostics import Place
from lsparch.k8s.store import StoredObject
from lsparch.load.names import split_member
from lsparch.manifests.assembly.arrows import runs_in
from lsparch.manifests.assembly.host_names import CILIUM_VERSION, host_names, names_policy
from lsparch.manifests.assembly.legs import Leg, PlannedStory
from lsparch.manifests.assembly.peers import component_peer, in_namespace
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.stories.job import test_labels

__all__ = ["test_policies"]

KIND = "NetworkPolicy"
_NAMING = "CiliumNetworkPolicy"


def test_policies(site: Site, planned: PlannedStory) -> Iterator[StoredObject]:
    """Make the policies of a story: one for its pods in each calling namespace, one for every component that answers.

    Policies add up, so those of the components stay as they are.
    """
    for namespace in planned.namespaces:
        legs = [leg for leg in planned.tested if leg.namespace == namespace]
        named = [leg for leg in legs if _is_named(site, leg)]
        if named:
            hosts = {
                host: [(leg.port, "TCP") for leg in named if leg.host == host]
                for host in sorted({n.host for n in named})
            }
            spec = names_policy({site.key("test"): planned.id}, hosts)
            yield _policy(site, planned, namespace, f"test-{planned.id}-names", spec, named[0].place)
        spec = {
            "podSelector": {"matchLabels": {site.key("test"): planned.id}},
            "policyTypes": ["Ingress", "Egress"],
            "egress": list(_egress(site, namespace, [leg for leg in legs if leg not in named])),
        }
        yield _policy(site, planned, namespace, f"test-{planned.id}", spec, legs[0].place)
    answering: dict[str, list[Leg]] = {}
    for leg in planned.tested:
        answering.setdefault(runs_in(site, split_member(leg.target)[0]), []).append(leg)
    for identifier, legs in sorted(answering.items()):
        workload = site.by_id.get(identifier)
        if workload is None or workload.component.host_network:
            continue
        spec = {
            "podSelector": {"matchLabels": workload.selector},
            "policyTypes": ["Ingress"],
            "ingress": list(_ingress(site, planned, workload, legs)),
        }
        name = f"test-{planned.id}-{workload.name}"
        yield _policy(site, planned, workload.namespace, name, spec, legs[0].place)


def _is_named(site: Site, leg: Leg) -> bool:
    """Tell whether a policy can name the host to which a leg leads."""
    holder = split_member(leg.target)[0]
    return holder.startswith("external/") and leg.host in host_names(site, holder)


def _egress(site: Site, namespace: str, legs: list[Leg]) -> Iterator[dict[str, Any]]:
    ports: dict[str, set[int]] = {}
    for leg in legs:
        ports.setdefault(runs_in(site, split_member(leg.target)[0]), set()).add(leg.port)
    for identifier, numbers in sorted(ports.items()):
        peer = component_peer(site, identifier, namespace)
        if peer is not None:
            yield {"to": list(peer.entries), "ports": _ports(numbers)}


def _ingress(site: Site, planned: PlannedStory, workload: Workload, legs: list[Leg]) -> Iterator[dict[str, Any]]:
    ports: dict[str, set[int]] = {}
    for leg in legs:
        ports.setdefault(leg.namespace, set()).add(leg.port)
    for namespace, numbers in sorted(ports.items()):
        entry, _ = in_namespace(site, namespace, {site.key("test"): planned.id}, workload.namespace)
        yield {"from": [entry], "ports": _ports(numbers)}


def _ports(numbers: set[int]) -> list[dict[str, Any]]:
    return [{"port": number, "protocol": "TCP"} for number in sorted(numbers)]


def _policy(
    site: Site, planned: PlannedStory, namespace: str, name: str, spec: dict[str, Any], place: Place
) -> StoredObject:
    part = next(w.part for w in (*site.workloads, *site.neighbours) if w.namespace == namespace)
    kind, version = (_NAMING, CILIUM_VERSION) if "endpointSelector" in spec else (KIND, None)
    return site.object(
        kind, name, part, {"spec": spec}, element=f"story/{planned.id}", place=place, namespace=namespace,
        labels=test_labels(site, planned, part), written_version=version,
    )  # fmt: skip
