"""Services, policies, Ingresses."""

from collections.abc import Iterator, Mapping
from typing import Any

from lsparch.k8s.identity import NameRule, name_fault
from lsparch.k8s.semantics.form import (
    Fault,
    Path,
    entries,
    is_address,
    label_name_fault,
    mapping,
    names_twice,
    network,
    port_name_fault,
    selector_faults,
    value_at,
)

__all__ = ["ingress_faults", "policy_faults", "service_faults"]

_SPEC: Path = ("spec",)
_NODE_PORTS = range(30000, 32768)
_HIGHEST_PORT = 65535


def service_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a Service."""
    spec = mapping(obj, "spec")
    kind, address = str(spec.get("type", "ClusterIP")), spec.get("clusterIP")
    ports = list(entries(spec, "ports", _SPEC))
    if kind == "ExternalName":
        host = spec.get("externalName")
        if not isinstance(host, str) or name_fault(host.removesuffix("."), NameRule.DNS_SUBDOMAIN):
            yield ("spec", "externalName") if host else _SPEC, "a Service of type ExternalName needs the name of a host"
    elif not ports and address != "None":
        yield ("spec", "ports") if "ports" in spec else _SPEC, "a Service with an address needs ports"
    if isinstance(address, str) and address not in {"", "None"} and not is_address(address):
        yield ("spec", "clusterIP"), f"{address} is neither an IP address nor None"
    if address == "None" and kind in {"NodePort", "LoadBalancer"}:
        yield ("spec", "clusterIP"), f"a Service of type {kind} has an address"
    yield from _service_ports(ports, kind)
    for key, value in mapping(spec, "selector").items():
        yield from selector_faults({"matchLabels": {key: value}}, ("spec", "selector"))


def _service_ports(ports: list[tuple[Path, Mapping[str, Any]]], kind: str) -> Iterator[Fault]:
    numbers = (((*p, "port"), f"{o.get('port')}/{o.get('protocol', 'TCP')}") for p, o in ports if "port" in o)
    yield from names_twice(numbers, "port")
    yield from names_twice((((*path, "name"), port.get("name")) for path, port in ports), "port with the name")
    for path, port in ports:
        name, target, node = port.get("name"), port.get("targetPort"), port.get("nodePort")
        if len(ports) > 1 and not name:
            yield path, "each of several ports needs a name"
        if fault := label_name_fault(name or None):
            yield (*path, "name"), fault
        if isinstance(target, str) and (fault := port_name_fault(target)):
            yield (*path, "targetPort"), fault
        if node is not None and kind not in {"NodePort", "LoadBalancer"}:
            yield (*path, "nodePort"), f"a Service of type {kind} has no ports on nodes"
        elif isinstance(node, int) and node and node not in _NODE_PORTS:
            message = (
                f"ports on nodes are from {_NODE_PORTS[0]} to {_NODE_PORTS[-1]}, unless the API server is told others"
            )
            yield (*path, "nodePort"), message


def policy_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with a NetworkPolicy."""
    spec = mapping(obj, "spec")
    yield from selector_faults(spec.get("podSelector"), ("spec", "podSelector"))
    for direction, peers in (("ingress", "from"), ("egress", "to")):
        for path, rule in entries(spec, direction, _SPEC):
            for where, peer in entries(rule, peers, path):
                yield from _peer(peer, where)
            for where, port in entries(rule, "ports", path):
                yield from _policy_port(port, where)


def _peer(peer: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    given = [key for key in ("ipBlock", "podSelector", "namespaceSelector") if peer.get(key) is not None]
    if not given:
        yield path, "a peer needs pods, namespaces or addresses"
    if "ipBlock" in given and len(given) > 1:
        yield (*path, "ipBlock"), "a peer is either addresses or pods"
    for key in ("podSelector", "namespaceSelector"):
        yield from selector_faults(peer.get(key), (*path, key))
    if "ipBlock" not in given:
        return
    block = network(value_at(peer, "ipBlock", "cidr"))
    if block is None:
        message = f"{value_at(peer, 'ipBlock', 'cidr')} is no block of addresses such as 10.0.0.0/8 or 10.1.2.3/32"
        yield (*path, "ipBlock", "cidr"), message
    found = value_at(peer, "ipBlock", "except")
    for index, text in enumerate(found if isinstance(found, list) else ()):
        part = network(text)
        where = (*path, "ipBlock", "except", index)
        if part is None:
            yield where, f"{text} is no block of addresses"
        elif block is not None and not (part.version == block.version and part != block and _within(part, block)):
            yield where, f"{text} is no part of {block}"


def _within(part: Any, whole: Any) -> bool:
    return bool(part.network_address in whole and part.broadcast_address in whole)


def _policy_port(port: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    first, last = port.get("port"), port.get("endPort")
    if isinstance(first, int) and not 0 < first <= _HIGHEST_PORT:
        yield (*path, "port"), f"must be from 1 to {_HIGHEST_PORT}, not {first}"
    if isinstance(first, str) and (fault := port_name_fault(first)):
        yield (*path, "port"), fault
    if last is None:
        return
    if not isinstance(first, int):
        yield (*path, "endPort"), "a range of ports begins with a number"
    elif isinstance(last, int) and last < first:
        yield (*path, "endPort"), f"the range ends at {last}, before it begins at {first}"


def ingress_faults(obj: Mapping[str, Any]) -> Iterator[Fault]:
    """Iterate over what is wrong with an Ingress."""
    if obj.get("apiVersion") != "networking.k8s.io/v1":
        return
    spec = mapping(obj, "spec")
    if not spec.get("rules") and spec.get("defaultBackend") is None:
        yield _SPEC, "an Ingress needs rules or a default backend"
    for path, rule in entries(spec, "rules", _SPEC):
        if fault := _host_fault(rule.get("host")):
            yield (*path, "host"), fault
        for where, found in entries(mapping(rule, "http"), "paths", (*path, "http")):
            text = found.get("path")
            if str(found.get("pathType")) in {"Exact", "Prefix"} and not str(text or "").startswith("/"):
                yield (*where, "path") if "path" in found else where, "a path begins with a slash"
            yield from _backend(mapping(found, "backend"), (*where, "backend"))
    for path, tls in entries(spec, "tls", _SPEC):
        hosts = tls.get("hosts")
        for index, host in enumerate(hosts if isinstance(hosts, list) else ()):
            if fault := _host_fault(host):
                yield (*path, "hosts", index), fault


def _backend(backend: Mapping[str, Any], path: Path) -> Iterator[Fault]:
    service = backend.get("service")
    if not isinstance(service, dict):
        return
    given = [key for key in ("name", "number") if mapping(service, "port").get(key)]
    if len(given) > 1:
        yield (*path, "service", "port", "name"), "a port has either a name or a number"
    if not given:
        yield (*path, "service"), "the port of the Service is missing"


def _host_fault(host: Any) -> str:
    if not isinstance(host, str) or not host:
        return ""
    if is_address(host):
        return f"{host} is an address, and a name is wanted"
    return name_fault(host.removeprefix("*."), NameRule.DNS_SUBDOMAIN) or ""
