"""What is too big for Kubernetes, or too long for what it makes of a name."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from lsparch.diagnostics import Severity
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.site import Site

__all__ = ["check_sizes"]

_DATA_LIMIT = 1024 * 1024
"""Bytes of all keys and values of a ConfigMap or Secret (``MaxSecretSize`` of Kubernetes, and its ConfigMap alike)."""

_ANNOTATIONS_LIMIT = 256 * 1024
"""Bytes of all keys and values of the annotations of an object (``TotalAnnotationSizeLimitB`` of apimachinery)."""

_PORTS_LIMIT = 100
"""Ports of an EndpointSlice (``maxPorts`` of its validation), from which a Service is reached."""

_HOST_LIMIT = 253
_HOST_LABEL_LIMIT = 63

_NAME_LIMITS = {
    "StatefulSet": (52, "for each revision eleven are added in a label of its pods"),
    "Job": (63, "it becomes a label of its pods"),
}
"""Characters of a name where they are fewer than its syntax allows, with what takes them."""


def check_sizes(site: Site, objects: Iterable[StoredObject]) -> None:
    """Report objects that the API server would refuse for their size, or whose pods or routes it would."""
    for found in objects:
        for code, message, advice in _faults(found):
            site.report(code, Severity.ERROR, found.origin, message, advice, found.element)
        for host in sorted(_hosts(found.data)):
            if len(host) > _HOST_LIMIT or max(map(len, host.split("."))) > _HOST_LABEL_LIMIT:
                _report_host(site, found, host)


def _report_host(site: Site, found: StoredObject, host: str) -> None:
    """Report a name that is too long: where the domain is said if it ends in that, else where the object is made."""
    here = host.endswith(site.env.domain)
    place = site.env.model.place(f"environment/{site.env.id}", "domain") if here else found.origin
    message = f"host {host} of {found.kind} {found.name} is longer than names of hosts are"
    advice = f"at most {_HOST_LABEL_LIMIT} characters between dots, and {_HOST_LIMIT} in all"
    site.report("GEN013", Severity.ERROR, place, message, advice, found.element)


def _faults(found: StoredObject) -> Iterator[tuple[str, str, str]]:
    """Iterate over code, message and advice."""
    limit, why = _NAME_LIMITS.get(found.kind, (0, ""))
    if limit and len(found.name) > limit:
        message = f"name of {found.kind}: {found.name!r} has {len(found.name)} characters; at most {limit} are allowed"
        yield "GEN013", f"{message}, since {why}", "shorten the ids of which it is made"
    data = found.data.get("data")
    size = _size(data) if found.kind in {"ConfigMap", "Secret"} and isinstance(data, Mapping) else 0
    if size > _DATA_LIMIT:
        message = f"{found.kind} {found.name} has {size} bytes of data, and can have {_DATA_LIMIT}"
        yield "GEN027", message, "divide the files, or put them into an image or on a volume"
    size = _size(found.data["metadata"].get("annotations") or {})
    if size > _ANNOTATIONS_LIMIT:
        message = f"{found.kind} {found.name} has {size} bytes of annotations, and can have {_ANNOTATIONS_LIMIT}"
        yield "GEN027", message, "shorten titles, notes and purposes"
    ports = (found.data.get("spec") or {}).get("ports") if found.kind == "Service" else None
    if isinstance(ports, list) and len(ports) > _PORTS_LIMIT:
        message = f"Service {found.name} has {len(ports)} ports, and its endpoints can have {_PORTS_LIMIT}"
        yield "GEN027", message, "divide the component"


def _size(texts: Mapping[str, Any]) -> int:
    return len("".join(f"{key}{value}" for key, value in texts.items()).encode())


def _hosts(data: Mapping[str, Any]) -> set[str]:
    """Return the names of hosts that a gateway, a route or an Ingress answers to."""
    spec = data.get("spec") or {}
    match data.get("kind"):
        case "HTTPRoute":
            return set(spec.get("hostnames") or ())
        case "Gateway":
            return {item["hostname"] for item in spec.get("listeners") or () if "hostname" in item}
        case "Ingress":
            return {item["host"] for item in spec.get("rules") or () if "host" in item}
        case _:
            return set()
