"""Containers of a pod template."""

from typing import Any, assert_never

from lsparch.k8s.expansion import escape_references
from lsparch.k8s.quantity import canonical_quantity
from lsparch.manifests.assembly.containers import ContainerRole, PodContainer, offered
from lsparch.manifests.assembly.names import port_name
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.lifecycle import drain
from lsparch.manifests.pod.probes import probes
from lsparch.manifests.pod.security import container_security
from lsparch.manifests.pod.volumes import PodVolumes
from lsparch.models.component import Container, Endpoint, Resources
from lsparch.models.value import Value
from lsparch.resolve import UnknownAddressError
from lsparch.resolve.values import Fact, SecretKey, Text

__all__ = ["container", "protocol", "resources"]

_FACTS = {
    "pod-name": "metadata.name",
    "pod-ip": "status.podIP",
    "namespace": "metadata.namespace",
    "node-name": "spec.nodeName",
    "service-account": "spec.serviceAccountName",
}


def container(shop: Workshop, workload: Workload, source: PodContainer, volumes: PodVolumes) -> dict[str, Any]:
    """Return one container of a pod."""
    declared, resolved = source.container, source.resolved
    result: dict[str, Any] = {"name": source.name}
    image = declared.image
    if image is not None:
        tag = workload.tag if source.container is workload.component else None
        found = shop.site.ask(lambda: source.values.addresses.image(image, tag), resolved, *source.path, "image")
        shop.site.images.add(found)
        result["image"] = found
        moving = shop.site.env.image(image).tags == "moving"
        result["imagePullPolicy"] = "Always" if moving else "IfNotPresent"
    for field, values in (("command", declared.command), ("args", declared.args)):
        if values is not None:
            result[field] = [_text(shop, source, value, field, n) for n, value in enumerate(values)]
    if declared.env:
        result["env"] = [_variable(shop, workload, source, name, value) for name, value in declared.env.items()]
    ports = _ports(declared)
    if ports:
        result["ports"] = ports
    amounts = resources(declared.resources)
    if amounts:
        result["resources"] = amounts
    mounts = volumes.mounts(source)
    if mounts:
        result["volumeMounts"] = mounts
    if source.role is not ContainerRole.INIT:
        result.update(probes(shop.site, source))
    if source.role is ContainerRole.SERVES:
        result.update(drain(shop.site, workload, declared))
    result["securityContext"] = container_security(shop.site, declared.security)
    return result


def protocol(endpoint: Endpoint) -> str:
    """Return the transport protocol of an endpoint."""
    return "UDP" if endpoint.protocol in {"udp", "multicast"} else "TCP"


def resources(amounts: Resources) -> dict[str, Any]:
    """Return the requests and limits of a container."""
    requests, limits = {}, {}
    if amounts.cpu is not None:
        requests["cpu"] = canonical_quantity(amounts.cpu)
    if amounts.memory is not None:
        requests["memory"] = amounts.memory
    if amounts.cpu_limit is not None:
        limits["cpu"] = canonical_quantity(amounts.cpu_limit)
    if amounts.memory_limit is not None:
        limits["memory"] = amounts.memory_limit
    if amounts.ephemeral_storage is not None:
        requests["ephemeral-storage"] = limits["ephemeral-storage"] = amounts.ephemeral_storage
    return {key: value for key, value in (("requests", requests), ("limits", limits)) if value}


def _ports(container: Container) -> list[dict[str, Any]]:
    result = []
    for name, endpoint, port in offered(container):
        named = {"name": port_name(name)} if port_name(name) else {}
        result.append({**named, "containerPort": port, "protocol": protocol(endpoint)})
    return result


def _text(shop: Workshop, source: PodContainer, value: Value, *path: str | int) -> str:
    text = shop.site.ask(lambda: source.values.text(value), source.resolved, *source.path, *path)
    return escape_references(text)


def _variable(shop: Workshop, workload: Workload, source: PodContainer, name: str, value: Value) -> dict[str, Any]:
    try:
        found = source.values.evaluate(value)
    except UnknownAddressError as error:
        shop.site.unknown(error, source.resolved.place(*source.path, "env", name), workload.id)
        return {"name": name, "value": ""}
    match found:
        case Text(text):
            return {"name": name, "value": escape_references(text)}
        case SecretKey(secret, key):
            secret_name = shop.ledger.need(workload, secret, key)
            return {"name": name, "valueFrom": {"secretKeyRef": {"name": secret_name, "key": key}}}
        case Fact(fact):
            return {"name": name, "valueFrom": {"fieldRef": {"fieldPath": _FACTS[fact]}}}
        case _:
            assert_never(found)
