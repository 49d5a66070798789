"""ResourceQuotas: no namespace can take more than its declared pods need."""

from collections.abc import Iterator

from lsparch.k8s.quantity import format_quantity
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.demand import demand
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "ResourceQuota"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a quota for each namespace that has pods: what they ask for at most."""
    for part in shop.site.namespaces.values():
        total = demand(shop, part)
        if not total:
            continue
        hard = {name: format_quantity(amount) for name, amount in sorted(total.items())}
        place = shop.site.env.model.place(part)
        yield shop.site.object(KIND, "declared-pods", part, {"spec": {"hard": hard}}, element=part, place=place)
