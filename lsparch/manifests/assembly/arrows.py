"""Arrows between pods of an environment: who may open a connection to whom, on which port."""

from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Place
from lsparch.graph import PENDING, State
from lsparch.load.names import split_member
from lsparch.manifests.assembly.site import Site
from lsparch.models.component import Endpoint
from lsparch.resolve import UnknownAddressError
from lsparch.resolve.logs import has_sidecar, log_intakes, log_target

__all__ = ["Arrow", "arrows", "runs_in"]

_UDP = frozenset({"udp", "multicast"})


@dataclass(frozen=True, slots=True)
class Arrow:
    """One connection that is allowed: between components that have pods, hosts or addresses."""

    source: str
    target: str
    port: int
    transport: str
    place: Place


def arrows(site: Site) -> Iterator[Arrow]:
    """Iterate over all arrows: declared connections, and the shipping of logs."""
    for link in site.env.links:
        if not link.live:
            continue
        source, target = runs_in(site, link.source), runs_in(site, link.target)
        if not source or not target or (source == target and link.source != link.target):
            continue
        if link.endpoint.port is None:
            error = UnknownAddressError(f"port of {link.endpoint_id} is not known")
            site.unknown(error, link.place, link.source)
            continue
        yield Arrow(source, target, link.endpoint.port, _transport(link.endpoint), link.place)
    for workload in site.workloads:
        if has_sidecar(site.env, workload.id):
            target = log_target(site.env, workload.id)
            for endpoint, port in log_intakes(site.env, target):
                yield Arrow(workload.id, target, port, _transport(endpoint), workload.resolved.place("logs"))


def _transport(endpoint: Endpoint) -> str:
    return "UDP" if endpoint.protocol in _UDP else "TCP"


def runs_in(site: Site, identifier: str) -> str:
    """Return the component in whose pods another runs: itself as a rule; empty if it does not run."""
    env = site.env
    if identifier.startswith("external/"):
        return "" if env.external(identifier).status in PENDING else identifier
    state = env.states.get(identifier)
    if state is State.REALISED:
        part = identifier.partition("/")[0]
        target = env.qualify(env.component(identifier).realised_by or "", ("component",), part)
        return runs_in(site, split_member(target)[0])
    return "" if state in {None, State.PLANNED} else identifier
