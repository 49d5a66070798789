"""LimitRanges: what a container gets that asks for nothing."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.container import resources
from lsparch.models.component import Resources

__all__ = ["KIND", "build"]

KIND = "LimitRange"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make a LimitRange in each namespace, from the platform's defaults for containers."""
    model = shop.site.env.model
    declared = model.platform.defaults.get("container", {}).get("resources")
    if declared is None:
        return
    amounts = resources(Resources.model_validate(declared))
    limit = {"type": "Container"}
    for field, key in (("defaultRequest", "requests"), ("default", "limits")):
        if key in amounts:
            limit[field] = amounts[key]
    platform = model.platform.platform
    place = model.place(platform, "defaults", "container", "resources")
    for part in shop.site.namespaces.values():
        body = {"spec": {"limits": [limit]}}
        element = f"{platform}.defaults.container"
        yield shop.site.object(KIND, "defaults", part, body, element=element, place=place)
