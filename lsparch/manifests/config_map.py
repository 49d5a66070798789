"""ConfigMaps: configuration files, in the namespace of the pods that mount them."""

from collections.abc import Iterator

from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.user_namespace import group_objects, user_namespace, user_objects
from lsparch.yaml import emit, emit_all

__all__ = ["KIND", "build"]

KIND = "ConfigMap"


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the ConfigMaps; files that hold secrets are delivered otherwise.

    Where pods live in namespaces of users, ``user-namespace`` tells the spawner what belongs into each, and what more
    for each group of the user.
    """
    site = shop.site
    for configuration in shop.configurations.all:
        if configuration.is_secret:
            continue
        resolved = site.env.elements[configuration.element]
        body = {"data": dict(sorted(configuration.files.items()))}
        yield site.object(
            KIND, configuration.name, configuration.part, body, element=configuration.element, place=resolved.place()
        )
    first = {w.part: w for w in reversed(site.workloads) if w.is_per_user}
    for part, workload in sorted(first.items()):
        files = {
            "labels.yaml": emit(user_namespace(shop, part)),
            "objects.yaml": emit_all(user_objects(shop, part)),
        }
        groups = group_objects(shop, part)
        if groups:
            files["groups.yaml"] = emit(groups)
        place = workload.resolved.place("spawned")
        yield site.object(KIND, "user-namespace", part, {"data": files}, element=workload.id, place=place)
