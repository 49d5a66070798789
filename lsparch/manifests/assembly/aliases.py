"""Stable names inside the cluster for systems outside: what pods call stays, wherever the system moves."""

import ipaddress
from collections.abc import Iterator
from dataclasses import dataclass

from lsparch.diagnostics import Severity
from lsparch.manifests.assembly.site import Site
from lsparch.models.catalogue import External
from lsparch.resolve import UnknownAddressError

__all__ = ["Alias", "aliases"]

_CERTIFIED = frozenset({"https", "oidc", "ldaps"})
"""Protocols in which the called host shows a certificate with its name."""


@dataclass(frozen=True, slots=True)
class Alias:
    """A Service that stands for a system outside."""

    external: str
    element: External
    part: str
    name: str
    host: str
    """Host name behind it; empty if addresses are."""

    addresses: tuple[str, ...]


def aliases(site: Site) -> Iterator[Alias]:
    """Iterate over the aliases of externals that something here connects to; report those that lead nowhere."""
    env = site.env
    for external in sorted({link.target for link in env.links if link.live and link.target.startswith("external/")}):
        element = env.external(external)
        part, _, name = (element.alias or "").partition("/")
        if element.alias is None or part not in env.parts:
            continue
        place = env.elements[external].place("alias")
        host, addresses = _host(site, external), tuple(_single(element.cidr))
        if not host and len(addresses) != len(element.cidr):
            addresses = ()
        if not host and not addresses:
            message = f"{external} has the alias {element.alias}, and neither a host nor single addresses behind it"
            site.report(
                "GEN018", Severity.ERROR, place, message, "state `host`, or `cidr` of single addresses", external
            )
            continue
        for endpoint in element.endpoints.values():
            if endpoint.protocol in _CERTIFIED:
                message = f"{external} is called {element.alias} here, which its certificate does not name"
                site.report("GEN018", Severity.WARNING, place, message, "leave out the alias", external)
        yield Alias(external, element, part, name, host, addresses)


def _host(site: Site, external: str) -> str:
    try:
        return site.addresses.host(f"{external}.")
    except UnknownAddressError:
        return ""


def _single(blocks: tuple[str, ...]) -> Iterator[str]:
    for block in blocks:
        network = ipaddress.ip_network(block, strict=False)
        if network.num_addresses == 1:
            yield str(network.network_address)
