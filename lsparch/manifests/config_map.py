"""ConfigMaps: configuration files, in the namespace of the pods that mount them."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop

__all__ = ["KIND", "build"]

KIND = "ConfigMap"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the ConfigMaps; files that hold secrets are delivered otherwise."""
    for configuration in shop.configurations.all:
        if configuration.is_secret:
            continue
        resolved = shop.site.env.elements[configuration.element]
        body = {"data": dict(sorted(configuration.files.items()))}
        yield shop.site.object(
            KIND, configuration.name, configuration.part, body, element=configuration.element, place=resolved.place()
        )
