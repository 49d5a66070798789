"""LimitRanges: what a container gets that asks for nothing."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.limits import container_defaults

__all__ = ["KIND", "build"]

KIND = "LimitRange"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a LimitRange in each namespace, from the platform's defaults for containers."""
    model = shop.site.env.model
    defaults = container_defaults(shop.site)
    if not defaults:
        return
    limit = {"type": "Container", **defaults}
    platform = model.platform.platform
    place = model.place(platform, "defaults", "container", "resources")
    for part in shop.site.namespaces.values():
        body = {"spec": {"limits": [limit]}}
        element = f"{platform}.defaults.container"
        yield shop.site.object(KIND, "defaults", part, body, element=element, place=place)
