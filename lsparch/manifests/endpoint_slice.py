"""EndpointSlices: addresses behind Services that stand for systems outside the cluster."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.aliases import Alias
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.container import protocol

__all__ = ["KIND", "build"]

KIND = "EndpointSlice"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a slice for each alias of single addresses, one for each family of addresses."""
    site = shop.site
    for alias in shop.aliases:
        if alias.host:
            continue
        for family in ("IPv4", "IPv6"):
            addresses = [address for address in alias.addresses if (":" in address) == (family == "IPv6")]
            if not addresses:
                continue
            name = f"{alias.name}-{family.lower()}"
            labels = {**site.labels(name, alias.part), "kubernetes.io/service-name": alias.name}
            body = {
                "addressType": family,
                "endpoints": [{"addresses": [address], "conditions": {"ready": True}} for address in addresses],
                "ports": _ports(alias),
            }
            place = site.env.elements[alias.external].place("alias")
            yield site.object(KIND, name, alias.part, body, element=alias.external, place=place, labels=labels)


def _ports(alias: Alias) -> list[dict[str, str | int]]:
    return [
        {"name": name, "port": endpoint.port, "protocol": protocol(endpoint)}
        for name, endpoint in alias.element.endpoints.items()
        if endpoint.port is not None
    ]
