"""Foreign parts: objects of others that pass through, and the values with which their charts are installed."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Severity
from lsparch.graph import State
from lsparch.k8s.field_path import copy_object
from lsparch.k8s.image import canonical_image
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.manifest_set import ChartRelease
from lsparch.manifests.assembly.provenance import stamp
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.vendored import Vendored, hook_of, pod_spec, vendored_parts
from lsparch.resolve import UnknownAddressError
from lsparch.resolve.render import fill_structure
from lsparch.resolve.values import Values

__all__ = ["chart_releases", "foreign_objects"]


def foreign_objects(site: Site) -> Iterator[StoredObject]:
    """Iterate over the objects of foreign parts whose manifests lie in the model.

    Only their metadata is written on: the namespace where there is none, the environment, and provenance. Images are
    those of the cluster's registry where the model says so. A Secret that holds values is an error, and left out.
    """
    for part in vendored_parts(site.env):
        if part.findings:  # half of an installation is no use to anybody
            site.findings.extend(part.findings)
            continue
        for hook in part.hooks:
            message = f"{hook.kind}/{hook.name} of {part.id} is a hook of Helm ({hook_of(hook)}), and is left out"
            advice = "remove it from the manifests; if it must run, remove the annotation"
            site.report("GEN021", Severity.WARNING, hook.place(), message, advice, part.id)
        for found in part.objects:
            if not _holds_secret(site, found, part):
                yield _passed(site, found, part)


def chart_releases(site: Site) -> tuple[ChartRelease, ...]:
    """Return the charts that are installed beside the objects, in the order of their components' ids."""
    return tuple(_releases(site))


def _releases(site: Site) -> Iterator[ChartRelease]:
    env = site.env
    for identifier, component in env.components(State.FOREIGN):
        foreign, part = component.foreign, identifier.partition("/")[0]
        if foreign is None or foreign.chart is None or foreign.manifests is not None or part in env.shared_parts:
            continue
        values: Any = {}
        try:
            values = fill_structure(foreign.values or {}, Values(site.addresses, part, component))
        except UnknownAddressError as error:
            site.unknown(error, env.elements[identifier].place("foreign", "values"), identifier)
        yield ChartRelease(
            identifier, foreign.chart, foreign.repository or "", foreign.version or "", foreign.namespace, values
        )


def _holds_secret(site: Site, found: StoredObject, part: Vendored) -> bool:
    if found.kind != "Secret":
        return False
    filled = [
        (field, str(key))
        for field in ("data", "stringData")
        if isinstance(held := found.data.get(field), Mapping)
        for key, value in held.items()
        if value not in (None, "")
    ]
    for field, key in filled:
        message = f"Secret {found.name} of {part.id} holds a value of {key}"
        advice = "remove the values; the Secret is filled from the secret store"
        site.report("GEN022", Severity.ERROR, found.place(field, key, key=True), message, advice, part.id)
    return bool(filled)


def _passed(site: Site, found: StoredObject, part: Vendored) -> StoredObject:
    data = copy_object(found.data)
    _use_images(site, data, part)
    metadata = data["metadata"]
    if not isinstance(metadata.get("labels"), dict):
        metadata["labels"] = {}
    metadata["labels"][site.key("environment")] = site.env.id
    stamp(site, data, part.id)
    return StoredObject(data, found.origin, part.id, written=True)


def _use_images(site: Site, data: dict[str, Any], part: Vendored) -> None:
    """Note the images of an object's pods; those of a mirrored part are pulled from where the cluster pulls."""
    pod = pod_spec(data) or {}
    for group in ("initContainers", "containers"):
        listed = pod.get(group)
        for container in listed if isinstance(listed, list) else ():
            image = container.get("image") if isinstance(container, dict) else None
            if not isinstance(image, str) or not image:
                continue
            published, _, path = canonical_image(image).partition("/")
            if part.foreign.mirrored and (host := _mirror(site, part, published)):
                image = container["image"] = f"{host}/{path}"
            site.images.add(image)


def _mirror(site: Site, part: Vendored, published: str) -> str:
    """Return the host from which the cluster pulls what a registry publishes; empty if it has none of its own."""
    env, cache = site.env, site.env.cluster.pull_through
    upstream = ""
    if cache is not None:
        holder = env.qualify(cache.of, ("external",), "")
        if env.external(holder).host == published:
            upstream = holder
    return site.ask(lambda: site.addresses.mirror(upstream), env.elements[part.id], "foreign", "mirrored")
