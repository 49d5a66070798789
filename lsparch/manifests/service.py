"""Services: names and ports under which components are reached."""

from collections.abc import Iterator
from typing import Any

from lsparch.graph import State
from lsparch.k8s.api_versions import Feature
from lsparch.k8s.store import StoredObject
from lsparch.manifests.assembly.containers import offered
from lsparch.manifests.assembly.names import port_name
from lsparch.manifests.assembly.site import Site
from lsparch.manifests.assembly.workload import Workload
from lsparch.manifests.assembly.workshop import Workshop
from lsparch.manifests.pod.container import protocol

__all__ = ["KIND", "build"]

KIND = "Service"

_STANDARD = frozenset({"http", "https"})


def build(shop: Workshop) -> Iterator[StoredObject]:
    """Make the Services.

    A StatefulSet also has a headless one, which gives each replica its name; a component on hosts has one that
    stands for the first of them, and a system outside one where it has an alias.
    """
    site = shop.site
    for workload in site.of_kind("deployment", "statefulset", "daemonset"):
        ports = _ports(site, workload)
        if ports:
            spec: dict[str, Any] = {"type": "ClusterIP", "selector": workload.selector}
            if workload.id in site.sticky:
                spec["sessionAffinity"] = "ClientIP"
            yield _service(site, workload, workload.name, {**spec, "ports": ports})
        if workload.component.kind == "statefulset":
            spec = {"clusterIP": "None", "publishNotReadyAddresses": True, "selector": workload.selector}
            yield _service(site, workload, f"{workload.name}-peers", {**spec, **({"ports": ports} if ports else {})})
    for identifier, _ in site.env.components(State.HOSTED):
        group = site.env.host_groups.get(identifier)
        if group is not None and group.hosts:
            part, _, name = identifier.partition("/")
            place = site.env.elements[identifier].place()
            body = {"spec": {"type": "ExternalName", "externalName": group.hosts[0]}}
            yield site.object(KIND, name, part, body, element=identifier, place=place)
    yield from _aliases(shop)


def _aliases(shop: Workshop) -> Iterator[StoredObject]:
    """Make the Services that stand for systems outside: for a host name, or for addresses in EndpointSlices."""
    for alias in shop.aliases:
        spec: dict[str, Any] = {"type": "ExternalName", "externalName": alias.host}
        if not alias.host:
            ports = [
                {"name": name, "port": endpoint.port, "protocol": protocol(endpoint)}
                for name, endpoint in alias.element.endpoints.items()
                if endpoint.port is not None
            ]
            spec = {"type": "ClusterIP", "ports": ports}
        place = shop.site.env.elements[alias.external].place("alias")
        yield shop.site.object(KIND, alias.name, alias.part, {"spec": spec}, element=alias.external, place=place)


def _service(site: Site, workload: Workload, name: str, spec: dict[str, Any]) -> StoredObject:
    place = workload.resolved.place("endpoints")
    return site.object(
        KIND, name, workload.part, {"spec": spec}, element=workload.id, place=place, labels=workload.labels
    )


def _ports(site: Site, workload: Workload) -> list[dict[str, Any]]:
    ports = []
    for _, _, container in site.env.containers(workload.id):
        for name, endpoint, number in offered(container):
            if endpoint.protocol == "multicast":
                continue
            port: dict[str, Any] = {
                "name": name,
                "port": number,
                "protocol": protocol(endpoint),
                "targetPort": port_name(name) or number,
            }
            if endpoint.protocol in _STANDARD and site.has(Feature.APP_PROTOCOL):
                port["appProtocol"] = endpoint.protocol
            ports.append(port)
    return ports
